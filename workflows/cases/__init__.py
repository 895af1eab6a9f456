"""The case file that every process shares: one number, its parties, who works on it, its stage.

One case, one number (一案一码). Visits, mediations and emergencies are process instances and
records that belong to a case; their business key is the case's id.
"""
