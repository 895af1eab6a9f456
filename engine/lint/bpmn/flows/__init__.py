"""Rules on sequence flows and message flows: what they may join and where they must lead.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.flows import (
    compensation_flow,
    condition_alone,
    condition_source,
    dead_end,
    default_condition,
    default_flow,
    end_missing,
    event_sub_process_flow,
    flow_crosses,
    flow_immediate,
    flow_listed,
    message_flow_ends,
    sequence_flow_artifact,
    start_missing,
    unreached,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    compensation_flow,
    condition_alone,
    condition_source,
    dead_end,
    default_condition,
    default_flow,
    end_missing,
    event_sub_process_flow,
    flow_crosses,
    flow_immediate,
    flow_listed,
    message_flow_ends,
    sequence_flow_artifact,
    start_missing,
    unreached,
)
