"""Acts: messages that people send from a page, such as "risk rises" or "I withdraw".

The diagram opens an act by a message event with `sanlian:act`; an instance that waits for it shows
the button, and the event's form asks what must be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import clock, definitions, forms, history, instances
from engine.actors import Actor
from engine.instances import Calls, corridor
from engine.models import InstanceRow, SubscriptionRow
from engine.spiff.advance import Deliver
from engine.spiff.parser import Node
from engine.tasks.refusals import ActGone, NoSuchAct
from engine.tasks.rows import plain


def send_act(
    session: Session,
    calls: Calls,
    actor: Actor,
    subscription_id: str,
    submitted: Mapping[str, Any],
    *,
    event_time: datetime | None = None,
) -> instances.Stepped:
    """Send the message that a button of the page stands for; the event's roles may press it."""
    row = session.get(SubscriptionRow, (actor.tenant, subscription_id))
    if row is None or not row.act:
        raise ActGone(act=subscription_id)
    instance = corridor.lock(session, actor.tenant, row.instance_id)
    node = definitions.diagram(session, actor.tenant, instance.definition_id).nodes[row.node]
    require_act_role(actor, node)
    at = event_time or clock.now()
    payload = _submit(session, calls, actor, instance, node, submitted, at)
    sent = history.Entry(
        tag="act:sent", instance_id=row.instance_id, node=row.node, facts={"act": row.message}
    )
    history.record(session, actor, row.business_key, row.unit, [sent], event_time=at)
    command = Deliver(
        message=row.message, payload=payload, correlation=row.correlation, token=row.token
    )
    return instances.step(session, calls, actor, row.instance_id, command, event_time=at)


def require_act_role(actor: Actor, node: Node) -> None:
    """Refuse whoever holds none of the roles that the event names; to them there is no button."""
    held = {candidate_group.partition("@")[0] for candidate_group in actor.groups}
    if node.act_roles and held.isdisjoint(node.act_roles):
        raise NoSuchAct(act=node.id)


def form_of_act(session: Session, row: SubscriptionRow) -> forms.Form | None:
    """The form that an act asks for, in the version that the instance is pinned to."""
    instance = corridor.load(session, row.tenant, row.instance_id)
    node = definitions.diagram(session, row.tenant, instance.definition_id).nodes[row.node]
    if not node.form:
        return None
    return definitions.form(session, row.tenant, _pinned(session, instance, node.form))


def _pinned(session: Session, instance: InstanceRow, form_key: str) -> str:
    pins = definitions.version_of(session, instance.tenant, instance.definition_id).pins
    return str(pins["forms"][form_key])


def _submit(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance: InstanceRow,
    node: Node,
    submitted: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    if not node.form:
        return {}
    form_id = _pinned(session, instance, node.form)
    form = definitions.form(session, instance.tenant, form_id)
    cleaned = forms.clean(
        form,
        submitted,
        context=instance.facts,
        codes=calls.codes(session, instance.tenant, instance.unit),
        now=at,
    )
    instances.record_submission(
        session, calls, actor, unit=instance.unit, business_key=instance.business_key,
        instance_id=instance.id, node=node.id, form_key=node.form, form_id=form_id,
        fields=plain(cleaned.values), event_time=at,
    )  # fmt: skip
    return dict(cleaned.process_values)
