"""Whether a story can be played at all, judged before anything is played: names must exist.

Verbs, subjects, people, labels of cases and times are looked at in the order of the file, and the
first mistake is named with its step. Tasks and fields are found out by playing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflows.demo.cast import usernames
from workflows.scenario.expectations import SUBJECTS, subject_of
from workflows.scenario.records import RECORDS
from workflows.scenario.story import Step, Story, StoryBroken
from workflows.scenario.times import is_instant
from workflows.scenario.verbs import NEEDS_TASK, VERBS


def check_story(story: Story) -> None:
    """Raise StoryBroken for the first step that nobody could play."""
    known_people = usernames()
    for label, username in story.people.items():
        if username not in known_people:
            raise StoryBroken(file=story.file, place="people", problem=f"{label}: no {username}")
    if not is_instant(story.clock):
        raise StoryBroken(file=story.file, place="clock", problem=f"{story.clock} is no time")
    cases: set[str] = set()
    for step in story.steps:
        cases |= {step.names} - {""}
        for rule in _RULES:
            problem = rule(story, step, cases)
            if problem:
                raise StoryBroken(file=story.file, place=f"step {step.number}", problem=problem)


def _time(story: Story, step: Step, cases: set[str]) -> str:
    return f"{step.at!r} is no time" if step.at and not is_instant(step.at) else ""


def _who(story: Story, step: Step, cases: set[str]) -> str:
    if step.who and step.who not in story.people:
        return f"nobody is called {step.who}"
    return "`who` is missing" if step.does and not step.who else ""


def _verb(story: Story, step: Step, cases: set[str]) -> str:
    if step.does and step.does not in VERBS:
        return f"nobody can {step.does}, only {', '.join(VERBS)}"
    return "`task` is missing" if step.does in NEEDS_TASK and not step.task else ""


def _refusal(story: Story, step: Step, cases: set[str]) -> str:
    if step.refused and not step.does:
        return "only something done can be refused"
    return "`fields` belongs to `refused`" if step.fields and not step.refused else ""


def _case(story: Story, step: Step, cases: set[str]) -> str:
    return f"no case is called {step.case}" if step.case and step.case not in cases else ""


def _subjects(story: Story, step: Step, cases: set[str]) -> str:
    return next((problem for each in step.expects if (problem := _subject(each, cases))), "")


def _subject(wanted: Mapping[str, Any], cases: set[str]) -> str:
    subject = subject_of(wanted)
    if not subject:
        return f"{dict(wanted)} names none of {', '.join(SUBJECTS)}"
    if subject == "record" and wanted["record"] not in RECORDS:
        return f"no record {wanted['record']}, only {', '.join(sorted(RECORDS))}"
    if subject == "case" and wanted["case"] not in cases:
        return f"no case is called {wanted['case']}"
    return ""


_RULES: tuple[Callable[[Story, Step, set[str]], str], ...] = (
    _time, _who, _verb, _refusal, _case, _subjects,
)  # fmt: skip
