"""A timer is read once, when it is armed, and from then on is a row: due, and what comes after.

A timer that has come due late fires all the same; a schedule fires once for each instant, those
already past included, oldest first; a cycle counts from its last due instant and so never drifts.
Nothing here reads a clock: the world says what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from engine.spiff.durations import read_cycle, read_duration, read_instant
from engine.spiff.instance import Instance
from engine.spiff.nodes import EventDefinition, Node, TimerForm
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import TimerUnreadable
from engine.spiff.script import evaluate
from engine.spiff.tokens import Token

#: The most instants of one schedule.
MOST_INSTANTS = 500


def arm(instance: Instance, token: Token, node: Node, event: EventDefinition, anchor: str) -> bool:
    """Give a waiting token its due instant; False when its schedule holds none."""
    schedule = _schedule(instance, token, node, event, anchor)
    if schedule is None:
        return False
    token.internal_data.update(schedule)
    instance.note(FactTag.TIMER_ARMED, node, token, due=schedule["due"], anchor=anchor)
    return True


def due_of(token: Token) -> datetime | None:
    """The instant a token's timer is due, or None."""
    due = token.internal_data.get("due")
    return None if due is None else datetime.fromisoformat(due)


def remaining_of(token: Token) -> int | None:
    """Firings still to come, the next included; None is without end."""
    if "every" in token.internal_data:
        left: int | None = token.internal_data["left"]
        return left
    return 1 + len(token.internal_data.get("more", ()))


def move(token: Token, due: datetime, more: Sequence[datetime] | None = None) -> None:
    """Give an armed timer another instant, and a schedule its later ones when they move too."""
    token.internal_data["due"] = _written(due)
    if more is not None:
        token.internal_data["more"] = [_written(each) for each in more]


def advance_schedule(token: Token) -> bool:
    """Go on to the next instant after a firing; False when that was the last."""
    internal = token.internal_data
    due = due_of(token)
    if due is not None and internal.get("more"):
        internal["due"], *internal["more"] = internal["more"]
        return True
    if due is not None and internal.get("every") and internal["left"] != 1:
        internal["due"] = _written(read_duration(internal["every"]).after(due))
        internal["left"] = internal["left"] and internal["left"] - 1
        return True
    disarm(token)
    return False


def disarm(token: Token) -> None:
    """Take a token's timer away."""
    for key in ("due", "more", "every", "left"):
        token.internal_data.pop(key, None)


def _schedule(
    instance: Instance, token: Token, node: Node, event: EventDefinition, anchor: str
) -> dict[str, Any] | None:
    timer = event.timer
    if timer is None:
        raise TimerUnreadable(node=node.id, expression="", problem="missing")
    value: object = timer.text
    if timer.expression is not None:
        data = instance.visible(token.workflow, token)
        value = evaluate(timer.expression, data, node=node.id, world=instance.world, anchor=anchor)
    try:
        return _plan(value, timer.form, instance.world.now)
    except (TypeError, ValueError, OverflowError) as problem:
        raise TimerUnreadable(
            node=node.id, expression=timer.text, problem=str(problem)
        ) from problem


def _plan(value: object, form: TimerForm, now: datetime) -> dict[str, Any] | None:
    if isinstance(value, list):
        return _listed(value)
    if not isinstance(value, str):
        raise TypeError(f"{value!r}, which is no time")
    text = value.strip()
    readers: dict[str, Callable[[str, datetime], dict[str, Any]]] = {"R": _cycle, "P": _duration}
    read = readers.get(text[:1], _date)
    if form is TimerForm.CYCLE and read is _duration:
        read = _endless
    return read(text, now)


def _listed(values: list[object]) -> dict[str, Any] | None:
    if len(values) > MOST_INSTANTS:
        raise ValueError(f"a list of more than {MOST_INSTANTS} instants")
    instants = sorted(read_instant(each) if isinstance(each, str) else _no(each) for each in values)
    if not instants:
        return None
    due, *more = (_written(each) for each in instants)
    return {"due": due, "more": more} if more else {"due": due}


def _no(value: object) -> datetime:
    raise TypeError(f"a list with {value!r}, which is no instant")


def _date(text: str, now: datetime) -> dict[str, Any]:
    return {"due": _written(read_instant(text))}


def _duration(text: str, now: datetime) -> dict[str, Any]:
    return {"due": _written(read_duration(text).after(now))}


def _endless(text: str, now: datetime) -> dict[str, Any]:
    return _cycle(f"R/{text}", now)


def _cycle(text: str, now: datetime) -> dict[str, Any]:
    cycle = read_cycle(text)
    first = cycle.start or cycle.every.after(now)
    return {"due": _written(first), "every": text.rpartition("/")[2], "left": cycle.times}


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
