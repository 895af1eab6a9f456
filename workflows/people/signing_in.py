"""Sign in and out: Argon2id hashes, growing locks, sessions on the server that can be ended.

A wrong name and a wrong password get the same answers at the same cost, the growing lock included,
so names cannot be probed.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import insert_if_absent, new_id
from engine.errors import Denied, Invalid
from engine.protection import fingerprint
from workflows.people.directory import posts_of
from workflows.people.models import PersonRow, SignInRow, StrangerRow
from workflows.people.numbers import digits

#: OWASP's second choice: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody signs in with this")
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
FREE_ATTEMPTS = 5
LONGEST_LOCK = timedelta(hours=1)
#: After so long the tries for a name that nobody has are forgotten.
FORGOTTEN = timedelta(days=1)
#: The tenant of rows that belong to the installation and to no centre.
INSTALLATION = "-"
SHORTEST_PASSWORD = 8


class SignInRefused(Denied):
    """Name or password is wrong; which of them is not said."""

    code = "sign-in-refused"
    sentence = "Expected a known name with its password, but they do not fit."


class SignInLocked(Denied):
    """Too many wrong passwords; waiting opens the lock."""

    code = "sign-in-locked"
    sentence = "Expected to sign in, but the account is locked until {until}."


class PasswordTooShort(Invalid):
    """A password needs a certain length and nothing else."""

    code = "password-too-short"
    sentence = "Expected at least {least} characters, but there are {given}."


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What the browser gets."""

    secret: str
    person_id: str
    tenant: str


def hash_password(password: str) -> str:
    """The stored form of a password."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(least=SHORTEST_PASSWORD, given=len(password))
    return _HASHER.hash(password)


def add_person(
    session: Session,
    tenant: str,
    *,
    username: str,
    name: str,
    password: str,
    name_en: str = "",
    phone: str = "",
) -> PersonRow:
    """Create an account; the name and phone also get the fingerprints of parties."""
    person = PersonRow(
        tenant=tenant, id=new_id(), username=username.strip().lower(), name=name.strip(),
        name_en=name_en, password_hash=hash_password(password), phone=phone or None,
        name_print=fingerprint("name", name.strip()),
        phone_print=fingerprint("phone", digits(phone)) if digits(phone) else "",
        created_at=clock.now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The outcome of a password check; a refusal is raised by the caller after the commit."""

    person: PersonRow | None
    refusal: Denied | None


def check_password(session: Session, username: str, password: str) -> Checked:
    """Compare a password and count failures; the count must be committed even when it is wrong."""
    name = username.strip().lower()
    person = session.scalar(
        select(PersonRow).where(PersonRow.username == name, PersonRow.active).with_for_update()
    )
    counted = person or _stranger(session, name)
    if counted.locked_until is not None and counted.locked_until > clock.now():
        return Checked(person=None, refusal=SignInLocked(until=counted.locked_until))
    fits = _fits(person.password_hash if person else _NOBODY, password)
    if person is None or not fits:
        _count_failure(counted)
        return Checked(person=None, refusal=SignInRefused())
    person.failed_attempts, person.locked_until = 0, None
    return Checked(person=person, refusal=None)


def _stranger(session: Session, name: str) -> StrangerRow:
    """The count for a name that nobody has; those of yesterday are forgotten."""
    rows, now = StrangerRow, clock.now()
    key = (INSTALLATION, fingerprint("username", name))
    insert_if_absent(session, rows, tenant=key[0], id=key[1], failed_attempts=0, tried_at=now)
    row = session.get_one(rows, key, with_for_update=True)
    row.tried_at = now
    session.execute(delete(rows).where(rows.tried_at < now - FORGOTTEN))
    return row


def _fits(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _count_failure(counted: PersonRow | StrangerRow) -> None:
    """The fifth wrong password locks for half a minute, each further one twice as long."""
    counted.failed_attempts += 1
    beyond = counted.failed_attempts - FREE_ATTEMPTS
    if beyond >= 0:
        # Ten doublings are far beyond the longest lock; more would only overflow.
        wait = timedelta(seconds=30 * 2 ** min(beyond, 10))
        counted.locked_until = clock.now() + min(wait, LONGEST_LOCK)


def open_session(
    session: Session, person: PersonRow, language: str, *, post_id: str | None = None
) -> SignedIn:
    """Begin a signed-in session with a new secret, in a post still held or else the first."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    posts = [post.id for post in posts_of(session, person.tenant, person.id, now)]
    chosen = post_id if post_id in posts else next(iter(posts), None)
    session.add(
        SignInRow(
            tenant=person.tenant, id=_hashed(secret), person_id=person.id,
            post_id=chosen, csrf=secrets.token_urlsafe(32),
            language=language, since=now, seen_at=now, ends_at=now + LONGEST,
        )
    )  # fmt: skip
    return SignedIn(secret=secret, person_id=person.id, tenant=person.tenant)


def session_of(session: Session, secret: str) -> SignInRow | None:
    """The live session of a cookie's secret, or None when it ended, idled or was switched off."""
    row = session.scalar(
        select(SignInRow)
        .join(
            PersonRow,
            (PersonRow.tenant == SignInRow.tenant) & (PersonRow.id == SignInRow.person_id),
        )
        .where(SignInRow.id == _hashed(secret), PersonRow.active)
    )
    now = clock.now()
    if row is None or row.ends_at <= now or row.seen_at + IDLE <= now:
        return None
    return row


def close_session(session: Session, secret: str) -> None:
    """Sign one browser out."""
    session.execute(delete(SignInRow).where(SignInRow.id == _hashed(secret)))


def close_all_sessions(session: Session, tenant: str, person_id: str) -> None:
    """Sign a person out everywhere."""
    session.execute(
        delete(SignInRow).where(SignInRow.tenant == tenant, SignInRow.person_id == person_id)
    )


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:40]
