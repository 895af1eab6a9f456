"""From the first word to the acceptance: the file, the application, accepted or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.database import new_id
from engine.instances import Call
from workflows.cases import files, parties
from workflows.cases.models import CaseState, PartyRole, PartyRow, SearchKeyRow, Track
from workflows.cases.numbering import next_number
from workflows.joint_mediation.actions.records import (
    case_of,
    day_of,
    finish,
    note,
    sent,
    settle,
    stage,
)
from workflows.joint_mediation.models import MediationRow
from workflows.joint_mediation.rules import EndReason


def open_file(call: Call, source: str, visit_id: str | None) -> MediationRow:
    """A new file with its number; the case gets one as well if it has none."""
    at = call.event_time
    year = day_of(call, at).year
    number = next_number(call.session, call.tenant, f"mediation:{call.unit}:{year}")
    row = MediationRow(
        tenant=call.tenant, id=new_id(), station=call.unit, case_id=call.business_key,
        instance_id=call.instance_id, number=f"TJ-{call.unit}-{year}-{number:04d}", source=source,
        visit_id=visit_id, opened_at=at, excluded=[],
    )  # fmt: skip
    call.session.add(row)
    call.session.flush()
    files.give_number(call.session, call.actor, case_of(call), at=at)
    note(call, "mediation:opened", {"mediation": row.number, "source": source})
    return row


def former_end_reason(call: Call) -> str | None:
    """How an earlier mediation of this case, or of the same people, ended; risk weighs most.

    The same people are found by fingerprints of documents, phones and households.
    """
    mine = select(SearchKeyRow.print).where(
        SearchKeyRow.tenant == call.tenant, SearchKeyRow.case_id == call.business_key,
        SearchKeyRow.kind.in_(["id_no", "phone", "household"]),
    )  # fmt: skip
    related = select(SearchKeyRow.case_id).where(
        SearchKeyRow.tenant == call.tenant, SearchKeyRow.print.in_(mine)
    )
    rows = call.session.scalars(
        select(MediationRow)
        .where(
            MediationRow.tenant == call.tenant, MediationRow.ended_at.is_not(None),
            MediationRow.instance_id != call.instance_id,
            (MediationRow.case_id == call.business_key) | MediationRow.case_id.in_(related),
        )
        .order_by(MediationRow.ended_at.desc())
    )  # fmt: skip
    reasons = [row.end_reason for row in rows]
    risk = EndReason.TERMINATED_RISK.value
    return risk if risk in reasons else next(iter(reasons), None)


def take_application(call: Call, row: MediationRow) -> None:
    """Copy the application into the file and its people into the case."""
    fields = sent(call, "apply-mediation")
    row.source = str(fields.get("source") or row.source)
    row.dispute_type = str(fields.get("dispute_type") or "")
    row.difficulty = str(fields.get("difficulty") or "")
    row.people = int(fields.get("people") or 0)
    row.applied_on = str(fields.get("applied_on") or "")
    claims = [each.get("claim") for each in fields.get("claims") or []]
    row.matter = {"facts": fields.get("facts"), "claims": claims}
    row.amount = fields.get("amount")
    hidden = is_protected(call)
    for role, key in ((PartyRole.APPLICANT, "applicants"), (PartyRole.RESPONDENT, "respondents")):
        _take_people(call, role, fields.get(key) or [], hidden=hidden)
    note(call, "application:recorded", {"mediation": row.number, "source": row.source})


def is_protected(call: Call) -> bool:
    """Whether somebody of the case must not be found by the other side."""
    people = parties.of_case(call.session, call.tenant, call.business_key)
    return any(person.hidden_address for person in people)


_FIELDS = {"addr": "address"}


def _take_people(
    call: Call, role: PartyRole, people: Iterable[Mapping[str, Any]], *, hidden: bool
) -> None:
    """Complete the people whom the case knows by name and add the others.

    The applicant may be the visitor.
    """
    known = {
        str(row.personal.get("name")): row
        for row in parties.of_case(call.session, call.tenant, call.business_key)
        if _fits(row, role)
    }
    for person in people:
        fields = {_FIELDS.get(key, key): value for key, value in person.items()}
        row = known.get(str(fields.get("name")))
        if row is not None:
            parties.change(call.session, row, fields)
            continue
        parties.add(
            call.session, call.tenant, call.unit, call.business_key, role, fields,
            hidden_address=hidden and role == PartyRole.APPLICANT,
        )  # fmt: skip


def _fits(row: PartyRow, role: PartyRole) -> bool:
    also = PartyRole.VISITOR if role == PartyRole.APPLICANT else role
    return row.role in {role, also}


def accept(call: Call, row: MediationRow, *, at: datetime) -> None:
    """Take the mediation up (受理); the month of T08 and K03m count from `at`."""
    row.accepted_at = at
    row.mediation_type = str(call.inputs.get("mediation_type") or "people")
    row.dispute_type = str(call.inputs.get("dispute_type") or row.dispute_type)
    settle(call, "H09", met=True)
    case = case_of(call)
    case.category_c = row.dispute_type or case.category_c
    files.set_track(case, Track.MEDIATION)
    files.set_state(call.session, call.actor, case, CaseState.ACCEPTED, at=at)
    stage(call, "accepted")
    note(call, "mediation:accepted", {"mediation": row.number})


def refuse(call: Call, row: MediationRow, reason: EndReason) -> None:
    """Do not take the mediation up; the case remembers why."""
    settle(call, "H09", met=True)
    finish(call, row, reason)
    files.set_state(call.session, call.actor, case_of(call), CaseState.REFUSED, at=call.event_time)
    note(call, "mediation:refused", {"mediation": row.number, "reason": reason.value})
