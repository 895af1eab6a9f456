"""Who may see and do what: one page of law, as SQL for lists, as one function for single objects.

`law` holds the tables (role → permissions and scope, role → field classes); `policy` applies them;
`audit` writes down every reading of sensitive and protected fields. What may not be seen does not
exist: the answer is NotFound.
"""

from workflows.access.audit import log_reading
from workflows.access.law import Permission, Scope
from workflows.access.models import AccessRow
from workflows.access.policy import may, require, require_case, sight_of, visible_to
from workflows.access.sight import Sight, sights

__all__ = [
    "AccessRow",
    "Permission",
    "Scope",
    "Sight",
    "log_reading",
    "may",
    "require",
    "require_case",
    "sight_of",
    "sights",
    "visible_to",
]
