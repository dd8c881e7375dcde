"""Figures and reports on the command line."""
