"""Rules on data: inputs, outputs, their sets and the associations between them.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.data import (
    association_items,
    association_owner,
    association_sources,
    collection,
    process_data,
    set_membership,
    set_pairing,
    set_subset,
    sub_process_data,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    association_items,
    association_owner,
    association_sources,
    collection,
    process_data,
    set_membership,
    set_pairing,
    set_subset,
    sub_process_data,
)
