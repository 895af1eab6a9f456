"""What a mediation decides by rule: mediability, recusal, unreachability, endings, the jump."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.codes import load_lists
from workflows.deadlines import load_table
from workflows.joint_mediation import rules
from workflows.joint_mediation.rules import Attempt, EndReason, Judgement, Mediability

MONDAY = date(2026, 3, 2)
H13 = load_table().rules["H13"].counts


def test_the_end_reasons_are_those_of_the_jurisdiction() -> None:
    assert set(EndReason) == {code.code for code in load_lists()["end-reasons"]}


@pytest.mark.parametrize(
    ("judged", "suggested", "seen", "stands", "state"),
    [
        ("mediable", "mediable", None, "mediable", "settled"),
        ("not_mediable", "mediable", None, "not_mediable", "settled"),
        ("with_conditions", "mediable", "mediable", "with_conditions", "settled"),
        ("mediable", "with_conditions", None, "mediable", "unseen"),
        ("mediable", "with_conditions", "with_conditions", "with_conditions", "settled"),
        ("mediable", "not_mediable", "with_conditions", "mediable", "unseen"),
        ("mediable", "not_mediable", "not_mediable", "not_mediable", "settled"),
        ("until_representative", "with_conditions", None, "until_representative", "settled"),
    ],
)
def test_a_person_may_be_stricter_than_dt5_and_never_looser(
    judged: str, suggested: str, seen: str | None, stands: str, state: str
) -> None:
    outcome = rules.compare_mediability(
        Mediability(judged), Mediability(suggested), Mediability(seen) if seen else None
    )
    assert outcome == (Mediability(stands), Judgement(state))


@pytest.mark.parametrize(("judged", "suggested"), [*product(Mediability, Mediability)])
def test_what_stands_is_never_looser_than_the_suggestion(
    judged: Mediability, suggested: Mediability
) -> None:
    ranks = list(Mediability)
    stands, state = rules.compare_mediability(judged, suggested, suggested)
    assert state is Judgement.SETTLED
    assert ranks.index(stands) >= ranks.index(suggested)


@pytest.mark.parametrize(
    ("given_reason", "mediability", "reason"),
    [
        ("refused_respondent", "mediable", EndReason.REFUSED_RESPONDENT),
        ("unreachable", "mediable", EndReason.UNREACHABLE),
        ("wrong_jurisdiction", "mediable", EndReason.TRANSFERRED),
        ("withdrawn_applicant", "mediable", EndReason.WITHDRAWN_APPLICANT),
        (None, "not_mediable", EndReason.NOT_MEDIABLE),
        (None, "with_conditions", EndReason.NOT_MEDIABLE),
        (None, "mediable", EndReason.REFUSED_RESPONDENT),
    ],
)
def test_what_is_not_taken_up_ends_with_a_reason(
    given_reason: str | None, mediability: str, reason: EndReason
) -> None:
    assert rules.refusal_reason(given_reason, mediability) is reason


@pytest.mark.parametrize(
    ("conflict", "waived", "on_request", "requested", "steps_back"),
    [
        ("none", None, True, True, False),
        ("kin", None, True, False, True),
        ("kin", "no", False, False, True),
        ("kin", "both", True, False, False),
        ("kin", "both", True, True, True),
        ("kin", "both", False, True, False),
        ("acquainted", "both", False, False, False),
    ],
)
def test_a_tie_means_stepping_back_unless_both_waive_it(
    conflict: str, waived: str | None, on_request: bool, requested: bool, steps_back: bool
) -> None:
    decided = rules.must_recuse(conflict, waived, on_request=on_request, requested=requested)
    assert decided is steps_back


def tries(*methods: str, days: tuple[int, ...] = (0, 1, 2, 3), **flags: bool) -> list[Attempt]:
    return [
        Attempt(
            side="respondent", method=method, on=MONDAY + timedelta(days=day),
            reached=flags.get(f"reached_{place}", False),
        )
        for place, (method, day) in enumerate(zip(methods, days, strict=False))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attempts", "unreachable"),
    [
        (tries("phone", "wechat", "phone", "home_visit"), True),
        (tries("phone", "letter", "sms", "grid_visit"), True),
        (tries("home_visit", "phone", "wechat", "phone"), True),
        (tries("phone", "phone", "phone", "home_visit"), False),
        (tries("phone", "wechat", "phone"), False),
        (tries("phone", "wechat", "home_visit", "grid_visit"), False),
        (tries("phone", "wechat", "phone", "home_visit", days=(0, 0, 1, 2)), False),
        (tries("phone", "wechat", "phone", "home_visit", reached_1=True), False),
        ([], False),
    ],
)
def test_unreachable_needs_three_days_two_channels_and_a_visit(
    attempts: list[Attempt], unreachable: bool
) -> None:
    assert rules.is_unreachable(attempts, "respondent", H13) is unreachable


def test_vain_contacts_of_one_side_say_nothing_about_the_other() -> None:
    attempts = tries("phone", "wechat", "phone", "home_visit")
    assert not rules.is_unreachable(attempts, "applicant", H13)


@given(
    st.lists(
        st.builds(
            Attempt, side=st.just("respondent"), reached=st.booleans(),
            method=st.sampled_from(["phone", "wechat", "letter", "home_visit", "grid_visit"]),
            on=st.dates(MONDAY, MONDAY + timedelta(days=5)),
        )
    )
)  # fmt: skip
def test_whoever_was_just_reached_is_not_unreachable(attempts: list[Attempt]) -> None:
    reached = Attempt(side="respondent", method="phone", on=MONDAY, reached=True)
    assert not rules.is_unreachable([*attempts, reached], "respondent", H13)


@pytest.mark.parametrize(
    ("left", "asked", "used", "asks"),
    [(16, False, 0, False), (7, False, 0, True), (3, True, 0, False), (3, False, 1, True),
     (7, False, 2, False)],
)  # fmt: skip
def test_both_are_asked_once_seven_days_before_the_end(
    left: int, asked: bool, used: int, asks: bool
) -> None:
    assert rules.asks_extension(left, asked=asked, used=used, most=2) is asks


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        ("applicant", EndReason.WITHDRAWN_APPLICANT), ("both", EndReason.WITHDRAWN_APPLICANT),
        ("respondent", EndReason.REFUSED_RESPONDENT),
    ],
)  # fmt: skip
def test_who_leaves_decides_the_end_reason(by: str, reason: EndReason) -> None:
    assert rules.withdrawal_reason(by) is reason


@pytest.mark.parametrize(
    ("subjects", "request_text", "subject"),
    [
        (["payment", "child_cost"], "请求确认第一至三条的给付内容", ""),
        (["payment"], "请求确认婚姻关系解除及六万元给付", "marriage_status"),
        (["payment"], "确认双方解除婚姻", "marriage_status"),
        (["parentage"], "请求确认协议效力", "parentage"),
        (["payment"], "请求确认收养关系成立", "adoption"),
        (["payment"], "请求确认房屋所有权归申请人", "property_title"),
        (["payment"], "房屋产权归属女方，请求确认", "property_title"),
        (["property_split"], "家具由男方于五月十日前搬走", ""),
    ],
)
def test_a_request_may_not_name_status_adoption_or_title(
    subjects: list[str], request_text: str, subject: str
) -> None:
    assert rules.unconfirmable(subjects, request_text) == subject


PAPERS = ["application", "rights_notice", "identity", "mediation_record", "back_cover"]


@pytest.mark.parametrize(
    ("items", "reason", "missing"),
    [
        (PAPERS, "failed_no_agreement", ()),
        (PAPERS, "success_written", ("agreement",)),
        ([*PAPERS, "agreement"], "partial", ()),
        (PAPERS[1:], "withdrawn_applicant", ("application",)),
    ],
)
def test_a_file_has_every_must_have_paper(
    items: list[str], reason: str, missing: tuple[str, ...]
) -> None:
    assert rules.missing_papers(items, reason) == missing


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"risk_kind": "violence"}, {"incident_type": "fight", "violence_now": True}),
        (
            {"risk_kind": "violence", "dv_flag": True, "anyone_injured": True},
            {"incident_type": "domestic_violence", "injury": True},
        ),
        (
            {"risk_kind": "fire_explosion", "police_called": True},
            {"incident_type": "fire_explosion", "weapon": True, "threat": True, "called_110": True},
        ),
        ({"risk_kind": "suicide"}, {"incident_type": "self_harm", "suicide_threat": True}),
        ({"risk_kind": "child"}, {"incident_type": "child_harm", "minors_involved": True}),
        ({"weapon_suspected": True}, {"incident_type": "threat", "weapon": True}),
        (
            {"threat_heard": True},
            {"incident_type": "threat", "happening_now": False, "offender_present": False},
        ),
        ({}, {"incident_type": "other", "threat": False, "weapon": False}),
    ],
)
def test_the_emergency_is_told_codes_and_flags(
    known: Mapping[str, object], told: Mapping[str, object]
) -> None:
    facts = rules.emergency_facts(known)
    assert {key: facts[key] for key in told} == told
    assert all(isinstance(value, bool | str) for value in facts.values())
