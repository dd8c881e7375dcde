"""The rules of the way up and of the independent review: pure functions and tables, callable without a database."""
