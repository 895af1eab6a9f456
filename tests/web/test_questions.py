"""Five plain questions stand for ten indicators; the indicators alone are what counts."""

from __future__ import annotations

from typing import Any

import pytest

from engine.forms.loading import load
from tests.databases import ROOT
from web.rendering.questions import NO, QUESTIONS, YES, settled, state
from web.rendering.two_people import names_two

HERE = "ask_danger_here"
SAFE = dict(QUESTIONS[HERE])


@pytest.mark.parametrize(
    ("values", "said", "indicators", "shown"),
    [
        ({}, {HERE: NO}, SAFE, NO),
        ({}, {}, {}, ""),
        # A "yes" says that something is so, not what.
        ({}, {HERE: YES}, dict.fromkeys(SAFE, ""), ""),
        # What a "no" had filled does not stay under a "yes".
        (SAFE, {HERE: YES}, dict.fromkeys(SAFE, ""), ""),
        # A danger that was told is never taken back by the question above it.
        ({"violence_now": "true"}, {HERE: NO}, {**SAFE, "violence_now": "true"}, YES),
        ({**SAFE, "can_talk_safely": "false"}, {HERE: NO}, {**SAFE, "can_talk_safely": "false"},
         YES),
        ({**SAFE, "offender_outside": "true"}, {HERE: YES}, {**SAFE, "offender_outside": "true"},
         YES),
    ],
)  # fmt: skip
def test_a_question_settles_its_indicators(
    values: dict[str, Any], said: dict[str, str], indicators: dict[str, str], shown: str
) -> None:
    found = settled(values, said)
    assert {key: found[key] for key in SAFE if key in found} == indicators
    assert state(found, HERE) == shown


def test_a_question_of_one_indicator_needs_no_second_answer() -> None:
    assert settled({}, {"ask_home": YES}) == {"afraid_to_go_home": "true"}
    assert settled({}, {"ask_home": NO}) == {"afraid_to_go_home": "false"}


def test_every_indicator_of_the_form_stands_under_exactly_one_question() -> None:
    form = load((ROOT / "bpmn/visit/forms/screen-safety.json").read_bytes())
    groups = {
        part.id: {inner.key for inner in part.parts}
        for part in form.parts
        if getattr(part, "parts", None)
    }
    assert groups == {group: set(each) for group, each in QUESTIONS.items()}
    asked = [key for keys in groups.values() for key in keys]
    assert len(asked) == len(set(asked)) == 10


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("张三、李四", True), ("张三，李四", True), ("张三 和李四", True), ("张芳芳与李梅", True),
        ("张三/李四", True), ("曲和平", False), ("和珅", False), ("龘龘", False), ("", False),
        ("阿依古丽·买买提", False), ("Zhang Fang", False), ("李与", False),
    ],
)  # fmt: skip
def test_two_people_in_one_name_are_noticed(name: str, two: bool) -> None:
    assert names_two(name) is two
