"""A diagram is tried out on a virtual clock, without a database and without effects.

People's tasks are completed at once, timers fire in the order of their instants, messages find
their receivers among the processes of the same file. What happened comes out as a trace. Nothing
here stores anything, and nothing here is used when real cases run.
"""
