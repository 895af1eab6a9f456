"""A person changes their own password: the present one proves who it is, others sign out."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine import history
from engine.actors import Actor
from engine.errors import Denied
from workflows.people import signing_in
from workflows.people.models import PersonRow, SignInRow


class SamePassword(Denied):
    """The new password is the present one, which somebody else may know."""

    code = "same-password"
    sentence = "Expected another password, but it is the present one."


def change(
    session: Session, actor: Actor, *, present: str, new: str, kept_session: str
) -> Denied | None:
    """Set the new password, or answer why not.

    The refusal is a value, because the failed attempt that it counts must be committed.
    """
    person = session.get_one(PersonRow, (actor.tenant, actor.id))
    checked = signing_in.check_password(session, person.username, present)
    if checked.person is None or checked.person.id != person.id:
        return checked.refusal or signing_in.SignInRefused()
    if new == present:
        return SamePassword()
    person.password_hash = signing_in.hash_password(new)
    person.password_is_given = False
    session.execute(
        delete(SignInRow).where(
            SignInRow.tenant == actor.tenant, SignInRow.person_id == person.id,
            SignInRow.id != kept_session,
        )
    )  # fmt: skip
    fact = history.Entry(tag="password:changed")
    history.record(session, actor, f"person:{person.id}", actor.unit, [fact])
    return None
