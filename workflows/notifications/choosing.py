"""A person's own choice: an address for mail, what is mailed, and the quiet hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import Conflict, Invalid
from workflows.notifications.models import ContactRow

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


class Mailed(StrEnum):
    """What a person gets by mail."""

    NOTHING = "nothing"
    URGENT = "urgent"
    ALL = "all"


class BadContact(Invalid):
    """Some fields of the choice do not hold; `problems` says which and why."""

    code = "bad-contact"
    sentence = "Expected a complete choice, but {fields} do not hold."

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(fields=", ".join(sorted(problems)))


class ContactMoved(Conflict):
    """The choice was changed on another page since this one was opened."""

    code = "contact-moved"
    sentence = "Expected revision {expected} of the choice, but it is {present}."


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was typed; `revision` is the one the page showed, 0 when there was none."""

    email: str
    mailed: str
    quiet_from: str
    quiet_until: str
    revision: int


def contact_of(session: Session, tenant: str, person_id: str) -> ContactRow | None:
    """What a person has chosen, if anything."""
    return session.get(ContactRow, (tenant, person_id))


def choose(session: Session, actor: Actor, choice: Choice) -> ContactRow:
    """Write the actor's own choice; a page that is older than the last change writes nothing."""
    email = choice.email.strip()
    times = (minute_of(choice.quiet_from), minute_of(choice.quiet_until))
    _refuse(choice, email, times)
    row = session.get(ContactRow, (actor.tenant, actor.id), with_for_update=True)
    present = row.revision if row else 0
    if present != choice.revision:
        raise ContactMoved(expected=choice.revision, present=present)
    row = row or ContactRow(tenant=actor.tenant, id=actor.id)
    row.unit, row.email, row.mailed = actor.unit, email or None, choice.mailed
    row.quiet_from, row.quiet_until = times
    row.revision, row.changed_at = present + 1, clock.now()
    session.add(row)
    return row


def minute_of(text: str) -> int | None:
    """The minute of the day that "22:30" names; None when it names none."""
    found = _TIME.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def _refuse(choice: Choice, email: str, times: tuple[int | None, int | None]) -> None:
    problems: dict[str, str] = {}
    if choice.mailed not in set(Mailed):
        problems["mailed"] = "required"
    if email and not _ADDRESS.fullmatch(email):
        problems["email"] = "address"
    elif not email and choice.mailed != Mailed.NOTHING:
        problems["email"] = "required"
    typed = (("quiet_from", choice.quiet_from), ("quiet_until", choice.quiet_until))
    one_alone = bool(typed[0][1].strip()) != bool(typed[1][1].strip())
    for (field, text), minute in zip(typed, times, strict=True):
        if minute is None and (text.strip() or one_alone):
            problems[field] = "time"
    if problems:
        raise BadContact(problems)
