"""The corridor: every finished task, due timer, message and service result passes here.

One step locks the instance, loads its small state, advances it, writes the difference as rows and
saves the new state, all in the caller's transaction. The doors (`tasks`, `timers`, `messages`)
stand before it; nothing below it commits.
"""

from engine.instances.calls import (
    Call,
    Calls,
    DeadlineCall,
    Deadlines,
    Due,
    Operation,
    Recorder,
)
from engine.instances.corridor import InstanceGone, InstanceOver, Stepped
from engine.instances.deliver import Delivered
from engine.instances.moving import amend_data, move_token
from engine.instances.submissions import latest_submission, record_submission
from engine.instances.verbs import correlate, rearm, signal, start, step, stop

__all__ = [
    "Call",
    "Calls",
    "DeadlineCall",
    "Deadlines",
    "Delivered",
    "Due",
    "InstanceGone",
    "InstanceOver",
    "Operation",
    "Recorder",
    "Stepped",
    "amend_data",
    "correlate",
    "latest_submission",
    "move_token",
    "rearm",
    "record_submission",
    "signal",
    "start",
    "step",
    "stop",
]
