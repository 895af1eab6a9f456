"""What people do in a story; each verb is one call of the service that the pages call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from engine.models import SubscriptionRow, TaskRow, TaskStatus
from workflows.cases import files, query_code, search, work
from workflows.scenario.stage import Stage
from workflows.scenario.story import Step
from workflows.visit.actions import open_visit


class NothingSuch(NotFound):
    """The story names a task or button that the case does not offer."""

    code = "story-nothing-such"
    sentence = "Expected the case to offer {what}, but it offers {offered}."


def task_of(session: Session, case_id: str, step: Step) -> TaskRow:
    """The open task that a step names."""
    rows = list(
        session.scalars(
            select(TaskRow).where(
                TaskRow.business_key == case_id, TaskRow.status == TaskStatus.OPEN
            )
        )
    )
    fitting = [row for row in rows if row.node == step.task and step.item in {"", row.item}]
    if not fitting:
        offered = ", ".join(sorted(f"{row.node}{row.item and ':'}{row.item}" for row in rows))
        raise NothingSuch(what=f"{step.task}{step.item and ':'}{step.item}", offered=offered)
    return fitting[0]


def _open(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    opened = open_visit(
        session, stage.runtime.calls, actor, station=actor.unit,
        channel=str(step.given.get("channel", "walk-in")),
    )  # fmt: skip
    stage.cases[step.names or "case"] = opened.case_id
    return opened


def _claim(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    row = task_of(session, stage.case(step.case), step)
    return work.claim(session, stage.runtime.calls, actor, row.id)


def _release(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    row = task_of(session, stage.case(step.case), step)
    reason = str(step.given.get("reason", ""))
    return work.release(session, stage.runtime.calls, actor, row.id, reason)


def _reassign(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    row = task_of(session, stage.case(step.case), step)
    person = stage.people[stage.story.people[str(step.given["to"])]]
    reason = str(step.given.get("reason", ""))
    return work.reassign(session, stage.runtime.calls, actor, row.id, person, reason)


def _complete(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    """Finish a task; one that still lies in the pool is claimed first."""
    row = task_of(session, stage.case(step.case), step)
    if row.assignee is None:
        work.claim(session, stage.runtime.calls, actor, row.id)
    return work.complete(session, stage.runtime.calls, actor, row.id, _given(stage, step))


def _given(stage: Stage, step: Step) -> dict[str, Any]:
    return {key: _person(stage, value) for key, value in step.given.items()}


def _person(stage: Stage, value: Any) -> Any:
    """`@label` in a form means the person behind a label of the story."""
    if isinstance(value, str) and value.startswith("@"):
        return stage.people[stage.story.people[value[1:]]]
    return value


def _press(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    case_id = stage.case(step.case)
    message = str(step.task)
    offered = work.acts_of(session, actor.tenant, case_id)
    fitting = [row for row in offered if message in {row.message, row.node}]
    if not fitting:
        names = ", ".join(sorted(row.message for row in offered))
        raise NothingSuch(what=message, offered=names)
    found: SubscriptionRow = fitting[0]
    return work.send_act(session, stage.runtime.calls, actor, found.id, _given(stage, step))


def _read(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    return files.read(session, actor, stage.case(step.case))


def _search(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    if "text" in step.given:
        return search.find_text(session, actor, str(step.given["text"]))
    return search.find(session, actor, step.given)


def _look_up(stage: Stage, session: Session, actor: Actor, step: Step) -> object:
    case = files.load(session, actor.tenant, stage.case(step.case))
    code = query_code.give_code(case)
    if step.given.get("one_character_wrong") == "true":
        code = code[:-1] + ("2" if code[-1] != "2" else "3")
    return query_code.look_up(session, code)


Verb = Callable[[Stage, Session, Actor, Step], object]

VERBS: Mapping[str, Verb] = {
    "open visit": _open,
    "claim": _claim,
    "release": _release,
    "reassign": _reassign,
    "complete": _complete,
    "press": _press,
    "read case": _read,
    "search": _search,
    "look up code": _look_up,
}

#: Verbs that cannot be understood without `task`.
NEEDS_TASK = frozenset({"claim", "release", "reassign", "complete", "press"})
