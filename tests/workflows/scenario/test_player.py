"""The player sees what is so, and every kind of expectation can fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine import clock
from engine.models import TimerRow
from workflows.demo.cast import TENANT
from workflows.runtime import compose
from workflows.scenario import Played, StoryBroken, load_story, play
from workflows.scenario.expectations import check
from workflows.scenario.player import play_on
from workflows.scenario.stage import Stage, set_stage
from workflows.settings import Settings

STORY = """
story: small
clock: 2026-03-02 09:00
people: {receptionist: liuyan, elsewhere: zhaomin}
steps:
  - {at: "09:10", who: receptionist, does: open visit, as: zhang, with: {channel: walk-in}}
  - at: "09:11"
    who: receptionist
    does: complete
    task: search-person
    with: {name: 张芳, phone: 138 0000 1111, search_result: new_person}
  - {at: "09:12", who: elsewhere, does: read case, refused: no-such-case}
  - {at: "09:13", who: elsewhere, does: read case, refused: case-closed, says: another refusal}
  - {at: "09:14", who: receptionist, does: read case, refused: no-such-case, says: none comes}
  - {at: "09:15", who: elsewhere, does: read case, says: nobody expected it}
  - {at: "09:16", who: receptionist, does: complete, task: give-consent, says: not open}
  - at: "09:17"
    who: receptionist
    does: complete
    task: screen-safety
    refused: form-invalid
    fields: {violence_now: required}
  - at: "09:18"
    who: receptionist
    does: complete
    task: screen-safety
    refused: form-invalid
    fields: {violence_now: not-in-list}
    says: refused for another reason
  - {pending: "P8 follow-up", at: "04-27 10:00", says: later}
  - at: "09:25"
    says: H01 has passed
    expects:
      - {notice: deadline-missed, to: R03@east-lake, level: 2, at: "09:20"}
"""
#: Steps that must differ, and nothing else.
WRONG = {4, 5, 6, 7, 9}

#: Subject → an expectation that holds at the end of the story, and the same with one value changed.
SUBJECTS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "task": (
        {"task": "screen-safety", "state": "open", "due": "09:20", "code": "H01"},
        {"task": "screen-safety", "due": "09:21"},
    ),
    "task held": (
        {"task": "search-person", "holder": "@receptionist"},
        {"task": "search-person", "holder": "@elsewhere"},
    ),
    "task counted": (
        {"task": "screen-safety", "state": "open", "count": 1},
        {"task": "screen-safety", "state": "open", "count": 2},
    ),
    "task absent": ({"task": "grade-risk", "count": 0}, {"task": "grade-risk", "state": "open"}),
    "deadline": (
        {"deadline": "H01", "start": "09:10", "effective": "09:20"},
        {"deadline": "H01", "effective": "09:21"},
    ),
    "warnings": (
        {"deadline": "H01", "warnings": ["09:15", "09:17:30", "09:19"]},
        {"deadline": "H01", "warnings": ["09:15", "09:18", "09:19"]},
    ),
    "case": (
        {"case": "zhang", "number": "XG-DH-2026-0001", "state": "registered"},
        {"case": "zhang", "state": "triaged"},
    ),
    "notice": (
        {"notice": "deadline-missed", "to": "R03@east-lake", "at": "09:20"},
        {"notice": "deadline-missed", "to": "R06@east-lake"},
    ),
    "history": (
        {"history": "task:completed", "node": "search-person", "role": "R02", "at": "09:11"},
        {"history": "task:completed", "node": "search-person", "at": "09:12"},
    ),
    "instance": (
        {"instance": "visit", "state": "running", "channel": "walk-in"},
        {"instance": "visit", "channel": "12338"},
    ),
    "record": (
        {"record": "visit", "arrived_at": "09:10", "danger": "none"},
        {"record": "visit", "danger": True},
    ),
    "record of a record": (
        {"record": "mediation_session", "count": 0}, {"record": "mediation_session"},
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Small:
    """The small story after its last step."""

    outcome: Played
    stage: Stage
    lines: list[str]
    #: Where its clock stands.
    present: datetime


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """The small story, played once, with the stage as it is at the end."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "small.yaml").write_text(STORY, encoding="utf-8")
    runtime = compose(Settings.from_env({"SANLIAN_HOME": str(folder / "home")}))
    lines: list[str] = []
    stage = set_stage(runtime, load_story(folder / "small.yaml"))
    outcome = play_on(stage, lines.append)
    yield Small(outcome=outcome, stage=stage, lines=lines, present=clock.now())
    runtime.database.close()


def test_only_the_wrong_steps_differ(small: Small) -> None:
    assert {number for number, _ in small.outcome.differences} == WRONG


def test_every_step_is_printed_and_a_pending_one_with_what_it_waits_for(small: Small) -> None:
    assert small.outcome.pending == ((10, "P8 follow-up"),)
    assert any("waits for P8 follow-up" in line and "later" in line for line in small.lines)
    assert sum(line.startswith(("  ok", "  NO", "  …")) for line in small.lines) == 11
    assert any("wanted refused case-closed, found no-such-case" in line for line in small.lines)


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_subject_holds_and_fails_when_one_value_is_changed(small: Small, name: str) -> None:
    right, wrong = SUBJECTS[name]
    with clock.frozen(small.present):
        assert check(small.stage, "", right, None) == []
        assert check(small.stage, "", wrong, None) != []


@pytest.mark.parametrize(
    ("hits", "outcome", "holds"), [(0, [], True), (1, [], False), (0, None, False)]
)
def test_hits_are_those_of_the_search_of_the_step(
    small: Small, hits: int, outcome: object, holds: bool
) -> None:
    assert (check(small.stage, "", {"hits": hits}, outcome) == []) is holds


def test_a_public_stage_needs_a_code_looked_up(small: Small) -> None:
    assert check(small.stage, "", {"public": "received"}, None) != []


def test_a_clock_whose_handler_raises_is_told_once(small: Small) -> None:
    with small.stage.runtime.database.begin() as session:
        timer = session.query(TimerRow).filter(TimerRow.tenant == TENANT).first()
        assert timer is not None
        node, timer.last_error = timer.node, "ValueError"
    assert small.stage.broken_clocks() == [f"{node}: ValueError"]
    assert small.stage.broken_clocks() == []


def test_a_story_never_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "back.yaml"
    path.write_text(
        "clock: 2026-03-02 09:00\npeople: {}\nsteps: [{at: 09:10}, {at: 09:05}]", encoding="utf-8"
    )
    runtime = compose(Settings.from_env({"SANLIAN_HOME": str(tmp_path / "home")}))
    try:
        with pytest.raises(StoryBroken, match="step 2"):
            play(runtime, load_story(path))
    finally:
        runtime.database.close()
