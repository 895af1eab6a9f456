"""Who else has a task open: asked and answered in one breath, forgotten within a minute.

A courtesy between colleagues, and nothing depends on it: what two people do at once is decided by
the claim. It is kept in the memory of the serving process and capped there; with several processes
each knows its own readers only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask.typing import ResponseReturnValue

from engine import clock
from web.inbox.door import blueprint
from web.rendering.fragments import fragment
from web.session import actor, runtime
from web.tasks.showing import require_readable
from workflows import inbox
from workflows.access import policy

#: A page asks every twenty seconds; who has missed two is gone.
LASTS_SECONDS = 45.0
MOST_TASKS = 2000
MOST_READERS = 12

Key = tuple[str, str]


@dataclass
class Readers:
    """Who looked at which task last and when; thread-safe."""

    now: Callable[[], float] = clock.monotonic
    _seen: OrderedDict[Key, dict[str, tuple[str, float]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, tenant: str, task_id: str, person: str, name: str) -> Sequence[str]:
        """Note a reader; answers the names of the others."""
        now = self.now()
        with self._lock:
            present = {
                who: said
                for who, said in self._seen.pop((tenant, task_id), {}).items()
                if now - said[1] < LASTS_SECONDS
            }
            if person in present or len(present) < MOST_READERS:
                present[person] = (name, now)
            self._seen[(tenant, task_id)] = present
            while len(self._seen) > MOST_TASKS:
                self._seen.popitem(last=False)
        return [said for who, (said, _) in present.items() if who != person]


#: The readers of this process.
READERS = Readers()


@blueprint.get("/inbox/looking/<task_id>")
def looking(task_id: str) -> ResponseReturnValue:
    """The names of colleagues who look at the same task now, and whether its case is watched."""
    reader = actor()
    with runtime().database.read() as session:
        row = require_readable(session, reader, task_id)
        watched = inbox.row_of(session, reader, row).watched
        reached = policy.reaches(session, reader, row.business_key)
    others = READERS.look(reader.tenant, row.id, reader.id, reader.name)
    return fragment(
        "inbox/looking.html", others=others, watched=watched, reached=reached, task_id=task_id
    )
