"""Phones and identity numbers, as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import credentials
from engine.forms.refusals import Unreadable

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0712-2345678", "0712-2345678"),
        ("(0712) 234 5678", "0712-2345678"),
        ("（0712）2345678", "0712-2345678"),
        ("010 6234 5678", "010-62345678"),
        ("02787654321", "027-87654321"),
        ("+86 712 2345678", "0712-2345678"),
        ("+86 10 62345678", "010-62345678"),
        ("0712-2345678转123", "0712-2345678-123"),
        ("0712－2345678－8", "0712-2345678-8"),
        ("2345678", "2345678"),
        ("2345678转6", "2345678-6"),
        ("12338", "12338"),
        ("110", "110"),
        ("400 123 4567", "4001234567"),
        ("+852 2345 6789", "+85223456789"),
    ],
)
def test_a_phone_is_kept_in_one_form(written: str, kept: str) -> None:
    assert credentials.phone(written) == kept
    assert credentials.phone(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1381234567",
        "138123456789",
        "12812345678",
        "无",
        "1234",
        "0712-123",
        "13812345678转5",
        "+86",
        "+861",
        "138١٢٣٤٥٦٧٨",
    ],
)
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="bad-phone"):
        credentials.phone(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("11010519491231002", "bad-id-card"),
        ("110105491231002", "bad-id-card"),
        ("11010519491231002Y", "bad-id-card"),
        ("110105194912310021", "bad-id-card-check-digit"),
        ("110105194902300028", "bad-id-card-birth-date"),
        ("110105202702280022", "bad-id-card-birth-date"),
        ("110105189912310022", "bad-id-card-birth-date"),
    ],
)
def test_an_identity_number_that_cannot_be_one_is_refused(written: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        credentials.id_number(written, today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "written",
    ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_an_identity_number_is_kept_without_spaces_and_with_a_capital_x(written: str) -> None:
    number = credentials.id_number(written, today=TODAY)
    assert number == "11010519491231002X"
    assert credentials.told(number) == credentials.Told(sex="female", birth_date=date(1949, 12, 31))


@given(
    place=st.integers(110000, 659999),
    born=st.dates(date(1900, 1, 1), TODAY),
    order=st.integers(0, 999),
    wrong=st.integers(1, 10),
)
def test_only_one_check_character_fits(place: int, born: date, order: int, wrong: int) -> None:
    first = f"{place}{born:%Y%m%d}{order:03d}"
    right = credentials.check_character(first)
    number = credentials.id_number(first + right, today=TODAY)
    assert credentials.told(number).birth_date == born
    assert (credentials.told(number).sex == "male") == (order % 2 == 1)
    other = "10X98765432"[("10X98765432".index(right) + wrong) % 11]
    with pytest.raises(Unreadable):
        credentials.id_number(first + other, today=TODAY)


@given(st.text("0123456789-+ ()转x１２３－", max_size=25))
def test_reading_a_kept_phone_again_changes_nothing(written: str) -> None:
    try:
        kept = credentials.phone(written)
    except Unreadable:
        return
    assert credentials.phone(kept) == kept
