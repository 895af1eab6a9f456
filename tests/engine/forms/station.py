"""The station's own forms, code lists and examples, for tests that look at them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import forms
from engine.forms import Choice, Cleaned, CodeLists, Form, Words
from tests.conftest import MONDAY_MORNING

ROOT = Path(__file__).parents[3]
FILES = sorted(ROOT.glob("bpmn/*/forms/*.json"))
EXAMPLES = Path(__file__).parent / "examples"
NOW = MONDAY_MORNING


@functools.cache
def form_of(path: Path) -> Form:
    return forms.load(path.read_bytes())


@functools.cache
def station_codes() -> CodeLists:
    """The jurisdiction's lists, its departments, and three mediators."""
    pack = ROOT / "bpmn/jurisdiction/cn"
    lists = {path.stem: _choices(path, "codes", "code") for path in (pack / "codes").glob("*.json")}
    lists["departments"] = _choices(pack / "departments.json", "departments", "id")
    lists["mediators"] = [choice(name) for name in ("li-mei", "wang-qiang", "chen-jing")]
    return lists


def _choices(path: Path, key: str, value: str) -> list[Choice]:
    rows = json.loads(path.read_text(encoding="utf-8"))[key]
    return [Choice(value=row[value], label=Words(zh=row["zh"], en=row["en"])) for row in rows]


def choice(value: str) -> Choice:
    return Choice(value=value, label=Words(zh=value, en=value))


@functools.cache
def examples() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """(process, form id) → context, an answer that passes, and answers that fail."""
    return {
        (path.stem, id_): example
        for path in EXAMPLES.glob("*.json")
        for id_, example in json.loads(path.read_text(encoding="utf-8")).items()
    }


def clean(
    form: Form, answers: Mapping[str, object], context: Mapping[str, object] | None = None
) -> Cleaned:
    return forms.clean(form, answers, context=context or {}, codes=station_codes(), now=NOW)


def made(*components: dict[str, Any], context: str = "", **properties: object) -> Form:
    """A small form of given components, for one rule at a time."""
    return forms.load(written(*components, context=context, **properties))


def written(*components: dict[str, Any], context: str = "", **properties: object) -> bytes:
    named = {"name": "试用", "nameEn": "Trial", "context": context, **properties}
    file = {
        "schemaVersion": 18,
        "id": "trial",
        "type": "default",
        "properties": named,
        "components": list(components),
    }
    return json.dumps(file).encode()


def field(type_: str, key: str, **more: Any) -> dict[str, Any]:
    """One component; names of the format's own properties go there, the rest beside them."""
    own = {"kind", "codes", "process", "requiredWhen", "notBefore", "notAfter", "refuseWhen"}
    own |= {"refuseText", "refuseTextEn", "default", "search", "suggestSex", "suggestBirthDate"}
    own |= {"raisedClass", "raisedWhen", "minRows", "maxRows"}
    properties: dict[str, Any] = {"labelEn": key}
    if type_ not in {"group", "dynamiclist"}:
        properties["class"] = more.pop("class_", "C1")
    properties |= {name: more.pop(name) for name in list(more) if name in own}
    component: dict[str, Any] = {"type": type_, "label": key, "properties": properties}
    component["path" if type_ == "dynamiclist" else "id" if type_ == "group" else "key"] = key
    if type_ == "datetime":
        component |= {"dateLabel": key, "timeLabel": key}
    if "hide" in more:
        component["conditional"] = {"hide": more.pop("hide")}
    if "options" in more:
        names = more.pop("options").split()
        component["values"] = [{"label": v, "value": v, "labelEn": v} for v in names]
    return component | more


def yes_no(key: str, **more: Any) -> dict[str, Any]:
    return field("radio", key, kind="yes-no", options="true false", **more)
