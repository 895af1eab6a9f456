"""A story file as values, read strictly; a mistake is named with its place.

Times and yes/no answers stay the text that the author wrote, so nothing needs quotes. Whether verbs
and subjects exist is judged in `checking`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.errors import Invalid

_TOP_KEYS = frozenset({"story", "title", "clock", "people", "steps"})
_STEP_KEYS = frozenset(
    {"at", "who", "does", "case", "task", "item", "with", "expects", "refused", "fields",
     "pending", "as", "says"}
)  # fmt: skip


class StoryBroken(Invalid):
    """A story file cannot be read or played."""

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
    #: Label of the case that the line is about, or "" when there is only one.
    case: str
    #: Label under which a new case is known from here on, or "".
    names: str
    task: str
    item: str
    #: What the verb is given, as a person would type it.
    given: Mapping[str, Any]
    expects: tuple[Mapping[str, Any], ...]
    #: Code of the refusal that must come, or "".
    refused: str
    #: Field → code, when a form must be refused on certain fields.
    fields: Mapping[str, str]
    #: What the line waits for, when it cannot be played yet.
    pending: str
    #: The line in words, printed.
    says: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A whole story."""

    #: Name of its file, for messages.
    file: str
    name: str
    title: str
    #: Local time at which the clock starts, a full date.
    clock: str
    #: Label → user name of the cast.
    people: Mapping[str, str]
    steps: tuple[Step, ...]


class _Loader(yaml.SafeLoader):
    """Plain YAML in which a date, a time of day, a code such as 0101, yes and no stay text."""


_KEPT = frozenset({"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"})
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in _KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load_story(path: Path) -> Story:
    """Read a story file; raises StoryBroken with the place."""
    file, read = path.name, _read(path)
    for key in ("clock", "steps"):
        if not read.get(key):
            raise StoryBroken(file=file, place="top", problem=f"`{key}` is missing")
    unknown = sorted(set(read) - _TOP_KEYS)
    if unknown:
        raise StoryBroken(file=file, place="top", problem=f"unknown {unknown}")
    if not isinstance(read["steps"], list):
        raise StoryBroken(file=file, place="top", problem="`steps` is a list")
    people = dict(read.get("people") or {})
    return Story(
        file=file, name=str(read.get("story", path.stem)), title=str(read.get("title", "")),
        clock=str(read["clock"]), people=people,
        steps=tuple(_step(file, number, line) for number, line in enumerate(read["steps"], 1)),
    )  # fmt: skip


def _read(path: Path) -> dict[str, Any]:
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe
    except yaml.YAMLError as broken:
        raise StoryBroken(file=path.name, place="YAML", problem=str(broken)) from broken
    if not isinstance(read, dict):
        raise StoryBroken(file=path.name, place="top", problem="a story is a mapping")
    return read


def _step(file: str, number: int, line: Any) -> Step:
    place = f"step {number}"
    if not isinstance(line, dict):
        raise StoryBroken(file=file, place=place, problem="a step is a mapping")
    unknown = sorted(set(line) - _STEP_KEYS)
    if unknown:
        raise StoryBroken(file=file, place=place, problem=f"unknown {unknown}")
    expects = line.get("expects") or []
    if not isinstance(expects, list) or not all(isinstance(each, dict) for each in expects):
        raise StoryBroken(file=file, place=place, problem="`expects` is a list of mappings")
    texts = ("at", "who", "does", "task", "item", "refused", "pending", "says")
    return Step(
        number=number, case=str(line.get("case", line.get("as", ""))),
        names=str(line.get("as", "")), given=_typed(line.get("with") or {}),
        expects=tuple(expects), fields=dict(line.get("fields") or {}),
        **{key: str(line.get(key) or "") for key in texts},
    )  # fmt: skip


def _typed(value: Any) -> Any:
    """What a person would have typed: yes/no as `true` and `false`."""
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    return {True: "true", False: "false", None: ""}.get(value, value) if _plain(value) else value


def _plain(value: Any) -> bool:
    return value is None or isinstance(value, bool)
