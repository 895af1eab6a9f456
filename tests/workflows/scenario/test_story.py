"""A story file is read strictly, and a mistake is named with its file and its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.scenario import StoryBroken, load_story
from workflows.scenario.checking import check_story

TOP = "story: T\nclock: 2026-03-02 09:00\npeople: {anna: liuyan}\n"

BROKEN = {
    "no YAML": ("steps: [", "YAML"),
    "no mapping": ("- one", "a story is a mapping"),
    "no clock": ("steps: [{says: hello}]", "`clock` is missing"),
    "no steps": ("clock: 2026-03-02 09:00", "`steps` is missing"),
    "steps is no list": (TOP + "steps: {at: 09:10}", "`steps` is a list"),
    "unknown word at the top": (TOP + "colour: red\nsteps: [{says: hello}]", "unknown ['colour']"),
    "a step is no mapping": (TOP + "steps: [hello]", "step 1: a step is a mapping"),
    "unknown word in a step": (TOP + "steps: [{says: a}, {sings: b}]", "step 2: unknown ['sings']"),
    "expects is no list": (TOP + "steps: [{expects: {case: a}}]", "`expects` is a list"),
}

UNPLAYABLE = {
    "nobody of the cast": ("people: {anna: nobody}", "[{says: a}]", "people: anna: no nobody"),
    "clock is no time": ("clock: Monday", "[{says: a}]", "clock: Monday is no time"),
    "time of a step": ("", "[{at: noon}]", "step 1: 'noon' is no time"),
    "person of a step": ("", "[{who: otto, does: claim}]", "step 1: nobody is called otto"),
    "nobody does it": ("", "[{does: search}]", "step 1: `who` is missing"),
    "verb": ("", "[{who: anna, does: dance}]", "step 1: nobody can dance"),
    "task of a verb": ("", "[{who: anna, does: claim}]", "step 1: `task` is missing"),
    "case": ("", "[{case: zhang, says: a}]", "step 1: no case is called zhang"),
    "refusal without an act": ("", "[{refused: no-such-case}]", "step 1: only something done"),
    "fields without a refusal": (
        "", "[{who: anna, does: search, fields: {a: required}}]", "step 1: `fields` belongs",
    ),
    "subject": ("", "[{expects: [{colour: red}]}]", "step 1: {'colour': 'red'} names none of"),
    "record": ("", "[{expects: [{record: dreams}]}]", "step 1: no record dreams"),
    "case expected": ("", "[{expects: [{case: zhang}]}]", "step 1: no case is called zhang"),
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "T.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_with_its_place(tmp_path: Path, name: str) -> None:
    text, place = BROKEN[name]
    with pytest.raises(StoryBroken) as broken:
        load_story(written(tmp_path, text))
    assert "T.yaml" in str(broken.value)
    assert place in str(broken.value)


@pytest.mark.parametrize("name", UNPLAYABLE)
def test_a_story_that_nobody_could_play_is_refused_before_it_begins(
    tmp_path: Path, name: str
) -> None:
    top, steps, place = UNPLAYABLE[name]
    lines = {line.partition(":")[0]: line for line in (TOP + top).splitlines()}
    story = load_story(written(tmp_path, "\n".join([*lines.values(), f"steps: {steps}"])))
    with pytest.raises(StoryBroken) as broken:
        check_story(story)
    assert place in str(broken.value)


def test_times_codes_and_yes_or_no_stay_what_was_written(tmp_path: Path) -> None:
    step = "{at: 09:10, with: {day: 2026-05-06, code: 0101, on: yes, asked: true, told: false, none: }}"
    story = load_story(written(tmp_path, f"{TOP}steps: [{step}]"))
    assert story.steps[0].at == "09:10"
    assert story.steps[0].given == {
        "day": "2026-05-06", "code": "0101", "on": "yes", "asked": "true", "told": "false", "none": "",
    }  # fmt: skip
