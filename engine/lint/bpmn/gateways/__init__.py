"""Rules on gateways: how many flows, and what may stand behind them.

The table below is all that is checked of it.
"""

from __future__ import annotations

from typing import Final

from engine.lint.bpmn.gateways import (
    event_gateway_boundary,
    event_gateway_branches,
    event_gateway_condition,
    event_gateway_mixed,
    event_gateway_shared,
    event_gateway_start,
    event_gateway_target,
    gateway_direction,
    gateway_purpose,
    parallel_condition,
)
from engine.lint.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    event_gateway_boundary,
    event_gateway_branches,
    event_gateway_condition,
    event_gateway_mixed,
    event_gateway_shared,
    event_gateway_start,
    event_gateway_target,
    gateway_direction,
    gateway_purpose,
    parallel_condition,
)
