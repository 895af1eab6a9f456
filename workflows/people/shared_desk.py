"""One computer, several people: who takes the seat signs the other out and finds their own page.

A short number is enough at a browser where its person gave the password within the last hours, and
only there; after a few wrong tries it takes the password again. Every try is counted, and the count
must be committed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import new_id
from engine.errors import Denied, Invalid
from workflows.people import signing_in
from workflows.people.models import DeskPinRow, DeskPlaceRow, PersonRow, SignInRow

#: A working day; then the password is asked for again, and the page is forgotten.
TRUSTED = signing_in.LONGEST
FREE_TRIES = 4
#: Shorter than any password, so that the two are never taken for each other.
SHORTEST_PIN, LONGEST_PIN = 4, 6
_DIGITS = re.compile(rf"[0-9]{{{SHORTEST_PIN},{LONGEST_PIN}}}")
_RUN = "01234567890"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
FORGOTTEN = timedelta(days=7)


class PinNotUsable(Denied):
    """The number is wrong, was tried too often, or the browser is not trusted: all the same."""

    code = "pin-not-usable"
    sentence = "Expected the number of somebody who signed in here lately, but it does not fit."


class PinUnsafe(Invalid):
    """The number is too short, too long or the first that anybody would try."""

    code = "pin-unsafe"
    sentence = "Expected {least} to {most} digits that are no run, but they are others."


@dataclass(frozen=True, kw_only=True)
class Seated:
    """Whoever takes the seat: their new session, and the page that they left."""

    secret: str
    page: str


@dataclass(frozen=True, kw_only=True)
class Switched:
    """The outcome; a refusal is raised by the caller after the commit."""

    seated: Seated | None
    refusal: Denied | None


def browser_print(secret: str) -> str:
    """The stored form of a browser's own secret."""
    return hashlib.sha256(secret.encode()).hexdigest()[:40]


def set_pin(session: Session, tenant: str, person_id: str, pin: str) -> None:
    """Choose the number; an earlier one ends."""
    same = len(set(pin)) == 1
    if not _DIGITS.fullmatch(pin) or same or pin in _RUN or pin in _RUN[::-1]:
        raise PinUnsafe(least=SHORTEST_PIN, most=LONGEST_PIN)
    row = session.get(DeskPinRow, (tenant, person_id))
    if row is None:
        row = DeskPinRow(tenant=tenant, id=person_id, pin_hash="", set_at=clock.now())
        session.add(row)
    row.pin_hash, row.set_at, row.failed_attempts = _HASHER.hash(pin), clock.now(), 0


def trust(session: Session, person: PersonRow, browser: str) -> None:
    """The person gave the password at this browser just now."""
    rows, now = DeskPlaceRow, clock.now()
    session.execute(delete(rows).where(rows.password_at < now - FORGOTTEN))
    place = _place(session, person.tenant, person.id, browser)
    if place is None:
        place = DeskPlaceRow(
            tenant=person.tenant, id=new_id(), browser=browser_print(browser),
            person_id=person.id, password_at=now,
        )  # fmt: skip
        session.add(place)
    place.password_at = now
    pin = session.get(DeskPinRow, (person.tenant, person.id))
    if pin is not None:
        pin.failed_attempts = 0


def switch(
    session: Session,
    *,
    browser: str,
    username: str,
    secret: str,
    language: str,
    leaving: SignInRow | None,
    page: str,
) -> Switched:
    """Let somebody take the seat; the one who leaves is signed out here, and only then."""
    person, refusal = _recognised(session, browser, username, secret)
    if person is None:
        return Switched(seated=None, refusal=refusal)
    if leaving is not None:
        _make_room(session, leaving, browser, page)
    place = _place(session, person.tenant, person.id, browser)
    remembered = place if place is not None and _is_fresh(place) else None
    opened = signing_in.open_session(
        session, person, language, post_id=remembered.post_id if remembered else None
    )
    page = remembered.page if remembered else ""
    return Switched(seated=Seated(secret=opened.secret, page=page), refusal=None)


def _recognised(
    session: Session, browser: str, username: str, secret: str
) -> tuple[PersonRow | None, Denied | None]:
    """By the number where it counts; else by the password, which makes it count again."""
    if _DIGITS.fullmatch(secret):
        person = _by_pin(session, browser, username, secret)
        return person, None if person else PinNotUsable()
    checked = signing_in.check_password(session, username, secret)
    if checked.person is not None:
        trust(session, checked.person, browser)
    return checked.person, checked.refusal


def _by_pin(session: Session, browser: str, username: str, pin: str) -> PersonRow | None:
    name = username.strip().lower()
    person = session.scalar(select(PersonRow).where(PersonRow.username == name, PersonRow.active))
    if person is None or not browser:
        return None
    locked = person.locked_until is not None and person.locked_until > clock.now()
    place = _place(session, person.tenant, person.id, browser)
    kept = session.get(DeskPinRow, (person.tenant, person.id), with_for_update=True)
    if locked or place is None or not _is_fresh(place) or kept is None:
        return None
    if kept.failed_attempts >= FREE_TRIES:
        return None
    if not _fits(kept.pin_hash, pin):
        kept.failed_attempts += 1
        return None
    kept.failed_attempts = 0
    return person


def _fits(stored: str, pin: str) -> bool:
    try:
        return _HASHER.verify(stored, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _is_fresh(place: DeskPlaceRow) -> bool:
    return place.password_at + TRUSTED > clock.now()


def _make_room(session: Session, leaving: SignInRow, browser: str, page: str) -> None:
    """Sign out whoever sits here, and keep their page for when they come back."""
    place = _place(session, leaving.tenant, leaving.person_id, browser)
    if place is not None:
        place.page, place.post_id, place.left_at = page, leaving.post_id, clock.now()
    session.execute(
        delete(SignInRow).where(SignInRow.tenant == leaving.tenant, SignInRow.id == leaving.id)
    )


def colleagues_here(session: Session, tenant: str, browser: str) -> list[PersonRow]:
    """Who gave the password at this browser lately, by name: their user names need no typing."""
    if not browser:
        return []
    rows = DeskPlaceRow
    query = (
        select(PersonRow)
        .join(rows, (rows.tenant == PersonRow.tenant) & (rows.person_id == PersonRow.id))
        .where(
            rows.tenant == tenant, rows.browser == browser_print(browser), PersonRow.active,
            rows.password_at > clock.now() - TRUSTED,
        )
        .order_by(PersonRow.name)
    )  # fmt: skip
    return list(session.scalars(query))


def _place(session: Session, tenant: str, person_id: str, browser: str) -> DeskPlaceRow | None:
    rows = DeskPlaceRow
    return session.scalar(
        select(rows).where(
            rows.tenant == tenant, rows.person_id == person_id,
            rows.browser == browser_print(browser),
        )
    )  # fmt: skip
