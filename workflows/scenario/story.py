"""A story file as values, checked before anything is played; a mistake is named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.errors import Invalid

_STEP_KEYS = frozenset(
    {"at", "who", "does", "case", "task", "item", "with", "expects", "refused", "pending", "as",
     "says"}
)  # fmt: skip


class StoryBroken(Invalid):
    """A story file cannot be read."""

    code = "story-broken"
    sentence = "Expected a story in {file}, but {place}: {problem}."


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a story."""

    #: Place in the file, for messages.
    number: int
    #: Local time: "09:10" on the day reached, "03-02 09:10" or a full date.
    at: str
    who: str
    does: str
    case: str
    task: str
    item: str
    given: Mapping[str, Any]
    expects: tuple[Mapping[str, Any], ...]
    #: Code of the refusal that must come, or "".
    refused: str
    #: What the line waits for, when it cannot be played yet.
    pending: str
    #: The line in words, printed.
    says: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A whole story."""

    name: str
    title: str
    #: Local time at which the clock starts, a full date.
    clock: str
    #: Label → user name of the cast.
    people: Mapping[str, str]
    steps: tuple[Step, ...]


def load_story(path: Path) -> Story:
    """Read and check a story file."""
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as broken:
        raise StoryBroken(file=path.name, place="YAML", problem=str(broken)) from broken
    if not isinstance(read, dict) or not isinstance(read.get("steps"), list):
        raise StoryBroken(file=path.name, place="top", problem="`steps` is missing")
    people = dict(read.get("people") or {})
    steps = tuple(
        _step(path.name, number, line, people) for number, line in enumerate(read["steps"], 1)
    )
    return Story(
        name=str(read.get("story", path.stem)), title=str(read.get("title", "")),
        clock=str(read["clock"]), people=people, steps=steps,
    )  # fmt: skip


def _step(file: str, number: int, line: Any, people: Mapping[str, str]) -> Step:
    if not isinstance(line, dict):
        raise StoryBroken(file=file, place=f"step {number}", problem="a step is a mapping")
    unknown = set(line) - _STEP_KEYS
    if unknown:
        raise StoryBroken(file=file, place=f"step {number}", problem=f"unknown {sorted(unknown)}")
    who = str(line.get("who", ""))
    if who and who not in people:
        raise StoryBroken(file=file, place=f"step {number}", problem=f"nobody is called {who}")
    return Step(
        number=number, at=str(line.get("at", "")), who=who, does=str(line.get("does", "")),
        case=str(line.get("case", line.get("as", ""))), task=str(line.get("task", "")),
        item=str(line.get("item", "")), given=dict(line.get("with") or {}),
        expects=tuple(line.get("expects") or ()), refused=str(line.get("refused", "")),
        pending=str(line.get("pending", "")), says=str(line.get("says", "")),
    )  # fmt: skip
