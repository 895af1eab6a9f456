"""Another FEEL beside ours: feelin 8.2.0, run by Node, for tests alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from engine import feel
from engine.errors import Refusal

FOLDER = Path(__file__).parent / "feelin"
_TOLERANCE = Decimal("1e-9")
#: What an expression that gives no value or is refused counts as.
NONE = "null"


def is_there() -> bool:
    """Whether Node and npm are on this machine."""
    return bool(shutil.which("node") and shutil.which("npm"))


def install() -> None:
    """Fetch the pinned packages, once."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)


def theirs(texts: Sequence[str], context: Mapping[str, object]) -> list[object]:
    """What feelin makes of each text."""
    asked = "".join(json.dumps({"text": text, "context": context}) + "\n" for text in texts)
    done = subprocess.run(
        ["node", "evaluate.mjs"], cwd=FOLDER, input=asked, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    answers = [json.loads(line, parse_float=Decimal) for line in done.stdout.splitlines()]
    return [answer.get("value", NONE if "error" in answer else None) for answer in answers]


def ours(text: str, context: Mapping[str, object]) -> object:
    """What our FEEL makes of a text, as JSON would hold it."""
    try:
        value = feel.evaluate(text, feel.from_json(dict(context)))
    except Refusal:
        return NONE
    return feel.to_json(value)


def same(one: object, other: object) -> bool:
    """Whether both say the same; a refusal and null are one."""
    if one in (None, NONE) or other in (None, NONE):
        return one in (None, NONE) and other in (None, NONE)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        here, there = Decimal(str(one)), Decimal(str(other))
        return abs(here - there) <= _TOLERANCE * max(1, abs(here), abs(there))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other


#: Why an answer differs: a name, what the text holds, and who is right by DMN 1.5 (with the table
#: or section). A difference that none of these explains fails the test.
EXPLAINED: tuple[tuple[str, str, str], ...] = (
    ("reversed range", r"\.\.|between",
     "A range from 10 to 1 holds nothing (§10.3.2.7, Table 54); feelin turns it round."),
    ("scaled duration", r'duration\("[^"]*"\) \*',
     "A duration times a number is a duration (Table 57); feelin gives null."),
    ("date plus hours", r'date\("[^"]*"\) [+-] duration\("PT',
     "A date plus a duration is a date (Table 55); feelin gives a date and time."),
    ("years and months", r"years and months duration\(",
     "The duration has years and months only (Table 76); feelin keeps the days."),
    ("substring out of range", r"substring\(",
     "A start of 0, a length below 1 or a start beyond the end gives null (Table 75 and the kit)."),
    ("position that is not there", r"sublist\(|insert before\(|remove\(",
     "A position that a list does not have gives null (Table 77 and the kit)."),
    ("median without sorting", r"median\(",
     "The median is taken of the sorted list (Table 77); feelin takes the list as it is."),
    ("34 digits", r"sqrt\(|/|mean\(|\*\* -1",
     "Numbers have 34 digits (§10.3.2.3.1); feelin has the 17 of a binary double."),
)  # fmt: skip


def explanation(text: str) -> str | None:
    """The name of the first explanation that fits a text, or None."""
    return next((name for name, holds, _ in EXPLAINED if re.search(holds, text)), None)
