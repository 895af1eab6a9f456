"""Endings without an agreement: concluded, withdrawn, stopped for risk, overtaken, merged."""

from __future__ import annotations

from engine.errors import Denied, Invalid
from engine.instances import Call
from workflows.cases import files
from workflows.cases.models import CaseRow, CaseState, Track
from workflows.cases.search import by_number
from workflows.joint_mediation.actions.records import case_of, finish, note, settle
from workflows.joint_mediation.models import MediationRow
from workflows.joint_mediation.rules import BY_OWN_ACT, SUCCESSES, EndReason
from workflows.notifications.tell import send


class EndsOtherwise(Invalid):
    """This ending has an act of its own, which does more than close the file."""

    code = "ends-otherwise"
    sentence = "Expected an ending without an act of its own, but got {reason}."


class NoOtherCase(Invalid):
    """The number names no other case that this person may see."""

    code = "no-other-case"
    sentence = "Expected the number of another case, but {number} is none."


class MediatorHandlesComplaint(Denied):
    """A complaint is not handled by the person complained about."""

    code = "mediator-handles-complaint"
    sentence = "Expected somebody else to handle the complaint, but {person} is the mediator."


def conclude(call: Call, row: MediationRow, reason: EndReason) -> None:
    """End the mediation without agreement; its term was met if it still ran."""
    if reason in BY_OWN_ACT or reason in SUCCESSES:
        raise EndsOtherwise(reason=reason.value)
    settle(call, "T08", met=True)
    finish(call, row, reason)
    files.set_state(call.session, call.actor, case_of(call), CaseState.RESOLVED, at=call.event_time)
    note(call, "mediation:concluded", {"reason": reason.value})


def withdraw(
    call: Call, row: MediationRow, reason: EndReason, *, by: str, under_pressure: bool
) -> None:
    """A party leaves, as it may at any time (人民调解法 art. 23); pressure is looked into."""
    _interrupt(call, row, reason)
    gone = reason == EndReason.WITHDRAWN_APPLICANT
    state = CaseState.WITHDRAWN if gone else CaseState.RESOLVED
    files.set_state(call.session, call.actor, case_of(call), state, at=call.event_time)
    note(call, "mediation:withdrawn", {"by": by, "under_pressure": under_pressure})
    if under_pressure:
        send(call, role="R03", unit=call.unit, template="withdrawn-under-pressure", level=2)


def stop_for_risk(call: Call, row: MediationRow, *, kind: str) -> None:
    """Danger: the mediation is over, the case is on the protection track from now on."""
    _interrupt(call, row, EndReason.TERMINATED_RISK)
    files.set_track(case_of(call), Track.PROTECTION)
    note(call, "risk:raised", {"kind": kind, "node": call.node})


def overtake(call: Call, row: MediationRow, *, kind: str, reported: bool) -> None:
    """A new fact forbids mediation; a crime or a child in danger must be reported (art. 25)."""
    _interrupt(call, row, EndReason.NOT_MEDIABLE)
    note(call, "fact:reported", {"kind": kind, "reported": reported})
    template = "mandatory-report" if kind == "child" else "mediation-overtaken"
    for role in ("R03", "R06"):
        send(call, role=role, unit=call.unit, template=template, level=2, facts={"kind": kind})


def merge(call: Call, row: MediationRow, number: str, *, kind: str) -> CaseRow:
    """Put this case under another one about the same matter or household."""
    other, case = by_number(call.session, call.actor, number), case_of(call)
    if other is None or other.id == case.id:
        raise NoOtherCase(number=number)
    _interrupt(call, row, EndReason.MERGED)
    case.merged_into = other.id
    files.set_state(call.session, call.actor, case, CaseState.MERGED, at=call.event_time)
    files.record(
        call.session, call.actor, other, "mediation:merged", {"from": case.id, "kind": kind},
        event_time=call.event_time,
    )  # fmt: skip
    return other


def close_complaint(call: Call, row: MediationRow, *, result: str, measure: str) -> None:
    """The complaint is answered; the mediator may not have done it."""
    if call.actor.id == row.mediator:
        raise MediatorHandlesComplaint(person=call.actor.name)
    note(call, "complaint:closed", {"result": result, "measure": measure})


def _interrupt(call: Call, row: MediationRow, reason: EndReason) -> None:
    """Clocks of the phase count neither as met nor as missed."""
    settle(call, "H09", met=False)
    settle(call, "T08", met=False)
    finish(call, row, reason)
