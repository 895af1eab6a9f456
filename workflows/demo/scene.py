"""One case of the demo while it is made: who came, about what, and the acts of the staff on it.

Every act is the service that a page calls, in a transaction of its own, by somebody whose post
allows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.models import TaskRow, TaskStatus
from workflows.cases import work
from workflows.demo.cast import EAST_LAKE, SOUTH_GATE, TENANT
from workflows.demo.house import House
from workflows.demo.invented import Invented
from workflows.demo.matters import Matter
from workflows.visit.actions import open_visit

#: Who takes a task of a candidate group, most likely first.
STAFF: Mapping[str, tuple[str, ...]] = {
    f"R02@{EAST_LAKE}": ("liuyan", "wangqiang"), f"R03@{EAST_LAKE}": ("hetao", "chenjing"),
    f"R04@{EAST_LAKE}": ("limei", "wangqiang"), f"R05@{EAST_LAKE}": ("chenjing",),
    f"R06@{EAST_LAKE}": ("chenjing",), f"R11@{EAST_LAKE}": ("xulaw",),
    f"R02@{SOUTH_GATE}": ("zhaomin",), f"R03@{SOUTH_GATE}": ("zhaomin",),
    f"R04@{SOUTH_GATE}": ("zhaomin",), f"R05@{SOUTH_GATE}": ("zhaomin",),
    f"R06@{SOUTH_GATE}": ("zhaomin",), f"R11@{SOUTH_GATE}": ("xulaw",),
    "R07@centre": ("sunwei",), "R09@centre": ("gaohong",),
}  # fmt: skip


@dataclass(kw_only=True)
class Scene:
    """A case in the making."""

    house: House
    random: Random
    station: str
    visitor: Invented
    other: Invented
    matter: Matter
    channel: str = "walk-in"
    case_id: str = ""
    #: Who of a group works on this case, once somebody does.
    staff: dict[str, str] = field(default_factory=dict)

    def now(self, form: str = "%Y-%m-%d %H:%M") -> str:
        """The present of the case in local words, as a person would type it."""
        return f"{self.local():{form}}"

    def today(self) -> str:
        """The local date, as a person would type it."""
        return self.now("%Y-%m-%d")

    def local(self) -> datetime:
        """The present in the station's zone."""
        return clock.now().astimezone(self.house.runtime.settings.zone)

    def open_visit(self) -> None:
        """Somebody comes in, calls or writes."""
        with self.house.runtime.database.begin() as session:
            actor = self.by(session, f"R02@{self.station}")
            opened = open_visit(
                session, self.house.runtime.calls, actor, station=self.station, channel=self.channel
            )
            self.case_id = opened.case_id

    def complete(self, node: str, answers: Mapping[str, Any], *, item: str = "") -> None:
        """Somebody finishes an open task of the case."""
        with self.house.runtime.database.begin() as session:
            row = self.task(session, node, item)
            actor = self._holder(session, row)
            work.complete(session, self.house.runtime.calls, actor, row.id, answers)

    def hold(self, node: str, draft: Mapping[str, Any] | None = None, *, item: str = "") -> None:
        """Somebody takes an open task, and perhaps begins to type."""
        with self.house.runtime.database.begin() as session:
            row = self.task(session, node, item)
            actor = self._holder(session, row)
            if draft:
                tasks.save_draft(session, actor, row.id, draft)

    def release(self, node: str, reason: str) -> None:
        """Whoever holds a task gives it back."""
        with self.house.runtime.database.begin() as session:
            row = self.task(session, node)
            actor = self._holder(session, row)
            work.release(session, self.house.runtime.calls, actor, row.id, reason)

    def press(self, act: str, role: str, answers: Mapping[str, Any]) -> None:
        """Somebody in a role of the station presses a button of the case."""
        with self.house.runtime.database.begin() as session:
            actor = self.by(session, role if "@" in role else f"{role}@{self.station}")
            found = next(
                row for row in work.acts_of(session, TENANT, self.case_id)
                if act in {row.message, row.node}
            )  # fmt: skip
            work.send_act(session, self.house.runtime.calls, actor, found.id, answers)

    def open_nodes(self) -> dict[str, int]:
        """How many tasks of each step are open now."""
        query = select(TaskRow.node).where(
            TaskRow.tenant == TENANT, TaskRow.business_key == self.case_id,
            TaskRow.status == TaskStatus.OPEN,
        )  # fmt: skip
        with self.house.runtime.database.read() as session:
            nodes = list(session.scalars(query))
        return {node: nodes.count(node) for node in nodes}

    def task(self, session: Session, node: str, item: str = "") -> TaskRow:
        """The open task of a step."""
        query = select(TaskRow).where(
            TaskRow.tenant == TENANT, TaskRow.business_key == self.case_id,
            TaskRow.status == TaskStatus.OPEN, TaskRow.node == node,
        )  # fmt: skip
        if item:
            query = query.where(TaskRow.item == item)
        row = session.scalars(query.order_by(TaskRow.id)).first()
        if row is None:
            raise LookupError(f"{node} {item} is not open, only {sorted(self.open_nodes())}")
        return row

    def _holder(self, session: Session, row: TaskRow) -> Actor:
        """Who holds a task; one that nobody holds is taken first."""
        if row.assignee is not None:
            return self.house.actor(session, self.house.username(row.assignee))
        actor = self.by(session, row.candidate_group)
        work.claim(session, self.house.runtime.calls, actor, row.id)
        return actor

    def by(self, session: Session, member_group: str) -> Actor:
        """The person of a group who works on this case; a department has its liaison."""
        if member_group not in self.staff:
            role, _, unit = member_group.partition("@")
            people = (unit,) if role == "R08" else STAFF[member_group]
            self.staff[member_group] = self.random.choices(people, [3, 1][: len(people)])[0]
        return self.house.actor(session, self.staff[member_group])
