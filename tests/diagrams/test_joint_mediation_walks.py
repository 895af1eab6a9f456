"""Every way through 矛盾纠纷联调, its exceptions and its clocks (domain P2), walked twice each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagrams.mediations import (
    ABSENT,
    ACCEPT,
    AGREED,
    APPLIED,
    ARCHIVED,
    CLAIM,
    CLOSED,
    CONFIRM,
    CONSENT,
    DRAFTED,
    IN_HAND,
    INVESTIGATED,
    INVITE_NOBODY,
    MEDIABLE,
    MEDIATION,
    ORALLY,
    READY,
    REFUSAL,
    ROUTES,
    SAFE,
    SCHEDULED,
    SETTLED,
    SIGNED,
    TAKEN_UP,
    UNREACHED,
    UNSAFE,
    WRITTEN,
    assigned,
    court,
    declaring,
    denied,
    granted,
    held,
    judged,
    not_taken,
    session,
    tried,
)
from tests.diagrams.walking import Path, Step, check, do, hear, late

ESCALATED, STARTED, CONCLUDED = "notifications.escalate", "engine.start", "mediation.conclude"
PLANNED = ["FollowUpsPlanned"]


def change(by: str, ground: str) -> Step:
    return hear("MediatorChangeRequested", asked_by=by, change_ground=ground)


RISK = {"police_called": True, "anyone_injured": False, "minors_present": False}

INTAKE = (
    Path(
        name="written agreement in one session, nobody goes to court",
        steps=(*AGREED, *SETTLED),
        ends="ended-agreed",
        performs=[
            "mediation.open", "mediation.accept", "mediation.record-claim", "mediation.schedule",
            "mediation.record-check:clear", "mediation.record-session:agreement",
            "mediation.record-terms", "mediation.put-in-force", "mediation.plan-follow-ups",
            "mediation.archive",
        ],
        never=[ESCALATED, STARTED, CONCLUDED, "mediation.invite"],
        throws=PLANNED,
    ),
    Path(
        name="asked for by message",
        start_event="mediation-requested",
        payload={"source": "petition", "channel": "online"},
        steps=(*AGREED, *SETTLED),
        ends="ended-agreed",
        performs=["mediation.open:petition"],
        throws=PLANNED,
    ),
    Path(
        name="handed over by the court",
        start_event="court-handed-over",
        payload={"source": "court"},
        steps=(*AGREED, *SETTLED),
        ends="ended-agreed",
        performs=["mediation.open:court"],
        throws=PLANNED,
    ),
    Path(
        name="a crime is suspected: the looser answer is asked again, then it may not be mediated",
        steps=(
            APPLIED, judged(crime_suspected=True), judged(crime_suspected=True), REFUSAL,
        ),
        ends="ended-not-mediable",
        performs=["mediation.refuse:not_mediable", "mediation.record-notice"],
        never=["mediation.accept", STARTED],
    ),
    Path(
        name="an incapable party waits for a representative",
        steps=(
            APPLIED, judged("until_representative", incapable_party=True),
            judged(
                node="judge-with-representative", incapable_party=True, representative_present=True
            ),
            CONSENT, ACCEPT, CLAIM, INVITE_NOBODY, INVESTIGATED, *session("agreement"), WRITTEN,
            DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        throws=PLANNED,
    ),
    Path(
        name="settled minor violence: on conditions, approved, with a co-mediator",
        steps=(
            APPLIED, judged("with_conditions", dv_history_level="minor_settled"),
            do("approve-mediability", mediability_approval="approved"), CONSENT, ACCEPT,
            assigned("appoint-mediator"), declaring("none"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.assign:wang-qiang", "mediation.record-declaration:none"],
        never=["mediation.record-claim"],
        throws=PLANNED,
    ),
    Path(
        name="the station head does not approve",
        steps=(
            APPLIED, judged("with_conditions", dv_history_level="orange"),
            do("approve-mediability", mediability_approval="refused"), REFUSAL,
        ),
        ends="ended-not-mediable",
        never=["mediation.accept"],
    ),
    Path(
        name="red risk before mediation opens the emergency",
        steps=(APPLIED, judged("not_mediable", danger_or_red=True), REFUSAL),
        ends="ended-for-risk",
        performs=["mediation.stop-for-risk", f"{STARTED}:emergency-linkage"],
        never=["mediation.accept"],
    ),
    Path(
        name="red risk whose emergency runs already opens no second one",
        data={"emergency_started": True},
        steps=(APPLIED, judged("not_mediable", danger_or_red=True), REFUSAL),
        ends="ended-not-mediable",
        never=[STARTED],
    ),
    Path(
        name="the respondent refuses",
        steps=(
            APPLIED, MEDIABLE, do("ask-respondent", respondent_answer="refuse", threat_heard=False),
            not_taken("refused_respondent"), REFUSAL,
        ),
        ends="ended-refused",
        performs=["mediation.record-answer:refuse", "mediation.refuse"],
    ),
    Path(
        name="the respondent keeps silent; it is another district's matter",
        steps=(
            APPLIED, MEDIABLE, do("ask-respondent", respondent_answer="silent", threat_heard=False),
            not_taken("wrong_jurisdiction"), REFUSAL,
        ),
        ends="ended-transferred",
    ),
    Path(
        name="a threat on the telephone opens the emergency",
        steps=(
            APPLIED, MEDIABLE, do("ask-respondent", respondent_answer="consent", threat_heard=True),
            REFUSAL,
        ),
        ends="ended-for-risk",
        performs=["mediation.stop-for-risk", f"{STARTED}:emergency-linkage"],
        never=["mediation.accept"],
    ),
    Path(
        name="the respondent is reached at the second try",
        steps=(
            APPLIED, MEDIABLE, UNREACHED, tried("phone", "reached"), CONSENT, ACCEPT, CLAIM,
            INVITE_NOBODY, INVESTIGATED, *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        throws=PLANNED,
    ),
    Path(
        name="the respondent cannot be reached",
        steps=(
            APPLIED, MEDIABLE, UNREACHED, tried("phone"), tried("wechat"), tried("phone"),
            tried("home_visit"), not_taken("unreachable"), REFUSAL,
        ),
        ends="ended-unreachable",
        performs=["mediation.record-attempt:home_visit"],
    ),
    Path(
        name="three working days pass without a decision: warned, then escalated, never closed",
        steps=(
            APPLIED, late("acceptance-near"), late("acceptance-overdue"), MEDIABLE, CONSENT,
            not_taken("withdrawn_applicant"), REFUSAL,
        ),
        ends="ended-withdrawn",
        performs=["notifications.tell:H09", f"{ESCALATED}:R05", f"{ESCALATED}:R06"],
        passes="2026-03-06 00:00",
    ),
)  # fmt: skip

MEDIATORS = (
    Path(
        name="nobody claims: the director assigns, after another day the head is told",
        steps=(
            *TAKEN_UP, late("claim-overdue"), late("claim-still-open"),
            assigned("assign-unclaimed"), declaring("none"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[f"{ESCALATED}:R05", f"{ESCALATED}:R06", "mediation.assign:wang-qiang"],
        never=["mediation.record-claim"],
        throws=PLANNED,
        passes="2026-03-05 00:00",
    ),
    Path(
        name="claimed late, although it was escalated",
        steps=(
            *TAKEN_UP, late("claim-overdue"), CLAIM, INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[f"{ESCALATED}:R05", "mediation.record-claim:none"],
        never=["mediation.assign"],
        throws=PLANNED,
    ),
    Path(
        name="the claimer is a cousin, the next one is waived by both parties",
        steps=(
            *TAKEN_UP, do("claim-case", conflict="kin"), assigned("appoint-mediator"),
            declaring("kin"), assigned("appoint-mediator", "chen-jing"),
            declaring("acquainted", "both"), INVITE_NOBODY, INVESTIGATED, *session("agreement"),
            WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[
            "mediation.record-claim:kin", "mediation.assign:wang-qiang",
            "mediation.record-declaration:kin", "mediation.assign:chen-jing",
            "mediation.record-declaration:both",
        ],
        throws=PLANNED,
    ),
    Path(
        name="both parties chose the mediator, who declares late",
        steps=(
            APPLIED, MEDIABLE, CONSENT,
            do(
                "decide-acceptance", acceptance="accepted", accepted_at="2026-03-02T09:00:00+08:00",
                chosen_mediator="li-mei",
            ),
            late("declaration-overdue"), declaring("none"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.assign:li-mei", f"{ESCALATED}:R05"],
        never=["mediation.record-claim"],
        throws=PLANNED,
    ),
    Path(
        name="nobody is appointed for a day after a recusal",
        steps=(
            *TAKEN_UP, do("claim-case", conflict="interest"), late("appointment-overdue"),
            assigned("appoint-mediator"), declaring("none"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.record-claim:interest", f"{ESCALATED}:R06"],
        throws=PLANNED,
    ),
    Path(
        name="a party asks for another mediator and gets the one named",
        steps=(
            *IN_HAND, change("respondent", "recusal"),
            do("decide-mediator-change", mediator_change="agreed", new_mediator="chen-jing"),
            declaring("none", node="declare-as-successor"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[
            "mediation.record-change-request:recusal", "mediation.replace-mediator:chen-jing",
        ],
        throws=PLANNED,
    ),
    Path(
        name="the change is decided late, the first successor steps back",
        steps=(
            *IN_HAND, change("applicant", "bias"),
            late("change-overdue"), do("decide-mediator-change", mediator_change="agreed"),
            assigned("name-successor"), declaring("kin", node="declare-as-successor"),
            assigned("name-successor", "chen-jing"), declaring("none", node="declare-as-successor"),
            INVITE_NOBODY, INVESTIGATED, *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[
            f"{ESCALATED}:R06", "mediation.replace-mediator:wang-qiang",
            "mediation.replace-mediator:chen-jing",
        ],
        throws=PLANNED,
    ),
    Path(
        name="the mediator stays",
        steps=(
            *IN_HAND, change("applicant", "attitude"),
            do("decide-mediator-change", mediator_change="refused"), INVITE_NOBODY, INVESTIGATED,
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.refuse-change"],
        never=["mediation.replace-mediator"],
        throws=PLANNED,
    ),
    Path(
        name="a complaint goes to the director, then to the head, and outlives the mediation",
        steps=(
            *IN_HAND, hear("ComplaintRaised", complained_by="applicant", complaint_kind="bias"),
            late("complaint-overdue"), INVITE_NOBODY, INVESTIGATED, *session("agreement"), WRITTEN,
            DRAFTED, SIGNED, *SETTLED,
            do("handle-complaint", complaint_result="partly", complaint_measure="talk"),
        ),
        ends="complaint-closed",
        performs=[
            "mediation.note-complaint:bias", f"{ESCALATED}:R06", "mediation.archive",
            "mediation.close-complaint:talk",
        ],
        throws=PLANNED,
    ),
)  # fmt: skip

SESSIONS = (
    Path(
        name="departments are invited, more is investigated, two sessions, an oral agreement",
        steps=(
            *IN_HAND,
            do("invite-departments", invitation="invite", invited_departments=["justice"]),
            do("investigate", investigation_result="more_needed"), INVESTIGATED,
            *session("next_session"), *session("agreement"),
            do("record-outcome", outcome="success_oral"),
            do("register-oral-agreement", effective_on="2026-03-10"), ARCHIVED,
        ),
        ends="ended-agreed",
        performs=[
            "mediation.invite", "mediation.record-check:clear",
            "mediation.record-session:next_session", "mediation.record-check:clear",
            "mediation.record-session:agreement", "mediation.put-in-force",
        ],
        never=["mediation.request-confirmation"],
        throws=PLANNED,
    ),
    Path(
        name="the draft is revised, then not signed, then partly agreed",
        steps=(
            *READY, *session("partial"), WRITTEN, DRAFTED, do("sign-agreement", signing="revise"),
            DRAFTED, do("sign-agreement", signing="refused"),
            do("record-outcome", outcome="partial"),
            do("draft-agreement", agreement_kind="partial"), SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.record-outcome:success_written", "mediation.record-outcome:partial"],
        throws=PLANNED,
    ),
    Path(
        name="no agreement: the routes are named; a missing paper keeps the file open",
        steps=(
            *READY, *session("failure"), do("record-outcome", outcome="failed_no_agreement"),
            ROUTES, do("archive-file", archive_result="incomplete"), ARCHIVED,
        ),
        ends="ended-without-agreement",
        performs=["mediation.record-outcome:failed_no_agreement", "mediation.record-notice"],
    ),
    Path(
        name="the investigation finds that it may not be mediated",
        steps=(
            *IN_HAND, INVITE_NOBODY, do("investigate", investigation_result="not_mediable"),
            *CLOSED,
        ),
        ends="ended-not-mediable",
        performs=[f"{CONCLUDED}:not_mediable"],
    ),
    Path(
        name="absent once, a new date after a reminder to the director",
        steps=(
            *READY, *ABSENT, late("reschedule-overdue"),
            do("reschedule-no-show", no_show_decision="reschedule", excused=True), SAFE,
            held("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=[
            "mediation.record-session:no_show", f"{ESCALATED}:H12", "mediation.record-no-show",
            "mediation.record-check:clear",
        ],
        throws=PLANNED,
        passes="2026-03-18 00:00",
    ),
    Path(
        name="absent twice: the director first goes on, then ends it",
        steps=(
            *READY, *ABSENT, do("reschedule-no-show", no_show_decision="reschedule"), SAFE,
            held("no_show", "respondent_absent"),
            do("reschedule-no-show", no_show_decision="propose_termination"),
            do("propose-termination", termination="go_on"), *ABSENT,
            do("reschedule-no-show", no_show_decision="propose_termination"),
            do("propose-termination", termination="terminate", end_reason="refused_respondent"),
            *CLOSED,
        ),
        ends="ended-refused",
        performs=[f"{CONCLUDED}:refused_respondent"],
    ),
    Path(
        name="a party disappears: three vain contacts and a visit",
        steps=(
            *READY, tried("phone", node="act"), tried("home_visit", node="act"),
            do("propose-unreachable", termination="go_on"), tried("home_visit", node="act"),
            do("propose-unreachable", termination="terminate", end_reason="unreachable"), *CLOSED,
        ),
        ends="ended-unreachable",
        performs=[f"{CONCLUDED}:unreachable"],
    ),
)  # fmt: skip

TERM = (
    Path(
        name="four warnings; at seven days both want it, the extension moves the end",
        steps=(
            *READY, late("term-near"), late("term-near"),
            do("ask-both-for-extension", extension_wish="both", asked_on="2026-03-26"), granted(),
            late("term-near"), *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.warn-term", "mediation.warn-term", "mediation.extend:30"],
        throws=PLANNED,
        passes="2026-04-30 00:00",
    ),
    Path(
        name="one side does not want it; warnings go on to the last day",
        steps=(
            *READY, late("term-near"), late("term-near"),
            do("ask-both-for-extension", extension_wish="not_both", asked_on="2026-03-26"),
            late("term-near"), late("term-near"), late("term-expired"),
            do("decide-at-expiry", expiry_decision="terminate"), *CLOSED,
        ),
        ends="ended-without-agreement",
        performs=["mediation.warn-term"] * 4 + [f"{CONCLUDED}:expired_no_extension"],
        never=["mediation.extend"],
        passes="2026-04-03 00:00",
    ),
    Path(
        name="an extension is asked for and refused",
        steps=(
            *READY, hear("ExtensionRequested", asked_on="2026-03-10", asked_days=30), denied(),
            *session("agreement"), WRITTEN, DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.refuse-extension"],
        never=["mediation.extend"],
        throws=PLANNED,
    ),
    Path(
        name="at expiry the director refuses once, then extends; the mediation went on meanwhile",
        steps=(
            *READY, late("term-expired"), late("expiry-undecided"),
            do("decide-at-expiry", expiry_decision="extend", extension_days=30),
            denied("approve-extension-at-expiry"),
            do("decide-at-expiry", expiry_decision="extend", extension_days=30),
            granted("approve-extension-at-expiry"), *session("agreement"), WRITTEN, DRAFTED, SIGNED,
            *SETTLED,
        ),
        ends="ended-agreed",
        performs=[f"{ESCALATED}:T08", "mediation.extend:30", "mediation.record-session:agreement"],
        never=[CONCLUDED],
        throws=PLANNED,
    ),
    Path(
        name="asked in time, granted after the end: the decision at expiry is no longer needed",
        steps=(
            *READY, hear("ExtensionRequested", asked_on="2026-03-30", asked_days=30),
            late("term-expired"), granted(), *session("agreement"), WRITTEN, DRAFTED, SIGNED,
            *SETTLED,
        ),
        ends="ended-agreed",
        performs=["mediation.extend:30"],
        never=[CONCLUDED],
        throws=PLANNED,
    ),
    Path(
        name="extended, and expired again: the new end opens the decision anew",
        steps=(
            *READY, hear("ExtensionRequested", asked_on="2026-03-26", asked_days=30), granted(),
            late("term-near"), late("term-expired"),
            do("decide-at-expiry", expiry_decision="terminate"), *CLOSED,
        ),
        ends="ended-without-agreement",
        performs=[
            "mediation.extend:30", "mediation.warn-term", f"{CONCLUDED}:expired_no_extension",
        ],
        passes="2026-05-03 00:00",
    ),
    Path(
        name="an agreement after the end still counts as an agreement",
        steps=(
            *READY, *session("agreement"), WRITTEN, late("term-expired"), DRAFTED, SIGNED, *SETTLED,
        ),
        ends="ended-agreed",
        never=[CONCLUDED],
        throws=PLANNED,
    ),
)  # fmt: skip

INTERRUPTED = (
    Path(
        name="risk rises between two sessions: stopped at once, the emergency runs",
        steps=(
            *READY, *session("next_session"), SCHEDULED, SAFE,
            hear("RiskRaised", risk_kind="fire_explosion", **RISK), *CLOSED,
        ),
        ends="ended-for-risk",
        performs=["mediation.stop-for-risk:fire_explosion", f"{STARTED}:emergency-linkage"],
        never=["mediation.put-in-force"],
    ),
    Path(
        name="the safety check finds a weapon",
        steps=(*READY, SCHEDULED, UNSAFE, *CLOSED),
        ends="ended-for-risk",
        performs=["mediation.record-check:unsafe", "mediation.stop-for-risk", STARTED],
        never=["mediation.record-session"],
    ),
    Path(
        name="risk rises with an extension, a change and a complaint open: the complaint stays",
        steps=(
            *READY, hear("ExtensionRequested", asked_on="2026-03-10", asked_days=10),
            change("applicant", "bias"),
            hear("ComplaintRaised", complained_by="applicant", complaint_kind="leak"),
            hear("RiskRaised", risk_kind="threat", **RISK), *CLOSED,
            do("handle-complaint", complaint_result="unfounded", complaint_measure="none"),
        ),
        ends="complaint-closed",
        performs=["mediation.stop-for-risk:threat", STARTED, "mediation.close-complaint:none"],
        never=["mediation.extend", "mediation.replace-mediator"],
    ),
    Path(
        name="the applicant withdraws before anybody was asked",
        steps=(APPLIED, hear("Withdrawn", withdrawn_by="applicant", under_pressure=False), REFUSAL),
        ends="ended-withdrawn",
        performs=["mediation.withdraw:applicant"],
    ),
    Path(
        name="the respondent leaves in the middle",
        steps=(*READY, hear("Withdrawn", withdrawn_by="respondent", under_pressure=False), *CLOSED),
        ends="ended-refused",
        performs=["mediation.withdraw:respondent"],
    ),
    Path(
        name="a new fact forbids it",
        steps=(*READY, hear("NewFactReported", fact_kind="crime", report_made=True), *CLOSED),
        ends="ended-not-mediable",
        performs=["mediation.record-new-fact:crime"],
    ),
    Path(
        name="the same matter is in hand elsewhere",
        steps=(
            *READY,
            hear("DuplicateFound", other_case_no="XG-DH-2026-0002", duplicate_kind="same_matter"),
        ),
        ends="ended-merged",
        performs=["mediation.merge:same_matter"],
        never=["mediation.record-notice"],
    ),
)  # fmt: skip

CONFIRMED = (
    Path(
        name="both apply, the paper is corrected, the court takes it up and confirms",
        steps=(
            *AGREED, CONFIRM, court("record-court-acceptance", "corrected"),
            court("record-court-acceptance", "accepted"), court("record-ruling", "accepted"),
            court("record-ruling", "confirmed"), ARCHIVED,
        ),
        ends="ended-agreed",
        performs=["mediation.request-confirmation", "mediation.record-court-answer:confirmed"],
        never=["mediation.close-confirmation"],
        throws=PLANNED,
    ),
    Path(
        name="the court is late twice, then rejects",
        steps=(
            *AGREED, CONFIRM, late("court-acceptance-late"),
            court("record-court-acceptance", "accepted", "2026-03-17"), late("ruling-late"),
            court("record-ruling", "rejected"), ARCHIVED,
        ),
        ends="ended-agreed",
        performs=[f"{ESCALATED}:T10", f"{ESCALATED}:T11"],
        throws=PLANNED,
        passes="2026-04-17 00:00",
    ),
    Path(
        name="the court does not take it up",
        steps=(*AGREED, CONFIRM, court("record-court-acceptance", "not_accepted"), ARCHIVED),
        ends="ended-agreed",
        throws=PLANNED,
    ),
    Path(
        name="thirty days pass: reminded twice, then the option closes",
        steps=(
            *AGREED, late("confirmation-near"), late("confirmation-near"),
            late("confirmation-lapsed"), ARCHIVED,
        ),
        ends="ended-agreed",
        performs=[
            "mediation.tell-mediator:T09", "mediation.tell-mediator:T09",
            "mediation.close-confirmation",
        ],
        throws=PLANNED,
        passes="2026-04-10 00:00",
    ),
)  # fmt: skip

PATHS = (*INTAKE, *MEDIATORS, *SESSIONS, *TERM, *INTERRUPTED, *CONFIRMED)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_mediation_goes_the_way_that_its_facts_demand(path: Path) -> None:
    check(ORALLY if "oral" in path.name else MEDIATION, path)


def test_no_element_of_the_mediation_is_left_out() -> None:
    oral = [path for path in PATHS if "oral" in path.name]
    left_out = MEDIATION.unreached(path for path in PATHS if path not in oral)
    left_out &= ORALLY.unreached(oral)
    print("joint-mediation, elements never reached:", sorted(left_out))
    assert sorted(left_out) == []


def test_the_emergency_gets_what_is_known_under_its_own_names() -> None:
    risk = next(path for path in INTERRUPTED if path.name.startswith("risk rises between"))
    started = dict(MEDIATION.walk(risk).performed)[STARTED]
    told = started["data"]
    assert isinstance(told, dict)
    assert (told["source"], told["incident_type"]) == ("mediation", "fire_explosion")


def test_risk_cancels_every_clock_and_every_open_task_of_the_mediation() -> None:
    under_way = Path(name="under way", steps=(*READY, SCHEDULED, SAFE), ends="")
    raised = hear("RiskRaised", risk_kind="weapon", **RISK)
    before = MEDIATION.walk(under_way)
    after = MEDIATION.walk(replace(under_way, steps=(*under_way.steps, raised)))
    assert before.open_tasks == ("hold-session",)
    assert after.open_tasks == ("tell-routes",)
