"""A small station with the real corridor: its people, the mediation diagram, and a clock to move.

Only the emergency is a stand-in of one task, so that what is handed over can be looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, history, instances, timers
from engine.actors import Actor, house
from engine.database import Database
from engine.instances import Call, Calls
from engine.models import (
    InstanceRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from tests.diagrams.walking import STATION_ZONE
from workflows.cases import files, work
from workflows.cases.handlers import OPERATIONS as CASES
from workflows.cases.models import CaseRow
from workflows.codes import load_departments, load_lists
from workflows.deadlines.handlers import StationDeadlines
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.queries import of_case
from workflows.form_codes import FormCodes
from workflows.joint_mediation import OPERATIONS, queries
from workflows.notifications import OPERATIONS as NOTIFICATIONS
from workflows.notifications.models import NoticeRow
from workflows.people.administrators import ensure_centre, give_post
from workflows.people.directory import actor_of, name_of
from workflows.people.models import PersonRow, UnitKind, UnitRow

ROOT = Path(__file__).parents[3]
BPMN = ROOT / "bpmn"
TENANT, STATION = "xg", "east-lake"
EXAMPLES: Mapping[str, Mapping[str, Any]] = json.loads(
    (ROOT / "tests/engine/forms/examples/joint-mediation.json").read_text(encoding="utf-8")
)
#: Person → name and roles at East Lake.
PEOPLE = {
    "he-tao": ("何涛", ("R03",)), "li-mei": ("李梅", ("R04",)), "wang-qiang": ("王强", ("R04",)),
    "tang-yi": ("唐宜", ("R04",)), "zhou-jie": ("周洁", ("R04",)), "fan-yu": ("范玉", ("R05",)),
    "chen-jing": ("陈静", ("R06",)),
}  # fmt: skip
STAND_IN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:sanlian="urn:sanlian:bpmn:1" id="d" targetNamespace="urn:test">
  <process id="emergency-linkage" name="x" isExecutable="true">
    <startEvent id="reported"/>
    <userTask id="confirm-grade" sanlian:assignee='"chen-jing"'/>
    <endEvent id="stood-down"/>
    <sequenceFlow id="a" sourceRef="reported" targetRef="confirm-grade"/>
    <sequenceFlow id="b" sourceRef="confirm-grade" targetRef="stood-down"/>
  </process>
</definitions>"""


