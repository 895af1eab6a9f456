"""From the outcome to the archive: terms, effect, follow-up dates, confirmation, the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete

from engine.database import new_id
from engine.errors import Invalid
from engine.instances import Call
from workflows.cases import files
from workflows.cases.models import CaseState
from workflows.deadlines import reckon
from workflows.joint_mediation.actions.records import (
    calendar,
    case_of,
    day_of,
    finish,
    midnight,
    note,
    sent,
    settle,
    stage,
)
from workflows.joint_mediation.models import FollowUpRow, MediationRow, TermRow
from workflows.joint_mediation.rules import EndReason, missing_papers, unconfirmable

#: States of a case that has nothing left to do but its file.
_OVER = frozenset({CaseState.RESOLVED, CaseState.FOLLOW_UP, CaseState.WITHDRAWN, CaseState.REFUSED})


class NotConfirmable(Invalid):
    """A court does not confirm this; the request is not handed in."""

    code = "not-confirmable"
    sentence = "Expected a request that a court may confirm, but it names {subject} ({article})."


class PapersMissing(Invalid):
    """The file lacks a paper that it must have."""

    code = "papers-missing"
    sentence = "Expected a complete file, but {papers} is missing."


class NothingAgreed(Invalid):
    """An agreement comes into force without an outcome that says so."""

    code = "nothing-agreed"
    sentence = "Expected an outcome with an agreement, but it is {outcome}."


def keep_terms(call: Call, row: MediationRow, form_key: str) -> int:
    """Take the terms of a drafted or oral agreement; a new draft replaces the one before."""
    terms: Iterable[Mapping[str, Any]] = sent(call, form_key).get("terms") or []
    call.session.execute(
        delete(TermRow).where(TermRow.tenant == row.tenant, TermRow.mediation_id == row.id)
    )
    rows = [
        TermRow(
            tenant=row.tenant, id=new_id(), station=row.station, mediation_id=row.id, seq=seq,
            promise={k: term.get(k) for k in ("obligor", "content", "amount", "manner")},
            due_on=str(term.get("due_on") or ""),
        )
        for seq, term in enumerate(terms, start=1)
    ]  # fmt: skip
    call.session.add_all(rows)
    note(call, "terms:recorded", {"terms": len(rows)})
    return len(rows)


def put_in_force(call: Call, row: MediationRow, *, effective_on: str) -> EndReason:
    """The agreement takes effect (人民调解法 art. 29, 30); the case is resolved."""
    if row.outcome not in {"success_written", "success_oral", "partial"}:
        raise NothingAgreed(outcome=row.outcome or "none")
    reason = EndReason(row.outcome)
    row.effective_on = effective_on
    settle(call, "T08", met=True)
    finish(call, row, reason)
    files.set_state(call.session, call.actor, case_of(call), CaseState.RESOLVED, at=call.event_time)
    stage(call, "agreement")
    facts = {"effective_on": effective_on, "reason": reason.value}
    note(call, "agreement:effective", facts)
    return reason


def plan_follow_ups(call: Call, row: MediationRow) -> list[str]:
    """Days 7, 30 and 90 after effect, rolled to a working day (H11); ISO dates in order."""
    start = midnight(call, row.effective_on)
    dates = []
    for seq in (1, 2, 3):
        counted = reckon(f"H11.{seq}", start=start, calendar=calendar(call))
        due_on = day_of(call, counted.effective).isoformat()
        call.session.add(
            FollowUpRow(
                tenant=row.tenant, id=new_id(), station=row.station, mediation_id=row.id, seq=seq,
                code=f"H11.{seq}", nominal_on=day_of(call, counted.nominal).isoformat(),
                due_on=due_on,
            )
        )  # fmt: skip
        dates.append(due_on)
    case = case_of(call)
    case.public_next_at = midnight(call, dates[0])
    files.set_state(call.session, call.actor, case, CaseState.FOLLOW_UP, at=call.event_time)
    stage(call, "follow_up")
    note(call, "follow-ups:planned", {"dates": dates})
    return dates


def request_confirmation(call: Call, row: MediationRow) -> None:
    """Hand the joint request in, unless it names what no court confirms (民诉法解释 art. 355)."""
    fields = sent(call, "confirm-judicially")
    subject = unconfirmable(
        fields.get("confirmation_subjects") or [], str(fields.get("confirmation_request") or "")
    )
    if subject:
        raise NotConfirmable(subject=subject, article="民事诉讼法司法解释第三百五十五条")
    row.confirmation = "requested"
    note(call, "confirmation:requested", {"mediation": row.number})


def archive(call: Call, row: MediationRow, items: Iterable[str]) -> None:
    """Close the file; the case is archived with it unless it goes on elsewhere."""
    missing = missing_papers(items, row.end_reason)
    if missing:
        raise PapersMissing(papers=", ".join(missing))
    row.archived_at = call.event_time
    note(call, "mediation:archived", {"mediation": row.number})
    case = case_of(call)
    if case.state in _OVER:
        stage(call, "archive")
        files.set_state(call.session, call.actor, case, CaseState.ARCHIVED, at=call.event_time)
