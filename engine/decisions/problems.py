"""Gaps and overlaps of decision tables, each with an example that shows it.

A table is tried with values on, beside and between the constants of its cells, so every way in
which the cells can divide the inputs is met. What the hit policy means anyway is no problem: only
UNIQUE forbids overlaps, only ANY forbids disagreement, and collecting policies may find nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.decisions.hit_policies import HitPolicy
from engine.decisions.model import Model
from engine.decisions.reading import Element, kind_of, place_of
from engine.decisions.trials import Region, Trial, covers, first_gap, overlap, trial_of
from engine.errors import Finding, Severity

_MAY_FIND_NOTHING = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)


def problems(model: Model) -> list[Finding]:
    """What is doubtful in every table of the model; `load` has already refused what is wrong."""
    found: list[Finding] = []
    for element in model.root.iter():
        if kind_of(element) == "decisionTable":
            found += _table_problems(model, element)
    return found


def _table_problems(model: Model, element: Element) -> list[Finding]:
    trial = trial_of(model, element)
    if trial is None:
        return [_finding(element, "table-not-analysed", Severity.WARNING)]
    return [*_gaps(element, trial), *_overlaps(element, trial), *_hidden(element, trial)]


def _finding(element: Element, rule: str, severity: Severity, **fields: object) -> Finding:
    return Finding(rule=rule, severity=severity, element=place_of(element), fields=fields)


def _gaps(element: Element, trial: Trial) -> list[Finding]:
    if trial.policy in _MAY_FIND_NOTHING or trial.has_default:
        return []
    gap = first_gap(trial, range(len(trial.rules)), trial.whole)
    if gap is None:
        return []
    return [_finding(element, "table-gap", Severity.ERROR, example=_told(trial, gap))]


def _overlaps(element: Element, trial: Trial) -> list[Finding]:
    if trial.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return []
    found: list[Finding] = []
    for one in range(len(trial.rules)):
        for other in range(one + 1, len(trial.rules)):
            both = overlap(trial, one, other)
            agree = trial.outputs[one] == trial.outputs[other]
            if both is None or (trial.policy is HitPolicy.ANY and agree):
                continue
            fields = {"rules": [one + 1, other + 1], "example": _told(trial, both)}
            found.append(_finding(element, "table-overlap", Severity.ERROR, **fields))
    return found


def _hidden(element: Element, trial: Trial) -> list[Finding]:
    """Rules that never count, because earlier ones match wherever they do."""
    if trial.policy is not HitPolicy.FIRST:
        return []
    return [
        _finding(element, "table-rule-hidden", Severity.WARNING, row=rule + 1)
        for rule in range(1, len(trial.rules))
        if covers(trial, range(rule), rule)
    ]


def _told(trial: Trial, point: Region) -> dict[str, str]:
    """One value for every input, in FEEL."""
    return {
        label: trial.texts[column][choice[0]] if choice else "-"
        for column, (label, choice) in enumerate(zip(trial.labels, point, strict=True))
    }


__all__: Sequence[str] = ["problems"]
