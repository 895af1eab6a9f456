"""What people typed becomes part of the incident: places, numbers and names, encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.instances import Recorder
from engine.models import SubmissionRow
from workflows.cases import parties
from workflows.cases.models import PartyRole
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow, MeasureRow


def record_registration(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`report-incident`: figures in the open, all else protected; the reporter is secret."""
    incident, fields = _incident(session, row), row.fields
    for key in ("people", "dead", "injured", "missing"):
        setattr(incident, key, fields.get(key))
    incident.incident_type = str(fields.get("incident_type") or incident.incident_type)
    _keep(
        incident, fields,
        "place", "what_happens", "weapon", "threat", "minors", "reporter_name", "reporter_phone",
    )  # fmt: skip
    reporter = {"name": fields.get("reporter_name"), "phone": fields.get("reporter_phone")}
    if any(reporter.values()):
        parties.add(
            session, row.tenant, row.unit, row.business_key, PartyRole.REPORTER, reporter,
            hidden_address=True,
        )  # fmt: skip


def record_address(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`report-wrong-address`: the right place takes the wrong one's."""
    if row.fields.get("right_place"):
        _keep(_incident(session, row), {"place": row.fields["right_place"]}, "place")


def record_commander(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`record-on-scene`: who commands on the spot."""
    _keep(_incident(session, row), row.fields, "commander")


def record_responder(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`acknowledge-notice`: who moves out, found by the department that the task belonged to."""
    notice = session.scalar(
        select(IncidentNoticeRow).where(
            IncidentNoticeRow.tenant == row.tenant,
            IncidentNoticeRow.incident_id == _incident(session, row).id,
            IncidentNoticeRow.department == row.unit,
        )
    )  # fmt: skip
    if notice is not None:
        notice.responder = {
            key: row.fields[key]
            for key in ("responder_name", "responder_phone")
            if row.fields.get(key)
        }


def _details(kind: str, *keys: str) -> Recorder:
    """A recorder that keeps some fields of a form with the measure of a kind."""

    def record(session: Session, actor: Actor, row: SubmissionRow) -> None:
        found = session.scalar(
            select(MeasureRow)
            .where(
                MeasureRow.tenant == row.tenant,
                MeasureRow.incident_id == _incident(session, row).id, MeasureRow.kind == kind,
                MeasureRow.settled_at.is_(None),
            )
            .order_by(MeasureRow.id)
        )  # fmt: skip
        if found is not None:
            kept = {key: row.fields[key] for key in keys if row.fields.get(key)}
            found.details = {**found.details, **kept}

    return record


def record_report_number(session: Session, actor: Actor, row: SubmissionRow) -> None:
    """`log-mandatory-report`: the number that proves the report, whether or not it was chosen."""
    _keep(_incident(session, row), row.fields, "report_no", "situations", "child_ref")


def _incident(session: Session, row: SubmissionRow) -> IncidentRow:
    return session.scalars(
        select(IncidentRow).where(
            IncidentRow.tenant == row.tenant, IncidentRow.instance_id == row.instance_id
        )
    ).one()


def _keep(incident: IncidentRow, fields: Mapping[str, Any], *keys: str) -> None:
    kept = {key: fields[key] for key in keys if fields.get(key) not in (None, "", [])}
    incident.protected = {**incident.protected, **kept}


RECORDERS: Mapping[str, Recorder] = {
    "report-incident": record_registration,
    "report-wrong-address": record_address,
    "record-on-scene": record_commander,
    "acknowledge-notice": record_responder,
    "log-mandatory-report": record_report_number,
    "arrange-shelter": _details("shelter", "shelter_place", "safe_place"),
    "record-admonition": _details("admonition", "admonition_no", "admonition_served"),
    "apply-protection-order": _details("protection_order", "order_court", "order_no"),
    "record-order-ruling": _details("protection_order", "order_no"),
    "record-police-measure": _details("police_measure", "police_station", "police_doc_no"),
    "arrange-guardianship": _details("guardianship", "guardian_name"),
    "arrange-medical": _details("medical", "hospital"),
}
