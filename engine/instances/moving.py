"""A supervisor moves a running case by hand: a token to another node, a value to what it should be.

Both are steps like any other, in the caller's transaction, and both leave a history of who did it
and, encrypted, why. Who may do this is decided by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import history
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances.calls import Calls
from engine.instances.corridor import Stepped, lock
from engine.instances.verbs import step
from engine.spiff import advance as spiff


def move_token(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance_id: str,
    *,
    token: str,
    target: str,
    reason: str,
) -> Stepped:
    """Give up one waiting place and go on at another node; what sat on the place is cancelled."""
    why = require_reason(reason)
    row = lock(session, actor.tenant, instance_id)
    stepped = step(session, calls, actor, instance_id, spiff.MoveToken(token=token, target=target))
    moved = history.Entry(
        tag="instance:moved", instance_id=instance_id, node=target,
        facts={"token": token}, detail={"reason": why},
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [moved])
    return stepped


def amend_data(
    session: Session,
    calls: Calls,
    actor: Actor,
    instance_id: str,
    *,
    values: Mapping[str, Any],
    reason: str,
) -> Stepped:
    """Correct values of the process data; what waits for a condition on them may go on."""
    why = require_reason(reason)
    row = lock(session, actor.tenant, instance_id)
    stepped = step(session, calls, actor, instance_id, spiff.AmendData(values=values))
    # Which names were corrected may be read by all; what they hold is in the process data.
    amended = history.Entry(
        tag="instance:amended", instance_id=instance_id,
        facts={"names": sorted(values)}, detail={"reason": why},
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [amended])
    return stepped
