"""The step loop: one thing at a time, in a fixed order, until the instance rests.

First what was thrown finds its catcher, then conditions that became true, then scopes that became
quiet; only then may one token run, outermost scope first; last of all an inclusive join may open.
So an event that interrupts stops a sub-process before its next task runs. The number of turns is
bounded, and at rest everything that waits must be reachable.
"""

from __future__ import annotations

from engine.spiff import catching, joins, subprocesses, throwing
from engine.spiff.instance import Instance
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import RunsForever

#: The most turns of one command.
MOST_TURNS = 20_000


def run(instance: Instance) -> None:
    """Go on until nothing can run without a command."""
    for _ in range(MOST_TURNS):
        if not _turn(instance):
            catching.refresh_keys(instance)
            _check_reachable(instance)
            _note_if_stuck(instance)
            return
    raise RunsForever(process=instance.diagram.process_id, steps=MOST_TURNS)


def _turn(instance: Instance) -> bool:
    if instance.occurrences:
        throwing.deliver(instance, instance.occurrences.popleft())
        return True
    if catching.meet_conditions(instance) or subprocesses.settle(instance):
        return True
    token = instance.next_ready()
    if token is not None:
        token.run()
        return True
    return joins.open_inclusive(instance)


def _check_reachable(instance: Instance) -> None:
    """Every token hangs on the root of a running scope; anything else is a defect of ours."""
    for scope in (instance, *instance.subprocesses.values()):
        held = set(scope.task_tree._children)  # noqa: SLF001  compared with what is registered
        if held != {token.id for token in scope.tokens_here()} or not instance.alive(scope):
            raise AssertionError(f"unreachable tokens in {scope.plan.key}")
        if scope is not instance and instance.owner_of(scope) is None:
            raise AssertionError(f"scope {scope.plan.key} has no owner")


def _note_if_stuck(instance: Instance) -> None:
    """Only joins wait: nothing can ever happen here again, which a history should show."""
    tokens = list(instance.tokens.values())
    holders = [t for t in tokens if t.id not in instance.subprocesses]
    if not instance.ended and all("arrived" in token.internal_data for token in holders):
        for token in holders:
            instance.note(FactTag.PROCESS_STUCK, token.task_spec.node, token)
