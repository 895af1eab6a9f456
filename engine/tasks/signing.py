"""Signers: the holder asks others to sign, all of them or any one, before the task is finished.

Who objects keeps the task open until the objection is taken back or the signer is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances import Calls
from engine.models import TaskRow
from engine.tasks.act_refusals import AlreadySigner, NoSuchSigner, Unsigned
from engine.tasks.models import SignerRow, Signing
from engine.tasks.rows import held, load, remember, require_open
from engine.tasks.standings import fresh_standing, require_act


def signers_of(session: Session, tenant: str, task_id: str) -> Sequence[SignerRow]:
    """Who is asked to sign a task, in the order of asking; dropped ones are left out."""
    rows = SignerRow
    query = select(rows).where(
        rows.tenant == tenant, rows.task_id == task_id, rows.dropped_at.is_(None)
    )
    return session.scalars(query.order_by(rows.id)).all()


def add_signer(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    signing: Signing,
    reason: str,
) -> SignerRow:
    """Ask one more person to sign the task in one's hands."""
    row = held(session, actor, task_id)
    require_act(session, row, f"sign-{signing.value}")
    calls.guard(session, actor, "add-signer", row)
    why = require_reason(reason)
    for present in signers_of(session, row.tenant, row.id):
        if present.person == person:
            raise AlreadySigner(name=present.person_name, at=present.asked_at)
    asked = SignerRow(
        tenant=row.tenant, unit=row.unit, task_id=row.id, business_key=row.business_key,
        signing=signing, person=person, person_name=calls.name_of(session, row.tenant, person),
        asked_by=actor.id, asked_at=clock.now(),
    )  # fmt: skip
    session.add(asked)
    fresh_standing(session, row)
    session.flush()
    facts = {"to": person, "signing": signing.value}
    remember(session, actor, row, "task:signer-added", why, facts)
    return asked


def drop_signer(
    session: Session, calls: Calls, actor: Actor, task_id: str, person: str, reason: str
) -> SignerRow:
    """No longer ask a person to sign; what they signed stays in the history."""
    row = held(session, actor, task_id)
    require_act(session, row, "sign-all", "sign-any")
    calls.guard(session, actor, "drop-signer", row)
    why, signer = require_reason(reason), _signer(session, row, person)
    signer.dropped_at = clock.now()
    facts = {"to": person, "signing": signer.signing.value}
    remember(session, actor, row, "task:signer-dropped", why, facts)
    return signer


def sign(
    session: Session, calls: Calls, actor: Actor, task_id: str, *, agreed: bool, remark: str = ""
) -> SignerRow:
    """Sign, or object with a reason; whoever signed may think again while the task is open."""
    row = load(session, actor, task_id, lock=True)
    signer = _signer(session, row, actor.id)
    require_open(row)
    calls.guard(session, actor, "sign", row)
    said = remark.strip() if agreed else require_reason(remark)
    signer.signed_at, signer.agreed, signer.remark = clock.now(), agreed, said or None
    tag = "task:signed" if agreed else "task:objected"
    remember(session, actor, row, tag, said, {"signing": signer.signing.value})
    return signer


def require_signed(session: Session, row: TaskRow) -> None:
    """Refuse to finish a task while a signature is missing, naming whose."""
    missing = unsigned(signers_of(session, row.tenant, row.id))
    if missing:
        raise Unsigned(names="、".join(each.person_name for each in missing))


def unsigned(signers: Sequence[SignerRow]) -> list[SignerRow]:
    """Whose signature the task still waits for."""
    of_all = [each for each in signers if each.signing is Signing.ALL and not each.agreed]
    any_of = [each for each in signers if each.signing is Signing.ANY]
    settled = any(each.agreed for each in any_of)
    return [*of_all, *([] if settled else any_of)]


def _signer(session: Session, row: TaskRow, person: str) -> SignerRow:
    for signer in signers_of(session, row.tenant, row.id):
        if signer.person == person:
            return signer
    raise NoSuchSigner(person=person)
