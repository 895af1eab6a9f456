"""Short words about a task in a list: urged how often, resting, delegated by whom."""

from __future__ import annotations

from engine import tasks
from web.wording.texts import gettext as _


def act_marks(standing: tasks.StandingRow | None) -> list[str]:
    """The words; nothing for a task with which nobody did anything special."""
    if standing is None:
        return []
    words = [_("催办 %(n)s 次", n=standing.urges)] if standing.urges else []
    words += [_("已挂起")] if standing.suspended_because else []
    words += [_("%(name)s 委派", name=standing.owner_name or "")] if standing.owner else []
    return words
