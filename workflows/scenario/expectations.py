"""What a story expects, read back through the same reads as the pages; each line names one thing.

An expectation is a mapping with one subject (`task`, `deadline`, `case`, `notice`, `history`,
`instance`, `hits`, `public`, `record`) and the values that must hold. Instants are compared with
the text of the story; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, history
from engine.models import InstanceRow, TaskRow
from workflows.cases import files
from workflows.deadlines.queries import of_case as deadlines_of_case
from workflows.demo.cast import TENANT
from workflows.notifications import NoticeRow
from workflows.scenario.records import RECORDS
from workflows.scenario.stage import Stage
from workflows.scenario.times import says, shown


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something is not as the story says."""

    wanted: str
    found: str


def subject_of(wanted: Mapping[str, Any]) -> str:
    """What an expectation is about: its first key that names a subject, or ""."""
    return next((key for key in wanted if key in SUBJECTS), "")


def check(stage: Stage, label: str, wanted: Mapping[str, Any], outcome: object) -> list[Difference]:
    """Compare one expectation with what is there."""
    subject = subject_of(wanted)
    rest = {key: value for key, value in wanted.items() if key != subject}
    with stage.runtime.database.read() as session:
        candidates = SUBJECTS[subject](stage, session, label, wanted[subject], outcome)
        return _compare(stage, subject, wanted[subject], rest, list(candidates))


def _compare(
    stage: Stage, subject: str, name: object, rest: dict[str, Any], rows: list[Mapping[str, Any]]
) -> list[Difference]:
    count = None if "count" not in rest else int(rest.pop("count"))
    best: list[Difference] | None = None
    fitting = 0
    for row in rows:
        differences = _differences(stage, rest, row)
        fitting += not differences
        if best is None or len(differences) < len(best):
            best = differences
    if count is not None and fitting != count:
        nearest = "".join(f", nearest {each.wanted} is {each.found}" for each in best or ())
        found = f"{fitting} of {len(rows)}{nearest}"
        return [Difference(wanted=f"{subject} {name} × {count}", found=found)]
    if count is not None:
        return []
    if best is None:
        return [Difference(wanted=f"{subject} {name}", found="none")]
    return [Difference(wanted=f"{subject} {name} {each.wanted}", found=each.found) for each in best]


def _differences(stage: Stage, rest: Mapping[str, Any], row: Mapping[str, Any]) -> list[Difference]:
    found = []
    for key, wanted in rest.items():
        actual = row.get(key, "(unknown)")
        if not _agrees(stage, wanted, actual):
            zone = stage.runtime.settings.zone
            found.append(Difference(wanted=f"{key}={wanted}", found=shown(actual, zone)))
    return found


def _agrees(stage: Stage, wanted: Any, actual: Any) -> bool:
    zone = stage.runtime.settings.zone
    if isinstance(wanted, list):
        if not isinstance(actual, Sequence) or len(actual) != len(wanted):
            return False
        return all(_agrees(stage, one, other) for one, other in zip(wanted, actual, strict=True))
    if isinstance(actual, datetime) or (actual is None and isinstance(wanted, str)):
        return says(str(wanted), actual, clock.now(), zone)
    if isinstance(wanted, str) and wanted.startswith("@"):
        return bool(actual == stage.people[stage.story.people[wanted[1:]]])
    return bool(str(wanted) == str(actual)) if not isinstance(wanted, bool) else wanted is actual


def _tasks(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    rows = session.scalars(
        select(TaskRow)
        .where(TaskRow.business_key == stage.case(label), TaskRow.node == name)
        .order_by(TaskRow.id.desc())
    )
    for row in rows:
        yield {
            "state": row.status.value, "due": row.due_at, "holder": row.assignee,
            "group": row.candidate_group, "item": row.item, "opened": row.opened_at,
            "completed": row.completed_at, "priority": row.priority, "code": row.due_code,
        }  # fmt: skip


def _deadlines(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    for row in deadlines_of_case(session, TENANT, stage.case(label)):
        if name in {row.code, row.rule}:
            yield {
                "nominal": row.nominal, "effective": row.effective, "start": row.start,
                "expires": row.expires, "state": row.state.value,
                "warnings": [datetime.fromisoformat(each) for each in row.warnings],
            }  # fmt: skip


def _case(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    row = files.load(session, TENANT, stage.case(str(name)))
    columns = (
        "channel", "number", "end_reason", "category_a", "category_c", "category_d", "stage",
        "accepted_at", "resolved_at", "opened_at", "mediator",
    )  # fmt: skip
    yield {
        **{key: getattr(row, key) for key in columns}, "state": row.state.value,
        "risk": row.risk.value, "track": row.track.value if row.track else "",
        "categories": [row.category_a, row.category_c, row.category_d],
    }  # fmt: skip


def _notices(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    rows = session.scalars(
        select(NoticeRow).where(NoticeRow.case_id == stage.case(label), NoticeRow.template == name)
    )
    for row in rows:
        yield {
            "to": row.member_group or row.person_id,
            "level": row.level,
            "at": row.sent_at,
            **row.facts,
        }


def _history(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    for row in history.of_stream(session, TENANT, stage.case(label)):
        if row.tag == name:
            yield {
                "at": row.event_time, "actor": row.actor, "role": row.acting_role,
                "node": row.node, **row.facts,
            }  # fmt: skip


def _instances(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    rows = session.scalars(
        select(InstanceRow).where(
            InstanceRow.business_key == stage.case(label), InstanceRow.process == name
        )
    )
    for row in rows:
        yield {
            "state": row.status.value, "end": row.end_event, "started": row.started_at,
            "ended": row.ended_at, **row.facts,
        }  # fmt: skip


def _hits(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    if isinstance(outcome, Sequence) and len(outcome) == int(str(name)):
        yield {"by": outcome[0].by[0] if outcome else ""}


def _public(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    seen = getattr(outcome, "shown", None)
    if seen is not None and seen.stage == name:
        yield {"next": seen.next_at}


def _records(
    stage: Stage, session: Session, label: str, name: object, outcome: object
) -> Iterable[Mapping[str, Any]]:
    yield from RECORDS[str(name)](session, TENANT, stage.case(label))


Subject = Callable[[Stage, Session, str, object, object], Iterable[Mapping[str, Any]]]

SUBJECTS: Mapping[str, Subject] = {
    "task": _tasks,
    "deadline": _deadlines,
    "case": _case,
    "notice": _notices,
    "history": _history,
    "instance": _instances,
    "hits": _hits,
    "public": _public,
    "record": _records,
}
