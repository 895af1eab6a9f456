"""What a receptionist typed becomes the case's people, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.instances import Recorder
from engine.models import SubmissionRow
from workflows.cases import files, parties
from workflows.cases.models import PartyRole, PartyRow
from workflows.visit.models import VisitRow
from workflows.visit.papers import record_receipt

#: Field of the form → field of the party.
_VISITOR = {
    "name": "name", "phone": "phone", "id_type": "id_type", "id_no": "id_no", "sex": "sex",
    "birth_date": "birth_date", "age": "age", "ethnicity": "ethnicity",
    "special_group": "special_group", "sms_ok": "sms_ok", "safe_contact": "safe_contact",
    "safe_time": "safe_time", "hukou_addr": "hukou_address", "addr": "address",
    "household_address": "address", "emotion": "emotion", "prior_police": "prior_police",
    "prior_visit": "prior_visit", "dv_flag": "dv_flag", "child_present": "child_present",
}  # fmt: skip
_RESPONDENT = {
    "respondent_name": "name", "respondent_phone": "phone", "respondent_addr": "address",
    "respondent_relation": "relation",
}  # fmt: skip


def _picked(fields: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: fields[key] for key, name in names.items() if fields.get(key) not in (None, "", [])
    }


def record_search(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`search-person`: who came, as far as it is known before the safety screen."""
    if row.fields.get("search_result") == "same_matter":
        return
    _put(session, row, PartyRole.VISITOR, _picked(row.fields, _VISITOR))
    _put(session, row, PartyRole.RESPONDENT, _picked(row.fields, _RESPONDENT))


def record_registration(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`register-visit`: the whole form; an address is protected when there is violence."""
    fields = row.fields
    in_danger = bool(fields.get("dv_flag"))
    _put(session, row, PartyRole.VISITOR, _picked(fields, _VISITOR), hidden_address=in_danger)
    _put(session, row, PartyRole.RESPONDENT, _picked(fields, _RESPONDENT))
    case = files.load(session, row.tenant, row.business_key)
    case.category_d = str(fields.get("category") or case.category_d)
    visit = session.scalar(
        select(VisitRow)
        .where(VisitRow.tenant == row.tenant, VisitRow.case_id == case.id)
        .order_by(VisitRow.id.desc())
        .limit(1)
    )
    if visit is not None:
        visit.visitor_count = int(fields.get("visitor_count") or 1)
        visit.on_behalf = bool(fields.get("on_behalf"))


def _put(
    session: Session,
    row: SubmissionRow,
    role: PartyRole,
    fields: Mapping[str, Any],
    *,
    hidden_address: bool = False,
) -> None:
    """Add the person of a role, or complete the one that is there."""
    if not fields:
        return
    known = session.scalar(
        select(PartyRow).where(
            PartyRow.tenant == row.tenant, PartyRow.case_id == row.business_key,
            PartyRow.role == role,
        )
    )  # fmt: skip
    if known is None:
        parties.add(
            session, row.tenant, row.unit, row.business_key, role, fields,
            hidden_address=hidden_address,
        )  # fmt: skip
        return
    known.hidden_address = known.hidden_address or hidden_address
    parties.change(session, known, fields)


RECORDERS: Mapping[str, Recorder] = {
    "search-person": record_search,
    "register-visit": record_registration,
    "issue-receipt": record_receipt,
}
