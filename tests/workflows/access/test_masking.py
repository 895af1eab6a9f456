"""A masked value lets a colleague recognise it and nobody find the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.protection import Sensitivity
from workflows.access.masking import HIDDEN, mask_name, mask_phone, masked, shown

TABLE = [
    ("name", "孙小菲", "孙**"),
    ("name", "欧阳小菲", "欧**"),
    ("name", " 孙女士 ", "孙**"),
    # An alias of one character is not told from a surname.
    ("name", "梅", "梅**"),
    ("name", "", ""),
    ("respondent_name", "李强", "李**"),
    ("phone", "13812345678", "*******5678"),
    ("phone", "+86 138-1234-5678", "*********5678"),
    ("phone", "0712-2345678", "*******5678"),
    # Too short to keep four digits of.
    ("phone", "110", HIDDEN),
    ("phone", "123456", HIDDEN),
    ("phone", "no digits", ""),
    ("respondent_phone", "13900003333", "*******3333"),
    ("id_no", "420922199001011234", "****************34"),
    ("id_no", "1234", HIDDEN),
    # Nothing of an address, a contact, a fact or a flag.
    ("address", "东湖街道梅园路7号2单元301", HIDDEN),
    ("safe_contact", "打她妹妹的电话", HIDDEN),
    ("whereabouts", "姐姐家", HIDDEN),
    ("dv_flag", True, HIDDEN),
    ("dv_flag", False, HIDDEN),
    ("age", 34, HIDDEN),
    ("special_group", ["left_behind_child"], HIDDEN),
    ("anything", None, ""),
    ("anything", [], ""),
]


@pytest.mark.parametrize(("key", "value", "expected"), TABLE)
def test_each_kind_of_value_keeps_just_enough(key: str, value: object, expected: str) -> None:
    assert masked(key, value) == expected


@given(st.text(alphabet="0123456789 -+", min_size=1, max_size=20))
def test_a_masked_phone_never_shows_more_than_four_digits(phone: str) -> None:
    assert sum(character.isdigit() for character in mask_phone(phone)) <= 4


@given(st.text(min_size=1, max_size=12))
def test_a_masked_name_never_shows_more_than_its_first_character(name: str) -> None:
    assert len(mask_name(name).removesuffix("**")) <= 1


def test_a_value_is_shown_only_when_its_class_is_clear() -> None:
    clear = frozenset({Sensitivity.C1, Sensitivity.C2})
    assert shown("phone", "13812345678", Sensitivity.C2, clear) == "13812345678"
    assert shown("id_no", "420922199001011234", Sensitivity.C3, clear) == "****************34"
