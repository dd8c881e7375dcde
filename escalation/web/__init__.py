"""The person's next step, the office's pages, a body's side: translation only, nothing is decided here."""
