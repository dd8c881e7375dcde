"""The sections a report is put together from, one file each."""
