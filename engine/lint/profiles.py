"""What a deployment must satisfy depends on who will run it, and on what the station really has.

`Profile.STANDARD` asks for BPMN 2.0.2 and for what any engine could run; `Profile.STATION` asks in
addition that people, forms, deadlines and the locked legal steps are in order. The facts come in as
values: nothing here looks into a database or a folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Profile(StrEnum):
    """Which rules a file is held against."""

    STANDARD = "standard"
    STATION = "station"


@dataclass(frozen=True, kw_only=True)
class StationFacts:
    """What exists in the station at the moment of deployment; names a diagram may use."""

    #: Ids of the deployed forms.
    forms: frozenset[str] = frozenset()
    #: Names of the operations that service tasks may call.
    operations: frozenset[str] = frozenset()
    #: Ids of the deployed decisions.
    decisions: frozenset[str] = frozenset()
    #: Codes of the roles that people can hold.
    roles: frozenset[str] = frozenset()
    #: Codes of the deadlines that the jurisdiction or the house has set.
    deadlines: frozenset[str] = frozenset()
    #: Ids of the processes a call activity may call.
    called: frozenset[str] = frozenset()
    #: Process id to the ids of the nodes that the law locks: they must stay, marked as locked.
    locked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Process id to the ids of the locked nodes that every ordinary path must pass.
    unavoidable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Process id to locked node to the nodes that may only follow it, each time anew.
    guards: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    #: Lane id to the role that the station has given it, for lanes that name none themselves.
    lane_roles: Mapping[str, str] = field(default_factory=dict)
    #: Form id to the keys of its fields that become process data; an absent form is unknown.
    form_fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Operation to the keys of its result; an absent operation is unknown.
    operation_results: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Decision to the keys of its answer, for tasks that keep the answer under no key of its own.
    decision_results: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Keys of process data that are there when an instance starts.
    start_keys: frozenset[str] = frozenset()
