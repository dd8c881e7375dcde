"""The reports, one file each; the key is the file's name."""
