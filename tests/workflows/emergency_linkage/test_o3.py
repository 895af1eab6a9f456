"""High-risk domestic violence on a holiday night (story O3), from the report to the last paper."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from engine import clock
from engine.database import Database
from engine.models import InstanceRow, InstanceStatus, MessageRow, TaskRow, TaskStatus
from tests.workflows.emergency_linkage.house import County, build, in_time, local, minute
from workflows.access import policy
from workflows.access.models import ReachableRow
from workflows.cases import files
from workflows.cases.models import CaseState, Track
from workflows.demo.cast import TENANT
from workflows.emergency_linkage import board, queries
from workflows.emergency_linkage.models import IncidentNoticeRow, InfoReportRow, MeasureRow

FACTS = {
    "source": "visit", "channel": "12338", "weapon": True, "threat_to_kill": True, "injury": True,
    "minors_involved": True, "dv_flag": True, "mandatory_report": True, "call_back_safe": True,
    "reported_at": "2026-05-02T20:40:00+08:00",
}  # fmt: skip
FIVE = ["ambulance", "centre-duty", "civil-affairs", "police", "womens-federation"]
CHOSEN = ["police_measure", "admonition", "protection_order", "shelter", "mandatory_report"]


@pytest.fixture
def county(database: Database) -> County:
    clock.travel_to(local("05-02 20:44"))
    return build(database)


def ack(county: County, department: str) -> None:
    county.do("acknowledge-notice", department=department, notice_answer="ack")


def the_first_hour(county: County) -> None:
    """From the screen to the acknowledgement of the last department."""
    county.begin(**FACTS)
    county.do("call-110-120")
    county.at("05-02 20:48")
    county.do(
        "confirm-grade", severity="II", armed_threat="true", threat_to_kill="true",
        slightly_injured="1", contained="false", graded_at="2026-05-02 20:47",
    )  # fmt: skip
    county.at("05-02 20:49")
    ack(county, "centre-duty")
    county.do("choose-measures", measures=CHOSEN)
    county.at("05-02 20:50")
    ack(county, "police")
    county.at("05-02 20:52")
    ack(county, "ambulance")
    county.at("05-02 20:55")
    county.do("send-first-report-street")
    county.at("05-02 20:57")
    ack(county, "womens-federation")
    county.at("05-02 21:00")
    county.do("log-mandatory-report", found_at="2026-05-02 20:44", situations=["4"])
    county.at("05-02 21:05")
    county.do("send-first-report-county")
    county.at("05-02 21:10")
    ack(county, "civil-affairs")
    county.at("05-02 21:20")
    county.do("send-written-report", happened_at="2026-05-02 20:00")


def test_the_first_hour_keeps_every_instant_of_the_story(county: County) -> None:
    the_first_hour(county)
    first = {minute(row.effective) for row in county.deadlines("H08.1")}
    second = {minute(row.effective) for row in county.deadlines("H08.2")}
    assert (first, second) == ({"05-02 20:58"}, {"05-02 21:08"})
    assert [
        minute(county.deadlines(f"H07.{part}")[0].effective)
        for part in ("street", "county", "written")
    ] == ["05-02 20:57", "05-02 21:07", "05-02 21:27"]
    assert ("acknowledgement-late-1", "05-02 20:58") in county.fired
    assert ("acknowledgement-late-2", "05-02 21:08") in county.fired
    assert "acknowledgement-late-3" not in {node for node, _ in county.fired}
    assert county.told("incident-notice-again") == ["R08@civil-affairs"]
    assert county.told("notice-overdue") == ["R08@civil-affairs", "R07@centre"]
    with county.database.read() as session:
        rows = session.scalars(select(IncidentNoticeRow)).all()
        assert sorted(row.department for row in rows) == FIVE
        assert {minute(row.sent_at) for row in rows} == {"05-02 20:48"}
        assert [in_time(row) for row in rows].count(True) == 4
        reports = session.scalars(select(InfoReportRow).order_by(InfoReportRow.sent_at)).all()
        assert [(row.kind, row.in_time) for row in reports] == [
            ("street", True), ("county", True), ("written", True)
        ]  # fmt: skip
        logged = session.scalars(select(MeasureRow).where(MeasureRow.kind == "mandatory_report"))
        assert logged.one().in_time
        assert county.incident(session).number == "TF-2026-0001"


def test_the_emergency_puts_the_case_under_protection_and_first_everywhere(county: County) -> None:
    county.begin(**FACTS)
    with county.database.read() as session:
        case = files.load(session, TENANT, county.case_id)
        assert (case.track, case.state) == (Track.PROTECTION, CaseState.ACCEPTED)
        assert case.number
        assert session.get_one(ReachableRow, (TENANT, case.id)).incident_running
        assert set(session.scalars(select(TaskRow.priority))) == {0}
        assert queries.protection_bars_mediation(session, TENANT, case.id)
        duty_leader = county.actor(session, "sunwei")
        assert policy.reaches(session, duty_leader, case.id)
    at_once = {"report-incident", "confirm-grade", "call-110-120", "log-mandatory-report"}
    assert at_once <= county.nodes()


def test_the_board_tells_what_happens_by_itself_next(county: County) -> None:
    county.begin(**FACTS)
    county.at("05-02 20:48")
    county.do("confirm-grade", severity="II", armed_threat="true", graded_at="2026-05-02 20:47")
    for department in ("police", "ambulance", "centre-duty", "womens-federation"):
        ack(county, department)
    for report in ("street", "county"):
        county.do(f"send-first-report-{report}")
    county.at("05-02 20:59")
    with county.database.read() as session:
        shown = board.board(session, county.actor(session, "sunwei"))[0]
        assert minute(shown.incident.reported_at + shown.elapsed) == "05-02 20:59"
        rows = {row.department: row for row in shown.incident.notices}
        silent = rows["civil-affairs"]
        assert (silent.rung, silent.state, minute(silent.ack_due_at)) == (1, "sent", "05-02 21:08")
        assert silent.ack_span is not None
        assert silent.ack_span.total_seconds() == 600
        assert (rows["police"].state, rows["police"].ack_due_at) == ("acknowledged", None)
        assert shown.next_act is not None
        # Three quarters of the thirty minutes for the number of the child's report.
        assert shown.next_act.node == "report-near"
        assert minute(shown.next_act.due_at) == "05-02 21:06"
        assert "notice:resent" in {line.tag for line in shown.time_line}
        liaison = board.board(session, county.actor(session, "police"))[0]
        assert [row.department for row in liaison.incident.notices] == ["police"]
        tags = {line.tag for line in liaison.time_line}
        assert "notice:acknowledged" in tags
        assert not {"measures:chosen", "report:sent", "notice:resent"} & tags
        assert queries.incidents(session, county.actor(session, "zhaomin"), running=True) == []


def test_stand_down_waits_for_every_department_and_the_papers_follow(county: County) -> None:
    the_first_hour(county)
    county.at("05-02 22:30")
    county.do("report-incident", reported_at="2026-05-02 20:40", place="东湖街道某小区")
    county.do("record-on-scene", arrived_at="2026-05-02 20:56")
    county.do("arrange-shelter", shelter="admitted", shelter_place="某庇护点")
    stay = county.deadlines("T21")[0]
    assert minute(stay.effective) == "05-12 23:59"
    assert [each[:10] for each in stay.warnings] == ["2026-05-09"]
    county.at("05-02 22:40")
    county.do("send-follow-up-report", follow_up_no="1", regrade_needed="false")
    assert [minute(row.effective) for row in county.deadlines("H07.follow")] == [
        "05-02 22:47", "05-03 00:40"
    ]  # fmt: skip

    county.at("05-02 23:30")
    for department in FIVE[1:]:
        county.do("close-department-item", department=department, item_result="done")
    county.act("stand-down-asked")
    county.do("stand-down", stand_down="stand_down")
    assert county.facts()["open_departments"] == ["ambulance"]
    assert county.told("items-open") == ["R03@east-lake", "R07@centre"]
    county.do("close-department-item", department="ambulance", item_result="done")
    county.act("stand-down-asked")
    county.at("05-03 00:20")
    county.do("stand-down", stand_down="stand_down")
    with county.database.read() as session:
        assert minute(county.incident(session).stood_down_at) == "05-03 00:20"
        reach = session.get_one(ReachableRow, (TENANT, county.case_id))
        assert not reach.incident_running
        assert queries.protection_bars_mediation(session, TENANT, county.case_id)
    assert minute(county.deadlines("H18")[0].effective) == "05-18 23:59"
    assert minute(county.deadlines("H07.final")[0].effective) == "05-04 00:20"
    assert "send-follow-up-report" not in county.nodes()
    the_days_after(county)


def the_days_after(county: County) -> None:
    """Admonition, protection order, shelter exit, final report, plan and review."""
    county.at("05-03 10:00")
    county.do("record-police-measure", police_decided_at="2026-05-03 09:00")
    county.do("record-admonition", admonition="issued")
    county.do("send-final-report")
    county.do("plan-safety", first_visit_on="2026-05-10")
    county.at("05-03 15:00")
    county.do(
        "apply-protection-order", order_state="accepted", order_urgent="true",
        order_accepted_at="2026-05-03 15:00",
    )  # fmt: skip
    ruling = county.deadlines("T14")[0]
    assert (minute(ruling.effective), ruling.rule) == ("05-04 15:00", "T14.urgent")
    county.at("05-04 11:30")
    county.do(
        "record-order-ruling", order_state="made", order_made_at="2026-05-04 11:30",
        order_expires_on="2026-11-04",
    )  # fmt: skip
    assert "ruling-overdue" not in {node for node, _ in county.fired}
    county.at("05-09 12:00")
    assert "stay-near" in {node for node, _ in county.fired}
    county.do("end-shelter", shelter_end="left")
    with county.database.read() as session:
        dates = {row.kind: row.dates for row in session.scalars(select(MeasureRow))}
        assert [day_of(each["due"]) for each in dates["admonition"]] == [
            "05-10", "06-02", "07-02", "08-01"
        ]  # fmt: skip
        order, again = dates["protection_order"]
        assert (order["due"], order["warnings"]) == (
            "2026-11-04", ["2026-10-05", "2026-10-20", "2026-10-28"]
        )  # fmt: skip
        assert day_of(again["due"]) == "05-09"
        kept = set(session.scalars(select(MessageRow.name)))
        assert kept == {
            "AdmonitionIssued", "ProtectionOrderMade", "MandatoryReportLogged", "SafetyPlanMade"
        }  # fmt: skip
    county.at("05-15 10:00")
    county.do("review-incident", reviewed_on="2026-05-15", to_joint_meeting="false")
    with county.database.read() as session:
        instance = session.get_one(InstanceRow, (TENANT, county.instance_id))
        assert (instance.status, instance.end_event) == (InstanceStatus.ENDED, "stood-down")
        assert files.load(session, TENANT, county.case_id).state == CaseState.RESOLVED
        assert not session.scalars(select(TaskRow).where(TaskRow.status == TaskStatus.OPEN)).all()


def day_of(text: str) -> str:
    return minute(datetime.fromisoformat(text))[:5]
