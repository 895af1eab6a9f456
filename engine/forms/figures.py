"""Numbers and sums of money as people write them: full-width digits, thousands, 万.

A number is decimal and exact; nothing here passes through binary floating point.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from engine.forms.refusals import Unreadable
from engine.forms.writing import fold

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
_MONEY_SIGNS = re.compile(r"^(¥|￥|RMB|人民币|元)\s*|\s*(元整|元|圆)$")
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000)}


def number(raw: object, *, digits: int, money: bool = False) -> Decimal | int:
    """The number with `digits` decimal places (an int when there are none); refuses more."""
    exact = _exact(raw, money=money)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if rounded != exact:
        raise Unreadable("too-many-decimals", digits=digits)
    return rounded if digits else int(rounded)


def _exact(raw: object, *, money: bool) -> Decimal:
    match raw:
        case bool():
            raise Unreadable("not-a-number")
        case int():
            return Decimal(raw)
        case Decimal() if raw.is_finite() and abs(raw.adjusted()) < 20:
            return raw
        case str() if len(raw) <= 60:
            return _written(raw, money=money)
    raise Unreadable("not-a-number")


def _written(raw: str, *, money: bool) -> Decimal:
    text = fold(raw)
    text = _MONEY_SIGNS.sub("", text) if money else text
    factor = _MULTIPLES.get(text[-1:], Decimal(1))
    text = _THOUSANDS.sub("", text[:-1].strip() if factor != 1 else text)
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise Unreadable("not-a-number")
    return Decimal(text) * factor
