"""The station and its county with the real corridor: people, departments, and a clock to move."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, history, instances, messages, timers
from engine.actors import Actor, house
from engine.database import Database
from engine.instances import Calls, Delivered
from engine.models import InstanceRow, TaskRow, TaskStatus, TimerRow, TimerState
from tests.diagrams.walking import STATION_ZONE
from workflows.cases import files, work
from workflows.cases.handlers import OPERATIONS as CASES
from workflows.codes import load_departments, load_lists
from workflows.deadlines.handlers import StationDeadlines
from workflows.deadlines.models import DeadlineRow
from workflows.demo.cast import EAST_LAKE, TENANT, seed_cast
from workflows.emergency_linkage import OPERATIONS, RECORDERS
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow
from workflows.form_codes import FormCodes
from workflows.notifications import OPERATIONS as NOTIFICATIONS
from workflows.notifications.models import NoticeRow
from workflows.people.directory import actor_of, name_of
from workflows.people.models import PersonRow

ROOT = Path(__file__).parents[3]
PROCESS = "emergency-linkage"
EXAMPLES: Mapping[str, Mapping[str, Any]] = json.loads(
    (ROOT / "tests/engine/forms/examples/emergency-linkage.json").read_text(encoding="utf-8")
)
CALLS = Calls(
    deadlines=StationDeadlines(), operations={**CASES, **NOTIFICATIONS, **OPERATIONS},
    recorders=RECORDERS, guard=work.guard, name_of=name_of,
    codes=FormCodes(codes=load_lists(), departments=load_departments()),
)  # fmt: skip
#: Who does the tasks of a role when the story does not say.
HANDS = {"R02": "liuyan", "R03": "hetao", "R07": "sunwei", "R11": "xulaw"}


def local(text: str) -> datetime:
    """A moment in Beijing, e.g. "05-02 20:40", in the year of the stories."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=STATION_ZONE)


def minute(instant: datetime | None) -> str:
    assert instant is not None
    return f"{instant.astimezone(STATION_ZONE):%m-%d %H:%M}"


@dataclass(kw_only=True)
class County:
    """One emergency under way."""

    database: Database
    case_id: str = ""
    instance_id: str = ""
    #: Timers in the order they fired: (node, local minute).
    fired: list[tuple[str, str]] = field(default_factory=list)

    def at(self, text: str) -> None:
        """Let time pass; every timer fires at its own instant."""
        until = local(text)
        while (due := self._next_due()) is not None and due[1] <= until:
            clock.travel_to(max(due[1], clock.now()))
            self.fired.append((due[0], minute(due[1])))
            assert timers.fire_next(self.database, CALLS) == timers.Fired.FIRED
        clock.travel_to(until)

    def _next_due(self) -> tuple[str, datetime] | None:
        with self.database.read() as session:
            row = session.scalar(
                select(TimerRow)
                .where(TimerRow.state == TimerState.ARMED)
                .order_by(TimerRow.next_try_at, TimerRow.id)
                .limit(1)
            )
            return None if row is None else (row.node, row.next_try_at)

    def begin(self, **facts: Any) -> None:
        """The receptionist's visit starts the emergency with what it knows."""
        with self.database.begin() as session:
            actor = self.actor(session, "liuyan")
            case = files.open_case(session, actor, EAST_LAKE, event_time=clock.now())
            self.case_id = case.id
            self.instance_id = instances.start(
                session, CALLS, actor, PROCESS, business_key=case.id, unit=EAST_LAKE, data=facts
            )

    def actor(self, session: Session, username: str) -> Actor:
        named = (PersonRow.tenant == TENANT) & (PersonRow.username == username)
        query = select(PersonRow.id).where(named)
        return actor_of(session, TENANT, session.scalars(query).one())

    def task(self, session: Session, node: str, department: str = "") -> TaskRow:
        query = select(TaskRow).where(
            TaskRow.business_key == self.case_id, TaskRow.node == node,
            TaskRow.status == TaskStatus.OPEN,
        )  # fmt: skip
        found = [row for row in session.scalars(query) if department in {"", row.unit}]
        assert len(found) == 1, f"{node} of {department!r}: {len(found)} open"
        return found[0]

    def nodes(self) -> set[str]:
        """The nodes of all open tasks."""
        with self.database.read() as session:
            query = select(TaskRow.node).where(TaskRow.status == TaskStatus.OPEN)
            return set(session.scalars(query))

    def do(self, node: str, *, by: str = "", department: str = "", **fields: Any) -> None:
        """Somebody claims the open task of a node and completes it with a form."""
        with self.database.begin() as session:
            row = self.task(session, node, department)
            actor = self.actor(session, by or department or HANDS[row.role])
            if row.assignee != actor.id:
                work.claim(session, CALLS, actor, row.id)
            answers = {**EXAMPLES[row.form_key]["passes"], **_now(row.form_key), **fields}
            work.complete(session, CALLS, actor, row.id, answers)

    def act(self, event: str, by: str = "hetao", **fields: Any) -> None:
        """Somebody presses a button of the case."""
        with self.database.begin() as session:
            rows = work.acts_of(session, TENANT, self.case_id)
            row = next(each for each in rows if each.node == event)
            node = work.node_of(session, row)
            given = EXAMPLES[node.form]["passes"] if node.form else {}
            answers = {**given, **_now(node.form or ""), **fields}
            work.send_act(session, CALLS, self.actor(session, by), row.id, answers)

    def hear(self, message: str, department: str, key: str, **payload: Any) -> Delivered:
        """A department answers from its own system."""
        with self.database.begin() as session:
            return messages.receive(
                session, CALLS, house(TENANT, "12345"), message,
                correlation=f"{self.case_id}|{department}", unit=EAST_LAKE, key=key,
                payload=payload,
            )  # fmt: skip

    def facts(self) -> Mapping[str, Any]:
        with self.database.read() as session:
            row = session.get_one(InstanceRow, (TENANT, self.instance_id))
            return dict(row.facts)

    def incident(self, session: Session) -> IncidentRow:
        query = select(IncidentRow).where(IncidentRow.case_id == self.case_id)
        return session.scalars(query.order_by(IncidentRow.id.desc())).all()[0]

    def notice(self, session: Session, department: str) -> IncidentNoticeRow:
        return session.scalars(
            select(IncidentNoticeRow).where(
                IncidentNoticeRow.case_id == self.case_id,
                IncidentNoticeRow.department == department,
            )
        ).one()

    def deadlines(self, code: str) -> list[DeadlineRow]:
        with self.database.read() as session:
            query = select(DeadlineRow).where(DeadlineRow.code == code)
            return list(session.scalars(query.order_by(DeadlineRow.effective)))

    def told(self, template: str) -> list[str | None]:
        """The groups that got a notice of a template, in order."""
        with self.database.read() as session:
            query = select(NoticeRow).where(NoticeRow.template == template).order_by(NoticeRow.id)
            return [row.member_group for row in session.scalars(query)]

    def tags(self) -> list[str]:
        with self.database.read() as session:
            return [row.tag for row in history.of_stream(session, TENANT, self.case_id)]


