"""Every way through 突发事件联动 and its exceptions (domain P3), walked twice each."""

from __future__ import annotations

import pytest

from tests.diagrams.emergencies import NOW, EmergencyGround, at
from tests.diagrams.walking import Path, Step, check, do, hear, late

EMERGENCY = EmergencyGround()

#: What a visit hands over: a knife was shown.
VISIT = {
    "source": "visit", "channel": "walk-in", "reported_at": NOW, "weapon": True,
    "threat_to_kill": True, "minors_involved": False,
}  # fmt: skip
REGISTERED = {
    "reported_at": NOW, "received_at": NOW, "report_channel": "on_site", "call_back_safe": True,
    "incident_type": "domestic_violence", "happening_now": False, "weapon": False,
    "threat": False, "offender_present": False, "people": 2, "minors_involved": False,
    "called_110": True, "called_120": False,
}  # fmt: skip
GRADED = {
    "dead": 0, "seriously_injured": 0, "slightly_injured": 0, "people": 2,
    "hostage_fire_explosion": False, "armed_threat": False, "sexual_assault": False,
    "suicide_act": False, "child_abducted": False, "order_breach": False,
    "threat_to_kill": False, "child_abandoned": False, "crowd_tense": False, "contained": True,
    "graded_at": NOW,
}  # fmt: skip

REGISTER = do("report-incident", **REGISTERED)
CALLED = do("call-110-120", police_called=True, police_called_at=NOW, ambulance_needed=False)
NO_MEASURES = do("choose-measures", measures=[], victim_wish="agrees")
SCENE = do("record-on-scene", arrived_at=NOW, scene_state="controlled")
FIRST_REPORTS: list[Step] = [
    do("send-first-report-street", street_reported_at=NOW),
    do("send-first-report-county", county_reported_at=NOW),
    do("send-written-report", written_reported_at=NOW, trend="stable"),
]
ACK = do("acknowledge-notice", notice_answer="ack", ack_at=NOW)
DONE = do("close-department-item", item_result="done", arrived_at=NOW, item_closed_at=NOW)
ASK_END = hear("StandDownAsked", danger_gone=True, victim_safe=True)
DECIDED = {"danger_gone": True, "victim_safe": True, "items_closed": True}
STAND_DOWN = do("stand-down", stand_down="stand_down", stood_down_at=NOW, **DECIDED)
FINAL = do("send-final-report", final_reported_at=NOW, trend="ended")
PLAN = do("plan-safety", children_covered=True, follow_up="protection_visits")
REVIEW = do(
    "review-incident", reviewed_on="2026-03-03", shortcomings=["none"], to_joint_meeting=False
)


def grade(severity: str, **facts: object) -> Step:
    return do("confirm-grade", severity=severity, **{**GRADED, **facts})


def dealt_with(*departments: str) -> list[Step]:
    """Each department acknowledges and closes its item."""
    return [at(name, step) for name in departments for step in (ACK, DONE)]


#: After the response: everything on paper is done too.
PAPERS: list[Step] = [REGISTER, CALLED, SCENE, *FIRST_REPORTS, NO_MEASURES]
AFTER: list[Step] = [FINAL, PLAN, REVIEW]
ARMED = grade("II", armed_threat=True, contained=False)
END: list[Step] = [ASK_END, STAND_DOWN, *AFTER]
CALM: list[Step] = [grade("IV"), *PAPERS]
FALSE_ALARM = hear(
    "FalseAlarmReported",
    false_alarm_kind="mistaken",
    verified_by="on_scene",
    victim_seen_alone=True,
)
FOLLOW_UP = {"follow_up_no": 1, "follow_up_reported_at": NOW, "trend": "stable"}
HANDED = {"receiver": "other_centre", "handed_over_at": NOW}


def measured(*measures: str) -> Step:
    return do("choose-measures", measures=list(measures), victim_wish="agrees")


