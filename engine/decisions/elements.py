"""What a decision model consists of: inputs, decisions, knowledge and services, and their links."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.feel.conformance import Type
from engine.feel.run import Step


class Sort(StrEnum):
    """The sorts of elements that a requirement can name."""

    INPUT = "inputData"
    DECISION = "decision"
    KNOWLEDGE = "businessKnowledgeModel"
    SERVICE = "decisionService"


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another element: its model's namespace ("" for the same model) and its id."""

    namespace: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One element with what it needs and how its value is made."""

    id: str
    name: str
    sort: Sort
    type: Type
    #: Elements whose values are in scope.
    needs: tuple[Link, ...] = ()
    #: The logic of a decision or of knowledge; None for inputs and services.
    step: Step | None = None
    #: Formal parameters of knowledge.
    parameters: tuple[tuple[str, Type], ...] = ()
    #: Of a service: its outputs, then its input data, then its input decisions.
    outputs: tuple[Link, ...] = ()
    given: tuple[Link, ...] = ()
