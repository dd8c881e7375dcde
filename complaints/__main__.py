"""`redress` on the command line, the same as `python -m complaints`."""

from complaints.app.cli import main

if __name__ == "__main__":
    main()