def local(text: str) -> datetime:
    """A moment in Beijing, e.g. "04-01 10:05", in the year of the stories."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=STATION_ZONE)


def day(instant: datetime | None) -> str:
    """The local day of an instant, e.g. "05-06"."""
    assert instant is not None
    return f"{instant.astimezone(STATION_ZONE):%m-%d}"


def minute(instant: datetime) -> str:
    return f"{instant.astimezone(STATION_ZONE):%m-%d %H:%M}"


@dataclass(kw_only=True)
class House:
    """The station at work on one case."""

    database: Database
    calls: Calls
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
            assert timers.fire_next(self.database, self.calls) == timers.Fired.FIRED
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

    def begin(self, data: Mapping[str, Any] | None = None) -> None:
        """A case is opened and triage sends it to mediation."""
        with self.database.begin() as session:
            actor = self.actor(session, "he-tao")
            case = files.open_case(session, actor, STATION, event_time=clock.now())
            self.case_id = case.id
            self.instance_id = instances.start(
                session, self.calls, actor, "joint-mediation", business_key=case.id,
                unit=STATION, data={"source": "visit", **(data or {})},
            )  # fmt: skip

    def actor(self, session: Session, person: str) -> Actor:
        return actor_of(session, TENANT, person)

    def do(self, person: str, node: str, **answers: object) -> None:
        """Somebody takes a task, if it is in the pool, and finishes it."""
        with self.database.begin() as session:
            actor, task = self.actor(session, person), self.task(session, node)
            if task.assignee is None:
                work.claim(session, self.calls, actor, task.id)
            fields = {**EXAMPLES[task.form_key]["passes"], **answers}
            work.complete(session, self.calls, actor, task.id, fields)

    def press(self, person: str, message: str, form: str, **answers: object) -> None:
        """Somebody presses a button of the case in hand."""
        with self.database.begin() as session:
            row = session.scalars(
                select(SubscriptionRow).where(
                    SubscriptionRow.message == message, SubscriptionRow.act.is_(True),
                    SubscriptionRow.business_key == self.case_id,
                )
            ).one()  # fmt: skip
            fields = {**EXAMPLES[form]["passes"], **answers}
            work.send_act(session, self.calls, self.actor(session, person), row.id, fields)

    def give(self, director: str, node: str, person: str) -> None:
        """The director gives an open task to somebody."""
        with self.database.begin() as session:
            task = self.task(session, node)
            actor = self.actor(session, director)
            work.reassign(session, self.calls, actor, task.id, person, "无人领取")

    def task(self, session: Session, node: str) -> TaskRow:
        """The open task of a node on the case in hand."""
        rows = select(TaskRow).where(
            TaskRow.node == node, TaskRow.status == TaskStatus.OPEN,
            TaskRow.business_key == self.case_id,
        )  # fmt: skip
        return session.scalars(rows).one()

    def open_tasks(self) -> set[str]:
        with self.database.read() as session:
            rows = select(TaskRow).where(TaskRow.status == TaskStatus.OPEN)
            return {row.node for row in session.scalars(rows)}

    def holder(self, node: str) -> str | None:
        with self.database.read() as session:
            return self.task(session, node).assignee

    def case(self) -> CaseRow:
        with self.database.read() as session:
            return files.load(session, TENANT, self.case_id)

    def mediation(self) -> queries.Mediation:
        with self.database.read() as session:
            return queries.of_case(session, TENANT, self.case_id)[0]

    def deadlines(self, code: str) -> list[DeadlineRow]:
        with self.database.read() as session:
            return [row for row in of_case(session, TENANT, self.case_id) if row.code == code]

    def armed(self, node: str) -> list[str]:
        """When the timers of a node will fire next."""
        with self.database.read() as session:
            rows = select(TimerRow).where(TimerRow.state == TimerState.ARMED, TimerRow.node == node)
            return [minute(row.due_at) for row in session.scalars(rows)]

    def call(self, session: Session, person: str, **inputs: object) -> Call:
        """A call as the diagram makes it, for what the forms would have stopped before."""
        return Call(
            session=session, calls=self.calls, actor=self.actor(session, person), tenant=TENANT,
            unit=STATION, instance_id=self.instance_id, business_key=self.case_id,
            process="joint-mediation", node="request-confirmation", token="t", inputs=inputs,
            facts={}, event_time=clock.now(), start=missing,
        )  # fmt: skip

    def instance(self, process: str = "joint-mediation") -> InstanceRow:
        with self.database.read() as session:
            rows = select(InstanceRow).where(InstanceRow.process == process)
            return session.scalars(rows.order_by(InstanceRow.id.desc())).first() or missing(process)

    def notices(self, to: str) -> set[str]:
        """What a role at the station, or a person, was told."""
        with self.database.read() as session:
            rows = session.scalars(select(NoticeRow).where(NoticeRow.case_id == self.case_id))
            return {
                row.template for row in rows if to in {row.person_id, f"{row.member_group}"[:3]}
            }

    def facts(self, tag: str) -> list[Mapping[str, Any]]:
        """What the history of the case says under a tag."""
        with self.database.read() as session:
            rows = history.of_stream(session, TENANT, self.case_id)
            return [row.facts for row in rows if row.tag == tag]


def missing(process: str) -> NoReturn:
    message = f"Expected an instance of {process}, but there is none."
    raise AssertionError(message)


def settle(database: Database) -> House:
    """Found the station and deploy what a mediation needs."""
    calls = Calls(
        deadlines=StationDeadlines(), operations={**CASES, **NOTIFICATIONS, **OPERATIONS},
        guard=work.guard, name_of=name_of,
        codes=FormCodes(codes=load_lists(), departments=load_departments()),
    )  # fmt: skip
    with database.begin() as session:
        _people(session)
        _definitions(session)
    return House(database=database, calls=calls)


def _people(session: Session) -> None:
    ensure_centre(session, TENANT, name="孝城县综治中心", code="XG")
    station = UnitRow(
        tenant=TENANT, id=STATION, kind=UnitKind.STATION, name="东湖维权服务站", code="DH"
    )
    session.add(station)
    for key, (name, roles) in PEOPLE.items():
        session.add(
            PersonRow(
                tenant=TENANT, id=key, username=key, name=name, password_hash="-",
                created_at=clock.now(),
            )
        )  # fmt: skip
        session.flush()
        for role in roles:
            give_post(session, TENANT, key, role, STATION)


def _definitions(session: Session) -> None:
    shipped = house(TENANT, "shipped")
    for path in sorted((BPMN / "joint-mediation/forms").glob("*.json")):
        definitions.deploy_form(session, shipped, path.read_bytes())
    decision = (BPMN / "decisions/dt5-mediable.dmn").read_bytes()
    definitions.deploy_decision(session, shipped, decision)
    diagram = (BPMN / "joint-mediation/joint-mediation.bpmn").read_bytes()
    definitions.deploy_process(session, shipped, diagram, process_id="joint-mediation")
    definitions.deploy_process(session, shipped, STAND_IN, process_id="emergency-linkage")
