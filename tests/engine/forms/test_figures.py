"""Numbers and sums of money as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import figures
from engine.forms.refusals import Unreadable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("5", 5),
        ("０５", 5),
        (" 12 ", 12),
        ("-3", -3),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        (7, 7),
        (Decimal("7.0"), 7),
        ("3.0", 3),
        ("2万", 20000),
    ],
)
def test_a_whole_number_is_an_int(written: object, kept: int) -> None:
    read = figures.number(written, digits=0)
    assert read == kept
    assert type(read) is int


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("60000", "60000.00"),
        ("6万", "60000.00"),
        ("1.25万元", "12500.00"),
        ("￥60,000.50", "60000.50"),
        ("¥ 60000", "60000.00"),
        ("六万", None),
        ("3 亿", "300000000.00"),
        ("60000元整", "60000.00"),
        ("1,23", None),
        ("1e5", None),
        ("0.005", None),
        ("NaN", None),
        ("", None),
        ("万", None),
    ],
)
def test_money_is_exact_to_the_cent(written: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Unreadable):
            figures.number(written, digits=2, money=True)
    else:
        assert figures.number(written, digits=2, money=True) == Decimal(kept)


@pytest.mark.parametrize("raw", [True, 1.5, None, [], Decimal("NaN"), Decimal("1e30"), "9" * 61])
def test_what_is_no_number_is_refused(raw: object) -> None:
    with pytest.raises(Unreadable):
        figures.number(raw, digits=0)


def test_more_decimals_than_the_field_has_are_refused_not_rounded() -> None:
    with pytest.raises(Unreadable, match="too-many-decimals"):
        figures.number("1.5", digits=0)


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_reads_as_itself_typed_and_stored(value: Decimal) -> None:
    kept = figures.number(value, digits=2)
    assert kept == value
    assert figures.number(format(value, "f"), digits=2) == kept
