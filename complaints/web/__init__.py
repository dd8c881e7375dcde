"""The public's pages, the desk and the API: translation only, nothing is decided here."""
