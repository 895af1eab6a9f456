"""A form in one language, with values and errors, as the render model of `views`.

Pure: the same walk that judges a submission decides here what is hidden and what is required.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from engine.forms import views
from engine.forms.cleaning import STATION_ZONE
from engine.forms.conditions import Scope
from engine.forms.crossing import expressions
from engine.forms.model import CodeLists, Form, Group, Input, Note, Part, Rows, Type, Words
from engine.forms.reading import Reading, known_choices
from engine.forms.refusals import FieldError
from engine.forms.showing import Shown, prefill, shown
from engine.forms.views import Field, FormView, Option, Row, View
from engine.forms.walking import walk

#: Stands for the row's number in the paths of the empty row that the page copies.
ROW = "__row__"


def describe(
    form: Form,
    language: str,
    *,
    values: Mapping[str, object] | None = None,
    errors: Sequence[FieldError] = (),
    context: Mapping[str, object] | None = None,
    codes: CodeLists | None = None,
    now: datetime,
    zone: tzinfo = STATION_ZONE,
) -> FormView:
    """The form in a language, with values (typed, stored or as submitted; None: prefilled)."""
    reading = Reading(now=now, zone=zone, codes=codes or {})
    data = context or {}
    given = prefill(form, data, reading) if values is None else values
    drawing = _Drawing(form, language, given, errors, data, reading)
    return FormView(
        id=form.id,
        name=form.name.in_language(language),
        description=form.description.in_language(language) if form.description else "",
        parts=drawing.form(form, given),
        errors=tuple(errors),
    )


class _Drawing:
    def __init__(
        self,
        form: Form,
        language: str,
        values: Mapping[str, object],
        errors: Sequence[FieldError],
        context: Mapping[str, object],
        reading: Reading,
    ) -> None:
        self._language, self._reading = language, reading
        self._errors = {error.path: error for error in reversed(errors)}
        frames = walk(form, values, context, reading).frames
        self._scopes = {frame.prefix: frame.scope for frame in frames}
        self._live = _looked_at(form.parts)

    def parts(
        self,
        parts: Sequence[Part],
        values: Mapping[str, object],
        scope: Scope,
        prefix: str = "",
        *,
        above: bool = False,
    ) -> tuple[View, ...]:
        """The views of some parts; `prefix` is "" or `list.row.`, `above` hides them all."""
        return tuple(self._part(part, values, scope, prefix, above=above) for part in parts)

    def form(self, form: Form, values: Mapping[str, object]) -> tuple[View, ...]:
        """The views of the whole form."""
        return self.parts(form.parts, values, self._scopes[""])

    def _part(
        self, part: Part, values: Mapping[str, object], scope: Scope, prefix: str, *, above: bool
    ) -> View:
        hidden = above or (part.hide is not None and scope.holds(part.hide))
        match part:
            case Input():
                return self._field(part, values.get(part.key), scope, prefix, hidden=hidden)
            case Rows():
                return self._rows(part, values.get(part.key), scope, hidden=hidden)
            case Group():
                inner = self.parts(part.parts, values, scope, prefix, above=hidden)
                label = self._say(part.label)
                return views.Group(key=part.id, label=label, parts=inner, hidden=hidden)
            case Note():
                return views.Note(key=part.id, label=self._say(part.words), hidden=hidden)

    def _field(
        self, part: Input, value: object, scope: Scope, prefix: str, *, hidden: bool
    ) -> Field:
        texts = shown(part, value, zone=self._reading.zone)
        path = prefix + part.key
        return Field(
            type=part.type,
            key=part.key,
            path=path,
            label=self._say(part.label),
            hint=self._say(part.hint),
            required=not hidden and scope.requires(part),
            hidden=hidden,
            class_=max(part.sight, part.raised[0]) if part.raised else part.sight,
            kind=part.kind,
            value=_value(part, texts),
            value_date=texts.date,
            value_time=texts.time,
            options=self._options(part, texts),
            error=self._errors.get(path),
            max_length=part.max_length,
            input_mode=_input_mode(part),
            live=part.key in self._live,
        )

    def _options(self, part: Input, texts: Shown) -> tuple[Option, ...]:
        if part.type not in {Type.SELECT, Type.RADIO, Type.YES_NO, Type.CHECKLIST}:
            return ()
        return tuple(
            Option(
                value=choice.value,
                label=self._say(choice.label),
                selected=choice.value in texts.chosen,
            )
            for choice in known_choices(part, self._reading.codes)
        )

    def _rows(self, part: Rows, value: object, scope: Scope, *, hidden: bool) -> views.Rows:
        given = list(value) if isinstance(value, list | tuple) else []
        given += [{}] * (max(part.min_rows, 1) - len(given))
        return views.Rows(
            key=part.key,
            path=part.key,
            label=self._say(part.label),
            hint=self._say(part.hint),
            required=not hidden and scope.requires(part),
            hidden=hidden,
            rows=tuple(
                self._row(part, row, str(index), scope, hidden=hidden)
                for index, row in enumerate(given)
            ),
            blank=self._row(part, {}, ROW, scope, hidden=hidden),
            min_rows=part.min_rows,
            max_rows=part.max_rows,
            error=self._errors.get(part.key),
        )

    def _row(self, part: Rows, row: object, number: str, scope: Scope, *, hidden: bool) -> Row:
        path, values = f"{part.key}.{number}", row if isinstance(row, Mapping) else {}
        # A row in which nothing is written yet was not walked; its conditions see it empty.
        inner = self._scopes.get(f"{path}.") or scope.row(part)
        views_ = self.parts(part.parts, values, inner, f"{path}.", above=hidden)
        return Row(index=number, path=path, parts=views_)

    def _say(self, words: Words | None) -> str:
        return words.in_language(self._language) if words else ""


def _value(part: Input, texts: Shown) -> str | tuple[str, ...] | bool:
    if part.type is Type.CHECKBOX:
        return texts.is_ticked
    return texts.chosen if part.type is Type.CHECKLIST else texts.text


def _input_mode(part: Input) -> str:
    if part.kind == "phone":
        return "tel"
    if part.type is Type.NUMBER:
        return "decimal" if part.digits or part.kind == "money" else "numeric"
    return ""


def _looked_at(parts: Sequence[Part]) -> frozenset[str]:
    """Names that some condition mentions; a change of such a field may change others."""
    names: set[str] = set()
    for part in parts:
        names |= {name for found in expressions(part) for name in found.free_names()}
        if isinstance(part, Group | Rows):
            names |= _looked_at(part.parts)
    return frozenset(names)
