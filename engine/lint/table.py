"""Every rule of the deploy gate, in the order in which a person should read the findings.

`STANDARD` is BPMN 2.0.2 and holds for every file; `STATION` comes on top for diagrams of the
station. A rule that is in none of the groups' tables is not checked.
"""

from __future__ import annotations

from typing import Final

from engine.lint import station
from engine.lint.bpmn import activities, collaboration, data, events, flows, gateways, structure
from engine.lint.rule import Rule

#: BPMN 2.0.2 and what any engine needs.
STANDARD: Final[tuple[Rule, ...]] = (
    *structure.RULES,
    *flows.RULES,
    *gateways.RULES,
    *events.RULES,
    *activities.RULES,
    *data.RULES,
    *collaboration.RULES,
)

#: What the station asks in addition.
STATION: Final[tuple[Rule, ...]] = station.RULES
