"""Rules on pools, lanes, conversations and message flows between them.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.collaboration import (
    global_conversation,
    lane_once,
    multiplicity,
    same_pool,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    global_conversation,
    lane_once,
    multiplicity,
    same_pool,
)
