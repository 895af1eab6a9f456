"""Mediations on the real corridor and calendar, on both databases: O2, O5 and parts of O7."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from engine import clock, instances
from engine.database import Database
from engine.errors import Conflict, Denied, Invalid, NotFound
from engine.forms import FormInvalid
from tests.databases import SqliteFiles
from tests.workflows.joint_mediation.house import (
    EXAMPLES,
    STATION,
    TENANT,
    House,
    day,
    local,
    settle,
)
from workflows.access.models import MemberRow
from workflows.cases import parties
from workflows.cases.models import CaseState, Track
from workflows.deadlines.models import DeadlineState
from workflows.joint_mediation import OPERATIONS, queries
from workflows.joint_mediation.models import MediationRow


@pytest.fixture
def station(database: Database) -> House:
    clock.travel_to(local("03-30 08:30"))
    return settle(database)


@pytest.fixture
def here(sqlite_store: SqliteFiles) -> Iterator[House]:
    """The same station on one kind of database, for what no database decides."""
    clock.travel_to(local("03-30 08:30"))
    url = sqlite_store.fresh()
    database = Database(url)
    yield settle(database)
    database.close()
    sqlite_store.drop(url)


def applied(house: House) -> None:
    house.begin()
    house.do("he-tao", "apply-mediation")
    house.do("he-tao", "judge-mediability")


def accepted(house: House, answered: str, taken: str) -> None:
    """The other side agrees at one moment, the mediation is taken up at another."""
    house.at(answered)
    at = local(answered).isoformat()
    house.do(
        "he-tao", "ask-respondent", asked_at=at, answered_on=f"2026-{answered[:5]}",
        respondent_answer="consent", threat_heard=False,
    )  # fmt: skip
    house.at(taken)
    house.do("he-tao", "decide-acceptance", accepted_at=local(taken).isoformat())


def in_hand(house: House, mediator: str, claimed: str) -> None:
    house.at(claimed)
    house.do(mediator, "claim-case", conflict="none", first_contact_on=f"2026-{claimed[:5]}")
    house.do(mediator, "invite-departments", invitation="none")
    house.do(mediator, "investigate", investigated_at=local(claimed).isoformat())


def scheduled(house: House, mediator: str, at: str) -> None:
    house.do(mediator, "schedule-session", session_at=local(at).isoformat())


def checked(house: House, mediator: str, at: str, **answers: object) -> None:
    house.at(at)
    moment = local(at).isoformat()
    house.do(mediator, "check-safety-before-session", checked_at=moment, **answers)


def held(house: House, mediator: str, at: str, number: int, **answers: object) -> None:
    house.at(at)
    house.do(
        mediator, "hold-session", session_held_at=local(at).isoformat(), session_no=number,
        **answers,
    )  # fmt: skip


TERMS = [
    {"obligor": "respondent", "content": "支付房屋款", "amount": "30000", "manner": "transfer",
     "due_on": "2026-05-10"},
    {"obligor": "respondent", "content": "支付房屋款", "amount": "30000", "manner": "transfer",
     "due_on": "2026-06-10"},
    {"obligor": "respondent", "content": "每月支付抚养费", "amount": "800", "manner": "monthly"},
]  # fmt: skip


def two_sessions(station: House) -> None:
    """No agreement on 04-08, a written one on 04-20."""
    scheduled(station, "li-mei", "04-08 15:00")
    checked(station, "li-mei", "04-08 14:50")
    held(
        station, "li-mei", "04-08 15:00", 1, session_result="next_session",
        next_at=local("04-20 15:00").isoformat(),
    )  # fmt: skip
    scheduled(station, "li-mei", "04-20 15:00")
    assert "hold-session" not in station.open_tasks()
    checked(station, "li-mei", "04-20 14:50")
    held(station, "li-mei", "04-20 15:00", 2, session_result="agreement")
    assert [at for node, at in station.fired if node == "term-near"] == ["04-16 08:30"]
    station.do("li-mei", "record-outcome", outcome="success_written")
    station.do("li-mei", "draft-agreement", agreement_kind="full", terms=TERMS)
    station.do("li-mei", "sign-agreement", signing="signed", effective_on="2026-04-20")


def test_o2_up_to_the_signed_agreement(station: House) -> None:
    station.at("03-30 09:20")
    applied(station)
    assert {day(row.effective) for row in station.deadlines("H09")} == {"04-02"}
    accepted(station, "03-31 10:00", "04-01 10:00")
    assert station.case().state == CaseState.ACCEPTED
    term = station.deadlines("T08")[0]
    assert (day(term.nominal), day(term.effective)) == ("05-01", "05-06")
    assert [instant[5:10] for instant in term.warnings] == ["04-16", "04-24", "04-28", "04-30"]
    assert station.deadlines("H09")[0].state == DeadlineState.MET
    station.at("04-01 10:05")
    assert station.armed("claim-overdue") == ["04-03 00:00"]
    in_hand(station, "li-mei", "04-01 14:00")
    assert station.case().mediator == "li-mei"

    two_sessions(station)
    mediation = station.mediation()
    assert (mediation.end_reason, mediation.effective_on) == ("success_written", "2026-04-20")
    assert station.case().state == CaseState.FOLLOW_UP
    assert station.deadlines("T08")[0].state == DeadlineState.MET
    lapse = station.deadlines("T09")[0]
    assert day(lapse.effective) == "05-20"
    assert [instant[5:10] for instant in lapse.warnings] == ["05-10", "05-17"]
    with station.database.read() as session:
        follow_ups = queries.follow_ups_of(session, TENANT, mediation.id)
        assert [(each.nominal_on[5:], each.due_on[5:]) for each in follow_ups] == [
            ("04-27", "04-27"), ("05-20", "05-20"), ("07-19", "07-20"),
        ]  # fmt: skip
        terms = queries.terms_of(session, TENANT, mediation.id)
        assert [each.due_on for each in terms] == ["2026-05-10", "2026-06-10", ""]
        assert terms[0].promise["obligor"] == "respondent"


def test_o2_from_the_agreement_to_the_archive(station: House) -> None:
    station.at("04-01 09:00")
    applied(station)
    accepted(station, "04-01 09:30", "04-01 10:00")
    in_hand(station, "li-mei", "04-01 14:00")
    two_sessions(station)
    station.at("05-12 10:00")
    reminders = [at for node, at in station.fired if node == "confirmation-near"]
    assert reminders == ["05-10 08:30"]
    with pytest.raises(FormInvalid):
        station.do(
            "li-mei", "confirm-judicially", confirmation_applied_on="2026-05-12",
            confirmation_request="请求确认婚姻关系解除及给付六万元",
        )  # fmt: skip
    station.do("li-mei", "confirm-judicially", confirmation_applied_on="2026-05-12")
    assert [day(row.effective) for row in station.deadlines("T10")] == ["05-15"]
    station.at("05-14 09:00")
    station.do(
        "li-mei", "record-court-acceptance", court_answer="accepted", court_answered_on="2026-05-14"
    )
    assert [day(row.effective) for row in station.deadlines("T11")] == ["06-15"]
    station.at("05-28 09:00")
    station.do("li-mei", "record-ruling", court_answer="confirmed", court_answered_on="2026-05-28")
    station.at("07-20 09:00")
    station.do("li-mei", "archive-file")
    assert station.instance().end_event == "ended-agreed"
    assert station.case().state == CaseState.ARCHIVED
    assert station.mediation().confirmation == "confirmed"
    assert station.facts("deadline:escalated") == []


def test_o5_risk_in_the_middle_stops_the_mediation_and_opens_the_emergency(station: House) -> None:
    station.at("06-10 09:00")
    applied(station)
    accepted(station, "06-10 09:30", "06-10 10:00")
    assert [day(row.effective) for row in station.deadlines("T08")] == ["07-10"]
    in_hand(station, "li-mei", "06-10 14:00")
    scheduled(station, "li-mei", "06-16 15:00")
    checked(station, "li-mei", "06-16 14:50")
    held(
        station, "li-mei", "06-16 15:00", 1, session_result="next_session",
        next_at=local("06-24 15:00").isoformat(),
    )  # fmt: skip
    scheduled(station, "li-mei", "06-24 15:00")
    checked(station, "li-mei", "06-24 14:55")
    station.at("06-24 15:10")
    station.press(
        "li-mei", "RiskRaised", "raise-risk", risk_kind="fire_explosion", police_called=True
    )

    assert station.open_tasks() == {"tell-routes", "confirm-grade"}
    assert station.holder("tell-routes") == "li-mei"
    assert station.deadlines("T08")[0].state == DeadlineState.CANCELLED
    assert station.armed("term-expired") == station.armed("term-near") == []
    assert station.mediation().end_reason == "terminated_risk"
    assert station.case().track == Track.PROTECTION
    told = station.instance("emergency-linkage").facts
    assert told["incident_type"] == "fire_explosion"
    assert (told["weapon"], told["threat"], told["called_110"]) == (True, True, True)
    assert told["mediation_id"] == station.mediation().id
    notified = local("06-24 16:00").isoformat()
    station.at("06-24 16:00")
    with pytest.raises(FormInvalid):
        station.do("li-mei", "tell-routes", notified_at=notified, no_address_shared=False)
    station.do("li-mei", "tell-routes", notified_at=notified)
    assert station.facts("notice:served")
    station.do("li-mei", "archive-file")
    assert station.instance().end_event == "ended-for-risk"
    assert station.case().state == CaseState.IN_PROGRESS

    station.at("07-15 09:00")
    first = station.case_id
    applied(station)
    assert station.case_id != first
    assert station.instance().facts["former_end_reason"] == "terminated_risk"
    assert station.open_tasks() == {"confirm-grade", "judge-mediability"}
    station.do(
        "he-tao",
        "judge-mediability",
        mediability="with_conditions",
        mediability_reason="曾因风险终止",
    )
    with pytest.raises(NotFound):
        station.do("he-tao", "approve-mediability")
    station.do("chen-jing", "approve-mediability")
    assert "ask-respondent" in station.open_tasks()


def test_o7_unclaimed_recused_replaced_and_absent(station: House) -> None:
    station.at("08-03 10:00")
    applied(station)
    accepted(station, "08-04 10:00", "08-05 10:30")
    station.at("08-07 09:00")
    assert ("claim-overdue", "08-07 00:00") in station.fired
    assert [each["to"] for each in station.facts("deadline:escalated")] == [f"R05@{STATION}"]
    station.give("fan-yu", "claim-case", "zhou-jie")
    station.do("zhou-jie", "claim-case", conflict="kin", conflict_note="表亲")
    assert station.open_tasks() == {"appoint-mediator"}
    with station.database.read() as session:
        rows = session.scalars(select(MemberRow).where(MemberRow.person_id == "zhou-jie"))
        assert all(row.until is not None for row in rows)
    with pytest.raises(FormInvalid):
        station.do("fan-yu", "appoint-mediator", mediator="zhou-jie", co_mediator=None)
    station.at("08-07 10:00")
    station.do("fan-yu", "appoint-mediator", mediator="wang-qiang", co_mediator=None)
    assert station.holder("declare-conflict") == "wang-qiang"
    declared = {"conflict": "none", "declared_on": "2026-08-07"}
    station.do("wang-qiang", "declare-conflict", **declared)
    assert station.holder("invite-departments") == "wang-qiang"

    station.at("08-10 10:00")
    station.press(
        "he-tao", "MediatorChangeRequested", "ask-mediator-change", change_ground="recusal"
    )
    with pytest.raises(FormInvalid):
        station.do("fan-yu", "decide-mediator-change", mediator_change="refused")
    station.do("fan-yu", "decide-mediator-change", mediator_change="agreed", new_mediator="tang-yi")
    assert station.holder("invite-departments") == "tang-yi"
    station.do(
        "tang-yi", "declare-as-successor", conflict="none",
        declared_on="2026-08-10",
    )  # fmt: skip
    assert station.case().mediator == "tang-yi"
    station.do("tang-yi", "invite-departments", invitation="none")
    station.do("tang-yi", "investigate", investigated_at=local("08-10 10:00").isoformat())
    scheduled(station, "tang-yi", "08-14 15:00")
    checked(station, "tang-yi", "08-14 14:50")
    held(
        station, "tang-yi", "08-14 15:00", 1, attendance="respondent_absent",
        session_result="no_show",
    )  # fmt: skip
    assert [day(row.effective) for row in station.deadlines("H12")] == ["08-21"]
    missed = {"absent_side": "respondent", "excused": False, "no_show_decision": "reschedule"}
    with pytest.raises(Invalid, match="08-21"):
        station.do(
            "tang-yi", "reschedule-no-show", session_at=local("08-24 15:00").isoformat(), **missed
        )
    station.do(
        "tang-yi", "reschedule-no-show", session_at=local("08-20 15:00").isoformat(), **missed
    )
    checked(station, "tang-yi", "08-20 14:50")
    held(station, "tang-yi", "08-20 15:00", 2, session_result="agreement")
    station.do("tang-yi", "record-outcome", outcome="success_oral")
    station.do("tang-yi", "register-oral-agreement", effective_on="2026-08-20")

    mediation = station.mediation()
    assert (mediation.end_reason, mediation.recusals, mediation.no_shows) == ("success_oral", 1, 1)
    with station.database.read() as session:
        follow_ups = queries.follow_ups_of(session, TENANT, mediation.id)
        assert [each.due_on[5:] for each in follow_ups] == ["08-27", "09-20", "11-18"]
    assert station.open_tasks() == {"archive-file"}


def under_way(house: House) -> None:
    """Accepted on Monday 06-01; T08 ends on Wednesday 07-01."""
    house.at("06-01 09:00")
    applied(house)
    accepted(house, "06-01 09:30", "06-01 10:00")
    in_hand(house, "li-mei", "06-01 14:00")


def test_an_extension_moves_the_row_and_rearms_the_timers_in_one_step(station: House) -> None:
    under_way(station)
    station.at("06-24 09:00")
    assert station.open_tasks() == {"schedule-session", "ask-both-for-extension"}
    station.do("li-mei", "ask-both-for-extension", asked_on="2026-06-24")
    with pytest.raises(NotFound):
        station.do("li-mei", "decide-extension")
    station.do("fan-yu", "decide-extension", asked_on="2026-06-24", extension_days=30)

    (term,) = station.deadlines("T08")
    assert (day(term.nominal), day(term.effective)) == ("07-31", "07-31")
    assert station.armed("term-expired") == ["08-01 00:00"]
    assert station.armed("term-near") == ["07-24 08:30"]
    assert station.instance().facts["term_moved"] is False
    with station.database.read() as session:
        shown = station.task(session, "schedule-session")
        assert (day(shown.due_at), shown.due_code) == ("07-31", "T08")
    station.at("07-24 09:00")
    station.do("li-mei", "ask-both-for-extension", asked_on="2026-07-24")
    station.do("fan-yu", "decide-extension", asked_on="2026-07-24", extension_days=20)
    assert day(station.deadlines("T08")[0].effective) == "08-20"
    assert station.mediation().extensions == 2
    station.at("08-14 09:00")
    assert "ask-both-for-extension" not in station.open_tasks()
    station.press("he-tao", "ExtensionRequested", "ask-extension", asked_on="2026-08-14")
    with pytest.raises(FormInvalid):
        station.do("fan-yu", "decide-extension", asked_on="2026-08-14", extension_days=10)


def test_at_expiry_somebody_decides_and_consents_after_the_due_date_are_refused(
    station: House,
) -> None:
    under_way(station)
    station.at("07-02 09:00")
    assert station.fired[-1] == ("term-expired", "07-02 00:00")
    assert station.open_tasks() >= {"schedule-session", "decide-at-expiry"}
    assert station.case().state == CaseState.IN_PROGRESS
    late = {"expiry_decision": "extend", "consented_on": "2026-07-02", "extension_days": 20}
    with pytest.raises(FormInvalid):
        station.do("li-mei", "decide-at-expiry", **late)
    station.do("li-mei", "decide-at-expiry", **{**late, "consented_on": "2026-06-30"})
    station.do(
        "fan-yu", "approve-extension-at-expiry", asked_on="2026-06-30",
        extension_days=20,
    )  # fmt: skip
    (term,) = station.deadlines("T08")
    assert (term.state, day(term.effective)) == (DeadlineState.RUNNING, "07-21")
    assert station.armed("term-expired") == ["07-22 00:00"]
    station.at("07-22 09:00")
    station.do("li-mei", "decide-at-expiry", expiry_decision="terminate")
    assert station.mediation().end_reason == "expired_no_extension"
    assert "tell-routes" in station.open_tasks()


def test_whoever_asked_for_the_extension_does_not_grant_it(here: House) -> None:
    under_way(here)
    here.at("06-10 09:00")
    here.press("fan-yu", "ExtensionRequested", "ask-extension", asked_on="2026-06-10")
    with pytest.raises(Denied, match="second person"):
        here.do("fan-yu", "decide-extension", asked_on="2026-06-10", extension_days=30)
    assert day(here.deadlines("T08")[0].effective) == "07-01"


def test_three_vain_contacts_and_a_visit_let_the_director_end_it(here: House) -> None:
    under_way(here)
    for when, method in (
        ("06-02 09:00", "phone"), ("06-03 09:00", "wechat"), ("06-04 09:00", "phone"),
        ("06-05 09:00", "grid_visit"),
    ):  # fmt: skip
        assert "propose-unreachable" not in here.open_tasks()
        here.at(when)
        here.press(
            "li-mei", "ContactAttempted", "record-unreachable-attempt", contact_method=method,
            attempted_at=local(when).isoformat(), contact_result="not_reached",
        )  # fmt: skip
    here.do(
        "fan-yu", "propose-unreachable", termination="terminate", end_reason="unreachable",
        attempts_made=["three_days", "two_channels", "visit"],
    )  # fmt: skip
    assert here.mediation().end_reason == "unreachable"
    assert here.open_tasks() == {"tell-routes"}


def test_a_duplicate_goes_under_the_other_case(here: House) -> None:
    under_way(here)
    other = here.case()
    here.begin()
    here.do("he-tao", "apply-mediation")
    with pytest.raises(Invalid, match="another case"):
        here.press("he-tao", "DuplicateFound", "report-duplicate", other_case_no="XG-DH-2026-9999")
    here.press("he-tao", "DuplicateFound", "report-duplicate", other_case_no=other.number)
    assert (here.case().state, here.case().merged_into) == (CaseState.MERGED, other.id)
    assert here.mediation().end_reason == "merged"


def test_the_mediator_does_not_handle_a_complaint_about_herself(here: House) -> None:
    under_way(here)
    with here.database.begin() as session:
        row = session.scalars(select(MediationRow)).one()
        row.mediator = "fan-yu"
    here.press("he-tao", "ComplaintRaised", "complain-about-mediator", complaint_kind="bias")
    with pytest.raises(Denied, match="is the mediator"):
        here.do("fan-yu", "handle-complaint", complainant_told_on="2026-06-01")


def test_nobody_is_appointed_again_who_stepped_back(here: House) -> None:
    under_way(here)
    here.press("he-tao", "MediatorChangeRequested", "ask-mediator-change", change_ground="bias")
    with pytest.raises(Conflict, match="li-mei"):
        here.do("fan-yu", "decide-mediator-change", mediator_change="agreed", new_mediator="li-mei")


def test_what_people_said_is_nowhere_readable_in_process_data(here: House) -> None:
    under_way(here)
    words = EXAMPLES["apply-mediation"]["passes"]
    facts = str(here.instance().facts)
    for planted in (words["applicants"][0]["name"], words["facts"], words["applicants"][0]["addr"]):
        assert planted not in facts


def test_a_refusal_before_acceptance_ends_with_its_reason_and_a_notice(here: House) -> None:
    applied(here)
    at = local("03-30 08:30").isoformat()
    here.do("he-tao", "ask-respondent", asked_at=at, respondent_answer="silent", answered_on=None)
    here.do(
        "he-tao", "decide-acceptance", acceptance="refused", accepted_at=None,
        mediation_type=None, rights_notice_given=None, recusal_told=None,
        not_accepted_reason="wrong_jurisdiction", routes_told="已告知属南门街道",
    )  # fmt: skip
    assert here.case().state == CaseState.REFUSED
    assert here.deadlines("H09")[0].state == DeadlineState.MET
    here.do("he-tao", "tell-refusal", notified_at=at)
    assert here.instance().end_event == "ended-transferred"
    assert here.mediation().accepted_at is None


def test_who_withdraws_under_pressure_is_looked_after(here: House) -> None:
    under_way(here)
    here.press(
        "he-tao", "Withdrawn", "withdraw", withdrawn_by="applicant", under_pressure=True,
        withdrawn_on="2026-06-01",
    )  # fmt: skip
    assert here.case().state == CaseState.WITHDRAWN
    assert here.deadlines("T08")[0].state == DeadlineState.CANCELLED
    assert "withdrawn-under-pressure" in here.notices("R03")


def test_a_child_in_danger_ends_the_mediation_and_must_be_reported(here: House) -> None:
    under_way(here)
    here.press(
        "li-mei", "NewFactReported", "report-new-fact", fact_kind="child", learned_on="2026-06-01"
    )
    assert here.mediation().end_reason == "not_mediable"
    assert here.facts("report:required")
    assert here.case().track == Track.PROTECTION
    assert "mandatory-report" in here.notices("R06")


def test_invited_departments_become_members_and_more_is_investigated(here: House) -> None:
    here.at("06-01 09:00")
    applied(here)
    accepted(here, "06-01 09:30", "06-01 10:00")
    here.do("li-mei", "claim-case", conflict="none", first_contact_on="2026-06-02")
    here.do(
        "li-mei", "invite-departments", invitation="invite", parties_agree="true",
        invited_departments=["justice", "civil-affairs"], invitation_purpose="参与联调",
    )  # fmt: skip
    with here.database.read() as session:
        groups = session.scalars(select(MemberRow.member_group).where(MemberRow.until.is_(None)))
        assert {"R08@justice", "R08@civil-affairs"} <= set(groups)
    at = local("06-01 10:00").isoformat()
    here.do("li-mei", "investigate", investigated_at=at, investigation_result="more_needed")
    here.do("li-mei", "investigate", investigated_at=at, investigation_result="not_mediable")
    assert here.mediation().end_reason == "not_mediable"


def test_the_people_of_the_application_are_in_the_case_once(here: House) -> None:
    applied(here)
    with here.database.read() as session:
        people = parties.of_case(session, TENANT, here.case_id)
        assert [row.role.value for row in people] == ["applicant", "respondent"]
        stored = session.execute(text("select matter, amount from mediation")).one()
    planted = str(EXAMPLES["apply-mediation"]["passes"]["facts"]).encode()
    assert planted not in bytes(stored.matter)


def test_the_option_of_confirmation_closes_after_thirty_days(here: House) -> None:
    under_way(here)
    scheduled(here, "li-mei", "06-02 15:00")
    checked(here, "li-mei", "06-02 14:50")
    held(here, "li-mei", "06-02 15:00", 1, session_result="agreement")
    here.do("li-mei", "record-outcome", outcome="success_written")
    here.do("li-mei", "draft-agreement", terms=TERMS[2:])
    here.do("li-mei", "sign-agreement", effective_on="2026-06-02")
    here.at("07-03 09:00")
    assert [node for node, _ in here.fired] == ["confirmation-near"] * 2 + ["confirmation-lapsed"]
    assert here.open_tasks() == {"archive-file"}
    assert here.mediation().confirmation == "lapsed"
    assert "confirmation-lapsed" in here.notices("li-mei")


def test_a_request_that_names_the_marriage_is_refused_with_the_article(here: House) -> None:
    under_way(here)
    fields = {"confirmation_subjects": ["payment"], "confirmation_request": "确认婚姻关系解除"}
    with here.database.begin() as session:
        call = here.call(session, "li-mei")
        instances.record_submission(
            session, here.calls, call.actor, unit=STATION, business_key=here.case_id,
            instance_id=here.instance_id, node="confirm-judicially", form_key="confirm-judicially",
            form_id=None, fields=fields, event_time=clock.now(),
        )  # fmt: skip
        with pytest.raises(Invalid, match=r"marriage_status .*第三百五十五条"):
            OPERATIONS["mediation.request-confirmation"](call)
    assert here.mediation().confirmation == ""


@pytest.mark.parametrize("reason", ["terminated_risk", "merged", "success_written"])
def test_an_ending_with_an_act_of_its_own_is_not_simply_written_down(
    here: House, reason: str
) -> None:
    under_way(here)
    with here.database.begin() as session:
        call = here.call(session, "fan-yu", reason=reason)
        with pytest.raises(Invalid, match=reason):
            OPERATIONS["mediation.conclude"](call)
