"""Laws of cleaning that hold for every form and whatever is sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import forms
from engine.forms import Form, FormInvalid, Input, Rows, Sight, to_plain
from engine.forms.model import slots
from tests.engine.forms.station import NOW, ROOT, clean, examples, form_of, station_codes

WHERE = sorted(examples())
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 40),
    st.text(max_size=8),
    st.sampled_from(
        ["true", "false", "2026-03-02", "3-2", "9:10", "13812345678", "1", "龘", "\x00"]
    ),
    st.lists(st.sampled_from(["police", "shelter", "x"]), max_size=2),
    st.lists(
        st.dictionaries(st.sampled_from(["name", "age", "content"]), st.text(max_size=4)),
        max_size=2,
    ),
    st.dictionaries(st.sampled_from(["date", "time"]), st.sampled_from(["3-2", "9:10", ""])),
)


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Form, dict[str, object], dict[str, object]]:
    """A station form with its passing example, some answers left out or replaced."""
    folder, id_ = draw(st.sampled_from(WHERE))
    form, example = (
        form_of(Path(ROOT, "bpmn", folder, "forms", f"{id_}.json")),
        examples()[folder, id_],
    )
    answers = dict(example["passes"])
    for key in draw(st.lists(st.sampled_from([slot.part.key for slot in form.page]), max_size=4)):
        part = next(slot.part for slot in form.page if slot.part.key == key)
        listed = [choice.value for choice in part.choices] if isinstance(part, Input) else []
        answers[key] = draw(st.one_of(JUNK, st.sampled_from(listed)) if listed else JUNK)
    return form, answers, example.get("context", {})


@settings(max_examples=100, deadline=None)
@given(submissions())
def test_cleaning_is_idempotent_on_its_own_output_typed_and_stored(
    sent: tuple[Form, dict[str, object], dict[str, object]],
) -> None:
    form, answers, context = sent
    try:
        cleaned = clean(form, answers, context)
    except FormInvalid:
        return
    again = clean(form, cleaned.values, context)
    assert (again.values, again.process_values) == (cleaned.values, cleaned.process_values)
    stored = json.loads(json.dumps(to_plain(cleaned.values)))
    assert clean(form, stored, context).values == cleaned.values


@settings(max_examples=100, deadline=None)
@given(submissions())
def test_a_hidden_field_never_leaks(
    sent: tuple[Form, dict[str, object], dict[str, object]],
) -> None:
    form, answers, context = sent
    errors, cleaned = judged(form, answers, context)
    if cleaned is None:
        seen = forms.visible(form, answers, context=context, codes=station_codes(), now=NOW)
        assert errors
        assert not errors & seen.hidden
        return
    assert not cleaned.hidden & cleaned.values.keys()
    for path in cleaned.hidden & cleaned.process_values.keys():
        assert cleaned.process_values[path] in (None, False, [])
    known = {slot.part.key: slot.part for slot in form.page}
    assert cleaned.values.keys() <= known.keys()
    for key, value in cleaned.values.items():
        part = known[key]
        if isinstance(part, Rows):
            assert isinstance(value, list)
            inner = {slot.part.key for slot in slots(part.parts)}
            assert all(row.keys() <= inner for row in value)


@settings(max_examples=60, deadline=None)
@given(submissions(), st.text(min_size=1, max_size=20), JUNK)
def test_an_unknown_key_never_passes(
    sent: tuple[Form, dict[str, object], dict[str, object]], key: str, value: object
) -> None:
    form, answers, context = sent
    if key in {slot.part.key for slot in form.page}:
        return
    with pytest.raises(FormInvalid) as refused:
        clean(form, {**answers, key: value}, context)
    assert (key, "unknown-field") in {(error.path, error.code) for error in refused.value.errors}


@settings(max_examples=60, deadline=None)
@given(submissions(), st.sets(st.sampled_from(list(Sight))))
def test_only_allowed_classes_are_seen(
    sent: tuple[Form, dict[str, object], dict[str, object]], allowed: set[Sight]
) -> None:
    form, answers, context = sent
    try:
        values = clean(form, answers, context).values
    except FormInvalid:
        return
    seen = forms.filter_by_class(form, values, allowed, context=context)
    masked = forms.mask(form, values, allowed, context=context)
    for slot in form.page:
        part = slot.part
        if isinstance(part, Input) and part.key in seen:
            highest = part.raised[0] if part.raised else part.sight
            assert {part.sight, highest} & allowed
            assert seen[part.key] == masked[part.key] == values[part.key]
    assert forms.filter_by_class(form, values, set(Sight), context=context) == values


@settings(max_examples=50, deadline=None)
@given(submissions(), st.sampled_from(["zh", "en"]))
def test_whatever_was_typed_can_be_drawn_again(
    sent: tuple[Form, dict[str, object], dict[str, object]], language: str
) -> None:
    form, answers, context = sent
    errors: tuple[forms.FieldError, ...] = ()
    try:
        clean(form, answers, context)
    except FormInvalid as refused:
        errors = refused.errors
    view = forms.describe(
        form,
        language,
        values=answers,
        errors=errors,
        context=context,
        codes=station_codes(),
        now=NOW,
    )
    assert len(view.parts) == len(form.parts)


def judged(
    form: Form, answers: dict[str, object], context: dict[str, object]
) -> tuple[set[str], forms.Cleaned | None]:
    """The paths of the errors, or what is clean."""
    try:
        return set(), clean(form, answers, context)
    except FormInvalid as refused:
        return {error.path for error in refused.errors}, None
