"""Three visits that wait for consent, and the two people who may take them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine import clock
from engine.actors import Actor
from engine.models import HistoryRow, TaskRow
from tests.house import House
from tests.web.reception import Reception, receive
from workflows import inbox
from workflows.demo.cast import TENANT
from workflows.inbox import Filter, View, bulk, undoing
from workflows.inbox.bulk import Order, Result, Verb
from workflows.people import absences
from workflows.people.models import AbsenceRow


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A morning at East Lake."""

    house: House
    visits: Sequence[Reception]

    @property
    def ids(self) -> tuple[str, ...]:
        """The open tasks, one a visit."""
        return tuple(visit.task("give-consent").id for visit in self.visits)

    def task(self, position: int = 0) -> TaskRow:
        """One of the tasks as it is now."""
        return self.visits[position].task("give-consent")

    def do(self, who: str, verb: Verb, *ids: str, key: str = "", **more: Any) -> dict[str, Any]:
        """An act on tasks, in a transaction of its own."""
        order = Order(verb=verb, task_ids=ids or self.ids, **more)
        with self.house.database.begin() as session:
            return bulk.perform(session, self.house.calls, self.house.actor(who), order, key=key)

    def preview(self, who: str, verb: Verb, *ids: str, **more: Any) -> Sequence[Result]:
        """What an act would do."""
        order = Order(verb=verb, task_ids=ids or self.ids, **more)
        with self.house.database.begin() as session:
            return bulk.preview(session, self.house.calls, self.house.actor(who), order)

    def undo(self, who: str, undo_id: str) -> dict[str, str]:
        """Take an act back; answers the codes of what stays."""
        with self.house.database.begin() as session:
            found = undoing.undo(session, self.house.calls, self.house.actor(who), undo_id)
        return {task: refusal.code for task, refusal in found.items() if refusal}

    def list(self, who: str, view: View = View.MINE) -> list[str]:
        """The ids of a view."""
        with self.house.database.read() as session:
            page = inbox.rows(
                session, self.house.actor(who), Filter(view=view),
                end_of_today=clock.now() + timedelta(hours=15),
            )  # fmt: skip
            return [row.task.id for row in page.rows if row.task.id in self.ids]

    def history(self, position: int = 0, tag: str = "") -> list[HistoryRow]:
        """What is written about one of the cases."""
        query = select(HistoryRow).where(HistoryRow.stream == self.visits[position].case_id)
        with self.house.database.read() as session:
            rows = session.scalars(query.order_by(HistoryRow.seq)).all()
            return [row for row in rows if row.tag.startswith(tag)]

    def away(self, who: str, substitute: str, **more: Any) -> AbsenceRow:
        """Somebody is away from now for two days, and somebody stands in."""
        people, now = self.house.people, clock.now()
        with self.house.database.begin() as session:
            return absences.enter(
                session, self.house.actor(who), person_id=people[who],
                substitute_id=people[substitute], since=more.pop("since", now),
                until=more.pop("until", now + timedelta(days=2)), **more,
            )  # fmt: skip

    def actor(self, who: str) -> Actor:
        """Somebody of the cast."""
        return self.house.actor(who)


def desk_of(house: House, names: Sequence[str] = ("张芳", "周小云", "吴敏")) -> Desk:
    """Visitors who came this morning."""
    return Desk(
        house=house,
        visits=[receive(house.runtime).until("give-consent", name=name) for name in names],
    )


Code = Callable[[Sequence[Result]], list[str]]


def codes(results: Sequence[Result]) -> list[str]:
    """What became of each task: "" for done, else the code of the refusal."""
    return [result.refusal.code if result.refusal else "" for result in results]


__all__ = ["TENANT", "Desk", "codes", "desk_of"]
