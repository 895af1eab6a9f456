"""A broken deadlines.json stops the start and says where."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflows.codes import PACK, PackBroken
from workflows.deadlines.reading import load_table


def copy_of_pack(folder: Path) -> Path:
    copied = folder / "cn"
    shutil.copytree(PACK, copied)
    return copied


def changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    pack = copy_of_pack(folder)
    file = pack / "deadlines.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    return pack


def rule(code: str, /, **values: object) -> Callable[[dict[str, Any]], object]:
    """A change of one entry; None takes a key away."""

    def change(content: dict[str, Any]) -> None:
        entry = next(one for one in content["deadlines"] if one["code"] == code)
        for key, value in values.items():
            entry.pop(key, None)
            if value is not None:
                entry[key] = value

    return change


BROKEN = [
    ("an unknown key", rule("T01", lenght=15), "nobody reads lenght"),
    ("no basis", rule("T01", basis=None), "basis is missing"),
    ("one language", rule("T01", basis={"zh": "条"}), "en is missing"),
    ("an empty text", rule("T01", basis={"zh": " ", "en": "x"}), "a text is expected"),
    ("an unknown kind", rule("T01", kind="custom"), "law or house"),
    ("a house rule called law", rule("H01", kind="law"), "house rules begin with H"),
    ("an unknown unit", rule("T01", unit="weeks"), "weeks is no unit"),
    ("a length of nothing", rule("T03", length=0), "1 to 36500"),
    ("a length in words", rule("T01", length="15"), "a whole number"),
    ("true as a length", rule("T01", length=True), "a whole number"),
    ("no length", rule("T01", length=None), "a length is missing"),
    ("a wrong point", rule("T01", warnings=["T3"]), "warning point"),
    ("an unknown reason to pause", rule("H09", pauses=["weather"]), "unknown reason"),
    ("a clock that pauses", rule("H01", pauses=["agreed"]), "neither pauses nor rolls"),
    ("a clock that rolls", rule("H01", roll=True), "neither pauses nor rolls"),
    ("a missing rule of extension", rule("T08", extension="T99"), "no rule of extension"),
    ("a rule that does not extend", rule("T08", extension="T09"), "no rule of extension"),
    ("a missing house clock", rule("T19", instead="H99"), "to use instead"),
    ("a missing part", rule("T14", choose={"default": "slow"}), "a part that is missing"),
    ("a stranger told", rule("T01", tell={"warning": ["R99"], "expiry": []}), "no role"),
    ("a rule that says nothing", rule("T01", unit=None), "it says nothing"),
    ("a wrong code", rule("T01", code="X1"), "does not look right"),
    ("the same code twice", rule("T02", code="T01"), "stands twice"),
    ("a badly named part", rule("T14", parts={"Ur gent": {}}), "no name of a part"),
    ("wrong hours", rule("H21", hours=[["12:00", "08:30"]]), "office hours"),
    ("no hours", rule("H21", hours=None, unnumbered={"zh": "x", "en": "x"}), "office hours"),
    ("an unknown zone", lambda content: content.update(zone="Asia/Nowhere"), "a time zone"),
    ("no ladder", lambda content: content.pop("ladder"), "ladder is missing"),
    (
        "a share of a period counted back",
        rule("H15", unit="working-days-before", warnings=["50%"]),
        "counted back",
    ),
]


@pytest.mark.parametrize(
    ("change", "problem"),
    [(change, problem) for _, change, problem in BROKEN],
    ids=[what for what, _, _ in BROKEN],
)
def test_a_broken_table_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    with pytest.raises(PackBroken, match=problem) as caught:
        load_table(changed(tmp_path, change))
    assert caught.value.fields["file"] == "deadlines.json"


def test_the_place_of_the_fault_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackBroken) as caught:
        load_table(changed(tmp_path, rule("T01", unit="weeks")))
    assert caught.value.fields["place"] == "deadlines.0.unit"


@pytest.mark.parametrize(
    ("content", "problem"),
    [("{", "Expecting"), ('{"zone": 1, "zone": 2}', "stands twice"), ("[]", "an object")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    pack = copy_of_pack(tmp_path)
    (pack / "deadlines.json").write_text(content, encoding="utf-8")
    with pytest.raises(PackBroken, match=problem):
        load_table(pack)


def test_a_pack_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackBroken, match=r"deadlines\.json"):
        load_table(tmp_path)


def test_an_unchanged_copy_reads_the_same(tmp_path: Path) -> None:
    assert load_table(copy_of_pack(tmp_path)) == load_table()
