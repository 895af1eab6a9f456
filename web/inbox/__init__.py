"""The inbox: what waits for me, most urgent first, with the chosen task beside it."""
