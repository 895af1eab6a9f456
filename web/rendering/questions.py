"""Plain questions that stand for several indicators: one "no" answers them, a "yes" opens them.

What is stored are the indicators alone; the question itself is the page's own (`_ask.<group>`) and
never overrides one that was answered with danger. Pure: answers in, answers out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

YES, NO = "yes", "no"
PREFIX = "_ask."

#: Group of a form → its indicators → the answer that means no danger.
QUESTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "ask_danger_here": {
            "violence_now": "false", "offender_outside": "false", "can_talk_safely": "true",
        },
        "ask_deadly_threat": {"weapon_shown": "false", "threat_to_kill": "false"},
        "ask_hurt": {"injury_or_choking": "false", "suicide_threat": "false"},
        "ask_home": {"afraid_to_go_home": "false"},
        "ask_child": {"child_alone_or_missing": "false", "minor_at_risk": "false"},
    }
)  # fmt: skip

_ANSWERS = frozenset({"true", "false"})


def settled(values: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Answers with what the questions say; `said` holds question → yes or no as it was pressed.

    "No" fills what is open; "yes" leaves no indicator that only a "no" had filled.
    """
    found = dict(values)
    for group, indicators in QUESTIONS.items():
        match said.get(group):
            case "no":
                found.update(
                    {key: safe for key, safe in indicators.items() if not _told(values, key)}
                )
            case "yes" if state(values, group) != YES:
                found.update(_opened(indicators))
    return found


def _opened(indicators: Mapping[str, str]) -> dict[str, str]:
    """A "yes" to a question of one indicator says which; else each is asked again."""
    if len(indicators) == 1:
        return {key: _other(safe) for key, safe in indicators.items()}
    return dict.fromkeys(indicators, "")


def _other(safe: str) -> str:
    return "false" if safe == "true" else "true"


def _told(values: Mapping[str, Any], key: str) -> bool:
    return str(values.get(key) or "") in _ANSWERS


def state(values: Mapping[str, Any], group: str) -> str:
    """What the indicators say of their question: yes, no, or "" while it is open."""
    indicators = QUESTIONS[group]
    given = {key: str(values.get(key) or "") for key in indicators}
    if any(given[key] == _other(safe) for key, safe in indicators.items()):
        return YES
    return NO if given == dict(indicators) else ""


def pressed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Question → yes or no, out of what a page sent."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in pairs
        if name.startswith(PREFIX) and value in {YES, NO}
    }
