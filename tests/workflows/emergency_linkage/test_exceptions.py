"""What may go wrong in an emergency, played through the real corridor on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import clock, forms, instances, tasks
from engine.database import Database
from engine.models import InstanceRow, InstanceStatus, OutboxRow, TaskRow
from tests.workflows.emergency_linkage.house import (
    CALLS,
    EXAMPLES,
    County,
    build,
    in_time,
    local,
    minute,
)
from workflows.cases import files, parties
from workflows.cases.models import PartyRole
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.emergency_linkage import queries
from workflows.emergency_linkage.actions import report_incident
from workflows.emergency_linkage.handlers.grading import NotGraded
from workflows.emergency_linkage.handlers.notices import SubstituteUnfit
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow

LONG_AGO = "2026-06-24 15:00"


@pytest.fixture
def county(database: Database) -> County:
    clock.travel_to(local("06-24 15:10"))
    made = build(database)
    made.begin(source="mediation", channel="walk-in", weapon=True)
    return made


def grade(county: County, severity: str, by: str = "hetao", **facts: str) -> None:
    county.do("confirm-grade", by=by, severity=severity, contained="false", **facts)


def departments(county: County) -> set[str]:
    with county.database.read() as session:
        return set(session.scalars(select(IncidentNoticeRow.department)))


def test_the_risk_jump_of_a_mediation_keeps_its_limit(county: County) -> None:
    """Story O5: told 15:11, police must acknowledge by 15:21 and does at 15:14."""
    county.at("06-24 15:11")
    grade(county, "II", armed_threat="true")
    with county.database.read() as session:
        assert minute(county.notice(session, "police").ack_due_at) == "06-24 15:21"
    county.at("06-24 15:14")
    county.do("acknowledge-notice", department="police", notice_answer="ack")
    with county.database.read() as session:
        assert in_time(county.notice(session, "police"))


def test_a_crowd_with_a_minor_injury_is_graded_three(database: Database) -> None:
    """Story O8: limits of fifteen minutes; street 09:50, county 10:00, in writing 10:20."""
    clock.travel_to(local("08-11 09:41"))
    made = build(database)
    made.begin(source="visit", channel="walk-in")
    made.do(
        "confirm-grade", severity="III", slightly_injured="1", people="26", crowd_tense="true",
        armed_threat="false", contained="false", graded_at="2026-08-11 09:40",
    )  # fmt: skip
    assert departments(made) == {"police", "civil-affairs", "womens-federation", "village"}
    assert {minute(row.effective) for row in made.deadlines("H08.1")} == {"08-11 09:56"}
    assert [
        minute(made.deadlines(f"H07.{part}")[0].effective)
        for part in ("street", "county", "written")
    ] == ["08-11 09:50", "08-11 10:00", "08-11 10:20"]
    assert minute(made.deadlines("H07.follow")[0].effective) == "08-12 09:40"


def test_nobody_approves_the_lower_grade_that_they_proposed(county: County) -> None:
    grade(county, "II", by="hetao", armed_threat="true")
    county.act("regrade-asked", by="chenjing", new_severity="III", lowering_checked="true")
    assert county.facts()["severity"] == "II"
    with pytest.raises(tasks.FourEyes):
        county.do("approve-lowered-severity", by="chenjing", lowering="approved")
    with pytest.raises(tasks.FourEyes):
        county.do("approve-lowered-severity", by="hetao", lowering="approved")


def test_a_lower_grade_that_was_not_suggested_waits_while_the_higher_one_acts(
    county: County,
) -> None:
    grade(county, "III", armed_threat="true", override_reason="当场只见到一把未开刃的水果刀")
    assert "ambulance" in departments(county)
    assert county.facts()["severity"] == "II"
    county.do("approve-lowered-severity", by="chenjing", lowering="approved")
    assert (county.facts()["severity"], county.facts()["cycle_severity"]) == ("III", "III")


def test_a_higher_grade_tells_more_departments_and_reports_more_often(county: County) -> None:
    county.do(
        "confirm-grade", severity="II", armed_threat="true", contained="false",
    )  # fmt: skip
    before = departments(county)
    county.at("06-24 15:40")
    county.act("regrade-asked", new_severity="I")
    assert before < departments(county)
    assert minute(county.deadlines("H07.follow")[-1].effective) == "06-24 17:40"
    with county.database.read() as session:
        assert minute(county.notice(session, "court").ack_due_at) == "06-24 15:45"


def test_a_grade_cannot_be_changed_before_it_is_confirmed(county: County) -> None:
    with pytest.raises(NotGraded):
        county.act("regrade-asked", new_severity="I")


def test_five_minutes_without_a_grade_call_the_duty_leader(county: County) -> None:
    county.at("06-24 15:15")
    assert county.told("grade-overdue") == ["R07@centre"]
    county.do("confirm-grade-as-leader", severity="II", armed_threat="true", contained="false")
    assert "confirm-grade" not in county.nodes()


def test_a_false_alarm_keeps_its_record_and_releases_everybody(county: County) -> None:
    grade(county, "II", armed_threat="true")
    county.do(
        "acknowledge-notice", department="police", notice_answer="false_alarm",
        answer_reason="到场只见演练",
    )  # fmt: skip
    assert county.told("false-alarm-suspected") == ["R03@east-lake", "R07@centre"]
    county.act("false-alarm-reported", false_alarm_kind="mistaken", victim_seen_alone="true")
    county.do("report-incident", reported_at=LONG_AGO)
    county.do("call-110-120")
    county.do("choose-measures", measures=[], no_measure_reason="误报", victim_wish="cannot_say")
    county.do("record-on-scene", scene_state="nobody_found")
    with county.database.read() as session:
        incident = county.incident(session)
        assert (incident.outcome, incident.false_alarm_kind) == ("false_alarm", "mistaken")
        released = session.scalars(select(IncidentNoticeRow.released_at)).all()
        assert len(released) == 5
        assert all(released)
        instance = session.get_one(InstanceRow, (TENANT, county.instance_id))
        assert (instance.status, instance.end_event) == (InstanceStatus.ENDED, "false-alarm")
        assert not queries.protection_bars_mediation(session, TENANT, county.case_id)
        shown = queries.of_case(session, county.actor(session, "gaohong"), county.case_id)
        assert [each.outcome for each in shown] == ["false_alarm"]


def test_silence_takes_the_texts_away_from_the_victim(county: County) -> None:
    with county.database.begin() as session:
        parties.add(
            session, TENANT, EAST_LAKE, county.case_id, PartyRole.VISITOR,
            {"name": "孙女士", "phone": "13800001111", "sms_ok": True},
        )  # fmt: skip
    county.act("offender-present-seen", by="liuyan", presence="listens_in")
    with county.database.read() as session:
        assert county.incident(session).silent_since is not None
        visitor = parties.of_case(session, TENANT, county.case_id)[0]
        assert visitor.personal["sms_ok"] is False
    assert county.told("silent-mode") == ["R03@east-lake", "R02@east-lake"]
    assert county.facts()["call_back_safe"] is False


def test_a_corrected_address_reaches_the_departments_and_stays_encrypted(county: County) -> None:
    grade(county, "II", armed_threat="true")
    county.act(
        "wrong-address-found", address_corrected="true", right_place="东湖路九号金丝桥",
        search_steps="核对了派出所登记",
    )  # fmt: skip
    assert len(county.told("address-corrected")) == 5
    with county.database.read() as session:
        assert county.incident(session).protected["place"] == "东湖路九号金丝桥"
        for row in session.scalars(select(OutboxRow)):
            assert "金丝桥" not in str(row.payload)


def test_help_asked_by_a_button_becomes_a_notice_and_the_rest_a_task_for_people(
    county: County,
) -> None:
    grade(county, "II", armed_threat="true")
    county.act("more-help-needed", needs=["fire", "medical"], needed_departments=["health"])
    assert "health" in departments(county)
    assert county.told("help-asked") == ["R03@east-lake", "R07@centre"]
    county.do("acknowledge-notice", department="health", notice_answer="ack")


def test_a_replaced_department_cannot_replace_another(county: County) -> None:
    grade(county, "II", armed_threat="true")
    county.do("acknowledge-notice", department="civil-affairs", notice_answer="not_ours",
              answer_reason="不属本部门职责")  # fmt: skip
    county.do("assign-substitute", substitute_department="town", silent_department="civil-affairs")
    county.do("acknowledge-notice", department="police", notice_answer="not_ours",
              answer_reason="辖区不对")  # fmt: skip
    with pytest.raises(SubstituteUnfit):
        county.do("assign-substitute", substitute_department="civil-affairs",
                  silent_department="police")  # fmt: skip
    county.do("acknowledge-notice", department="town", notice_answer="ack")
    with county.database.read() as session:
        row = county.notice(session, "town")
        assert (row.reason, row.substitute_of) == ("substitute", "civil-affairs")


def test_silence_through_three_limits_asks_the_duty_leader_for_a_substitute(county: County) -> None:
    grade(county, "II", armed_threat="true")
    county.at("06-24 15:41")
    with county.database.read() as session:
        assert {row.rung for row in session.scalars(select(IncidentNoticeRow))} == {3}
        nodes = session.scalars(select(TaskRow.node).where(TaskRow.candidate_group == "R07@centre"))
        assert list(nodes).count("assign-substitute") == 5
    assert len(county.told("substitute-wanted")) == 5
    overdue = [node for node, _ in county.fired if node.endswith("-report-overdue")]
    assert overdue == ["street-report-overdue", "county-report-overdue"]


def test_a_second_report_joins_the_emergency_that_runs(county: County) -> None:
    with county.database.begin() as session:
        second = instances.start(
            session, CALLS, county.actor(session, "liuyan"), "emergency-linkage",
            business_key=county.case_id, unit=EAST_LAKE, data={"source": "visit"},
        )  # fmt: skip
    with county.database.read() as session:
        assert len(session.scalars(select(IncidentRow)).all()) == 1
        assert session.get_one(InstanceRow, (TENANT, second)).end_event == "report-joined"
    assert "incident:reported-again" in county.tags()


def test_a_report_without_a_visit_opens_a_case_once(county: County) -> None:
    answers = {**EXAMPLES["report-incident"]["passes"], "reported_at": LONG_AGO,
               "received_at": LONG_AGO}  # fmt: skip
    numbers = []
    for _ in range(2):
        with county.database.begin() as session:
            actor = county.actor(session, "sunwei")
            numbers.append(
                report_incident(
                    session, CALLS, actor, station=EAST_LAKE, submitted=answers, key="k-1"
                )
            )
    assert numbers[0] == numbers[1]
    assert numbers[0].number == "TF-2026-0002"
    with county.database.read() as session:
        incident = session.scalars(
            select(IncidentRow).where(IncidentRow.case_id == numbers[0].case_id)
        ).one()
        assert incident.protected["place"] == answers["place"]
        done = session.scalars(select(TaskRow).where(TaskRow.instance_id == incident.instance_id))
        assert {row.node: row.status for row in done}["report-incident"] == "completed"


def test_a_report_with_an_empty_place_writes_nothing(county: County) -> None:
    answers = {**EXAMPLES["report-incident"]["passes"], "place": ""}
    with county.database.read() as session:
        actor = county.actor(session, "sunwei")
    with pytest.raises(forms.FormInvalid), county.database.begin() as session:
        report_incident(session, CALLS, actor, station=EAST_LAKE, submitted=answers, key="k-2")
    with county.database.read() as session:
        assert len(session.scalars(select(IncidentRow)).all()) == 1


def test_whoever_is_in_an_emergency_elsewhere_is_not_mediated(county: County) -> None:
    with county.database.begin() as session:
        actor = county.actor(session, "liuyan")
        other = files.open_case(session, actor, EAST_LAKE, event_time=clock.now())
        for case_id, phone in ((county.case_id, "13800001111"), (other.id, "13800001111")):
            parties.add(session, TENANT, EAST_LAKE, case_id, PartyRole.VISITOR, {"phone": phone})
        session.flush()
        assert queries.protection_bars_mediation(session, TENANT, other.id)
        third = files.open_case(session, actor, EAST_LAKE, event_time=clock.now())
        assert not queries.protection_bars_mediation(session, TENANT, third.id)
