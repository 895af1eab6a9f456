"""What somebody with a receipt may read without signing in."""
