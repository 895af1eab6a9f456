"""Who mediates: appointed, confirmed after the declaration, stepped back, replaced.

Whoever stepped back or was replaced never comes back to the same case: the person leaves its
members and is kept in the file's list of excluded people, which forms and verbs look at.
"""

from __future__ import annotations

from sqlalchemy import update

from engine.errors import Conflict
from engine.instances import Call
from engine.models import TaskRow, TaskStatus
from workflows.cases import files, membership
from workflows.cases.models import CaseState
from workflows.joint_mediation.actions.records import case_of, note, stage
from workflows.joint_mediation.models import MediationRow
from workflows.people.directory import name_of


class MediatorExcluded(Conflict):
    """This person has stepped back from the case or was replaced in it."""

    code = "mediator-excluded"
    sentence = "Expected another mediator, but {mediator} stepped back or was replaced."


def appoint(
    call: Call, row: MediationRow, person: str, *, co_mediator: str = "", chosen_by: str = ""
) -> None:
    """Name a mediator, who still has to declare conflicts; membership begins."""
    _require_free(row, person)
    row.chosen_by, row.co_mediator = chosen_by, co_mediator
    for each in filter(None, (person, co_mediator)):
        membership.add_person(call.session, call.tenant, row.case_id, each, "assignment")
    note(call, "mediator:appointed", {"mediator": person, "co_mediator": co_mediator})


def confirm(call: Call, row: MediationRow, person: str) -> None:
    """The mediator has no tie: the case is in hand."""
    _require_free(row, person)
    row.mediator = person
    case = case_of(call)
    case.mediator = person
    membership.add_person(call.session, call.tenant, row.case_id, person, "claim")
    note(call, "mediator:confirmed", {"mediator": person})
    if case.state == CaseState.ACCEPTED:
        files.set_state(call.session, call.actor, case, CaseState.IN_PROGRESS, at=call.event_time)
        stage(call, "investigation")


def recuse(call: Call, row: MediationRow, person: str, *, conflict: str) -> None:
    """The person steps back for good; open work goes back to the pool."""
    row.recusals += 1
    _leave(call, row, person)
    _hand_over(call, person, None)
    note(call, "mediator:recused", {"mediator": person, "conflict": conflict})


def replace(call: Call, row: MediationRow, successor: str, *, ground: str) -> None:
    """Put another person in the mediator's place; open work follows."""
    before = row.mediator
    if successor == before:
        raise MediatorExcluded(mediator=successor)
    _require_free(row, successor)
    if before:
        _leave(call, row, before)
    membership.add_person(call.session, call.tenant, row.case_id, successor, "assignment")
    _hand_over(call, before or None, successor)
    facts = {"from": before, "to": successor, "ground": ground}
    note(call, "mediator:replaced", facts)


def _require_free(row: MediationRow, person: str) -> None:
    if person in row.excluded:
        raise MediatorExcluded(mediator=person)


def _leave(call: Call, row: MediationRow, person: str) -> None:
    row.excluded = [*row.excluded, person]
    membership.end_person(call.session, call.tenant, row.case_id, person)
    if row.mediator == person:
        row.mediator = case_of(call).mediator = ""
    if row.co_mediator == person:
        row.co_mediator = ""


def _hand_over(call: Call, before: str | None, after: str | None) -> None:
    """Give the open mediator's tasks of one person (or of nobody) to another, or to the pool."""
    named = after and name_of(call.session, call.tenant, after)
    call.session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == call.tenant, TaskRow.instance_id == call.instance_id,
            TaskRow.role == "R04", TaskRow.status == TaskStatus.OPEN,
            TaskRow.assignee.is_(None) if before is None else TaskRow.assignee == before,
        )
        .values(
            assignee=after, assignee_name=named, version=TaskRow.version + 1,
            claimed_at=call.event_time if after else None, instead_of=None,
        )
    )  # fmt: skip
