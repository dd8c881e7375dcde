"""One history of migrations for SQLite and PostgreSQL."""
