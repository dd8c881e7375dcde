"""A case from its first word to its answer, and the kernel the packages above share."""
