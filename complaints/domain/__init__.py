"""The rules of a case: pure functions and tables, callable without a database."""
