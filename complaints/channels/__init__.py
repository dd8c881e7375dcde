"""The ways in, one file each; what is listed here truly works."""
