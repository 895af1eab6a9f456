"""Text as it is typed, copied and kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.refusals import Unreadable
from engine.forms.writing import fold, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张丽　", "张丽"),
        ("龘𬬭𠮷", "龘𬬭𠮷"),
        ("e\u0301", "é"),
        ("\u200b王\ufeff强", "王强"),
        ("２０２６", "２０２６"),
        ("a\tb", "a b"),
        ("买买提·艾合买提", "买买提·艾合买提"),
        ("\U000323b0", "\U000323b0"),
        ("\ue000", "\ue000"),
    ],
    ids=[
        "spaces",
        "rare characters",
        "composed",
        "unseen",
        "full width stays",
        "tab",
        "name dot",
        "newer than this Unicode",
        "private use of old registers",
    ],
)
def test_text_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert tidy(typed, lines=False, longest=100) == kept


@pytest.mark.parametrize(
    "typed", ["a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\nb", "a\ud800b", "a\uffffb"]
)
def test_hidden_characters_are_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="control-character"):
        tidy(typed, lines=False, longest=100)


def test_a_long_text_may_have_lines_in_one_form() -> None:
    assert tidy("一\r\n二\r三\n", lines=True, longest=100) == "一\n二\n三"


@pytest.mark.parametrize("length", [11, 1000, 100_000])
def test_text_beyond_its_limit_is_refused(length: int) -> None:
    with pytest.raises(Unreadable, match="too-long"):
        tidy("长" * length, lines=True, longest=10)


def test_the_limit_itself_is_allowed() -> None:
    assert tidy("长" * 10, lines=False, longest=10) == "长" * 10


def test_numbers_fold_full_width_and_dashes() -> None:
    assert fold("　１３８－００ｘ　") == "138-00x"


@given(st.text(max_size=60), st.booleans())
def test_tidying_twice_changes_nothing(typed: str, lines: bool) -> None:
    try:
        kept = tidy(typed, lines=lines, longest=200)
    except Unreadable:
        return
    assert tidy(kept, lines=lines, longest=200) == kept
