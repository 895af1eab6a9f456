"""The buttons that a case offers an actor beside its tasks, such as "the risk rises"."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.rendering.names import name_of
from workflows.access import policy
from workflows.cases import work

#: Parts of an element's id that make its button red: endings and emergencies.
_GRAVE = ("risk", "danger", "offender")


def buttons(session: Session, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """What the actor may press now, once for each kind of act."""
    if not policy.reaches(session, actor, case_id) or policy.is_outside(session, actor, case_id):
        return []
    found: dict[str, dict[str, Any]] = {}
    for sub in work.acts_of(session, actor.tenant, case_id):
        node = work.node_of(session, sub)
        if may_press(actor, node.act_roles):
            url = url_for("tasks.act", subscription_id=sub.id)
            found.setdefault(
                sub.node, {"label": name_of(node), "danger": is_grave(node.id), "url": url}
            )
    return sorted(found.values(), key=lambda button: not button["danger"])


def may_press(actor: Actor, roles: Collection[str]) -> bool:
    """Whether a post of the actor is among the roles that a button names; none named: any."""
    held = {member_group.partition("@")[0] for member_group in actor.groups}
    return not roles or bool(held & set(roles))


def is_grave(node: str) -> bool:
    """Whether a button ends something or calls an emergency."""
    return any(part in node for part in _GRAVE)
