"""The administrator's verbs on people: add, give and end posts, deactivate, reset a password.

Each leaves a fact in the history of the person. Nobody changes their own posts, and a person who
is deactivated is signed out everywhere in the same transaction. Whether the actor is an
administrator at all is decided by the caller.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, history
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Denied, Invalid
from workflows.people import rules, signing_in
from workflows.people.directory import NoSuchPerson, posts_of, unit
from workflows.people.models import PersonRow, PostRow

#: Letters and digits that cannot be taken for one another when read aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_INITIAL_LENGTH = 12


class BadEntry(Invalid):
    """Some fields of a person, a post or a duty do not hold; `problems` says which and why."""

    code = "bad-entry"
    sentence = "Expected a complete entry, but {fields} do not hold."

    def __init__(self, problems: Mapping[str, str]) -> None:
        #: Field to the code of what is wrong with it.
        self.problems = dict(problems)
        super().__init__(fields=", ".join(sorted(problems)))


class UsernameTaken(Conflict):
    """Somebody of the centre signs in with this name already."""

    code = "username-taken"
    sentence = "Expected a free user name, but {username} is taken."


class OwnPost(Denied):
    """Nobody gives, ends or takes away what is their own."""

    code = "own-post"
    sentence = "Expected somebody else's account, but it is the actor's own."


class RolesApart(Denied):
    """The administrator of the system does not work on cases."""

    code = "roles-apart"
    sentence = "Expected roles that one person may hold, but {held} excludes {wanted}."


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """A new or reset account and its first password, which is stored nowhere in the clear."""

    person_id: str
    password: str


def first_password() -> str:
    """A password to be read out once; the person must choose their own before anything else."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_INITIAL_LENGTH))


def add(
    session: Session, actor: Actor, *, username: str, name: str, name_en: str = "", phone: str = ""
) -> Entrance:
    """Create an account without any post."""
    wanted = username.strip().lower()
    _refuse_problems(
        {
            "username": "" if rules.is_username(wanted) else "username",
            "name": "" if name.strip() else "required",
        }
    )
    if _taken(session, wanted):
        raise UsernameTaken(username=wanted)
    password = first_password()
    person = signing_in.add_person(
        session, actor.tenant, username=wanted, name=name, password=password, name_en=name_en,
        phone=phone.strip(),
    )  # fmt: skip
    person.password_is_given = True
    _record(session, actor, person.id, "person:added")
    return Entrance(person_id=person.id, password=password)


def _taken(session: Session, username: str) -> bool:
    """Sign-in asks for a name alone, so a name is free only if no centre has it."""
    query = select(PersonRow.id).where(PersonRow.username == username).limit(1)
    return session.scalar(query) is not None


def give_post(
    session: Session,
    actor: Actor,
    person_id: str,
    *,
    role: str,
    unit_id: str,
    title: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> PostRow:
    """A post from an instant on, perhaps until another."""
    person, begins = _other(session, actor, person_id), since or clock.now()
    where = unit(session, actor.tenant, unit_id)
    _refuse_problems(
        {
            "unit": "" if where else "required",
            "role": "" if where and rules.fits(role, where.kind) else "role-not-here",
            "until": "" if until is None or until > begins else "before-since",
        }
    )
    held = {post.role for post in posts_of(session, actor.tenant, person.id, begins)}
    excluding = rules.excludes(held, role)
    if excluding:
        raise RolesApart(held=excluding, wanted=role)
    post = PostRow(
        tenant=actor.tenant, id=new_id(), person_id=person.id, unit_id=unit_id, role=role,
        title=title.strip(), since=begins, until=until,
    )  # fmt: skip
    session.add(post)
    session.flush()
    _record(session, actor, person.id, "post:given", post=post.id, role=role, unit=unit_id)
    return post


def end_post(session: Session, actor: Actor, person_id: str, post_id: str) -> None:
    """End a post now; the session that acts in it falls back to another post."""
    person = _other(session, actor, person_id)
    post = session.get(PostRow, (actor.tenant, post_id))
    if post is None or post.person_id != person.id:
        raise NoSuchPerson(person=person_id)
    now = clock.now()
    if post.until is None or post.until > now:
        post.until = max(now, post.since)
        _record(session, actor, person.id, "post:ended", post=post.id, role=post.role)


def deactivate(session: Session, actor: Actor, person_id: str) -> None:
    """Shut the door on a person: no sign-in any more, and every open session ends now."""
    person = _other(session, actor, person_id)
    person.active = False
    signing_in.close_all_sessions(session, actor.tenant, person.id)
    _record(session, actor, person.id, "person:deactivated")


def reactivate(session: Session, actor: Actor, person_id: str) -> None:
    """Let a person in again with the password they had."""
    person = _other(session, actor, person_id)
    person.active, person.failed_attempts, person.locked_until = True, 0, None
    _record(session, actor, person.id, "person:reactivated")


def reset_password(session: Session, actor: Actor, person_id: str) -> Entrance:
    """A new first password; whoever is signed in with the old one is signed out."""
    person, password = _other(session, actor, person_id), first_password()
    person.password_hash = signing_in.hash_password(password)
    person.password_is_given = True
    person.failed_attempts, person.locked_until = 0, None
    signing_in.close_all_sessions(session, actor.tenant, person.id)
    _record(session, actor, person.id, "password:reset")
    return Entrance(person_id=person.id, password=password)


def _other(session: Session, actor: Actor, person_id: str) -> PersonRow:
    """The person, who must be somebody else."""
    person = session.get(PersonRow, (actor.tenant, person_id), with_for_update=True)
    if person is None:
        raise NoSuchPerson(person=person_id)
    if person.id == actor.id:
        raise OwnPost
    return person


def _refuse_problems(problems: Mapping[str, str]) -> None:
    found = {field: code for field, code in problems.items() if code}
    if found:
        raise BadEntry(found)


def _record(session: Session, actor: Actor, person_id: str, tag: str, **facts: str) -> None:
    entry = history.Entry(tag=tag, facts=facts)
    history.record(session, actor, f"person:{person_id}", actor.unit, [entry])
