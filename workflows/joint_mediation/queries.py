"""Reads of mediations as frozen values: file, sessions, terms, follow-ups, settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.joint_mediation.models import (
    FollowUpRow,
    MediationRow,
    MediationRulesRow,
    SessionRow,
    TermRow,
)


@dataclass(frozen=True, kw_only=True)
class StationRules:
    """What a station has chosen where local rules differ."""

    recusal_on_request: bool = True


@dataclass(frozen=True, kw_only=True)
class Mediation:
    """A mediation file without anything personal."""

    id: str
    number: str
    case_id: str
    source: str
    opened_at: datetime
    accepted_at: datetime | None
    mediator: str
    co_mediator: str
    outcome: str
    end_reason: str
    ended_at: datetime | None
    #: Local date, ISO; empty without an agreement.
    effective_on: str
    confirmation: str
    recusals: int
    no_shows: int
    extensions: int
    archived_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HeldSession:
    """A session and its result."""

    seq: int
    scheduled_for: datetime
    safety: str
    held_at: datetime | None
    attendance: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of an agreement; `promise` is of class C3, the caller's sight decides who reads it."""

    seq: int
    due_on: str
    status: str
    promise: Any


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A planned follow-up."""

    seq: int
    code: str
    nominal_on: str
    due_on: str


View = TypeVar("View", Mediation, HeldSession, Term, FollowUp)


def station_rules(session: Session, tenant: str, station: str) -> StationRules:
    """The choices of a station; the defaults when it made none."""
    row = session.get(MediationRulesRow, (tenant, station))
    return (
        StationRules() if row is None else StationRules(recusal_on_request=row.recusal_on_request)
    )


def of_case(session: Session, tenant: str, case_id: str) -> Sequence[Mediation]:
    """The mediations of a case, newest first."""
    rows = session.scalars(
        select(MediationRow)
        .where(MediationRow.tenant == tenant, MediationRow.case_id == case_id)
        .order_by(MediationRow.id.desc())
    )
    return [_as(Mediation, row) for row in rows]


def sessions_of(session: Session, tenant: str, mediation_id: str) -> Sequence[HeldSession]:
    """The sessions of a mediation in order."""
    return [_as(HeldSession, row) for row in _parts(session, SessionRow, tenant, mediation_id)]


def terms_of(session: Session, tenant: str, mediation_id: str) -> Sequence[Term]:
    """The terms of the agreement in order."""
    return [_as(Term, row) for row in _parts(session, TermRow, tenant, mediation_id)]


def follow_ups_of(session: Session, tenant: str, mediation_id: str) -> Sequence[FollowUp]:
    """The planned follow-ups in order."""
    return [_as(FollowUp, row) for row in _parts(session, FollowUpRow, tenant, mediation_id)]


def _parts(session: Session, rows: Any, tenant: str, mediation_id: str) -> Sequence[Any]:
    query = select(rows).where(rows.tenant == tenant, rows.mediation_id == mediation_id)
    return session.scalars(query.order_by(rows.seq)).all()


def _as(view: type[View], row: Any) -> View:
    """The frozen view of a row: the columns that have the names of its fields."""
    return view(**{field.name: getattr(row, field.name) for field in fields(view)})
