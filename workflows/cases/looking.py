"""Who looked at a case: for the head of its station, and for the auditor, who reads no case itself.

The auditor comes by a case number, also to sealed cases, and learns who opened what, when and why.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.protection import Sensitivity
from workflows.access import AccessRow, Permission, log_reading, require
from workflows.access.policy import NoSuchCase, reaches
from workflows.cases.models import CaseRow
from workflows.cases.queries import access_log

#: The role that reads logs of every case of the centre, and nothing else of them.
AUDITOR = "R15"


def audits(actor: Actor) -> bool:
    """Whether somebody looks after the logs of the whole centre, not only of a station."""
    return any(each.partition("@")[0] == AUDITOR for each in actor.groups)


def log_by_number(session: Session, actor: Actor, number: str) -> tuple[str, Sequence[AccessRow]]:
    """The number of a case and its log; the look at the log is written down as well."""
    require(actor, Permission.ACCESS_LOG_READ)
    wanted = number.strip().upper()
    case = session.scalar(
        select(CaseRow).where(CaseRow.tenant == actor.tenant, CaseRow.number == wanted)
    )
    if case is None or not (audits(actor) or reaches(session, actor, case.id)):
        raise NoSuchCase(case=wanted)
    rows = access_log(session, actor.tenant, case.id)
    log_reading(session, actor, case.id, "log", Sensitivity.C1)
    return wanted, rows
