"""The ladder above the first answer, the independent review, and the recommendations that follow."""
