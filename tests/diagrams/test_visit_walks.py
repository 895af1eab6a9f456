"""Every way through 群众来访联接, its exceptions and its clocks (domain P1), walked twice each."""

from __future__ import annotations

import pytest

from tests.diagrams.visits import (
    ABANDONED,
    ACK,
    CLASSIFY,
    CLEAR,
    CONSENT,
    DECLINED,
    DV_ORANGE,
    DV_RED,
    KEEP,
    KNIFE,
    OBJECT,
    RECEIPT,
    REGISTER,
    SAME_MATTER,
    SCREENED,
    SEARCHED,
    TAKE,
    TO_LABOUR,
    TO_NOBODY,
    TOLD,
    VISIT,
    WITH_CHILD,
    YELLOW,
    graded,
    route,
)
from tests.diagrams.walking import Path, check, do, hear, late

ESCALATED, STARTED = "notifications.escalate", "engine.start"

PATHS = (
    Path(
        name="consultation only",
        steps=(*route("consult"), RECEIPT, hear("ConsultationClosed", next_step="close"), TOLD),
        ends="visit-consulted",
        performs=["visit.open", "visit.open-case", f"{STARTED}:consultation", "visit.close"],
        never=[f"{STARTED}:emergency-linkage", ESCALATED, "visit.link-duplicate"],
    ),
    Path(
        name="mediation",
        steps=(*route("mediate"), RECEIPT, TOLD),
        ends="visit-accepted",
        performs=["visit.record-route:mediate", f"{STARTED}:joint-mediation"],
    ),
    Path(
        name="legal aid",
        steps=(*route("legal_aid"), RECEIPT, TOLD),
        ends="visit-transferred",
        performs=["visit.record-referral:legal_aid"],
        throws=["LegalAidReferred"],
    ),
    Path(
        name="hardship",
        steps=(*route("hardship"), RECEIPT, TOLD),
        ends="visit-transferred",
        performs=["visit.record-referral:hardship"],
        throws=["HardshipReferred"],
    ),
    Path(
        name="petition, told in time",
        steps=(*route("petition"), RECEIPT, do("notify-petitioner"), TOLD),
        ends="visit-transferred",
        performs=["visit.record-referral:petition"],
        never=[ESCALATED],
        throws=["PetitionReferred"],
    ),
    Path(
        name="petition, reminded, not forwarded and not told in fifteen days",
        steps=(
            *route("petition"), RECEIPT, late("notice-near"), late("forwarding-overdue"),
            late("notice-overdue"), do("notify-petitioner"), TOLD,
        ),
        ends="visit-transferred",
        performs=["notifications.tell:T02", f"{ESCALATED}:T01", f"{ESCALATED}:T02"],
        throws=["PetitionReferred"],
        passes="2026-03-18 00:00",
    ),
    Path(
        name="refused with reason and right channel",
        steps=(*route("refuse", refuse_reason="in_litigation", right_channel="court"), TOLD),
        ends="visit-refused",
        performs=["visit.record-route:in_litigation"],
        never=[STARTED],
    ),
    Path(
        name="transfer, acknowledged and taken",
        steps=(*TO_LABOUR, RECEIPT, TAKE, TOLD),
        ends="visit-transferred",
        performs=["visit.send-transfer:labour", "visit.record-acceptance"],
        never=[ESCALATED, "notifications.tell"],
    ),
    Path(
        name="transfer, acknowledged, then accepted",
        steps=(*TO_LABOUR, ACK, hear("TransferAccepted", planned_on="2026-03-06"), RECEIPT, TOLD),
        ends="visit-transferred",
        performs=["visit.record-acceptance:labour"],
    ),
    Path(
        name="transfer, acknowledged, the objection time lapses",
        steps=(*TO_LABOUR, ACK, RECEIPT, late("objection-lapsed"), TOLD),
        ends="visit-transferred",
        performs=["visit.record-acceptance:labour"],
        never=["visit.record-objection"],
        passes="2026-03-05 00:00",
    ),
    Path(
        name="petition transfer, the objection time is that of T03",
        steps=(
            *route("transfer", lead_department="labour", petition_transfer=True), ACK, RECEIPT,
            late("objection-lapsed"), TOLD,
        ),
        ends="visit-transferred",
        performs=["visit.record-acceptance:labour"],
        passes="2026-03-10 00:00",
    ),
    Path(
        name="transfer refused twice, joint meeting",
        steps=(
            *TO_LABOUR, RECEIPT, ACK, hear("TransferObjected", objection_reason="other_lead"),
            do("name-lead-department", **KEEP), OBJECT, do("record-meeting-decision", **KEEP),
            TAKE, TOLD,
        ),
        ends="visit-transferred",
        performs=[
            "visit.record-objection:other_lead", "visit.send-transfer:labour",
            "visit.record-objection:not_competent", "visit.call-joint-meeting",
            "visit.send-transfer:labour", "visit.record-acceptance",
        ],
    ),
    Path(
        name="no department fits, the duty leader names one",
        steps=(
            *TO_NOBODY, RECEIPT,
            do("name-lead-department", lead_ruling="change", ruled_department="police"), TAKE, TOLD,
        ),
        ends="visit-transferred",
        performs=["visit.send-transfer:police"],
    ),
    Path(
        name="no department fits, the leader is late, and so is the joint meeting",
        steps=(
            *TO_NOBODY, RECEIPT, late("ruling-overdue"),
            do("name-lead-department", lead_ruling="joint_meeting"), late("meeting-overdue"),
            do("record-meeting-decision", **KEEP), TAKE, TOLD,
        ),
        ends="visit-transferred",
        performs=[
            f"{ESCALATED}:H16.lead", "visit.call-joint-meeting", f"{ESCALATED}:H16.meeting",
            "visit.send-transfer:labour",
        ],
        passes="2026-03-12 00:00",
    ),
    Path(
        name="transfer, the department is silent",
        steps=(
            *TO_LABOUR, RECEIPT, late("acknowledgement-near"), late("acknowledgement-overdue"),
            late("answer-overdue"), TAKE, TOLD,
        ),
        ends="visit-transferred",
        performs=[
            "notifications.tell:H06.ack", f"{ESCALATED}:H06.ack", f"{ESCALATED}:H06.objection",
            "visit.record-acceptance",
        ],
        passes="2026-03-05 00:00",
    ),
    Path(
        name="danger, no child",
        steps=(
            SEARCHED, do("screen-safety", **KNIFE), REGISTER, CONSENT, graded("red", DV_RED),
            CLASSIFY, RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=[f"{STARTED}:emergency-linkage", "cases.set-risk:red"],
        never=["cases.require-report:screen", "visit.record-route"],
    ),
    Path(
        name="danger with a child, known matter",
        steps=(
            SAME_MATTER, do("screen-safety", **WITH_CHILD), REGISTER, CONSENT,
            graded("red", DV_RED), CLASSIFY, RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=[
            "visit.link-duplicate", "cases.require-report:screen", f"{STARTED}:emergency-linkage",
        ],
        never=["visit.open-case"],
    ),
    Path(
        name="same matter in hand, the visit is linked",
        steps=(SAME_MATTER, SCREENED, REGISTER, CONSENT, YELLOW, CLASSIFY, RECEIPT, TOLD),
        ends="visit-linked",
        performs=["visit.link-duplicate:XG-0398", "notifications.tell:same-matter-visited"],
        never=["visit.open-case", "visit.record-route"],
    ),
    Path(
        name="the tables suggest more, the person follows, red starts the emergency",
        steps=(
            SEARCHED, SCREENED, REGISTER, CONSENT, graded("yellow", DV_RED), graded("red", DV_RED),
            CLASSIFY, RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=["cases.set-risk:red", f"{STARTED}:emergency-linkage"],
    ),
    Path(
        name="lowered with a reason and approved",
        steps=(
            SEARCHED, SCREENED, REGISTER, CONSENT, graded("yellow", DV_ORANGE),
            graded("yellow", DV_ORANGE), do("approve-lowered-grade", lowering="approved"),
            CLASSIFY, do("decide-route", route="mediate"), RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=["cases.set-risk:yellow"],
        never=["cases.set-risk:orange", f"{STARTED}:emergency-linkage"],
    ),
    Path(
        name="lowered and returned, the suggestion stands",
        steps=(
            SEARCHED, SCREENED, REGISTER, CONSENT, graded("yellow", DV_RED),
            graded("orange", DV_RED), late("approval-overdue"),
            do("approve-lowered-grade", lowering="returned"), CLASSIFY, RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=[f"{ESCALATED}:H03", "cases.set-risk:red", f"{STARTED}:emergency-linkage"],
        passes="2026-03-02 11:00",
    ),
    Path(
        name="a report situation is found while grading",
        steps=(SEARCHED, SCREENED, REGISTER, CONSENT, ABANDONED, CLASSIFY, RECEIPT, TOLD),
        ends="visit-accepted",
        performs=["cases.require-report:grade", f"{STARTED}:emergency-linkage"],
        never=[f"{STARTED}:joint-mediation", f"{STARTED}:consultation"],
    ),
    Path(
        name="service declined",
        steps=(SEARCHED, SCREENED, REGISTER, DECLINED, YELLOW, CLASSIFY, TOLD),
        ends="visit-declined",
        performs=["visit.record-withdrawal"],
        never=["visit.record-route"],
    ),
    Path(
        name="service declined, but a report situation goes on",
        steps=(SEARCHED, SCREENED, REGISTER, DECLINED, ABANDONED, CLASSIFY, RECEIPT, TOLD),
        ends="visit-accepted",
        performs=["cases.require-report:grade", f"{STARTED}:emergency-linkage"],
        never=["visit.record-withdrawal"],
    ),
    Path(
        name="every clock of reception and triage runs out",
        steps=(
            late("search-overdue"), SEARCHED, late("screen-overdue"), SCREENED,
            late("registration-overdue"), REGISTER, CONSENT, YELLOW,
            late("classification-overdue"), CLASSIFY, late("triage-overdue"),
            do("decide-route", route="mediate"), RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=[f"{ESCALATED}:H01", f"{ESCALATED}:H01", *[f"{ESCALATED}:H03"] * 3],
        passes="2026-03-02 11:00",
    ),
    Path(
        name="danger words in the consultation, a false fear and a real one",
        steps=(
            *route("consult"), RECEIPT,
            hear("DangerHeard", heard_at="2026-03-02T02:00:00+00:00"),
            late("second-screen-overdue"), do("screen-again", **CLEAR),
            hear("DangerHeard", heard_at="2026-03-02T03:00:00+00:00"),
            do("screen-again", **KNIFE), TOLD,
        ),
        ends="visit-accepted",
        performs=[
            f"{STARTED}:consultation", f"{ESCALATED}:H01", f"{STARTED}:consultation",
            f"{STARTED}:emergency-linkage",
        ],
        passes="2026-03-02 10:10",
    ),
    Path(
        name="danger words in the consultation, about a child",
        steps=(
            *route("consult"), RECEIPT,
            hear("DangerHeard", heard_at="2026-03-02T02:00:00+00:00"),
            do("screen-again", **WITH_CHILD), TOLD,
        ),
        ends="visit-accepted",
        performs=[
            "visit.record-screen:False", "visit.record-screen:True", "cases.require-report:screen",
            f"{STARTED}:emergency-linkage",
        ],
    ),
    Path(
        name="the consultation finds another route, late",
        steps=(
            *route("consult"), RECEIPT,
            hear("ConsultationClosed", next_step="mediation", closed_at="2026-03-02T02:00:00Z"),
            late("second-triage-overdue"), do("decide-route-again", route="mediate"), TOLD,
        ),
        ends="visit-accepted",
        performs=[
            f"{STARTED}:consultation", f"{ESCALATED}:H03", "visit.record-route:mediate",
            f"{STARTED}:joint-mediation",
        ],
        passes="2026-03-02 12:00",
    ),
    Path(
        name="a hotline order has until the next working day for triage",
        start_event="order-received",
        payload={"channel": "12345", "received_at": "2026-03-02T01:00:00Z", "order_no": "A1"},
        steps=(
            SEARCHED, SCREENED, late("registration-overdue"), REGISTER, CONSENT, YELLOW, CLASSIFY,
            do("decide-route", route="mediate"), RECEIPT, TOLD,
        ),
        ends="visit-accepted",
        performs=["visit.open:12345", f"{ESCALATED}:H03"],
        passes="2026-03-04 00:00",
    ),
    Path(
        name="a matter transferred in",
        start_event="transfer-received",
        payload={"channel": "transfer-in", "received_at": "2026-03-02T01:00:00Z", "order_no": "B1"},
        steps=(*route("mediate"), RECEIPT, TOLD),
        ends="visit-accepted",
        performs=["visit.open:B1"],
    ),
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_visit_goes_the_way_that_its_facts_demand(path: Path) -> None:
    check(VISIT, path)


def test_no_element_of_the_visit_is_left_out() -> None:
    left_out = sorted(VISIT.unreached(PATHS))
    print("visit, elements never reached:", left_out)
    assert left_out == []
