"""Process data: who sees what, and where a value that is written goes.

Data belong to the process, and a called process has its own; all tokens of a process share them,
so of two writers of one key the later wins. A run of a repeated activity has data of its own, which
it sees first and writes into until it is done. Only copies are given and taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.spiff.script import plain_data
from engine.spiff.tokens import Token


class ProcessData:
    """The part of an instance that knows its data."""

    data_changed: bool

    def visible(self: Any, scope: Any, token: Token | None = None) -> dict[str, object]:
        """A copy of the data that a place sees: its run's own before its process's."""
        layers, at, within = [], token, scope
        while True:
            if at is not None and "loop_of" in at.internal_data:
                layers.append(at.data)
            if within.isolated:
                break
            at = self.owner_of(within)
            within = within.parent_workflow
        seen: dict[str, object] = dict(within.data)
        for layer in reversed(layers):
            seen.update(layer)
        return plain_data(seen)

    def write(self: Any, scope: Any, token: Token | None, values: Mapping[str, object]) -> None:
        """Set data at a place: in its run's own data, else in its process's."""
        if values:
            self._home(scope, token).update(plain_data(values))
            self.data_changed = True

    def _home(self: Any, scope: Any, token: Token | None) -> dict[str, object]:
        at, within = token, scope
        while True:
            if at is not None and "loop_of" in at.internal_data:
                own: dict[str, object] = at.data
                return own
            if within.isolated:
                shared: dict[str, object] = within.data
                return shared
            at, within = self.owner_of(within), within.parent_workflow
