"""A drawing that this engine would run wrongly is refused, by name, on the element.

Each rule looks at the nodes of one process and adds its findings; together they leave nothing that
is silently ignored. Style and the house's own demands are the linter's matter.
"""

from __future__ import annotations

from engine.spiff import activity_rules, event_rules, flow_rules, scope_rules
from engine.spiff.drawing import Drawing

_RULES = (
    *scope_rules.RULES,
    *flow_rules.RULES,
    *event_rules.RULES,
    *activity_rules.RULES,
)


def check(drawing: Drawing) -> None:
    """Apply every rule to a drawing."""
    for rule in _RULES:
        rule(drawing)
