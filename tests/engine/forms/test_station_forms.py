"""Every form of the station can be deployed, takes its example and refuses what it must."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine import forms
from engine.errors import NotDeployable
from engine.forms import FormInvalid, Input, ledger
from engine.forms.model import slots
from tests.engine.forms.station import FILES, NOW, ROOT, clean, examples, form_of, station_codes

OURS = ("consultation", "emergency-linkage", "joint-mediation", "visit")
MINE = [path for path in FILES if path.parts[-3] in OURS]


def name_of(path: Path) -> str:
    return f"{path.parts[-3]}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_form_can_be_deployed_and_is_named_like_its_file(path: Path) -> None:
    try:
        assert forms.load(path.read_bytes()).id == path.stem
    except NotDeployable as refused:
        pytest.fail("\n".join(map(str, refused.findings)))


def test_no_two_forms_share_an_id() -> None:
    ids = [path.stem for path in FILES]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", MINE, ids=name_of)
def test_every_code_list_that_a_form_asks_for_is_there(path: Path) -> None:
    form = form_of(path)
    rows = [
        row
        for slot in form.page
        if not isinstance(slot.part, Input)
        for row in slots(slot.part.parts)
    ]
    asked = {slot.part.codes for slot in [*form.page, *rows] if isinstance(slot.part, Input)}
    assert asked - {""} <= station_codes().keys()


@pytest.mark.parametrize("path", MINE, ids=name_of)
def test_the_example_of_a_form_passes_and_is_stable(path: Path) -> None:
    form, example = form_of(path), examples()[path.parts[-3], path.stem]
    context = example.get("context", {})
    cleaned = clean(form, example["passes"], context)
    assert clean(form, cleaned.values, context).values == cleaned.values
    assert cleaned.values.keys() <= {slot.part.key for slot in form.page}


FAILING = [
    pytest.param(where, example, fail, id=f"{where[0]}/{where[1]}: {fail['error']} {number}")
    for where, example in examples().items()
    for number, fail in enumerate(example["fails"])
]


@pytest.mark.parametrize(("where", "example", "fail"), FAILING)
def test_an_answer_that_may_not_pass_is_refused_on_its_field(
    where: tuple[str, str], example: dict[str, Any], fail: dict[str, Any]
) -> None:
    form = form_of(ROOT / "bpmn" / where[0] / "forms" / f"{where[1]}.json")
    context = {**example.get("context", {}), **fail.get("context", {})}
    with pytest.raises(FormInvalid) as refused:
        clean(form, {**example["passes"], **fail["change"]}, context)
    assert fail["error"] in {f"{error.path} {error.code}" for error in refused.value.errors}


def test_every_form_has_an_example_and_a_failing_one() -> None:
    assert set(examples()) == {(path.parts[-3], path.stem) for path in MINE}
    assert all(example["fails"] for example in examples().values())


@pytest.mark.parametrize("path", MINE, ids=name_of)
def test_leaving_out_any_answer_that_is_always_required_is_refused(path: Path) -> None:
    form, example = form_of(path), examples()[path.parts[-3], path.stem]
    for slot in form.page:
        if slot.hides or not isinstance(slot.part, Input) or not slot.part.required:
            continue
        less = {key: value for key, value in example["passes"].items() if key != slot.part.key}
        with pytest.raises(FormInvalid) as refused:
            clean(form, less, example.get("context", {}))
        errors = {(error.path, error.code) for error in refused.value.errors}
        assert (slot.part.key, "required") in errors


@pytest.mark.parametrize("path", MINE, ids=name_of)
def test_process_data_gets_plain_values_under_exactly_the_declared_keys(path: Path) -> None:
    form, example = form_of(path), examples()[path.parts[-3], path.stem]
    cleaned = clean(form, example["passes"], example.get("context", {}))
    declared = {
        slot.part.key for slot in form.page if isinstance(slot.part, Input) and slot.part.process
    }
    assert cleaned.process_values.keys() == declared
    for value in cleaned.process_values.values():
        items = value if isinstance(value, list) else [value]
        assert all(item is None or type(item) in {bool, int, str} for item in items)


@pytest.mark.parametrize("path", MINE, ids=name_of)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_can_be_drawn_empty_and_filled(path: Path, language: str) -> None:
    form, example = form_of(path), examples()[path.parts[-3], path.stem]
    for values in (None, example["passes"]):
        view = forms.describe(
            form,
            language,
            values=values,
            codes=station_codes(),
            now=NOW,
            context=example.get("context", {}),
        )
        assert view.name
        assert bool(re.search(r"[\u4e00-\u9fff]", view.name)) == (language == "zh")


def test_the_guide_for_diagram_authors_shows_what_the_forms_really_write() -> None:
    guide = (ROOT / "bpmn/FORMS.md").read_text(encoding="utf-8")
    for folder in OURS:
        paths = [path for path in MINE if path.parts[-3] == folder]
        assert f"### {folder}\n\n{ledger.table(map(form_of, paths))}\n" in guide


def test_values_that_diagrams_branch_on_are_plain_words() -> None:
    for path in MINE:
        for slot in form_of(path).page:
            if isinstance(slot.part, Input) and slot.part.process:
                for choice in slot.part.choices:
                    assert re.fullmatch(r"[a-z][a-z0-9_]*|I|II|III|IV", choice.value)
