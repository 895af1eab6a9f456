"""Functions of numbers (DMN 1.5 §10.3.4.5)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from engine.feel import decimals
from engine.feel.library.signature import LIBRARY
from engine.feel.run import Run
from engine.feel.temporal import DaysDuration, MonthsDuration


def _rounded(run: Run, number: Decimal, scale: Decimal | None, rounding: str) -> object:
    digits = 0 if scale is None else decimals.whole(scale)
    if digits is None or abs(digits) > 6111:
        return run.warn("a scale must be a whole number from -6111 to 6111")
    try:
        return decimals.scaled(number, digits, rounding)
    except decimals.NumberFault:
        return run.warn("the result is out of range")


@LIBRARY.function("decimal", "n: number", "scale: number")
def rounded(run: Run, number: Decimal, scale: Decimal) -> object:
    """Rounded to `scale` digits, half to even."""
    return _rounded(run, number, scale, decimal.ROUND_HALF_EVEN)


@LIBRARY.function("floor", "n: number", "scale?: number")
def floor(run: Run, number: Decimal, scale: Decimal | None = None) -> object:
    """Rounded towards minus infinity."""
    return _rounded(run, number, scale, decimal.ROUND_FLOOR)


@LIBRARY.function("ceiling", "n: number", "scale?: number")
def ceiling(run: Run, number: Decimal, scale: Decimal | None = None) -> object:
    """Rounded towards infinity."""
    return _rounded(run, number, scale, decimal.ROUND_CEILING)


@LIBRARY.function("round up", "n: number", "scale: number")
def round_up(run: Run, number: Decimal, scale: Decimal) -> object:
    """Rounded away from zero."""
    return _rounded(run, number, scale, decimal.ROUND_UP)


@LIBRARY.function("round down", "n: number", "scale: number")
def round_down(run: Run, number: Decimal, scale: Decimal) -> object:
    """Rounded towards zero."""
    return _rounded(run, number, scale, decimal.ROUND_DOWN)


@LIBRARY.function("round half up", "n: number", "scale: number")
def round_half_up(run: Run, number: Decimal, scale: Decimal) -> object:
    """Rounded to the nearest, a half away from zero."""
    return _rounded(run, number, scale, decimal.ROUND_HALF_UP)


@LIBRARY.function("round half down", "n: number", "scale: number")
def round_half_down(run: Run, number: Decimal, scale: Decimal) -> object:
    """Rounded to the nearest, a half towards zero."""
    return _rounded(run, number, scale, decimal.ROUND_HALF_DOWN)


@LIBRARY.function("abs", "n: number | days | months")
def absolute(run: Run, value: Decimal | DaysDuration | MonthsDuration) -> object:
    """The value without its sign."""
    match value:
        case DaysDuration(amount):
            return DaysDuration(abs(amount))
        case MonthsDuration(amount):
            return MonthsDuration(abs(amount))
    return value.copy_abs()


@LIBRARY.function("modulo", "dividend: number", "divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> object:
    """The remainder, with the sign of the divisor."""
    try:
        rest = decimals.CONTEXT.remainder(dividend, divisor)
    except decimals.NumberFault:
        return run.warn("the division has no remainder")
    return decimals.add(rest, divisor) if rest and (rest < 0) is not (divisor < 0) else rest


@LIBRARY.function("sqrt", "number: number")
def sqrt(run: Run, number: Decimal) -> object:
    """The square root of what is not negative."""
    if number < 0:
        return run.warn("a negative number has no square root")
    return number.sqrt(decimals.CONTEXT)


@LIBRARY.function("log", "number: number")
def log(run: Run, number: Decimal) -> object:
    """The natural logarithm of what is positive."""
    if number <= 0:
        return run.warn("only a positive number has a logarithm")
    return number.ln(decimals.CONTEXT)


@LIBRARY.function("exp", "number: number")
def exp(run: Run, number: Decimal) -> object:
    """E to this power."""
    try:
        return number.exp(decimals.CONTEXT)
    except decimals.NumberFault:
        return run.warn("the result is out of range")


@LIBRARY.function("odd", "number: number")
def odd(run: Run, number: Decimal) -> object:
    """Whether a whole number leaves one when halved; what is not whole is neither."""
    return _parity(number) == 1


@LIBRARY.function("even", "number: number")
def even(run: Run, number: Decimal) -> object:
    """Whether a whole number leaves nothing when halved; what is not whole is neither."""
    return _parity(number) == 0


def _parity(number: Decimal) -> int | None:
    whole = number.to_integral_value(rounding=decimal.ROUND_DOWN)
    if whole != number:
        return None
    return 0 if whole.adjusted() > 40 else int(abs(whole)) % 2
