"""Rules on tasks, sub-processes and calls: loops, operations and what they contain.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.activities import (
    ad_hoc_empty,
    ad_hoc_events,
    behavior_event,
    binding_data,
    call_data,
    called_start,
    choreography_inside,
    condition_boolean,
    expression_present,
    interface_binding,
    loop_data,
    loop_item,
    loop_markers,
    loop_maximum,
    message_data,
    multi_instance_count,
    operation_data,
    public_executable,
    receive_start,
    single_data,
    single_set,
    token_quantity,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    ad_hoc_empty,
    ad_hoc_events,
    behavior_event,
    binding_data,
    call_data,
    called_start,
    choreography_inside,
    condition_boolean,
    expression_present,
    interface_binding,
    loop_data,
    loop_item,
    loop_markers,
    loop_maximum,
    message_data,
    multi_instance_count,
    operation_data,
    public_executable,
    receive_start,
    single_data,
    single_set,
    token_quantity,
)
