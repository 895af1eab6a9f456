"""What the conditions of a form see, and what they say.

A condition sees process data that the form declares, the answers so far, `now` and `today`; a field
without answer, or hidden, is null (a list empty, a checkbox false). Only true counts as true.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import feel
from engine.forms.model import Form, Input, Rows, Slot, Type, blank
from engine.forms.reading import Reading


class Scope:
    """The names that conditions see: process data, the form's answers, `now` and `today`."""

    def __init__(self, form: Form, context: Mapping[str, object], reading: Reading) -> None:
        self._zone = reading.zone
        self._names: dict[str, object] = dict.fromkeys(form.context)
        self._names |= {name: context[name] for name in form.context if name in context}
        self._names |= {"now": reading.now.astimezone(reading.zone), "today": reading.today}
        self._names |= {slot.part.key: blank(_type(slot)) for slot in form.order}
        self._lacking = form.context - context.keys()

    def row(self, rows: Rows) -> Scope:
        """The scope inside one row: the row's keys before the form's."""
        inner = object.__new__(Scope)
        inner._zone, inner._lacking = self._zone, self._lacking
        inner._names = self._names | {slot.part.key: blank(_type(slot)) for slot in rows.order}
        return inner

    def answer(self, key: str, value: object) -> None:
        """Let the conditions that follow see an answer; None leaves the field unanswered."""
        if value is not None:
            self._names[key] = self._local(value)

    def holds(self, condition: feel.Expression) -> bool:
        """Whether the condition is true; false and null are not."""
        return condition.evaluate(self._names) is True

    def lacks(self, condition: feel.Expression) -> bool:
        """Whether the condition looks at process data that the caller did not bring."""
        return not self._lacking.isdisjoint(condition.free_names())

    def value(self, expression: feel.Expression) -> object:
        """The FEEL value of an expression."""
        return expression.evaluate(self._names)

    def hides(self, slot: Slot) -> bool:
        """Whether the slot, or a group around it, is hidden."""
        return any(self.holds(condition) for condition in slot.hides)

    def requires(self, part: Input | Rows) -> bool:
        """Whether an answer is needed now."""
        always = part.required if isinstance(part, Input) else part.min_rows > 0
        return always or (part.required_when is not None and self.holds(part.required_when))

    def _local(self, value: object) -> object:
        """Instants in the station's zone, so that `date(x)` is the local day."""
        if isinstance(value, datetime):
            return value.astimezone(self._zone)
        if isinstance(value, list):
            return [self._local(item) for item in value]
        if isinstance(value, dict):
            return {key: self._local(item) for key, item in value.items()}
        return value


def _type(slot: Slot) -> Type:
    return slot.part.type if isinstance(slot.part, Input) else Type.LIST