def in_time(row: IncidentNoticeRow) -> bool:
    """Whether a department acknowledged before its first limit had passed."""
    assert row.acked_at is not None
    assert row.ack_due_at is not None
    return row.acked_at <= row.ack_due_at


#: Instants that a form wants and the examples fix in the past.
_INSTANTS = {
    "confirm-grade": ("graded_at",), "acknowledge-notice": ("ack_at",),
    "call-department": ("called_at",), "regrade": ("regraded_at",),
    "send-first-report-street": ("street_reported_at",),
    "send-first-report-county": ("county_reported_at",),
    "send-written-report": ("written_reported_at",),
    "send-follow-up-report": ("follow_up_reported_at",),
    "send-final-report": ("final_reported_at",), "assign-substitute": ("substitute_told_at",),
    "close-department-item": ("arrived_at", "item_closed_at"), "stand-down": ("stood_down_at",),
    "log-mandatory-report": ("mandatory_reported_at",), "hand-over-incident": ("handed_over_at",),
    "recontact-safely": ("recontacted_at",), "arrange-shelter": ("shelter_admitted_at",),
    "end-shelter": ("shelter_left_at",), "record-admonition": ("admonition_at",),
    "report-incident": ("received_at",), "record-on-scene": ("arrived_at",),
}  # fmt: skip


def _now(form: str) -> dict[str, str]:
    present = f"{clock.now().astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"
    return dict.fromkeys(_INSTANTS.get(form, ()), present)


def build(database: Database) -> County:
    """The cast, the forms, the table and the diagram through the station's gate."""
    with database.begin() as session:
        seed_cast(session)
        author = house(TENANT, "test")
        for path in sorted((ROOT / "bpmn" / PROCESS / "forms").glob("*.json")):
            definitions.deploy_form(session, author, path.read_bytes())
        table = ROOT / "bpmn/decisions/dt6-incident-severity.dmn"
        definitions.deploy_decision(session, author, table.read_bytes())
        source = (ROOT / "bpmn" / PROCESS / f"{PROCESS}.bpmn").read_bytes()
        definitions.deploy_process(session, author, source)
    return County(database=database)
