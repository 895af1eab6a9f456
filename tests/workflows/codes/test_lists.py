from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from workflows.codes import PACK, PackBroken, UnknownCode, load_lists

LISTS = load_lists()

SIZES = [
    ("roles", 17), ("ethnic-groups", 56), ("end-reasons", 12), ("service-types", 6),
    ("report-situations", 9), ("severities", 4), ("categories-c", 16),
]  # fmt: skip


@pytest.mark.parametrize(("name", "size"), SIZES)
def test_a_list_is_whole(name: str, size: int) -> None:
    assert len(LISTS[name].codes) == size


def test_the_governance_list_has_its_seventeen_classes() -> None:
    classes = [code.code for code in LISTS["categories-a"].under("")]
    assert classes == [f"{number:02}" for number in range(1, 17)] + ["99"]


@pytest.mark.parametrize(
    ("name", "code", "zh", "en"),
    [
        ("categories-a", "0101", "恋爱及婚姻", "Courtship and marriage"),
        ("categories-d", "F31", "夫妻财产", "Property of spouses"),
        ("categories-d", "F42", "孕产哺乳期解雇", "Dismissal in pregnancy, maternity or nursing"),
        ("roles", "R05", "调委会主任", "Mediation director"),
        ("end-reasons", "terminated_risk", "因风险终止", "Ended because of risk"),
    ],
)
def test_a_code_has_its_names(name: str, code: str, zh: str, en: str) -> None:
    found = LISTS[name][code]
    assert (found.name.zh, found.name.en) == (zh, en)


@pytest.mark.parametrize("name", ["categories-a", "categories-d"])
def test_a_child_begins_with_its_parents_code(name: str) -> None:
    assert all(code.code.startswith(code.parent) for code in LISTS[name])


def test_no_list_says_the_same_twice() -> None:
    for one in LISTS:
        assert len({code.name.zh for code in one}) == len(one.codes), one.name
        assert len({code.name.en for code in one}) == len(one.codes), one.name


def test_an_unknown_code_or_list_is_refused() -> None:
    with pytest.raises(UnknownCode, match="R99"):
        LISTS["roles"]["R99"]
    with pytest.raises(UnknownCode, match="colours"):
        LISTS["colours"]


BROKEN = [
    ("twice", [{"code": "a", "zh": "甲", "en": "A"}] * 2, "stands twice"),
    ("an orphan", [{"code": "a", "zh": "甲", "en": "A", "parent": "b"}], "before its children"),
    ("one language", [{"code": "a", "zh": "甲"}], "en is missing"),
    ("an unknown key", [{"code": "a", "zh": "甲", "en": "A", "colour": "x"}], "nobody reads"),
    ("nothing", [], "empty"),
]


@pytest.mark.parametrize(
    ("codes", "problem"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_broken_list_is_refused(tmp_path: Path, codes: list[object], problem: str) -> None:
    shutil.copytree(PACK, tmp_path / "cn")
    content = {"title": {"zh": "甲", "en": "A"}, "source": {"zh": "甲", "en": "A"}, "codes": codes}
    (tmp_path / "cn" / "codes" / "sexes.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PackBroken, match=problem) as caught:
        load_lists(tmp_path / "cn")
    assert caught.value.fields["file"] == "sexes.json"


def test_a_retired_code_is_read_but_not_offered(tmp_path: Path) -> None:
    shutil.copytree(PACK, tmp_path / "cn")
    file = tmp_path / "cn" / "codes" / "sexes.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["codes"][2]["retired"] = True
    file.write_text(json.dumps(content), encoding="utf-8")
    sexes = load_lists(tmp_path / "cn")["sexes"]
    assert [code.code for code in sexes.offered] == ["female", "male"]
    assert sexes["unstated"].retired
