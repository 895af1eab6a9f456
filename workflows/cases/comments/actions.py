"""Say something about a case, and change it while it is fresh; who is called by name is told.

Only people who may read the case can be called: a name that fits nobody of them stays a word, and
the answer says so without telling whether there is such a person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine import clock, commands, history, signals
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Denied, Invalid
from workflows.access import Permission
from workflows.access.policy import NotPermitted
from workflows.cases import files
from workflows.cases import queries as cases
from workflows.cases.comments.models import CommentRow, EarlierTextRow
from workflows.cases.comments.queries import is_open, load, may_read
from workflows.cases.comments.rules import LONGEST, Called, called
from workflows.cases.models import CaseRow
from workflows.cases.readers import readers_of
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import carry_onward


class CommentEmpty(Invalid):
    """There is nothing to say."""

    code = "comment-empty"
    sentence = "Expected a comment with words, but it is empty."


class CommentTooLong(Invalid):
    """It says too much for a comment."""

    code = "comment-too-long"
    sentence = "Expected a comment of at most {most} characters, but it has {given}."


class CommentSettled(Denied):
    """A comment stands once its ten minutes are over, and always for others."""

    code = "comment-settled"
    sentence = "Expected to change a fresh comment of one's own, but it stands."


class CommentStale(Conflict):
    """The comment was changed on another page."""

    code = "comment-stale"
    sentence = "Expected version {version} of the comment, but it has {present}."


@dataclass(frozen=True, kw_only=True)
class Said:
    """What became of a comment."""

    id: str
    #: Words after an `@` that call nobody who may see the case.
    unknown: tuple[str, ...]


def say(
    session: Session,
    actor: Actor,
    case_id: str,
    text: str,
    *,
    task_id: str | None = None,
    key: str = "",
) -> Said:
    """Leave a comment once for its key, and tell the people whom it calls."""
    _require_reader(session, actor, case_id)
    words = _words(text)

    def write() -> dict[str, Any]:
        history.hold(session, actor.tenant, case_id)
        case = files.load(session, actor.tenant, case_id)
        calls = _called(session, actor, case_id, words)
        row = CommentRow(
            tenant=actor.tenant, id=new_id(), station=case.station, case_id=case_id,
            task_id=task_id, text=words, mentions=list(calls.people), person_id=actor.id,
            person_name=actor.name, acting_role=actor.role, said_at=clock.now(),
        )  # fmt: skip
        session.add(row)
        _tell(session, case, row, calls.people)
        files.record(session, actor, case, "comment:added", {"comment": row.id})
        return {"comment": row.id, "unknown": list(calls.unknown)}

    reply = commands.once(session, actor, key, f"comment:{case_id}", write)
    return Said(id=reply["comment"], unknown=tuple(reply["unknown"]))


def change(
    session: Session, actor: Actor, case_id: str, comment_id: str, text: str, *, version: int
) -> Said:
    """Say it differently within ten minutes; what was said before is kept."""
    history.hold(session, actor.tenant, case_id)
    row = load(session, actor, case_id, comment_id)
    if row.person_id != actor.id or not is_open(row):
        raise CommentSettled
    if row.version != version:
        raise CommentStale(version=version, present=row.version)
    words, now = _words(text), clock.now()
    if words == row.text:
        return Said(id=row.id, unknown=())
    calls = _called(session, actor, case_id, words)
    session.add(
        EarlierTextRow(
            tenant=row.tenant, id=new_id(), station=row.station, comment_id=row.id, text=row.text,
            until=now,
        )
    )  # fmt: skip
    fresh = [each for each in calls.people if each not in row.mentions]
    row.text, row.mentions, row.changed_at = words, list(calls.people), now
    row.version += 1
    case = files.load(session, actor.tenant, case_id)
    _tell(session, case, row, fresh)
    files.record(session, actor, case, "comment:changed", {"comment": row.id})
    return Said(id=row.id, unknown=calls.unknown)


def _require_reader(session: Session, actor: Actor, case_id: str) -> None:
    if not may_read(actor, cases.sight_on(session, actor, case_id)):
        raise NotPermitted(permission=Permission.CASE_READ.value)


def _words(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise CommentEmpty
    if len(words) > LONGEST:
        raise CommentTooLong(most=LONGEST, given=len(words))
    return words


def _called(session: Session, actor: Actor, case_id: str, words: str) -> Called:
    names: dict[str, list[str]] = {}
    if "@" in words:
        for person in readers_of(session, actor.tenant, case_id):
            names.setdefault(person.name, []).append(person.id)
    return called(words, names)


def _tell(session: Session, case: CaseRow, row: CommentRow, people: Collection[str]) -> None:
    """A notice for each who is called, but not for who says it."""
    for person_id in people:
        if person_id == row.person_id:
            continue
        notice = NoticeRow(
            tenant=row.tenant, id=new_id(), unit=case.station, case_id=case.id,
            person_id=person_id, template="comment-mention", facts={"comment": row.id},
            sent_at=clock.now(),
        )  # fmt: skip
        session.add(notice)
        carry_onward(session, notice, urgent=False)
        signals.announce(session, row.tenant, case.station, "notices")
