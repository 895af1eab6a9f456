"""What a timer may say: ISO 8601 as the standard wants it, or an expression that yields it.

BPMN 2.0.2, 10.5.5 (Timer Event Definition): timeDate is a date and time, timeDuration a duration,
timeCycle repeated intervals. A text that is no ISO 8601 is taken for an expression when it looks
like one: a call, an operator, or a variable in snake_case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.lint.kinds import TIMER_TEXTS
from engine.lint.model import Element, Model

_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"T(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2}|@[A-Za-z_/+-]+)"
_CLOCK_PART = r"T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?"
_PERIOD = rf"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+(?:[.,]\d+)?D)?(?:{_CLOCK_PART})?"

#: A calendar date, with or without a time of day and a zone.
DATE: Final = re.compile(rf"{_DATE}(?:{_TIME}{_ZONE}?)?")
#: A duration without sign.
DURATION: Final = re.compile(_PERIOD)
#: Repetitions of a duration, optionally from a start or between two dates.
CYCLE: Final = re.compile(
    rf"R\d*/(?:{_DATE}(?:{_TIME}{_ZONE}?)?/{_PERIOD}|{_PERIOD}(?:/{_DATE}(?:{_TIME}{_ZONE}?)?)?)"
)
#: ISO 8601 forms by the child that holds them.
FORMS: Final = {"timeDate": DATE, "timeDuration": DURATION, "timeCycle": CYCLE}

_SIGN_OF_EXPRESSION = re.compile(r"[a-z][a-z0-9_.]*|.*[(){}\"'\[\]=<>#$].*", re.DOTALL)
#: Five or six fields of digits, stars and commas: the notation of cron tables.
CRON: Final = re.compile(r"(?:[\d*?,/A-Z#-]+\s+){4,6}[\d*?,/A-Z#-]+")
#: A duration with a sign in front of it.
NEGATIVE: Final = re.compile(rf"-\s*{_PERIOD}|P-.*|P(?:.*T)?-.*")


def timer_texts(model: Model) -> Iterator[tuple[Element, str, str]]:
    """Yield every timer text that is there: (timer definition, child name, text)."""
    for timer in model.all("timerEventDefinition"):
        for name in TIMER_TEXTS:
            for text in timer.texts(name):
                yield timer, name, text


def is_expression(text: str) -> bool:
    """Whether a text that is no ISO 8601 may be meant as an expression."""
    return bool(_SIGN_OF_EXPRESSION.fullmatch(text)) and not CRON.fullmatch(text)


def ill_formed(model: Model, name: str) -> Iterator[tuple[Element, str]]:
    """Yield the texts under `name` that are neither ISO 8601 nor an expression."""
    for timer, child, text in timer_texts(model):
        if child == name and not FORMS[name].fullmatch(text) and not is_expression(text):
            yield timer, text
