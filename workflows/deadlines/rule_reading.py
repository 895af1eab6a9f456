"""One entry of deadlines.json becomes a `Rule`; every value is checked where it stands.

References to other rules are not checked here but once all of them are read.
"""

from __future__ import annotations

from typing import Final

from engine.calendars import OfficeHours, Span, Unit, WarningPoint, points_from_texts
from workflows.codes import Node
from workflows.deadlines.law import (
    BasisKind,
    ExtensionRule,
    LengthByCase,
    LengthInRange,
    PartChoice,
    Period,
    Rule,
)

#: What an entry or a part may say.
RULE_KEYS: Final = (
    "name", "basis", "kind", "verify", "at_end", "unit", "length", "lengths", "range", "roll",
    "within_day", "warnings", "tell", "pauses", "extension", "extends", "unnumbered", "instead",
    "hours", "choose", "counts",
)  # fmt: skip


def read_rule(code: str, node: Node, parts: tuple[str, ...]) -> Rule:
    """The rule of a full code; PackBroken at the place that is wrong."""
    told, pauses, counts = node.get("tell"), node.get("pauses"), node.get("counts")
    verify, unnumbered = node.get("verify"), node.get("unnumbered")
    instead, extension = node.get("instead"), node.get("extension")
    if told:
        told.allow("warning", "expiry")
    return Rule(
        code=code, kind=_kind(node.at("kind")), name=node.at("name").wording(),
        basis=node.at("basis").wording(), at_end=node.at("at_end").wording(), parts=parts,
        verify=verify.wording() if verify else None, period=_period(node),
        unnumbered=unnumbered.wording() if unnumbered else None,
        instead=instead.text() if instead else "", extends=_extends(node.get("extends")),
        extension=extension.text() if extension else "", hours=_hours(node.get("hours")),
        choose=_choose(node.get("choose")),
        pauses=frozenset(pauses.texts()) if pauses else frozenset(),
        told_on_warning=told.at("warning").texts() if told else (),
        told_on_expiry=told.at("expiry").texts() if told else (),
        counts={key: value.integer() for key, value in counts.entries()} if counts else {},
    )  # fmt: skip


def _kind(node: Node) -> BasisKind:
    if node.text() not in list(BasisKind):
        node.broken("law or house is expected")
    return BasisKind(node.text())


def _period(node: Node) -> Period | None:
    unit = node.get("unit")
    if unit is None:
        return None
    if unit.text() not in list(Unit):
        unit.broken(f"{unit.text()} is no unit")
    length, cases, limits = node.get("length"), node.get("lengths"), node.get("range")
    roll, within_day = node.get("roll"), node.get("within_day")
    period = Period(
        unit=Unit(unit.text()), length=length.integer() if length else None,
        by_case=_by_case(cases) if cases else None, in_range=_in_range(limits) if limits else None,
        roll=roll.flag() if roll else False, within_day=within_day.flag() if within_day else False,
        points=_points(node.get("warnings")),
    )  # fmt: skip
    _check_lengths(node, period)
    return period


def _by_case(node: Node) -> LengthByCase:
    node.allow("parameter", "cases")
    cases = {key: value.integer() for key, value in node.at("cases").entries()}
    return LengthByCase(parameter=node.at("parameter").text(), cases=cases)


def _in_range(node: Node) -> LengthInRange:
    node.allow("parameter", "least", "most")
    return LengthInRange(
        parameter=node.at("parameter").text(),
        least=node.at("least").integer(),
        most=node.at("most").integer(),
    )


def _points(node: Node | None) -> tuple[WarningPoint, ...] | None:
    if node is None:
        return None
    try:
        return points_from_texts(node.texts())
    except ValueError as error:
        node.broken(error)


def _check_lengths(node: Node, period: Period) -> None:
    lengths = [period.length] if period.length is not None else []
    lengths += period.by_case.cases.values() if period.by_case else ()
    lengths += [period.in_range.least, period.in_range.most] if period.in_range else []
    if not lengths:
        node.broken("a length is missing")
    try:
        spans = [Span(unit=period.unit, length=length) for length in lengths]
    except ValueError as error:
        node.broken(error)
    shares = any(point.percent for point in period.points or ())
    if spans[0].is_before and (shares or period.points is None):
        node.broken("a period counted back must name its warning points in days")


def _extends(node: Node | None) -> ExtensionRule | None:
    if node is None:
        return None
    node.allow("most", "each_days", "needs")
    bounds = {
        key: None if node.at(key).value is None else node.at(key).integer()
        for key in ("most", "each_days")
    }
    return ExtensionRule(needs=node.at("needs").wording(), **bounds)


def _hours(node: Node | None) -> OfficeHours | None:
    if node is None:
        return None
    spans = tuple((span.at(0).moment(), span.at(1).moment()) for span in node.items())
    try:
        return OfficeHours(spans=spans)
    except ValueError as error:
        node.broken(error)


def _choose(node: Node | None) -> PartChoice | None:
    if node is None:
        return None
    node.allow("parameter", "cases", "default")
    parameter, cases, default = node.get("parameter"), node.get("cases"), node.get("default")
    return PartChoice(
        parameter=parameter.text() if parameter else "",
        cases={key: value.text() for key, value in cases.entries()} if cases else {},
        default=default.text() if default else "",
    )
