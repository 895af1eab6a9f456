"""Every operation that the diagram of joint mediation may call, by name.

Each reads its inputs and the submissions of its instance, acts through `actions` in the caller's
transaction, and answers with ids, flags and codes for the process data, never with a name.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.instances import Operation
from workflows.joint_mediation.handlers import endings, intake, mediators, work

OPERATIONS: Mapping[str, Operation] = {
    **intake.OPERATIONS,
    **mediators.OPERATIONS,
    **work.OPERATIONS,
    **endings.OPERATIONS,
}
