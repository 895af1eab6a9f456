"""One act on many tasks: each succeeds or is refused by itself, and the answer says which.

The preview is the act itself, done and taken back in the same transaction, so that it can promise
nothing that the act then breaks. What was done can be undone for ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import commands, tasks
from engine.actors import Actor
from engine.errors import Invalid, Refusal
from engine.instances import Calls
from engine.models import TaskRow
from workflows.cases import work
from workflows.cases.comments import actions as comments
from workflows.inbox import marking, standing_in, undoing
from workflows.inbox.undoing import Step
from workflows.people import absences

#: Tasks of one act; a page of the inbox holds no more.
MOST: Final = 60


class Verb(StrEnum):
    """What can be done with many tasks at once."""

    CLAIM = "claim"
    RELEASE = "release"
    REASSIGN = "reassign"
    FOLLOW_UP = "follow-up"
    SNOOZE = "snooze"
    WAKE = "wake"
    FORWARD = "forward"
    ORDINARY = "ordinary"
    TAKE_FOR = "take-for"
    HAND_OVER = "hand-over"
    GIVE_BACK = "give-back"
    WATCH = "watch"
    UNWATCH = "unwatch"
    COMMENT = "comment"


#: Verbs that ask why, or what to say.
WITH_REASON: Final = frozenset(
    {Verb.RELEASE, Verb.REASSIGN, Verb.SNOOZE, Verb.FORWARD, Verb.ORDINARY, Verb.COMMENT}
)
#: Verbs that are their own way back; a comment can be changed for ten minutes where it stands.
WITHOUT_UNDO: Final = frozenset({Verb.WATCH, Verb.UNWATCH, Verb.COMMENT})
#: Verbs that ask when.
WITH_DAY: Final = frozenset({Verb.FOLLOW_UP, Verb.SNOOZE})


class NothingChosen(Invalid):
    """An act on many needs at least one task, and no more than a page of them."""

    code = "nothing-chosen"
    sentence = "Expected 1 to {most} tasks, but there are {given}."


class DayMissing(Invalid):
    """A task is laid aside until some day."""

    code = "day-missing"
    sentence = "Expected a day, but there is none."


@dataclass(frozen=True, kw_only=True)
class Order:
    """One act as it is asked for."""

    verb: Verb
    task_ids: tuple[str, ...]
    reason: str = ""
    person: str = ""
    at: datetime | None = None
    absence: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one task; the refusal says why nothing did."""

    task_id: str
    refusal: Refusal | None = None

    @property
    def done(self) -> bool:
        """Whether the act was done to this task."""
        return self.refusal is None


@dataclass(frozen=True, kw_only=True)
class Done:
    """All results in the asked order, and what each task was before."""

    results: Sequence[Result]
    steps: Sequence[Step] = field(default_factory=tuple)


def preview(session: Session, calls: Calls, actor: Actor, order: Order) -> Sequence[Result]:
    """What the act would do, task by task; nothing stays of it."""
    _require(order)
    with session.begin_nested() as trial:
        results = _each(session, calls, actor, order).results
        trial.rollback()
    session.expire_all()
    return results


def perform(
    session: Session, calls: Calls, actor: Actor, order: Order, *, key: str = ""
) -> dict[str, Any]:
    """Do the act once, however often the page is sent.

    Answers plain words: `done` and `refused` (task to the code of the refusal), and `undo`.
    """
    _require(order)

    def act() -> dict[str, Any]:
        made = _each(session, calls, actor, order)
        steps = () if order.verb in WITHOUT_UNDO else made.steps
        undo = undoing.offer(session, actor, order.verb.value, steps)
        return {
            "done": [result.task_id for result in made.results if result.done],
            "refused": {
                result.task_id: result.refusal.code for result in made.results if result.refusal
            },
            "undo": undo,
        }

    return commands.once(session, actor, key, f"bulk:{order.verb.value}", act)


def _require(order: Order) -> None:
    if not 0 < len(order.task_ids) <= MOST:
        raise NothingChosen(most=MOST, given=len(order.task_ids))
    if order.verb in WITH_REASON and not order.reason.strip():
        raise tasks.ReasonMissing
    if order.verb == Verb.SNOOZE and order.at is None:
        raise DayMissing


