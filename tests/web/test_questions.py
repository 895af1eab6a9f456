"""Five plain questions stand for ten indicators; the indicators alone are what counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from engine.forms.loading import load
from engine.models import SubmissionRow
from tests.databases import ROOT
from tests.web.conftest import Browser
from tests.web.reception import local, receive
from web.rendering.questions import NO, QUESTIONS, YES, settled, state
from web.rendering.two_people import names_two
from workflows.runtime import Runtime

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


def screening(runtime: Runtime, somebody: Browser) -> tuple[str, str]:
    """A visit that has come to the safety screen; its address and its case."""
    visit = receive(runtime).until("screen-safety")
    return f"/tasks/{visit.claim('screen-safety', 'liuyan').id}", visit.case_id


def test_without_a_script_five_noes_store_ten_indicators(
    runtime: Runtime, browser: Callable[[str], Browser]
) -> None:
    somebody = browser("liuyan")
    address, case = screening(runtime, somebody)
    day, _blank, hour = local().partition(" ")
    when = {"screened_at.date": day, "screened_at.time": hour}
    said = {f"_ask.{group}": "no" for group in QUESTIONS}
    assert somebody.post(f"{address}/complete", {**when, **said}).status_code == 303
    with runtime.database.read() as session:
        row = session.scalar(
            select(SubmissionRow).where(
                SubmissionRow.business_key == case, SubmissionRow.form_key == "screen-safety"
            )
        )
        assert row is not None
        stored = {key: row.fields[key] for keys in QUESTIONS.values() for key in keys}
    assert stored == {key: key == "can_talk_safely" for key in stored}
    assert len(stored) == 10


def test_a_yes_that_says_nothing_more_is_asked_again(
    runtime: Runtime, browser: Callable[[str], Browser]
) -> None:
    somebody = browser("liuyan")
    address, _case = screening(runtime, somebody)
    day, _blank, hour = local().partition(" ")
    said = {f"_ask.{group}": "no" for group in QUESTIONS} | {"_ask.ask_child": "yes"}
    page = somebody.post(
        f"{address}/complete", {"screened_at.date": day, "screened_at.time": hour, **said}
    )
    assert page.status_code == 422
    box = page.text.partition('id="ask_child"')[2].partition("</details>")[0]
    assert 'name="_ask.ask_child" value="yes" checked' in box
    assert '<details class="more" open>' in box
    assert box.count('class="error"') == 2


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
