"""Changing a diagram in the browser: draft, check, comparison, new version. Pages: see `views`."""
