"""Inputs of an operation as the verbs want them: text, instants, lists."""

from __future__ import annotations

from datetime import datetime

from engine.clock import instant_from_iso
from engine.instances import Call
from workflows.joint_mediation.actions.records import calendar


def text(call: Call, key: str) -> str:
    """An input as text; null is empty."""
    value = call.inputs.get(key)
    return "" if value is None else str(value)


def instant(call: Call, key: str) -> datetime:
    """An input as an instant; absent means now, a local text is read in the station's zone."""
    value = text(call, key)
    return instant_from_iso(value, calendar(call).zone) if value else call.event_time


def words(call: Call, key: str) -> list[str]:
    """An input as a list of codes; null is empty."""
    return [str(each) for each in call.inputs.get(key) or []]
