"""Sessions and what keeps people from them: dates, safety checks, absences, vain contacts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from engine.database import new_id
from engine.errors import Invalid
from engine.instances import Call
from workflows.deadlines import load_table, reckon
from workflows.joint_mediation.actions.records import calendar, case_of, day_of, note, stage
from workflows.joint_mediation.models import AttemptRow, MediationRow, SessionRow
from workflows.joint_mediation.rules import Attempt, is_unreachable


class RescheduledTooLate(Invalid):
    """After an absence the new date lies beyond the house rule."""

    code = "rescheduled-too-late"
    sentence = "Expected a new date by {due} (H12), but got {session_at}."


def latest(call: Call, row: MediationRow) -> SessionRow | None:
    """The session that was scheduled last."""
    return call.session.scalar(
        select(SessionRow)
        .where(SessionRow.tenant == row.tenant, SessionRow.mediation_id == row.id)
        .order_by(SessionRow.seq.desc())
        .limit(1)
    )


def schedule(call: Call, row: MediationRow, *, at: datetime, mode: str) -> SessionRow:
    """Fix the date of the next session; one that was fixed and not held moves."""
    session = latest(call, row)
    if session is None or session.held_at is not None:
        session = SessionRow(
            tenant=row.tenant, id=new_id(), station=row.station, mediation_id=row.id,
            seq=1 if session is None else session.seq + 1, scheduled_for=at, mode=mode,
        )  # fmt: skip
        call.session.add(session)
    session.scheduled_for, session.mode = at, mode or session.mode
    case_of(call).public_next_at = at
    stage(call, "session")
    note(call, "session:scheduled", {"seq": session.seq, "at": at.isoformat()})
    return session


def check(call: Call, row: MediationRow, *, result: str, at: datetime) -> None:
    """The safety check before the session that is due."""
    session = latest(call, row)
    if session is not None:
        session.safety, session.checked_at = result, at
    note(call, "safety:checked", {"seq": session.seq if session else 0, "result": result})


def hold(
    call: Call, row: MediationRow, *, at: datetime, attendance: str, result: str
) -> SessionRow:
    """The session took place, or somebody did not come."""
    session = latest(call, row) or schedule(call, row, at=at, mode="")
    session.held_at, session.attendance, session.result = at, attendance, result
    case_of(call).public_next_at = None
    facts = {"seq": session.seq, "attendance": attendance, "result": result}
    note(call, "session:held", facts)
    return session


def absence(
    call: Call, row: MediationRow, *, missed_at: datetime, excused: bool, new_date: datetime | None
) -> None:
    """Count an unexplained absence; the new date lies within H12 of the missed session."""
    if new_date is not None:
        due = reckon("H12", start=missed_at, calendar=calendar(call))
        if new_date >= due.expires:
            raise RescheduledTooLate(
                due=day_of(call, due.effective), session_at=day_of(call, new_date)
            )
    row.no_shows += 0 if excused else 1
    note(call, "no-show:recorded", {"excused": excused, "no_shows": row.no_shows})


def attempt(
    call: Call, row: MediationRow, *, side: str, method: str, at: datetime, reached: bool
) -> bool:
    """Keep one try to reach a party; answers whether the party now counts as unreachable (H13)."""
    call.session.add(
        AttemptRow(
            tenant=row.tenant, id=new_id(), station=row.station, mediation_id=row.id, side=side,
            method=method, attempted_at=at, reached=reached,
        )
    )  # fmt: skip
    call.session.flush()
    facts = {"side": side, "method": method, "reached": reached}
    note(call, "contact:attempted", facts)
    return is_unreachable(_attempts(call, row), side, load_table().rules["H13"].counts)


def _attempts(call: Call, row: MediationRow) -> list[Attempt]:
    rows = call.session.scalars(
        select(AttemptRow)
        .where(AttemptRow.tenant == row.tenant, AttemptRow.mediation_id == row.id)
        .order_by(AttemptRow.attempted_at, AttemptRow.id)
    )
    return [
        Attempt(
            side=each.side, method=each.method, on=day_of(call, each.attempted_at),
            reached=each.reached,
        )
        for each in rows
    ]  # fmt: skip


def held_so_far(call: Call, row: MediationRow) -> int:
    """How many sessions took place."""
    query = select(func.count()).where(
        SessionRow.tenant == row.tenant, SessionRow.mediation_id == row.id,
        SessionRow.held_at.is_not(None), SessionRow.result != "no_show",
    )  # fmt: skip
    return call.session.scalar(query) or 0
