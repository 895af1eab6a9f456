"""Every story plays without a difference, and a story with one wrong date does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import clock
from workflows.runtime import Runtime, compose
from workflows.scenario import Played, load_story, play
from workflows.settings import Settings

STORIES = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
_TIME_IN_EXPECTATION = re.compile(
    r"((?:due|nominal|effective|start|at|sent_at|screened_at): \"?(?:[\d-]+ )?)(\d\d):(\d\d)"
)
_DAY_IN_EXPECTATION = re.compile(r"((?:nominal|effective): (?:2026-)?\d\d-)(\d\d)\b")

Stage = Callable[[], Runtime]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Makes a house with an empty database of its own for each play."""
    numbers = iter(range(100))

    def make() -> Runtime:
        home = tmp_path / str(next(numbers))
        return compose(Settings.from_env({"SANLIAN_HOME": str(home)}))

    return make


def played(runtime: Runtime, path: Path) -> Played:
    lines: list[str] = []
    try:
        outcome = play(runtime, load_story(path), lines.append)
    finally:
        runtime.database.close()
        clock.travel_to(None)
    print("\n".join(lines))
    return outcome


@pytest.mark.timeout(240)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_plays_as_it_is_written(stage: Stage, path: Path) -> None:
    outcome = played(stage(), path)
    assert outcome.compared > 10
    assert outcome.differences == ()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_with_one_date_changed_fails(stage: Stage, path: Path, tmp_path: Path) -> None:
    changed = tmp_path / path.name
    changed.write_text(with_one_date_changed(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert len(played(stage(), changed).differences) >= 1


def with_one_date_changed(text: str) -> str:
    """The first expected day one later, or else the first expected time one minute later."""
    day = _DAY_IN_EXPECTATION.search(text)
    if day is not None:
        later = f"{day.group(1)}{int(day.group(2)) % 28 + 1:02d}"
        return text[: day.start()] + later + text[day.end() :]
    expects = text.index("deadline:")
    time = _TIME_IN_EXPECTATION.search(text, expects)
    assert time is not None
    later = f"{time.group(1)}{time.group(2)}:{(int(time.group(3)) + 1) % 60:02d}"
    return text[: time.start()] + later + text[time.end() :]
