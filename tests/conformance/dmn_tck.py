"""Runs DMN TCK cases: what a case gives, what it expects, and whether our answer is that.

Values and expected errors are judged apart: `errorResult` asks for null together with a warning.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine import decisions
from engine.decisions.reading import Element, attribute, child, children, kind_of
from engine.errors import Refusal
from engine.feel import temporal_text as written
from engine.feel.comparison import equal
from engine.feel.run import Budget, Run

TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One expected result of one case, and how it went."""

    folder: str
    case: str
    result: str
    #: Whether the value, null for an expected error, is the expected one.
    is_value_right: bool
    #: Whether an expected error left a warning; None where none is expected.
    is_error_told: bool | None
    #: The exception that reached the runner, or "".
    crash: str
    detail: str = ""


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Every expected result of a folder."""
    models = load_all(folder)
    for file in sorted(folder.glob("*.xml")):
        root = etree.parse(str(file)).getroot()
        name = (root.findtext("{*}modelName") or "").strip()
        for case in children(root, "testCase"):
            for result in children(case, "resultNode"):
                yield judge(folder, models.get(name), case, result)


def load_all(folder: Path) -> dict[str, decisions.Model]:
    """The models of a folder by file name, each after those that it imports."""
    files = {file.name: file.read_bytes() for file in folder.glob("*.dmn")}
    order = _by_imports(files)
    loaded: dict[str, decisions.Model] = {}
    for name in order:
        imports = list(loaded.values())
        loaded[name] = decisions.load_leniently(files[name], imports=imports)
    return loaded


def _by_imports(files: dict[str, bytes]) -> list[str]:
    roots = {name: etree.fromstring(data) for name, data in files.items()}
    owners = {root.get("namespace"): name for name, root in roots.items()}
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        for element in children(roots[name], "import"):
            owner = owners.get(element.get("namespace"))
            if owner is not None and owner != name:
                visit(owner)
        done.append(name)

    for name in sorted(files):
        visit(name)
    return done


def judge(folder: Path, model: decisions.Model | None, case: Element, result: Element) -> Verdict:
    """One expected result against our answer; an unforeseen exception is a crash."""
    wants_error = attribute(result, "errorResult") == "true"
    expected = child(result, "expected")
    told = crash = ""
    value: object = None
    wanted: object = None
    warnings: tuple[str, ...] = ()
    try:
        wanted = None if expected is None else value_of(expected)
        outcome = require(model).outcome(_asked(case, result), _inputs(case))
        value, warnings = outcome.value, outcome.warnings
    except Refusal as refusal:
        warnings = (str(refusal),)
    except Exception as error:  # noqa: BLE001 - the suite goes on and counts the crash
        crash = f"{type(error).__name__}: {error}"
    is_right = not crash and (value is None if wants_error else same(value, wanted))
    told = "" if is_right else f"{value!r} instead of {wanted!r}; {warnings[:2]}"
    return Verdict(
        folder=folder.name,
        case=attribute(case, "id"),
        result=attribute(result, "name"),
        is_value_right=is_right,
        is_error_told=bool(warnings) if wants_error else None,
        crash=crash,
        detail=told,
    )


def require(model: decisions.Model | None) -> decisions.Model:
    """The model that a case names."""
    if model is None:
        raise LookupError("Expected the model of the case, but the folder has none.")
    return model


def _asked(case: Element, result: Element) -> str:
    is_service = attribute(case, "type") == "decisionService"
    return attribute(case, "invocableName") if is_service else attribute(result, "name")


def _inputs(case: Element) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in children(case, "inputNode"):
        space, name = attribute(node, "namespace"), attribute(node, "name")
        found[f"{{{space}}}{name}" if space else name] = value_of(node)
    return found


def value_of(element: Element) -> object:
    """The FEEL value that a node of a case describes."""
    parts = [one for one in element if kind_of(one) in ("value", "list", "component")]
    if parts and kind_of(parts[0]) == "component":
        return {str(one.get("name")): value_of(one) for one in parts}
    if not parts or _is_nil(parts[0]):
        return None
    if kind_of(parts[0]) == "list":
        return [value_of(item) for item in children(parts[0], "item")]
    return _scalar(parts[0])


def _is_nil(element: Element) -> bool:
    return bool(element.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true")


def _scalar(element: Element) -> object:
    text = element.text or ""
    kind = (element.get("{http://www.w3.org/2001/XMLSchema-instance}type") or "").split(":")[-1]
    readers = {
        "date": written.read_date,
        "time": written.read_time,
        "dateTime": written.read_datetime,
        "duration": written.read_duration,
    }
    if kind in readers:
        return readers[kind](text.strip())
    if kind in ("decimal", "double", "float", "integer", "int", "long"):
        return Decimal(text.strip())
    return text.strip() in ("true", "1") if kind == "boolean" else text


def same(value: object, wanted: object) -> bool:
    """Whether two values are the same; numbers may differ by rounding in the last places."""
    if isinstance(value, Decimal) and isinstance(wanted, Decimal):
        return abs(value - wanted) <= TOLERANCE * max(Decimal(1), abs(wanted))
    if isinstance(value, list) and isinstance(wanted, list):
        return len(value) == len(wanted) and all(map(same, value, wanted))
    if isinstance(value, dict) and isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(same(value[k], wanted[k]) for k in wanted)
    with contextlib.suppress(KeyError):
        return equal(Run(Budget()), value, wanted) is True
    return False
