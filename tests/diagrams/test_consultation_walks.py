"""Every way through 咨询 and its exceptions (domain P4), walked twice each."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.diagrams.walking import Answer, Ground, Path, check, do, late


def quietly(given: Mapping[str, object]) -> Mapping[str, object]:
    """The answer of an operation that only writes records."""
    return {}


ANSWERS: dict[str, Answer] = {
    "consultation.open": lambda given: {"consultation_id": "k-1", "opened_at": given["now"]},
    "consultation.record-answer": quietly,
    "consultation.record-danger": lambda given: {"heard_at": given["now"]},
    "consultation.record-interruption": lambda given: {
        "interruptions": 1 + int(str(given["before"] or 0))
    },
    "engine.start": quietly,
    "notifications.escalate": quietly,
}
CONSULTATION = Ground(process="consultation", answers=ANSWERS)

VISIT = {"source": "visit", "visit_id": "v-1", "channel": "walk-in"}
ASKED = {"channel": "walk-in", "category": "F31", "danger_words": False}
ANSWERED = ASKED | {"consultation_result": "answered", "next_step": "close"}
BROKEN = ASKED | {"consultation_result": "caller_hung_up", "next_step": "close"}
LAWYER = ASKED | {"consultation_result": "needs_lawyer", "next_step": "close"}
DANGER = ANSWERED | {"danger_words": True}

PATHS = (
    Path(
        name="answered at once",
        data=VISIT,
        steps=[do("answer-question", **ANSWERED)],
        ends="consulted",
        performs=["consultation.open", "consultation.record-answer"],
        never=["notifications.escalate"],
        throws=["ConsultationClosed"],
    ),
    Path(
        name="nobody answers for a working day, then the lawyer is late too",
        data=VISIT,
        steps=[
            late("answer-overdue"), do("answer-question", **LAWYER), late("adviser-overdue"),
            do("answer-as-adviser", **ANSWERED),
        ],
        ends="consulted",
        performs=["notifications.escalate:H04.simple", "notifications.escalate:H04.simple"],
        throws=["ConsultationClosed"],
        passes="2026-03-04 00:00",
    ),
    Path(
        name="the call breaks off twice",
        data=VISIT,
        steps=[do("answer-question", **BROKEN), do("answer-question", **BROKEN)],
        ends="consulted",
        performs=["consultation.record-interruption", "consultation.record-interruption"],
        never=["consultation.record-answer"],
        throws=["ConsultationClosed"],
    ),
    Path(
        name="answered differently than before, and right after all",
        data=VISIT,
        steps=[
            do("answer-question", **ANSWERED, answered_differently=True),
            do("review-knowledge", knowledge_decision="adopt_later", call_back_needed=False),
        ],
        ends="consulted",
        throws=["ConsultationClosed"],
    ),
    Path(
        name="answered differently than before, and corrected",
        data=VISIT,
        steps=[
            do("answer-question", **ANSWERED, answered_differently=True),
            do("review-knowledge", knowledge_decision="new_answer", call_back_needed=True),
            do("correct-answer", **ANSWERED),
        ],
        ends="consulted",
        performs=["consultation.record-answer", "consultation.record-answer"],
        throws=["ConsultationClosed"],
    ),
    Path(
        name="danger words during a visit",
        data=VISIT,
        steps=[do("answer-question", **DANGER)],
        ends="sent-to-screen",
        performs=["consultation.record-danger"],
        never=["engine.start", "consultation.record-answer"],
        throws=["DangerHeard"],
    ),
    Path(
        name="danger words to the lawyer, without a visit",
        data={"source": "duty", "channel": "12338"},
        steps=[do("answer-question", **LAWYER), do("answer-as-adviser", **DANGER)],
        ends="sent-to-emergency",
        performs=["engine.start:emergency-linkage"],
    ),
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_consultation_goes_the_way_that_its_facts_demand(path: Path) -> None:
    check(CONSULTATION, path)


def test_no_element_of_the_consultation_is_left_out() -> None:
    left_out = sorted(CONSULTATION.unreached(PATHS))
    print("consultation, elements never reached:", left_out)
    assert left_out == []
