"""Operations about the mediator: claim, appointment, declaration, replacement, complaint."""

from __future__ import annotations

from typing import Any

from engine.actors import group
from engine.instances import Call
from workflows.cases import membership
from workflows.joint_mediation.actions import appointing, ending
from workflows.joint_mediation.actions.records import file_of, note, sender
from workflows.joint_mediation.handlers.reading import text, words
from workflows.joint_mediation.models import MediationRow
from workflows.joint_mediation.rules import must_recuse
from workflows.notifications.tell import send


def record_claim(call: Call) -> dict[str, Any]:
    """`mediation.record-claim`: conflict → mediator, declared, must_recuse, excluded_mediators."""
    return _declared(call, sender(call, "claim-case"), text(call, "conflict"), None)


def assign(call: Call) -> dict[str, Any]:
    """`mediation.assign`: mediator, co_mediator, chosen_by → mediator, declared (false)."""
    person = text(call, "mediator")
    appointing.appoint(
        call, file_of(call), person, co_mediator=text(call, "co_mediator"),
        chosen_by=text(call, "chosen_by"),
    )  # fmt: skip
    return {"mediator": person, "declared": False, "must_recuse": False}


def record_declaration(call: Call) -> dict[str, Any]:
    """`mediation.record-declaration`: conflict, waived → as `mediation.record-claim`."""
    person = sender(call, "declare-conflict")
    return _declared(call, person, text(call, "conflict"), text(call, "waived") or None)


def _declared(call: Call, person: str, conflict: str, waived: str | None) -> dict[str, Any]:
    row = file_of(call)
    recused = must_recuse(
        conflict, waived, on_request=call.facts.get("recusal_on_request") is True,
        requested=call.facts.get("recusal_requested") is True,
    )  # fmt: skip
    if recused:
        appointing.recuse(call, row, person, conflict=conflict)
    else:
        appointing.confirm(call, row, person)
    return {**_who(row), "declared": True, "must_recuse": recused}


def _who(row: MediationRow) -> dict[str, Any]:
    return {"mediator": row.mediator or None, "excluded_mediators": list(row.excluded)}


def record_change_request(call: Call) -> dict[str, Any]:
    """`mediation.record-change-request`: asked_by, ground → recusal_requested."""
    ground = text(call, "ground")
    note(call, "change:requested", {"by": text(call, "asked_by"), "ground": ground})
    send(call, role="R05", unit=call.unit, template="mediator-change-requested", level=1)
    asked = ground == "recusal" or call.facts.get("recusal_requested") is True
    return {"recusal_requested": asked}


def refuse_change(call: Call) -> dict[str, Any]:
    """`mediation.refuse-change`: the mediator stays."""
    note(call, "change:refused", {"mediator": file_of(call).mediator})
    return {}


def replace_mediator(call: Call) -> dict[str, Any]:
    """`mediation.replace-mediator`: mediator (successor), ground → mediator, excluded_mediators.

    The open work of the predecessor follows.
    """
    row, successor = file_of(call), text(call, "mediator")
    appointing.replace(call, row, successor, ground=text(call, "ground"))
    return {**_who(row), "mediator": successor}


def invite(call: Call) -> dict[str, Any]:
    """`mediation.invite`: departments; their liaisons become members and are told."""
    departments = words(call, "departments")
    for unit in departments:
        member = group("R08", unit)
        membership.add_group(call.session, call.tenant, call.business_key, member, "invitation")
        send(call, role="R08", unit=unit, template="mediation-invited")
    note(call, "departments:invited", {"departments": departments})
    return {}


def note_complaint(call: Call) -> dict[str, Any]:
    """`mediation.note-complaint`: complained_by, kind; the director is told."""
    facts = {"by": text(call, "complained_by"), "kind": text(call, "kind")}
    note(call, "complaint:raised", facts)
    send(call, role="R05", unit=call.unit, template="complaint-raised", level=1)
    return {}


def close_complaint(call: Call) -> dict[str, Any]:
    """`mediation.close-complaint`: result, measure; refused to the mediator."""
    ending.close_complaint(
        call, file_of(call), result=text(call, "result"), measure=text(call, "measure")
    )
    return {}


OPERATIONS = {
    "mediation.record-claim": record_claim,
    "mediation.assign": assign,
    "mediation.record-declaration": record_declaration,
    "mediation.record-change-request": record_change_request,
    "mediation.refuse-change": refuse_change,
    "mediation.replace-mediator": replace_mediator,
    "mediation.invite": invite,
    "mediation.note-complaint": note_complaint,
    "mediation.close-complaint": close_complaint,
}
