"""Why an act on a task is refused: the diagram closes it, or somebody acted first."""

from __future__ import annotations

from engine.errors import Conflict, Denied, Invalid, NotFound


class ActClosed(Denied):
    """The diagram does not open this act on this step."""

    code = "task-act-closed"
    sentence = "Expected {act} to be open at {node}, but the diagram does not open it there."


class NoWayBack(Invalid):
    """The step named is none to which this task may be sent back."""

    code = "no-way-back"
    sentence = "Expected an earlier step that was done, but {target} is none for {node}."


class NotTheDoer(Denied):
    """Only who finished a step may take it back."""

    code = "not-the-doer"
    sentence = "Expected to have finished {node}, but {doer} did."


class Followed(Conflict):
    """The next step is in somebody's hands, or something went out that cannot be called back."""

    code = "task-followed"
    sentence = "Expected nobody to have acted on {node} since, but {winner} did at {at}."


class Irrevocable(Conflict):
    """What the step set in motion cannot be called back by anybody."""

    code = "task-irrevocable"
    sentence = "Expected {node} to have only one next step, but something went out with it."


class Delegated(Conflict):
    """The task is with a delegate, so the owner has to have it back first."""

    code = "task-delegated"
    sentence = "Expected the owner to hold the task, but {owner} has delegated it to {delegate}."


class NotDelegated(Conflict):
    """There is no delegation that could end."""

    code = "task-not-delegated"
    sentence = "Expected a delegated task, but nobody has delegated it."


class Suspended(Conflict):
    """The task rests, so it has to be resumed first."""

    code = "task-suspended"
    sentence = "Expected the task to go on, but {winner} suspended it at {at}."


class NotSuspended(Conflict):
    """The task does not rest."""

    code = "task-not-suspended"
    sentence = "Expected a suspended task, but it goes on."


class Unsigned(Conflict):
    """Somebody has not signed yet, or objected."""

    code = "task-unsigned"
    sentence = "Expected everybody asked to have signed, but {names} did not."


class AlreadySigner(Conflict):
    """The person is asked already."""

    code = "already-signer"
    sentence = "Expected another signer, but {name} has been asked at {at}."


class NoSuchSigner(NotFound):
    """The person was not asked to sign, or is no longer."""

    code = "no-such-signer"
    sentence = "Expected a signer {person}, but there is none."


class UrgedJustNow(Conflict):
    """The holder was urged a moment ago; once more would be noise."""

    code = "urged-just-now"
    sentence = "Expected some time since the last urge, but {winner} urged at {at}."


class UndoTooLate(Conflict):
    """The act is too old to be undone, or something happened since."""

    code = "undo-too-late"
    sentence = "Expected {act} to be the last thing done, and within seconds, but it was not."
