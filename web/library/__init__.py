"""Pages: see `views`."""