def _each(session: Session, calls: Calls, actor: Actor, order: Order) -> Done:
    results: dict[str, Result] = {}
    steps = []
    for task_id in _in_order_of_cases(session, actor, order.task_ids):
        try:
            steps.append(_one(session, calls, actor, order, task_id))
            results[task_id] = Result(task_id=task_id)
        except Refusal as refusal:
            results[task_id] = Result(task_id=task_id, refusal=refusal)
    return Done(results=[results[task_id] for task_id in order.task_ids], steps=steps)


def _in_order_of_cases(session: Session, actor: Actor, task_ids: Sequence[str]) -> list[str]:
    """Two acts at once lock the cases that they share in one order, and never wait in a circle."""
    query = select(TaskRow.id, TaskRow.business_key).where(
        TaskRow.tenant == actor.tenant, TaskRow.id.in_(task_ids)
    )
    cases = {row.id: row.business_key for row in session.execute(query)}
    return sorted(task_ids, key=lambda task_id: (cases.get(task_id, ""), task_id))


def _one(session: Session, calls: Calls, actor: Actor, order: Order, task_id: str) -> Step:
    """The act on one task, in a savepoint of its own."""
    with session.begin_nested():
        before = undoing.before(session, actor, task_id)
        row = _VERBS[order.verb](session, calls, actor, task_id, order)
        session.flush()
        return before.after(row)


_Act = Callable[[Session, Calls, Actor, str, Order], TaskRow]


def _claim(session: Session, calls: Calls, actor: Actor, task_id: str, _: Order) -> TaskRow:
    return work.claim(session, calls, actor, task_id)


def _release(session: Session, calls: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    return work.release(session, calls, actor, task_id, order.reason)


def _reassign(session: Session, calls: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    return work.reassign(session, calls, actor, task_id, order.person, order.reason)


def _follow_up(session: Session, _: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    return marking.follow_up(session, actor, task_id, at=order.at)


def _snooze(session: Session, _: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    if order.at is None:
        raise DayMissing
    return marking.snooze(session, actor, task_id, until=order.at, reason=order.reason)


def _wake(session: Session, _: Calls, actor: Actor, task_id: str, _order: Order) -> TaskRow:
    return marking.wake(session, actor, task_id)


def _forward(session: Session, calls: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    return tasks.put_forward(
        session, calls, actor, task_id, forward=order.verb == Verb.FORWARD, reason=order.reason
    )


def _take_for(session: Session, calls: Calls, actor: Actor, task_id: str, _: Order) -> TaskRow:
    return standing_in.take(session, calls, actor, task_id)


def _hand_over(session: Session, calls: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    absence = absences.find(session, actor.tenant, order.absence)
    return standing_in.hand_over(session, calls, actor, task_id, absence)


def _give_back(session: Session, calls: Calls, actor: Actor, task_id: str, _: Order) -> TaskRow:
    return standing_in.give_back(session, calls, actor, task_id)


def _watch(session: Session, _: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    row = tasks.load(session, actor, task_id)
    marking.watch(session, actor, row.business_key, on=order.verb == Verb.WATCH)
    return row


def _comment(session: Session, _: Calls, actor: Actor, task_id: str, order: Order) -> TaskRow:
    row = tasks.load(session, actor, task_id)
    comments.say(session, actor, row.business_key, order.reason, task_id=row.id)
    return row


_VERBS: Mapping[Verb, _Act] = {
    Verb.CLAIM: _claim, Verb.RELEASE: _release, Verb.REASSIGN: _reassign,
    Verb.FOLLOW_UP: _follow_up, Verb.SNOOZE: _snooze, Verb.WAKE: _wake, Verb.FORWARD: _forward,
    Verb.ORDINARY: _forward, Verb.TAKE_FOR: _take_for, Verb.HAND_OVER: _hand_over,
    Verb.GIVE_BACK: _give_back, Verb.WATCH: _watch, Verb.UNWATCH: _watch,
    Verb.COMMENT: _comment,
}  # fmt: skip
