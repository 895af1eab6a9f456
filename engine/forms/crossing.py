"""What only shows when the parts are seen together: keys, names, order, process data.

Conditions may look at the form's own keys, at process data that the form declares, at `now` and
`today`, and inside a row at the row's keys; never in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from engine import feel
from engine.forms import grammar
from engine.forms.model import Form, Group, Input, Part, Rows, Sight, Slot, Type, slots
from engine.forms.reporting import Notebook

MOMENTS = frozenset({"now", "today"})


def check_across(form: Form, notebook: Notebook) -> None:
    """Note every finding that concerns more than one part."""
    _check_level(form.parts, form.context | MOMENTS, notebook)
    if not form.page:
        notebook.note("no-fields", "")


def ordered(form: Form, notebook: Notebook) -> Form:
    """The form with its fields in an order in which every condition can be decided."""
    parts = tuple(_with_row_order(part, notebook) for part in form.parts)
    return replace(form, parts=parts, order=_order(tuple(slots(parts)), notebook))


def _with_row_order(part: Part, notebook: Notebook) -> Part:
    if isinstance(part, Group):
        return replace(part, parts=tuple(_with_row_order(inner, notebook) for inner in part.parts))
    if isinstance(part, Rows):
        return replace(part, order=_order(tuple(slots(part.parts)), notebook))
    return part


def _order(page: Sequence[Slot], notebook: Notebook) -> tuple[Slot, ...]:
    """The slots, each after those that its hiding looks at."""
    by_key = {slot.part.key: slot for slot in page}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for slot in page:
        looked_at = {name for hide in slot.hides for name in hide.free_names()}
        sorter.add(slot.part.key, *sorted(looked_at & by_key.keys()))
    try:
        return tuple(by_key[key] for key in sorter.static_order())
    except CycleError as error:
        circle = [str(key) for key in error.args[1]]
        notebook.note("condition-circle", circle[0], keys=circle)
        return tuple(page)


def _check_level(parts: Sequence[Part], around: frozenset[str], notebook: Notebook) -> None:
    keys: set[str] = set()
    for slot in slots(parts):
        key = slot.part.key
        if key in keys:
            notebook.note("duplicate-key", key)
        if key in MOMENTS:
            notebook.note("reserved-key", key)
        keys.add(key)
    known = around | keys
    for part in _all(parts):
        for name in sorted(_names(part) - known):
            notebook.note("unknown-name", _element(part), name=name)
        if isinstance(part, Rows):
            _check_level(part.parts, known, notebook)
            _check_rows(part, notebook)
        elif isinstance(part, Input):
            _check_process(part, notebook)
            _check_suggests(part, keys, notebook)
            _check_raised(part, notebook)


def _check_rows(rows: Rows, notebook: Notebook) -> None:
    for slot in slots(rows.parts):
        if isinstance(slot.part, Input) and slot.part.process:
            notebook.note("process-in-list", slot.part.key, list=rows.key)


def _check_process(part: Input, notebook: Notebook) -> None:
    """Personal or free text never enters process data (house rule 8)."""
    if not part.process:
        return
    if part.type is Type.TEXT and part.kind == "code":
        if part.sight is not Sight.C1:
            notebook.note("process-personal", part.key, given=part.sight.value)
        elif not part.codes and part.max_length > grammar.LONGEST_CODE:
            notebook.note("process-too-long", part.key, most=grammar.LONGEST_CODE)
    elif part.type not in grammar.PROCESS_TYPES or (part.type is Type.NUMBER and part.digits):
        notebook.note("process-not-allowed", part.key, type=part.type.value)


def _check_suggests(part: Input, keys: set[str], notebook: Notebook) -> None:
    if part.suggests and part.kind != "id-card":
        notebook.note("suggests-misplaced", part.key)
    for key in part.suggests.values():
        if key not in keys:
            notebook.note("unknown-name", part.key, name=key)


def _check_raised(part: Input, notebook: Notebook) -> None:
    """Who may see an answer must not change by waiting."""
    if part.raised is not None and part.raised[1].free_names() & MOMENTS:
        notebook.note("raised-by-time", part.key)


def _all(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Group):
            yield from _all(part.parts)


def _element(part: Part) -> str:
    return part.key if isinstance(part, Input | Rows) else part.id


def _names(part: Part) -> set[str]:
    return {name for found in expressions(part) for name in found.free_names()}


def expressions(part: Part) -> Iterable[feel.Expression]:
    """Every expression of a part itself, not of parts inside it."""
    found: list[object] = [part.hide]
    if isinstance(part, Rows):
        found.append(part.required_when)
    if isinstance(part, Input):
        found += [part.required_when, part.not_before, part.not_after, part.default]
        found += [part.raised and part.raised[1], part.refuse and part.refuse.condition]
    return [expression for expression in found if isinstance(expression, feel.Expression)]