PLANNED = ["SafetyPlanMade"]
PATHS = (
    Path(
        name="armed violence from a visit, everything in time",
        data=VISIT,
        steps=[
            CALLED, ARMED, REGISTER, *FIRST_REPORTS, *dealt_with("police", "civil-affairs"), SCENE,
            do("send-follow-up-report", **FOLLOW_UP, regrade_needed=False), NO_MEASURES, *END,
        ],
        ends="stood-down",
        performs=[
            "emergency.open", "emergency.record-calls", "emergency.confirm-grade",
            "emergency.send-notice:police", "emergency.send-notice:civil-affairs",
            "emergency.record-info-report:street", "emergency.close-item:police",
            "emergency.stand-down", "emergency.record-info-report:final", "emergency.close",
        ],
        never=["emergency.escalate-report", "notifications.escalate", "emergency.resend-notice"],
        throws=PLANNED,
    ),
    Path(
        name="the duty officer reports a contained threat, no follow-ups",
        steps=[*CALM, *dealt_with("police"), *END],
        ends="stood-down",
        performs=["emergency.choose-departments", "emergency.plan-follow-up:IV"],
        never=["emergency.record-info-report:follow_up"],
        throws=PLANNED,
    ),
    Path(
        name="a message reports new violence, 110 knows it already",
        start_event="incident-reported",
        payload={"source": "grid", "channel": "110", "reported_at": NOW, "weapon": True},
        steps=[
            ARMED, REGISTER, SCENE, *FIRST_REPORTS, NO_MEASURES,
            *dealt_with("police", "civil-affairs"), *END,
        ],
        ends="stood-down",
        never=["emergency.record-calls"],
        throws=PLANNED,
    ),
    Path(
        name="a second report of an emergency that runs already",
        data={"source": "again"},
        steps=[],
        ends="report-joined",
        performs=["emergency.open"],
        never=["emergency.choose-departments"],
    ),
    Path(
        name="nobody grades within five minutes, the duty leader does",
        steps=[
            late("grade-overdue"), do("confirm-grade-as-leader", severity="IV", **GRADED), *PAPERS,
            *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["notifications.escalate:R07", "emergency.confirm-grade"],
        throws=PLANNED,
    ),
    Path(
        name="a grade below the suggestion is returned by the second person",
        data=VISIT,
        steps=[
            grade("III", armed_threat=True, contained=False),
            do("approve-lowered-severity", lowering="returned"), *PAPERS,
            *dealt_with("police", "civil-affairs"), *END,
        ],
        ends="stood-down",
        performs=["emergency.choose-departments:II", "emergency.settle-lowering:returned"],
        throws=PLANNED,
    ),
    Path(
        name="a grade below the suggestion is approved and the cycle follows it",
        data=VISIT,
        steps=[
            grade("III", armed_threat=True, contained=False),
            do("approve-lowered-severity", lowering="approved"), *PAPERS,
            *dealt_with("police", "civil-affairs"), *END,
        ],
        ends="stood-down",
        performs=["emergency.plan-follow-up:II", "emergency.settle-lowering:approved",
                  "emergency.plan-follow-up:III"],
        throws=PLANNED,
    ),
    Path(
        name="the response ends before anybody approves the lower grade",
        data=VISIT,
        steps=[
            grade("IV", armed_threat=True, contained=False), *PAPERS,
            *dealt_with("police", "civil-affairs"), *END,
        ],
        ends="stood-down",
        never=["emergency.settle-lowering"],
        throws=PLANNED,
    ),
    Path(
        name="a false alarm before anybody graded it",
        steps=[FALSE_ALARM, REGISTER, CALLED, NO_MEASURES],
        ends="false-alarm",
        performs=["emergency.close-false-alarm", "emergency.close:false_alarm"],
        never=["emergency.choose-departments", "emergency.stand-down"],
    ),
    Path(
        name="a false alarm after the departments were told",
        data=VISIT,
        steps=[
            ARMED, at("police", ACK), FALSE_ALARM, REGISTER, CALLED, NO_MEASURES,
            do("record-on-scene", arrived_at=NOW, scene_state="nobody_found"),
        ],
        ends="false-alarm",
        performs=["emergency.close-false-alarm", "emergency.release-departments:false_alarm"],
        never=["emergency.record-info-report", "emergency.close-item"],
    ),
    Path(
        name="another body takes the whole incident over",
        data=VISIT,
        steps=[ARMED, hear("IncidentHandedOver", **HANDED), REGISTER, CALLED, NO_MEASURES, SCENE],
        ends="handed-over",
        performs=["emergency.hand-over:other_centre", "emergency.release-departments:handed_over"],
    ),
    Path(
        name="a department stays silent through all three limits and is replaced",
        data=VISIT,
        steps=[
            ARMED, *dealt_with("police"), late("acknowledgement-late-1"),
            do("call-department", called_at=NOW, call_result="no_answer"),
            late("acknowledgement-late-2"), late("acknowledgement-late-3"),
            do("assign-substitute", substitute_department="town", substitute_told_at=NOW,
               to_be_inspected=True),
            *dealt_with("town"), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=[
            "emergency.resend-notice:civil-affairs", "emergency.record-call:no_answer",
            "emergency.escalate-notice:civil-affairs", "emergency.ask-substitute:civil-affairs",
            "emergency.assign-substitute:town", "emergency.send-notice:town",
            "emergency.close-item:town",
        ],
        throws=PLANNED,
    ),
    Path(
        name="a department acknowledges when it is called",
        data=VISIT,
        steps=[
            ARMED, *dealt_with("police"), late("acknowledgement-late-1"),
            do("call-department", called_at=NOW, call_result="acknowledged"),
            at("civil-affairs", DONE), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=["emergency.record-call:acknowledged", "emergency.record-ack:ack",
                  "emergency.close-item:civil-affairs"],
        never=["emergency.escalate-notice"],
        throws=["NoticeAcknowledged", *PLANNED],
    ),
    Path(
        name="a department is not competent, one that is told already takes it",
        data=VISIT,
        steps=[
            ARMED,
            at("civil-affairs", do("acknowledge-notice", notice_answer="not_ours", ack_at=NOW)),
            do("assign-substitute", substitute_department="police", substitute_told_at=NOW,
               to_be_inspected=False),
            *dealt_with("police"), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=["emergency.record-ack:not_ours", "emergency.assign-substitute:police"],
        never=["emergency.close-item:civil-affairs"],
        throws=PLANNED,
    ),
    Path(
        name="departments answer from outside: acknowledged, arrived, more help, doubt",
        data=VISIT,
        steps=[
            ARMED, at("police", hear("NoticeAcknowledged", at=NOW)),
            at("police", hear("DepartmentArrived", at=NOW)),
            at("police", hear("DepartmentNeedsMore", departments=["health"])),
            at("police", hear("DepartmentReportsFalseAlarm")),
            at("police", hear("DepartmentHandedOver", to="justice", at=NOW)),
            *dealt_with("civil-affairs", "health", "justice"), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=[
            "emergency.record-ack:ack", "emergency.record-arrival", "emergency.send-notice:health",
            "emergency.tell-false-alarm-doubt:police", "emergency.close-item:handed_over",
            "emergency.send-notice:justice",
        ],
        throws=PLANNED,
    ),
    Path(
        name="departments ask for more and doubt the alarm in their answers",
        data=VISIT,
        steps=[
            ARMED, at("police", do("acknowledge-notice", notice_answer="need_more", ack_at=NOW)),
            at("civil-affairs", do("acknowledge-notice", notice_answer="false_alarm", ack_at=NOW)),
            at("police", DONE), at("civil-affairs", DONE), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=["emergency.want-departments:police",
                  "emergency.tell-false-alarm-doubt:civil-affairs"],
        throws=PLANNED,
    ),
    Path(
        name="wrong address, more help, the offender listens, and the grade goes up and down",
        steps=[
            grade("III", slightly_injured=1, contained=False),
            hear("WrongAddressFound", address_corrected=False),
            hear("MoreHelpNeeded", needs=["medical"], needed_departments=["ambulance"]),
            hear("OffenderPresent", presence="listens_in", silent_mode=True),
            hear("RegradeAsked", new_severity="II", regraded_at=NOW),
            hear("RegradeAsked", new_severity="III", regraded_at=NOW),
            do("approve-lowered-severity", lowering="approved"), *PAPERS,
            *dealt_with("police", "ambulance", "civil-affairs"), *END,
        ],
        ends="stood-down",
        performs=[
            "emergency.correct-address", "emergency.want-departments",
            "emergency.send-notice:ambulance", "emergency.go-silent:listens_in",
            "emergency.regrade:II", "emergency.send-notice:civil-affairs",
            "emergency.regrade:III", "emergency.settle-lowering:approved",
        ],
        throws=PLANNED,
    ),
    Path(
        name="no report is in time, a follow-up asks for another grade",
        data=VISIT,
        steps=[
            ARMED, *dealt_with("police", "civil-affairs"), late("street-report-overdue"),
            late("county-report-overdue"), late("written-report-overdue"),
            late("follow-up-overdue"),
            do("send-follow-up-report", **FOLLOW_UP, regrade_needed=True), *PAPERS, *END,
        ],
        ends="stood-down",
        performs=[
            "emergency.escalate-report:street", "emergency.escalate-report:county",
            "emergency.escalate-report:written", "emergency.escalate-report:follow_up",
            "notifications.tell:regrade-asked",
        ],
        throws=PLANNED,
    ),
    Path(
        name="grade IV is raised, so follow-ups begin",
        steps=[
            *CALM, hear("RegradeAsked", new_severity="III", regraded_at=NOW),
            do("send-follow-up-report", **FOLLOW_UP, regrade_needed=False),
            *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.plan-follow-up:IV", "emergency.plan-follow-up:III",
                  "emergency.record-info-report:follow_up"],
        throws=PLANNED,
    ),
    Path(
        name="the scene is not at the address, the register shows more than was graded",
        steps=[
            grade("IV"), do("record-on-scene", arrived_at=NOW, scene_state="wrong_address"), SCENE,
            do("report-incident", **{**REGISTERED, "weapon": True}), CALLED, *FIRST_REPORTS,
            NO_MEASURES, *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.correct-address", "emergency.weigh-facts",
                  "notifications.tell:grade-suggested-higher"],
        throws=PLANNED,
    ),
    Path(
        name="stand-down is put off, then refused while a department is open, then granted",
        steps=[
            *CALM, ASK_END, do("stand-down", stand_down="keep", **DECIDED), ASK_END, STAND_DOWN,
            *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.check-stand-down", "emergency.tell-open-items",
                  "emergency.check-stand-down", "emergency.stand-down"],
        throws=PLANNED,
    ),
    Path(
        name="final report and review are late, the lessons go to the joint meeting",
        steps=[
            *CALM, *dealt_with("police"), ASK_END, STAND_DOWN, PLAN, late("final-report-overdue"),
            FINAL, late("review-near"), late("review-overdue"),
            do("review-incident", reviewed_on="2026-03-20", shortcomings=["late_report"],
               to_joint_meeting=True),
        ],
        ends="stood-down",
        performs=["emergency.escalate-report:final", "notifications.tell:H18",
                  "notifications.escalate:H18", "emergency.record-review"],
        throws=[*PLANNED, "JointMeetingItemProposed"],
    ),
    Path(
        name="police, admonition, medical care, guardianship and counselling",
        steps=[
            grade("IV"), REGISTER, CALLED, SCENE, *FIRST_REPORTS,
            measured("police_measure", "admonition", "medical", "guardianship", "counselling"),
            do("record-police-measure", police_measure="ongoing", offender_detained=False),
            do("record-police-measure", police_measure="administrative_penalty",
               police_decided_at=NOW, offender_detained=True),
            do("record-admonition", admonition="pending"),
            do("record-admonition", admonition="issued", admonition_at=NOW),
            do("arrange-medical", medical="treated", injury_certificate=True),
            do("arrange-guardianship", guardianship="relative", children_placed=1),
            do("arrange-counselling", counselling="started", suicide_risk="low"),
            *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.record-measure:ongoing", "emergency.record-admonition:issued",
                  "emergency.record-measure:counselling"],
        throws=["AdmonitionIssued", *PLANNED],
    ),
    Path(
        name="the court is late with a protection order, the shelter stay is extended",
        steps=[
            grade("IV"), REGISTER, CALLED, SCENE, *FIRST_REPORTS, *dealt_with("police"),
            measured("protection_order", "shelter"),
            do("apply-protection-order", order_applicant="victim", order_urgent=True,
               order_measures=["no_contact"], order_state="filed"),
            do("apply-protection-order", order_applicant="victim", order_urgent=True,
               order_measures=["no_contact"], order_state="accepted", order_accepted_at=NOW),
            do("arrange-shelter", shelter="admitted", shelter_admitted_at=NOW),
            *END[:2], FINAL, PLAN, late("ruling-near"), late("ruling-overdue"),
            do("record-order-ruling", order_state="made", order_made_at=NOW,
               order_expires_on="2026-09-02"),
            late("stay-near"), late("stay-overdue"),
            do("end-shelter", shelter_end="extended"),
            do("end-shelter", shelter_end="left", shelter_left_at=NOW), REVIEW,
        ],
        ends="stood-down",
        performs=[
            "notifications.tell:T14", "emergency.escalate-ruling", "emergency.record-order:made",
            "notifications.tell:T21", "notifications.escalate:T21",
            "emergency.record-stay:extended", "emergency.record-stay:left",
        ],
        throws=["SafetyPlanMade", "ProtectionOrderMade"],
    ),
    Path(
        name="a child is to be reported; no admonition, no order, no shelter",
        steps=[
            *CALM[:-1], measured("admonition", "protection_order", "shelter", "mandatory_report"),
            do("log-mandatory-report", found_at=NOW, report_agency="police",
               mandatory_reported_at=NOW, guardian_is_suspect=False),
            do("record-admonition", admonition="not_issued"),
            do("apply-protection-order", order_applicant="victim", order_urgent=False,
               order_measures=["no_contact"], order_state="refused", order_accepted_at=NOW),
            do("arrange-shelter", shelter="declined"), *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.record-order:refused", "emergency.record-shelter:declined"],
        throws=["MandatoryReportLogged", *PLANNED],
    ),
    Path(
        name="a child must be reported from the first minute, and the number comes late",
        data={**VISIT, "mandatory_report": True},
        steps=[
            ARMED, measured("mandatory_report"), late("report-near"), late("report-overdue"),
            do("log-mandatory-report", found_at=NOW, report_agency="police",
               mandatory_reported_at=NOW, guardian_is_suspect=False),
            *PAPERS[:-1], *dealt_with("police", "civil-affairs"), *END,
        ],
        ends="stood-down",
        performs=["notifications.tell:H02", "emergency.escalate-report:mandatory",
                  "emergency.record-mandatory-report"],
        throws=["MandatoryReportLogged", *PLANNED],
    ),
    Path(
        name="she refuses help, her children are reported, and the third call reaches her",
        steps=[
            *CALM,
            hear("VictimRefuses", refuses_freely=True, children_at_risk=True, card_given=True,
                 recontact_at="2026-03-02T20:00:00+08:00"),
            do("log-mandatory-report", found_at=NOW, report_agency="all",
               mandatory_reported_at=NOW, guardian_is_suspect=True),
            *dealt_with("police"), late("safe-time-came"),
            do("recontact-safely", recontacted_at=NOW, recontact_result="not_reached",
               next_contact_at="2026-03-03T20:00:00+08:00"),
            late("safe-time-came"),
            do("recontact-safely", recontacted_at=NOW, recontact_result="accepts_help"),
            measured("counselling"),
            do("arrange-counselling", counselling="declined", suicide_risk="none"), *END,
        ],
        ends="stood-down",
        performs=["emergency.record-refusal", "emergency.record-mandatory-report",
                  "emergency.record-recontact:not_reached",
                  "emergency.record-recontact:accepts_help"],
        throws=["MandatoryReportLogged", *PLANNED],
    ),
    Path(
        name="she refuses twice: once respected, once struck again; measures are added by hand",
        steps=[
            *CALM,
            hear("VictimRefuses", refuses_freely=True, children_at_risk=False, card_given=True,
                 recontact_at="2026-03-02T20:00:00+08:00"),
            late("safe-time-came"),
            do("recontact-safely", recontacted_at=NOW, recontact_result="still_refuses"),
            hear("VictimRefuses", refuses_freely=False, children_at_risk=False, card_given=True,
                 recontact_at="2026-03-03T20:00:00+08:00"),
            late("safe-time-came"),
            do("recontact-safely", recontacted_at=NOW, recontact_result="new_violence"),
            hear("MeasuresWanted"), NO_MEASURES, *dealt_with("police"), *END,
        ],
        ends="stood-down",
        performs=["emergency.record-recontact:still_refuses",
                  "emergency.record-recontact:new_violence",
                  "engine.start:emergency-linkage", "emergency.record-measures"],
        throws=PLANNED,
    ),
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_an_emergency_goes_the_way_that_its_facts_demand(path: Path) -> None:
    check(EMERGENCY, path)


def test_no_element_of_the_emergency_is_left_out() -> None:
    left_out = sorted(EMERGENCY.unreached(PATHS))
    print("emergency-linkage, elements never reached:", left_out)
    assert left_out == []
