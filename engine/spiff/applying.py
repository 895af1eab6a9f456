"""What each command does to an instance in memory, before the step loop takes over.

A command finds its waiting place or is refused; the first change happens only after that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from engine.spiff import moving, subprocesses, throwing, timers
from engine.spiff.activities import is_open_task
from engine.spiff.catching import catches, happen, waiting
from engine.spiff.commands import (
    AmendData,
    Command,
    CompleteTask,
    Deliver,
    FailOperation,
    FinishOperation,
    FireTimer,
    MoveToken,
    Rearm,
    SkipTimer,
    Stop,
)
from engine.spiff.instance import Instance
from engine.spiff.nodes import EventKind, Node
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import NobodyWaits, NotYetDue, TimerUnreadable, TokenGone
from engine.spiff.services import is_pending
from engine.spiff.tokens import Token
from engine.spiff.waits import event_of


def apply(instance: Instance, command: Command) -> None:
    """Let a command happen; what follows from it is left to the loop."""
    if isinstance(command, CompleteTask):
        _complete(instance, command)
    elif isinstance(command, FireTimer):
        _fire(instance, command)
    elif isinstance(command, Deliver):
        _deliver(instance, command)
    elif isinstance(command, FinishOperation):
        token = _token(instance, command.token, wanted=is_pending)
        token.internal_data.pop("reference")
        token.task_spec.take(token, command.result)
        token.complete()
    elif isinstance(command, FailOperation):
        token = _token(instance, command.token, wanted=is_pending)
        throwing.fail(instance, token, command.error_code)
    elif isinstance(command, Rearm):
        _rearm(instance, command)
    elif isinstance(command, SkipTimer):
        _skip(instance, command)
    elif isinstance(command, MoveToken):
        moving.move(instance, command)
    elif isinstance(command, AmendData):
        instance.write(instance, None, command.values)
    else:
        _stop(instance, command)


def _complete(instance: Instance, command: CompleteTask) -> None:
    token = _token(instance, command.token, wanted=is_open_task)
    instance.write(token.workflow, token, command.data)
    token.run()


def _fire(instance: Instance, command: FireTimer) -> None:
    token, node = _armed(instance, command.token)
    due = timers.due_of(token)
    if due is None or due > instance.world.now:
        raise NotYetDue(node=node.id, due=due)
    happen(instance, token, EventKind.TIMER, "", {})


def _rearm(instance: Instance, command: Rearm) -> None:
    token, node = _armed(instance, command.token)
    if command.due.tzinfo is None:
        raise TimerUnreadable(node=node.id, expression=str(command.due), problem="without a zone")
    timers.move(token, command.due, command.more)
    due = command.due.astimezone(UTC).isoformat()
    instance.note(FactTag.TIMER_MOVED, node, token, due=due)


def _skip(instance: Instance, command: SkipTimer) -> None:
    token, node = _armed(instance, command.token)
    instance.note(FactTag.TIMER_SKIPPED, node, token, due=token.internal_data["due"])
    beside = {"host", "arm", "race"} & token.internal_data.keys()
    if timers.advance_schedule(token) or len(node.events) > 1:
        return
    if beside:
        token.cancel()
    else:
        token._ready()  # noqa: SLF001  the library's own way to make a task runnable


def _deliver(instance: Instance, command: Deliver) -> None:
    if command.kind is EventKind.SIGNAL:
        if not throwing.signal(instance, command.message, command.payload):
            raise NobodyWaits(message=command.message)
        return
    event = event_of(EventKind.MESSAGE, command.message)
    for token, _ in waiting(instance):
        if _may_receive(token, command) and catches(instance, token, event):
            happen(instance, token, EventKind.MESSAGE, command.message, command.payload)
            return
    if command.token is not None and command.token not in instance.tokens:
        raise TokenGone(token=command.token)
    raise NobodyWaits(message=command.message)


def _may_receive(token: Token, command: Deliver) -> bool:
    if command.token not in {None, token.name}:
        return False
    if command.correlation is None and command.token is None:
        return False
    return command.correlation in {None, token.internal_data.get("key")}


def _armed(instance: Instance, name: str) -> tuple[Token, Node]:
    for token, node in waiting(instance):
        if token.name == name and timers.due_of(token) is not None:
            return token, node
    raise TokenGone(token=name)


def _token(instance: Instance, name: str, *, wanted: Callable[[Token], bool]) -> Token:
    token = instance.tokens.get(name)
    if token is None or not wanted(token):
        raise TokenGone(token=name)
    return token


def _stop(instance: Instance, command: Stop) -> None:
    instance.stopped = True
    for token in instance.tokens_here():
        if token.name in instance.tokens:
            token.cancel()
    instance.occurrences.clear()
    subprocesses.end(instance, reason=command.reason)
