"""What pages read of a case: lists by page, its instances, tasks, submissions, and who opened it.

Lists are cut by the same law as single objects. Reading protected fields (C4) after a reason holds
for half an hour and is written down, as is each reading after it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import Invalid
from engine.models import InstanceRow, SubmissionRow, TaskRow, TimerRow, TimerState
from engine.protection import Sensitivity
from workflows.access import AccessRow, Sight, log_reading, require_case, visible_to
from workflows.access.law import NEVER_WHEREABOUTS
from workflows.access.models import ReachableRow
from workflows.access.policy import log_refused, reaches
from workflows.cases.models import CaseRow, CaseState, PartyRole, PartyRow, Risk

#: How long a reason opens the protected fields of one case.
OPENED_FOR = timedelta(minutes=30)
SHORTEST_REASON = 4
#: Roles that read what was written in a case; others read what was sent to them, and no more.
READ_THE_FILE = frozenset({"R02", "R03", "R04", "R05", "R06", "R07", "R09"})
#: Keys of forms and parties that tell where a person is.
WHEREABOUTS = frozenset(
    {"addr", "hukou_addr", "household_address", "address", "hukou_address", "whereabouts"}
)


class ReasonTooShort(Invalid):
    """Protected fields are opened with a reason that a reviewer understands."""

    code = "reason-too-short"
    sentence = "Expected a reason of at least {least} characters, but it has {given}."


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a list of cases is narrowed to; nothing chosen shows all."""

    states: frozenset[CaseState] = frozenset()
    risk: Risk | None = None
    station: str = ""


def page_of_cases(
    session: Session, actor: Actor, wanted: Filter, *, most: int = 50, after: str = ""
) -> Sequence[CaseRow]:
    """Cases that exist for an actor, newest first; `after` is the last id of the page before."""
    query = _visible(actor)
    if wanted.states:
        query = query.where(CaseRow.state.in_(wanted.states))
    if wanted.risk is not None:
        query = query.where(CaseRow.risk == wanted.risk)
    if wanted.station:
        query = query.where(CaseRow.station == wanted.station)
    if after:
        query = query.where(CaseRow.id < after)
    return session.scalars(query.order_by(CaseRow.id.desc()).limit(most)).all()


def _visible(actor: Actor) -> Select[CaseRow]:
    same = (ReachableRow.tenant == CaseRow.tenant) & (ReachableRow.id == CaseRow.id)
    return select(CaseRow).join(ReachableRow, same).where(visible_to(actor))


def main_parties(
    session: Session, tenant: str, case_ids: Collection[str]
) -> dict[str, list[PartyRow]]:
    """The people whom a line names, at most two a case, in the order they were added."""
    shown = (PartyRole.VISITOR, PartyRole.APPLICANT, PartyRole.RESPONDENT)
    found: dict[str, list[PartyRow]] = {}
    query = select(PartyRow).where(
        PartyRow.tenant == tenant, PartyRow.case_id.in_(case_ids), PartyRow.role.in_(shown)
    )
    for party in session.scalars(query.order_by(PartyRow.added_at, PartyRow.id)):
        people = found.setdefault(party.case_id, [])
        if len(people) < len(shown) - 1:
            people.append(party)
    return found


def is_sealed(session: Session, tenant: str, case_id: str) -> bool:
    """Whether a case exists for its members only."""
    return session.get_one(ReachableRow, (tenant, case_id)).sealed


def instances_of(session: Session, tenant: str, case_id: str) -> Sequence[InstanceRow]:
    """The processes of a case, the newest first."""
    query = select(InstanceRow).where(
        InstanceRow.tenant == tenant, InstanceRow.business_key == case_id
    )
    return session.scalars(query.order_by(InstanceRow.id.desc())).all()


def tasks_of(session: Session, tenant: str, case_id: str) -> Sequence[TaskRow]:
    """All tasks of a case in the order they were opened."""
    query = select(TaskRow).where(TaskRow.tenant == tenant, TaskRow.business_key == case_id)
    return session.scalars(query.order_by(TaskRow.opened_at, TaskRow.id)).all()


def armed_anchors(session: Session, tenant: str, case_id: str) -> set[str]:
    """The activities of a case on which a timer still waits."""
    query = select(TimerRow.anchor).where(
        TimerRow.tenant == tenant, TimerRow.business_key == case_id,
        TimerRow.state == TimerState.ARMED,
    )  # fmt: skip
    return set(session.scalars(query))


def submissions_of(session: Session, tenant: str, case_id: str) -> Sequence[SubmissionRow]:
    """What was sent with the tasks and acts of a case, oldest first."""
    query = select(SubmissionRow).where(
        SubmissionRow.tenant == tenant, SubmissionRow.business_key == case_id
    )
    return session.scalars(query.order_by(SubmissionRow.id)).all()


def submission(
    session: Session, tenant: str, case_id: str, submission_id: str
) -> SubmissionRow | None:
    """One submission of a case."""
    row = session.get(SubmissionRow, (tenant, submission_id))
    return row if row is not None and row.business_key == case_id else None


def reads_the_file(actor: Actor) -> bool:
    """Whether what was written in a case may be read at all, by sight."""
    return bool(_roles(actor) & READ_THE_FILE)


def never_whereabouts(actor: Actor) -> bool:
    """Whether no post of the actor may learn where a protected person is."""
    return _roles(actor) <= NEVER_WHEREABOUTS


def without_places(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of a form without where a person is; the other side's rows stay as they are."""
    left: dict[str, Any] = {}
    for key, value in values.items():
        if key in WHEREABOUTS:
            continue
        rows = isinstance(value, list) and key != "respondents"
        left[key] = [_row(one) for one in value] if rows else value
    return left


def _row(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {key: one for key, one in value.items() if key not in WHEREABOUTS}


def _roles(actor: Actor) -> set[str]:
    return {member_group.partition("@")[0] for member_group in actor.groups}


def sight_on(session: Session, actor: Actor, case_id: str) -> Sight:
    """The actor's sight of a case; with C4 while a reason they gave still holds."""
    sight = require_case(session, actor, case_id)
    if sight.c4_with_reason and _opened(session, actor, case_id):
        return sight.opened()
    return sight


def _opened(session: Session, actor: Actor, case_id: str) -> bool:
    rows = AccessRow
    query = select(rows.id).where(
        rows.tenant == actor.tenant, rows.case_id == case_id, rows.person_id == actor.id,
        rows.opened == "protected", rows.at > clock.now() - OPENED_FOR,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def open_protected(session: Session, actor: Actor, case_id: str, reason: str) -> None:
    """Open the protected fields of a case with a reason, which stays in the access log."""
    sight = require_case(session, actor, case_id)
    text = reason.strip()
    if len(text) < SHORTEST_REASON:
        raise ReasonTooShort(least=SHORTEST_REASON, given=len(text))
    if sight.c4_with_reason:
        log_reading(session, actor, case_id, "protected", Sensitivity.C4, reason=text)


def access_log(
    session: Session, tenant: str, case_id: str, *, most: int = 100
) -> Sequence[AccessRow]:
    """Who opened a case, newest first."""
    rows = AccessRow
    query = select(rows).where(rows.tenant == tenant, rows.case_id == case_id)
    return session.scalars(query.order_by(rows.id.desc()).limit(most)).all()


def note_refused(session: Session, actor: Actor, case_id: str, opened: str) -> bool:
    """Write down a try on a case that exists but not for this actor; True when it was one."""
    known = session.get(CaseRow, (actor.tenant, case_id)) is not None
    if known and not reaches(session, actor, case_id):
        log_refused(session, actor, case_id, opened)
        return True
    return False
