"""FEEL numbers are decimals of 34 digits (DMN 1.5 §10.3.2.3.1), rounded half even.

Every operation names its decimal context, because the context of the thread belongs to others.
"""

from __future__ import annotations

import decimal
from decimal import Decimal

CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
#: What a trapped operation raises; the caller turns it into null and a warning.
NumberFault = decimal.DecimalException

add = CONTEXT.add
subtract = CONTEXT.subtract
multiply = CONTEXT.multiply
divide = CONTEXT.divide


def power(number: Decimal, exponent: Decimal) -> Decimal:
    """A number to a power; to the power of zero it is one, as IEEE 754 has it."""
    return Decimal(1) if exponent == 0 else CONTEXT.power(number, exponent)


def read(text: str) -> Decimal:
    """The number a FEEL literal means; raises NumberFault when it is none."""
    number = CONTEXT.create_decimal(text)
    if not number.is_finite():
        raise decimal.InvalidOperation(text)
    return number


def write(number: Decimal) -> str:
    """The plain text of a number: no exponent, no trailing zeros (1.0 and 1 are one value)."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(number: Decimal) -> int | None:
    """The number as an integer, or None when it has a fraction or is unreasonably large."""
    if number.adjusted() > 18 or number != number.to_integral_value():
        return None
    return int(number)


def scaled(number: Decimal, scale: int, rounding: str) -> Decimal:
    """Round to `scale` digits after the point (negative: before it); raises NumberFault."""
    wide = decimal.Context(prec=80, rounding=rounding, Emin=-7000, Emax=7000)
    wanted = Decimal((0, (1,), -scale))
    if number.is_zero() or number.adjusted() + scale > 40:
        return number
    return CONTEXT.plus(wide.quantize(number, wanted))
