"""The table of time limits: which code means which period, by which law or house rule.

Values only. A rule of law is locked: its length may not be changed by a station; when people are
warned may be, because no law says that. Rules come from `bpmn/jurisdiction/<country>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.calendars import OfficeHours, Unit, WarningPoint
from workflows.codes import Wording


class BasisKind(StrEnum):
    """Where a time limit comes from."""

    LAW = "law"
    HOUSE = "house"


@dataclass(frozen=True, kw_only=True)
class LengthByCase:
    """A length that depends on a fact of the case, e.g. on the severity of an incident."""

    parameter: str
    cases: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class LengthInRange:
    """A length that somebody fixes within bounds, e.g. a court for a protection order."""

    parameter: str
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a rule runs and when it warns."""

    unit: Unit
    #: The length, or None when only the case decides it.
    length: int | None = None
    by_case: LengthByCase | None = None
    in_range: LengthInRange | None = None
    roll: bool = False
    within_day: bool = False
    #: None leaves the points to the length.
    points: tuple[WarningPoint, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionRule:
    """How often and how far a period may be extended; None means that the source sets no bound."""

    most: int | None
    each_days: int | None
    #: Whose consent or approval it needs.
    needs: Wording


@dataclass(frozen=True, kw_only=True)
class PartChoice:
    """Which part a bare code means, by a fact of the case."""

    parameter: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One entry of the table: a code, or a code with its part ("H08.1")."""

    code: str
    kind: BasisKind
    name: Wording
    basis: Wording
    #: What happens at the end, in words.
    at_end: Wording
    #: 待核: what a legal officer still has to check, if anything.
    verify: Wording | None = None
    #: None for rules without a number of their own.
    period: Period | None = None
    #: The words of the source that has no number.
    unnumbered: Wording | None = None
    #: The code whose clock is used where this one has none.
    instead: str = ""
    extends: ExtensionRule | None = None
    #: Code of the rule by which this period may be extended.
    extension: str = ""
    hours: OfficeHours | None = None
    choose: PartChoice | None = None
    #: Codes of the parts, in order.
    parts: tuple[str, ...] = ()
    #: Reasons that stop the count, e.g. "appraisal".
    pauses: frozenset[str] = frozenset()
    #: Roles or ladder levels that hear of it before the end, and at the end.
    told_on_warning: tuple[str, ...] = ()
    told_on_expiry: tuple[str, ...] = ()
    #: Further figures of the rule, e.g. attempts to reach a party.
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether its length is law."""
        return self.kind is BasisKind.LAW


@dataclass(frozen=True, kw_only=True)
class Level:
    """One rung of the escalation ladder."""

    name: Wording
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LawTable:
    """All time limits of a jurisdiction."""

    version: str
    zone: ZoneInfo
    #: Office hours of the house (H21).
    office: OfficeHours
    ladder: Mapping[str, Level]
    pause_reasons: Mapping[str, Wording]
    #: Every rule and every part by its full code, in the order of the file.
    rules: Mapping[str, Rule]

    def roles_told(self, told: Iterable[str]) -> tuple[str, ...]:
        """The roles behind levels of the ladder and roles, each once, in their order."""
        levels = {level: rung.roles for level, rung in self.ladder.items()}
        return tuple(dict.fromkeys(role for one in told for role in levels.get(one, (one,))))
