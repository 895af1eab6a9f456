"""SpiffWorkflow, extended until it is right for cases that live for months.

`parser` reads a diagram and refuses what would run wrongly, `advance` takes one command and gives
the next state. Nobody else imports SpiffWorkflow; here is no database, no clock and no domain.
"""
