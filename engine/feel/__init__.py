"""FEEL, the expression language of DMN 1.5, parsed, compiled and evaluated in process.

It is closed: an expression reaches the values and functions it is given and nothing else, and every
evaluation ends within its budget. Nothing here knows processes, decisions or a domain.
"""

from __future__ import annotations

from engine.feel.evaluation import Expression, evaluate, parse
from engine.feel.exchange import from_json, to_json
from engine.feel.refusals import FeelEvaluationError, FeelSyntaxError
from engine.feel.run import Budget
from engine.feel.temporal import DateTime, DaysDuration, MonthsDuration, Time
from engine.feel.values import Function, Range, from_host

__all__ = [
    "Budget",
    "DateTime",
    "DaysDuration",
    "Expression",
    "FeelEvaluationError",
    "FeelSyntaxError",
    "Function",
    "MonthsDuration",
    "Range",
    "Time",
    "evaluate",
    "from_host",
    "from_json",
    "parse",
    "to_json",
]
