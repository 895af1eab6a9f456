"""A visit walked to any step through the services that the pages call, for tests of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.forms import STATION_ZONE
from engine.models import TaskRow, TaskStatus
from workflows.cases import work
from workflows.cases.models import CaseRow
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.people import directory
from workflows.people.models import PersonRow
from workflows.runtime import Runtime
from workflows.visit.actions import open_visit

#: Nothing of the safety screen is answered with yes.
SAFE: Mapping[str, str] = {
    "can_talk_safely": "true", "violence_now": "false", "weapon_shown": "false",
    "injury_or_choking": "false", "threat_to_kill": "false", "suicide_threat": "false",
    "child_alone_or_missing": "false", "afraid_to_go_home": "false", "offender_outside": "false",
    "minor_at_risk": "false",
}  # fmt: skip

#: What a receptionist learns; a test may say it differently.
KNOWN: Mapping[str, Any] = {
    "channel": "walk-in", "visitor_count": "1", "on_behalf": "false", "name": "张芳",
    "sex": "female", "age": "34", "phone": "13800001111", "sms_ok": "true", "category": "F12",
    "summary": "想了解离婚时财产怎么分。", "request": "调解", "dv_flag": "false",
    "child_present": "false", "prior_police": "false", "prior_visit": "false",
    "respondent_name": "李强", "respondent_phone": "13900003333",
}  # fmt: skip

#: The steps of a reception in order, each with who does it.
STEPS = (
    ("search-person", "liuyan"), ("screen-safety", "liuyan"), ("register-visit", "liuyan"),
    ("give-consent", "liuyan"), ("grade-risk", "liuyan"), ("classify-matter", "liuyan"),
    ("decide-route", "hetao"), ("issue-receipt", "liuyan"),
)  # fmt: skip


def actor(session: Session, username: str) -> Actor:
    """Somebody of the cast."""
    person = session.scalar(select(PersonRow).where(PersonRow.username == username))
    assert person is not None
    return directory.actor_of(session, TENANT, person.id)


def local() -> str:
    """The present moment as a form holds it."""
    return f"{clock.now().astimezone(STATION_ZONE):%Y-%m-%d %H:%M}"


def answers(step: str, **said: Any) -> dict[str, Any]:
    """What is sent with a step."""
    route, risk = said.pop("route", "mediate"), said.pop("risk_level", "yellow")
    known = {**KNOWN, **said}
    table: dict[str, dict[str, Any]] = {
        "search-person": {
            "name": known["name"], "phone": known["phone"], "search_result": "new_person",
        },
        "screen-safety": {**SAFE, "screened_at": local()},
        "register-visit": {**known, "arrived_at": local()},
        "give-consent": {
            "privacy_told": "true", "consent_basis": "consent", "consent_service": "true",
            "consent_sensitive": "true", "consent_share": "false", "consent_sms": "true",
            "signed_by": "self", "sign_method": "paper", "signed_at": local(),
        },
        "grade-risk": {"risk_level": risk},
        "classify-matter": {
            "category_a": "0101", "category_c": "C01", "category_d": known["category"],
            "service_type": "legal-help", "difficulty": "simple", "group_matter": "false",
        },
        "decide-route": {"route": route},
        "issue-receipt": {
            "receipt_method": "handed", "query_code_told": "true", "receipt_at": local(),
        },
    }  # fmt: skip
    return {key: value for key, value in table[step].items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Reception:
    """One visit under way."""

    runtime: Runtime
    case_id: str

    def task(self, node: str) -> TaskRow:
        """The open task of a step."""
        with self.runtime.database.read() as session:
            row = session.scalar(
                select(TaskRow).where(
                    TaskRow.business_key == self.case_id, TaskRow.node == node,
                    TaskRow.status == TaskStatus.OPEN,
                ).limit(1)
            )  # fmt: skip
            assert row is not None, self.open_nodes()
            return row

    def open_nodes(self) -> list[str]:
        """The steps that wait now."""
        with self.runtime.database.read() as session:
            query = select(TaskRow.node).where(
                TaskRow.business_key == self.case_id, TaskRow.status == TaskStatus.OPEN
            )
            return sorted(session.scalars(query))

    def case(self) -> CaseRow:
        """The case file."""
        with self.runtime.database.read() as session:
            return session.get_one(CaseRow, (TENANT, self.case_id))

    def claim(self, node: str, who: str) -> TaskRow:
        """Somebody takes a step."""
        with self.runtime.database.begin() as session:
            return work.claim(session, self.runtime.calls, actor(session, who), self.task(node).id)

    def complete(self, node: str, who: str, given: Mapping[str, Any]) -> None:
        """Somebody does a step, taking it first when it lies in the pool."""
        row = self.task(node)
        with self.runtime.database.begin() as session:
            acting = actor(session, who)
            if row.assignee is None:
                work.claim(session, self.runtime.calls, acting, row.id)
            work.complete(session, self.runtime.calls, acting, row.id, given)

    def until(self, node: str, **said: Any) -> Reception:
        """Do every step before this one."""
        for step, who in STEPS:
            if step == node:
                return self
            if step in self.open_nodes():
                self.complete(step, who, answers(step, **said))
        return self


def receive(runtime: Runtime, who: str = "liuyan") -> Reception:
    """Somebody comes to East Lake."""
    with runtime.database.begin() as session:
        opened = open_visit(session, runtime.calls, actor(session, who), station=EAST_LAKE)
    return Reception(runtime=runtime, case_id=opened.case_id)
