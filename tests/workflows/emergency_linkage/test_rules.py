"""What an emergency decides by rule: grades, silence, reports, help, and when it may end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.emergency_linkage.house import local
from workflows.codes import load_departments
from workflows.emergency_linkage import rules
from workflows.emergency_linkage.rules import (
    SEVERITIES,
    FollowState,
    GradeState,
    NoticeState,
    RecontactState,
)

grades = st.sampled_from(SEVERITIES)


@pytest.mark.parametrize(
    ("chosen", "suggested", "state"),
    [
        ("II", "II", GradeState.CONFIRMED), ("I", "II", GradeState.CONFIRMED),
        ("III", "II", GradeState.LOWERED), ("IV", "I", GradeState.LOWERED),
        ("IV", None, GradeState.CONFIRMED), ("III", "", GradeState.CONFIRMED),
    ],
)  # fmt: skip
def test_a_grade_below_the_suggestion_waits_for_a_second_person(
    chosen: str, suggested: str | None, state: GradeState
) -> None:
    assert rules.weigh_grade(chosen, suggested) == state


@given(chosen=grades, suggested=grades)
def test_what_is_acted_upon_is_never_milder_than_chosen_or_suggested(
    chosen: str, suggested: str
) -> None:
    acted = rules.gravest(chosen, suggested)
    assert not rules.is_graver(chosen, acted)
    assert not rules.is_graver(suggested, acted)
    assert acted in {chosen, suggested}


@pytest.mark.parametrize(
    ("severity", "over", "state"),
    [
        ("I", False, FollowState.REPORT), ("II", False, FollowState.REPORT),
        ("III", False, FollowState.REPORT), ("IV", False, FollowState.WAIT),
        ("I", True, FollowState.OVER), ("IV", True, FollowState.OVER),
    ],
)  # fmt: skip
def test_follow_up_reports_go_on_at_the_three_graver_grades(
    severity: str, over: bool, state: FollowState
) -> None:
    assert rules.follow_state(severity, over=over) == state


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"mandatory_report": True}, True),
        ({"source": "visit", "minors_involved": True}, True),
        ({"source": "visit", "child_alone_or_missing": True}, True),
        ({"source": "duty", "minors_involved": True}, False),
        ({"source": "visit", "minors_involved": None}, False),
        ({}, False),
    ],
)
def test_a_child_at_risk_makes_the_report_due_from_the_start(
    facts: Mapping[str, object], due: bool
) -> None:
    assert rules.is_report_due(facts) is due


@pytest.mark.parametrize(
    ("facts", "silent"),
    [
        ({"offender_present": True}, True), ({"call_back_safe": False}, True),
        ({"offender_present": False, "call_back_safe": True}, False), ({}, False),
    ],
)  # fmt: skip
def test_nobody_calls_back_while_the_offender_may_listen(
    facts: Mapping[str, object], silent: bool
) -> None:
    assert rules.is_silent(facts) is silent


@pytest.mark.parametrize(
    ("channel", "source", "known"),
    [
        ("12338", "visit", "hotline_12338"), ("110", "visit", "linkage_110"),
        ("walk-in", "visit", "on_site"), ("walk-in", "mediation", "mediation"),
        ("letter", "visit", None),
    ],
)  # fmt: skip
def test_the_register_is_prefilled_with_the_channel(
    channel: str, source: str, known: str | None
) -> None:
    facts = rules.known_facts({"channel": channel, "source": source})
    assert facts["known_channel"] == known


def test_help_means_departments_each_once_and_the_named_first() -> None:
    found = rules.departments_for(["medical", "police", "fire"], ["health", "ambulance"])
    assert found == ("health", "ambulance", "police")
    assert rules.needs_unmet(["medical", "fire", "vehicle"]) == ("fire", "vehicle")
    assert all(each in load_departments() for each in rules.HELPERS.values())


@pytest.mark.parametrize(
    ("graded", "gone", "safe", "waiting", "bars"),
    [
        (True, True, True, (), ()),
        (False, True, True, (), ("not_graded",)),
        (True, False, True, (), ("danger",)),
        (True, True, False, (), ("victim_not_safe",)),
        (True, True, True, ("police",), ("departments_open",)),
        (False, False, False, ("x",),
         ("not_graded", "danger", "victim_not_safe", "departments_open")),
    ],
)  # fmt: skip
def test_the_response_ends_only_when_nothing_bars_it(
    graded: bool, gone: bool, safe: bool, waiting: tuple[str, ...], bars: tuple[str, ...]
) -> None:
    assert bars == rules.stand_down_bars(
        graded=graded, danger_gone=gone, victim_safe=safe, open_departments=waiting
    )


@pytest.mark.parametrize(
    ("result", "next_at", "state"),
    [
        ("accepts_help", None, RecontactState.HELPED),
        ("new_violence", None, RecontactState.VIOLENCE),
        ("not_reached", "2026-05-04T20:00", RecontactState.AGAIN),
        ("unsafe", "2026-05-04T20:00", RecontactState.AGAIN),
        ("still_refuses", None, RecontactState.RESPECTED),
        ("still_refuses", "2026-05-04T20:00", RecontactState.AGAIN),
    ],
)
def test_a_refusal_is_respected_and_an_agreed_time_is_kept(
    result: str, next_at: str | None, state: RecontactState
) -> None:
    assert rules.recontact_state(result, next_at) == state


def test_the_holder_of_an_order_is_asked_three_times_before_it_ends() -> None:
    assert rules.order_warnings(date(2026, 11, 4)) == (
        date(2026, 10, 5), date(2026, 10, 20), date(2026, 10, 28)
    )  # fmt: skip


_NOTHING = dict.fromkeys(
    ("substituted_at", "closed_at", "released_at", "arrived_at", "acked_at", "sent_at")
) | {"answer": ""}
_AT = local("05-02 20:50")


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, NoticeState.WANTED),
        ({"sent_at": _AT}, NoticeState.SENT),
        ({"sent_at": _AT, "acked_at": _AT, "answer": "ack"}, NoticeState.ACKNOWLEDGED),
        ({"sent_at": _AT, "acked_at": _AT, "answer": "not_ours"}, NoticeState.OBJECTED),
        ({"acked_at": _AT, "arrived_at": _AT}, NoticeState.ARRIVED),
        ({"arrived_at": _AT, "closed_at": _AT}, NoticeState.CLOSED),
        ({"sent_at": _AT, "released_at": _AT}, NoticeState.RELEASED),
        ({"sent_at": _AT, "substituted_at": _AT}, NoticeState.SUBSTITUTED),
    ],
)
def test_a_notice_tells_how_far_its_department_is(
    known: Mapping[str, object], state: NoticeState
) -> None:
    assert rules.notice_state(SimpleNamespace(**{**_NOTHING, **known})) == state
