"""The English catalogue is whole, and each way in which it can fall behind is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from web import translations_check as check


def test_every_text_has_its_english() -> None:
    assert check.problems() == []


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue as a copy that a test may spoil."""
    po = tmp_path / "messages.po"
    shutil.copyfile(check.PO, po)
    shutil.copyfile(check.MO, po.with_suffix(".mo"))
    monkeypatch.setattr(check, "PO", po)
    monkeypatch.setattr(check, "MO", po.with_suffix(".mo"))
    return po


#: What is done to one entry, and the word that must be said about it.
SPOILED = [
    ('msgid "领取"', 'msgid "领取掉"', "missing: '领取'"),
    ('msgid "领取"', 'msgid "领取掉"', "obsolete: '领取掉'"),
    ('msgid "领取"\nmsgstr "Claim"', 'msgid "领取"\nmsgstr ""', "missing: '领取'"),
    ('msgid "领取"\nmsgstr "Claim"', 'msgid "领取"\nmsgstr "领取"', "half Chinese: '领取'"),
    ('msgid "领取"\nmsgstr "Claim"', 'msgid "领取"\nmsgstr "Take"', "stale: messages.mo"),
    ('msgid "待领 %(n)s"\nmsgstr "%(n)s', 'msgid "待领 %(n)s"\nmsgstr "%(m)s',
     "placeholders differ: '待领 %(n)s'"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), SPOILED, ids=range(len(SPOILED)))
def test_a_spoiled_catalogue_is_noticed(copy: Path, before: str, after: str, told: str) -> None:
    text = copy.read_text(encoding="utf-8")
    assert before in text
    copy.write_text(text.replace(before, after), encoding="utf-8")
    assert any(line.startswith(told) for line in check.problems())


def test_a_fuzzy_entry_is_noticed(copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace('msgid "领取"', '#, fuzzy\nmsgid "领取"'), encoding="utf-8")
    assert "fuzzy: '领取'" in check.problems()


def test_renewing_a_whole_catalogue_changes_nothing(copy: Path) -> None:
    before, compiled = copy.read_bytes(), check.MO.read_bytes()
    assert check.renew() == 0
    assert (copy.read_bytes(), check.MO.read_bytes()) == (before, compiled)
