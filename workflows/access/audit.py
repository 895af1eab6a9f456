"""Every reading of sensitive (C3) and protected (C4) fields leaves a row that nobody can take back.

The row says who, in which role, which case, what was opened and why; it holds no content.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.protection import Sensitivity
from workflows.access.models import AccessRow


def log_reading(
    session: Session,
    actor: Actor,
    case_id: str,
    opened: str,
    sensitivity: Sensitivity,
    *,
    reason: str | None = None,
    allowed: bool = True,
) -> None:
    """Write one reading down, in the transaction of the page that shows it."""
    session.add(
        AccessRow(
            tenant=actor.tenant, person_id=actor.id, person_name=actor.name,
            acting_role=actor.role, unit=actor.unit, case_id=case_id, opened=opened,
            sensitivity=sensitivity.value, reason=reason, allowed=allowed, at=clock.now(),
        )
    )  # fmt: skip
