"""What the visit found about violence decides whether a mediation needs conditions and approval."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import clock
from engine.errors import NotFound
from tests.conftest import MONDAY_MORNING
from tests.house import House
from tests.web.reception import Reception, receive
from tests.workflows.joint_mediation.house import EXAMPLES
from workflows.joint_mediation.models import MediationRow

#: Four points of DT2: orange, and nothing of it red.
ORANGE = ["police_calls", "alcohol", "isolated"]


def judge(visit: Reception, **said: object) -> None:
    """The triage officer judges by the form's example, in which nothing forbids a mediation."""
    visit.complete(
        "judge-mediability", "hetao", {**EXAMPLES["judge-mediability"]["passes"], **said}
    )


def brought_to_judgement(house: House, dv_facts: list[str], risk: str) -> Reception:
    """A visit graded with these facts, sent to mediation, and applied for."""
    visit = receive(house.runtime).until("grade-risk")
    visit.complete("grade-risk", "liuyan", {"dv_facts": dv_facts, "risk_level": risk})
    visit.until("end")
    visit.complete("apply-mediation", "hetao", EXAMPLES["apply-mediation"]["passes"])
    return visit


def mediability(house: House, visit: Reception) -> str | None:
    with house.database.read() as session:
        query = select(MediationRow.mediability).where(MediationRow.case_id == visit.case_id)
        return session.scalars(query).one()


def test_an_orange_danger_history_goes_on_only_with_conditions_and_the_head(house: House) -> None:
    with clock.frozen(MONDAY_MORNING):
        visit = brought_to_judgement(house, ORANGE, "orange")
        judge(visit, dv_history_level="none", mediability="mediable")
        assert "judge-mediability" in visit.open_nodes(), "the table's suggestion is shown once"
        judge(visit, dv_history_level="none", mediability="mediable")
        assert mediability(house, visit) == "with_conditions"
        assert "ask-respondent" not in visit.open_nodes()
        approval = EXAMPLES["approve-mediability"]["passes"]
        with pytest.raises(NotFound):
            visit.complete("approve-mediability", "hetao", approval)
        visit.complete("approve-mediability", "chenjing", approval)
        assert "ask-respondent" in visit.open_nodes()


def test_the_head_may_say_no_to_an_orange_danger_history(house: House) -> None:
    with clock.frozen(MONDAY_MORNING):
        visit = brought_to_judgement(house, ORANGE, "orange")
        judge(visit, dv_history_level="orange", mediability="with_conditions",
              conditions_met=EXAMPLES["approve-mediability"]["passes"]["conditions_checked"],
              mediability_reason="橙色，五项条件齐备")  # fmt: skip
        visit.complete(
            "approve-mediability",
            "chenjing",
            {"mediability_approval": "refused", "approval_reason": "她并不自愿"},
        )
        assert "ask-respondent" not in visit.open_nodes()


def test_a_yellow_grade_needs_nobody_above(house: House) -> None:
    with clock.frozen(MONDAY_MORNING):
        visit = brought_to_judgement(house, [], "yellow")
        judge(visit)
        assert mediability(house, visit) == "mediable"
        assert "ask-respondent" in visit.open_nodes()
