"""Why a person's verb on a task is refused: somebody else's earlier act, or a missing right."""

from __future__ import annotations

from engine.errors import Conflict, Denied, NotFound


class NoSuchTask(NotFound):
    """There is no such task for this tenant, or the actor may not know of it."""

    code = "no-such-task"
    sentence = "Expected a task {task}, but there is none."


class AlreadyClaimed(Conflict):
    """Somebody else was faster."""

    code = "task-already-claimed"
    sentence = "Expected to claim the task, but {winner} took it at {at}."


class AlreadyClosed(Conflict):
    """The task was completed, or the case moved on and cancelled it."""

    code = "task-already-closed"
    sentence = "Expected an open task, but it was {status} at {at}."


class NotYours(Denied):
    """Only the person who holds the task may do this."""

    code = "task-not-yours"
    sentence = "Expected to hold the task, but {holder} does."


#: The task belongs to a group that the actor is not in: it does not exist for them, and the answer
#: is the very same as for a task that is not there at all.
NotCandidate = NoSuchTask


class FourEyes(Denied):
    """The person who proposed may not also decide."""

    code = "four-eyes"
    sentence = "Expected a second person, but {person} did {node} as well."


class StaleTask(Conflict):
    """The page shows an earlier version of the task."""

    code = "task-stale"
    sentence = "Expected version {version} of the task, but it is at {present}."


class NoSuchAct(NotFound):
    """The act is not for any role of the actor, so it does not exist for them."""

    code = "no-such-act"
    sentence = "Expected an act of your roles, but {act} is none."


class ActGone(Conflict):
    """The case no longer waits for this act."""

    code = "act-gone"
    sentence = "Expected the case to accept {act}, but it no longer does."
