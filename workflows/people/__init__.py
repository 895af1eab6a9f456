"""Who exists: centres, units, people, the posts they hold, who is on duty, and sign-in sessions.

A person may hold several posts in several bodies (人员融入); the role acted in is chosen for each
act and written on every fact. What a role may see or do is decided in `workflows.access`.
"""
