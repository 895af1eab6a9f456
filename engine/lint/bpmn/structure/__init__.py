"""Rules on the file as a whole: ids, references, types and the schema.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.structure import (
    bpmn_schema,
    extension_understood,
    id_present,
    mime_type,
    other_engine,
    reference_type,
    reference_unknown,
    unique_id,
    uri,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    unique_id,
    id_present,
    bpmn_schema,
    extension_understood,
    mime_type,
    other_engine,
    reference_type,
    reference_unknown,
    uri,
)
