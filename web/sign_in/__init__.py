"""Sign in and out, choose language and post."""
