"""Ask colleagues to sign a task, all or any of them; who is asked joins the case, and is told."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.instances import Calls
from workflows.cases import membership
from workflows.cases.acting import once, require_colleague
from workflows.notifications.personal import about_task


def add_signer(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    signing: tasks.Signing,
    reason: str,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Ask one more colleague to sign."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        signer = tasks.add_signer(session, calls, acting, task_id, person, signing, reason)
        require_colleague(session, row, person)
        membership.add_person(session, row.tenant, row.business_key, person, "signing")
        about_task(session, row, "signature-asked", person=person)
        return {"signer": signer.id}

    return once(session, actor, task_id, f"add-signer:{person}", key, work)


def drop_signer(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    key: str = "",
) -> dict[str, Any]:
    """No longer ask a colleague, who leaves the case again."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        signer = tasks.drop_signer(session, calls, acting, task_id, person, reason)
        membership.end_person(session, row.tenant, row.business_key, person, basis="signing")
        about_task(session, row, "signature-dropped", person=person)
        return {"signer": signer.id}

    return once(session, actor, task_id, f"drop-signer:{person}", key, work)


def sign(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    *,
    agreed: bool,
    remark: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Sign, or object with a reason; whoever holds the task is told."""

    def work(acting: Actor) -> dict[str, Any]:
        row = tasks.load(session, actor, task_id)
        signer = tasks.sign(session, calls, acting, task_id, agreed=agreed, remark=remark)
        template = "signature-given" if agreed else "signature-refused"
        if row.assignee is not None:
            about_task(session, row, template, person=row.assignee)
        return {"signer": signer.id}

    return once(session, actor, task_id, "sign", key, work)
