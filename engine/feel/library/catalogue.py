"""Every built-in function by its name; importing the modules has declared them."""

from __future__ import annotations

from engine.feel.library import (
    aggregates,
    contexts,
    conversion,
    dates,
    lists,
    numeric,
    range_relations,
    strings,
)
from engine.feel.library.signature import LIBRARY

MODULES = (aggregates, contexts, conversion, dates, lists, numeric, range_relations, strings)
#: The functions as FEEL values; nothing ever changes this.
VALUES: dict[str, object] = LIBRARY.values()
NAMES = frozenset(VALUES)
