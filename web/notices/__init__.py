"""Notices: what somebody should look at, urgent ones first, and taking note of them."""
