"""The page of one task: its form, its clock, its facts, and what may be done with it."""
