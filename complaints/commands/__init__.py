"""Commands of the command line that need no server: charters, dates, imports, people."""
