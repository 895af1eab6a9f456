"""The deploy gate of forms: what is refused, by which rule, on which field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import forms
from engine.errors import Finding, NotDeployable
from engine.forms import Input, Type, grammar
from tests.engine.forms.station import FILES, field, made, written, yes_no

TEXT = field("textfield", "a")


def rules(content: bytes) -> set[tuple[str, str]]:
    with pytest.raises(NotDeployable) as refused:
        forms.load(content)
    return {(finding.rule, finding.element) for finding in refused.value.findings}


@pytest.mark.parametrize(
    ("rule", "element", "components"),
    [
        ("unsupported-component", "f", [field("filepicker", "f")]),
        ("unsupported-component", "b", [field("button", "b")]),
        ("unsupported-component", "h", [field("html", "h")]),
        ("unknown-key", "a", [TEXT | {"onclick": "x"}]),
        ("unknown-key", "a", [TEXT | {"readonly": True}]),
        ("unknown-key", "a", [TEXT | {"validate": {"validationType": "email", "regex": "x"}}]),
        (
            "unknown-key",
            "a",
            [TEXT | {"properties": {"class": "C1", "labelEn": "a", "clas": "C2"}}],
        ),
        ("unknown-key", "a", [TEXT | {"conditional": {"show": "=true"}}]),
        ("unknown-key", "g", [field("group", "g", components=[TEXT]) | {"path": "g"}]),
        ("bad-key", "A b", [field("textfield", "A b")]),
        ("bad-key", "", [{**TEXT, "key": ""}]),
        ("duplicate-key", "a", [TEXT, TEXT]),
        ("duplicate-key", "a", [TEXT, field("group", "g", components=[TEXT])]),
        ("duplicate-id", "b", [TEXT | {"id": "i"}, field("textfield", "b") | {"id": "i"}]),
        ("reserved-key", "now", [field("textfield", "now")]),
        ("missing-class", "a", [field("textfield", "a", class_="")]),
        ("bad-class", "a", [field("textfield", "a", class_="C5")]),
        ("missing-english", "a", [TEXT | {"properties": {"class": "C1"}}]),
        ("missing-chinese", "a", [TEXT | {"label": " "}]),
        ("missing-english", "a", [TEXT | {"description": "提示"}]),
        ("bad-kind", "a", [field("textfield", "a", kind="colour")]),
        ("kind-misplaced", "a", [field("number", "a", kind="phone")]),
        ("bad-subtype", "d", [field("datetime", "d", subtype="week")]),
        ("values-or-codes", "s", [field("select", "s")]),
        ("values-or-codes", "s", [field("select", "s", options="x", codes="list")]),
        ("bad-options", "s", [field("select", "s", options="x x")]),
        ("yes-no-values", "y", [field("radio", "y", kind="yes-no", options="yes no")]),
        ("wrong-type", "s", [field("select", "s", options="x") | {"values": ["x"]}]),
        ("wrong-type", "a", [TEXT | {"validate": {"required": "perhaps"}}]),
        ("wrong-type", "n", [field("number", "n", validate={"min": "one"})]),
        ("out-of-bounds", "a", [TEXT | {"validate": {"maxLength": 5000}}]),
        ("out-of-bounds", "a", [TEXT | {"validate": {"maxLength": 5, "minLength": 6}}]),
        ("bounds-crossed", "n", [field("number", "n", validate={"min": 2, "max": 1})]),
        ("bad-pattern", "a", [TEXT | {"validate": {"pattern": "(a"}}]),
        ("bad-feel", "a", [field("textfield", "a", hide="=1 +")]),
        ("feel-without-equals", "a", [field("textfield", "a", hide="true")]),
        ("unknown-name", "a", [field("textfield", "a", hide="=zzz = 1")]),
        ("unknown-name", "a", [field("textfield", "a", kind="id-card", suggestSex="sex")]),
        (
            "suggests-misplaced",
            "a",
            [field("textfield", "a", suggestSex="b"), field("textfield", "b")],
        ),
        ("raised-incomplete", "a", [field("textfield", "a", raisedClass="C4")]),
        ("raised-incomplete", "a", [field("textfield", "a", raisedWhen="=true")]),
        (
            "raised-by-time",
            "a",
            [field("textfield", "a", raisedClass="C4", raisedWhen="=today = null")],
        ),
        ("refusal-incomplete", "a", [field("textfield", "a", refuseText="不行")]),
        ("missing-english", "a", [field("textfield", "a", refuseWhen="=true", refuseText="不行")]),
        ("bad-search", "a", [field("textfield", "a", search="face")]),
        ("process-not-allowed", "a", [field("textfield", "a", process=True)]),
        ("process-not-allowed", "a", [field("textarea", "a", process=True)]),
        ("process-not-allowed", "a", [field("textfield", "a", process=True, kind="phone")]),
        ("process-not-allowed", "n", [field("number", "n", process=True, decimalDigits=2)]),
        (
            "process-personal",
            "a",
            [field("textfield", "a", process=True, kind="code", class_="C2")],
        ),
        ("process-too-long", "a", [field("textfield", "a", process=True, kind="code")]),
        (
            "process-in-list",
            "n",
            [field("dynamiclist", "l", components=[field("number", "n", process=True)])],
        ),
        (
            "list-in-list",
            "l",
            [field("dynamiclist", "l", components=[field("dynamiclist", "m", components=[TEXT])])],
        ),
        ("empty-list", "l", [field("dynamiclist", "l", components=[])]),
        ("no-fields", "", [field("group", "g", components=[])]),
        ("no-fields", "", []),
        ("wrong-type", "", ["text"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_gate_names_the_rule_and_the_field(
    rule: str, element: str, components: list[Any]
) -> None:
    assert (rule, element) in rules(written(*components))


def test_conditions_may_not_go_in_a_circle() -> None:
    circle = [field("textfield", "a", hide='=b = "x"'), field("textfield", "b", hide='=a = "x"')]
    assert any(rule == "condition-circle" for rule, _ in rules(written(*circle)))
    itself = field("textfield", "a", hide="=a = null")
    assert ("condition-circle", "a") in rules(written(itself))


def test_every_finding_is_told_at_once() -> None:
    broken = [field("textfield", "a", class_=""), field("video", "v"), field("select", "s")]
    assert len(rules(written(*broken))) == 3


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "not-json"),
        (b"[]", "not-json"),
        (b"\xff", "not-json"),
        (b'{"a": NaN}', "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"id": "x", "id": "y"}', "duplicate-json-key"),
        (b" " * (grammar.MOST_BYTES + 1), "too-big"),
        (b'{"type": "other", "schemaVersion": 18, "id": "x"}', "not-a-form"),
        (b'{"type": "default", "schemaVersion": true, "id": "x"}', "not-a-form"),
        (b'{"type": "default", "schemaVersion": 18, "id": "X y"}', "bad-form-id"),
        (b'{"type": "default", "schemaVersion": 18, "id": "x", "script": 1}', "unknown-key"),
    ],
)
def test_a_file_that_is_no_form_is_refused(content: bytes, rule: str) -> None:
    assert rule in {found for found, _ in rules(content)}


def test_too_deep_and_too_many_are_refused() -> None:
    deep = TEXT
    for number in range(grammar.DEEPEST):
        deep = field("group", f"g{number}", components=[deep])
    assert ("too-deep", "") in rules(written(deep))
    many = [field("checkbox", f"c{number}") for number in range(grammar.MOST_COMPONENTS + 1)]
    assert ("too-many-components", "") in rules(written(*many))


def test_names_from_process_data_must_be_declared() -> None:
    asks = field("textfield", "a", hide='=level = "red"')
    assert ("unknown-name", "a") in rules(written(asks))
    assert made(asks, context="level other").context == {"level", "other"}


def test_properties_may_be_text_as_the_editor_writes_them() -> None:
    form = made(field("number", "n", process="true", validate={"min": "1", "max": 9}))
    part = form.parts[0]
    assert isinstance(part, Input)
    assert part.process
    assert part.minimum == 1
    assert part.maximum == 9


def test_what_the_editor_adds_for_itself_is_accepted() -> None:
    component = TEXT | {"layout": {"row": "r", "columns": 8}, "appearance": {"suffixAdorner": "元"}}
    content = json.loads(written(component)) | {
        "exporter": {"name": "form-js", "version": "1.23.0"},
        "executionPlatform": "Camunda Platform",
        "versionTag": "v2",
    }
    assert forms.load(json.dumps(content).encode()).id == "trial"


def test_a_question_of_yes_or_no_has_its_own_type() -> None:
    part = made(yes_no("y")).parts[0]
    assert isinstance(part, Input)
    assert (part.type, part.kind) == (Type.YES_NO, "")


def _broken(value: Any, path: list[int], to: Any) -> Any:
    """The JSON with one inner value replaced, found by walking down the path."""
    if not path or not isinstance(value, dict | list) or not value:
        return to
    keys = sorted(value) if isinstance(value, dict) else range(len(value))
    key = list(keys)[path[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = _broken(value[key], path[1:], to)
    return copy


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from(FILES),
    where=st.lists(st.integers(0, 30), min_size=1, max_size=7),
    to=st.sampled_from(
        [None, 0, -1, 1e300, "", "=", "=1", "C9", True, [], {}, [{}], ["x"], {"x": 1}]
    ),
)
def test_a_broken_file_is_refused_with_findings_or_still_a_form(
    path: Any, where: list[int], to: Any
) -> None:
    content = json.dumps(_broken(json.loads(path.read_bytes()), where, to)).encode()
    findings: tuple[Finding, ...] = ()
    try:
        form = forms.load(content)
    except NotDeployable as refused:
        form, findings = None, refused.findings
    assert (form is None) == bool(findings)
