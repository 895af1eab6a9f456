"""The code on a receipt: it shows the visitor the stage and the next date, and nothing else.

A code is twelve characters without look-alikes. Its first block only finds the case; the whole is
compared by fingerprint. After five wrong codes for one case further tries are refused for a day.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.errors import Denied, NotFound
from engine.protection import fingerprint
from workflows.cases.models import CaseRow, CaseState

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BLOCK, _BLOCKS = 4, 3
FREE_TRIES = 5
LOCK = timedelta(days=1)


class CodeRefused(NotFound):
    """The code is wrong, or there is no such case; the two are not told apart."""

    code = "query-code-refused"
    sentence = "Expected a query code from a receipt, but this one fits no case."


class CodeLocked(Denied):
    """Too many wrong tries on one case."""

    code = "query-code-locked"
    sentence = "Expected to look the case up, but the code is locked until {until}."


@dataclass(frozen=True, kw_only=True)
class PublicStage:
    """All that a visitor reads."""

    #: Key of public words for the stage; never a category or a process name.
    stage: str
    next_at: datetime | None


def give_code(case: CaseRow) -> str:
    """Make a code for a case, or give the one it has; it is found by fingerprint only."""
    if case.query_code is not None:
        return case.query_code
    text = "".join(secrets.choice(_LETTERS) for _ in range(_BLOCK * _BLOCKS))
    case.query_handle, case.query_print = text[:_BLOCK], fingerprint("query_code", text)
    case.query_failures, case.query_locked_until = 0, None
    case.query_code = "-".join(
        text[start : start + _BLOCK] for start in range(0, len(text), _BLOCK)
    )
    return case.query_code


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """The outcome of a try; a refusal is raised after the count was committed."""

    shown: PublicStage | None
    refusal: NotFound | Denied | None


def look_up(session: Session, code: str) -> LookUp:
    """Try a code; wrong tries are counted on the cases that its first block could mean."""
    text = "".join(character for character in code.upper() if character.isalnum())
    cases = session.scalars(
        select(CaseRow).where(CaseRow.query_handle == text[:_BLOCK]).with_for_update()
    ).all()
    now, wanted = clock.now(), fingerprint("query_code", text)
    meant = [case for case in cases if hmac.compare_digest(case.query_print or "", wanted)]
    for case in meant or cases:
        if case.query_locked_until is not None and case.query_locked_until > now:
            return LookUp(shown=None, refusal=CodeLocked(until=case.query_locked_until))
    for case in meant:
        case.query_failures = 0
        return LookUp(shown=public_stage(case), refusal=None)
    for case in cases:
        _count(case, now)
    return LookUp(shown=None, refusal=CodeRefused())


def _count(case: CaseRow, now: datetime) -> None:
    """The fifth wrong try locks, so the sixth is refused even with the right code."""
    case.query_failures += 1
    if case.query_failures >= FREE_TRIES:
        case.query_locked_until, case.query_failures = now + LOCK, 0


_PUBLIC = {
    CaseState.DRAFT: "received", CaseState.REGISTERED: "received", CaseState.TRIAGED: "in_hand",
    CaseState.CONSULT: "in_hand", CaseState.ACCEPTED: "in_hand",
    CaseState.IN_PROGRESS: "in_hand", CaseState.TRANSFERRED: "coordinating",
    CaseState.SUSPENDED: "waiting", CaseState.REFUSED: "answered", CaseState.MERGED: "in_hand",
    CaseState.WITHDRAWN: "done", CaseState.RESOLVED: "done", CaseState.FOLLOW_UP: "done",
    CaseState.CLOSED: "done", CaseState.ARCHIVED: "done",
}  # fmt: skip


def public_stage(case: CaseRow) -> PublicStage:
    """The neutral stage of a case."""
    return PublicStage(stage=_PUBLIC[case.state], next_at=case.public_next_at)
