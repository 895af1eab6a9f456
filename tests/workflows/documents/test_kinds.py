"""Which papers there are, and that no paper for the other side can hold a protected value."""

from __future__ import annotations

from typing import Any

import pytest

from engine.protection import Sensitivity
from workflows.codes.pack import Node
from workflows.documents import Classed, Draft, PaperKind, load_kinds
from workflows.documents.drafts import (
    KEPT_APART,
    CharacterMissing,
    ProtectedText,
    content_of,
)
from workflows.documents.kinds import ProtectedFieldOffered, kinds_from

HANDED_OUT = {"receipt", "application", "rights", "session-record", "agreement", "termination"}
C2, C4 = Sensitivity.C2, Sensitivity.C4


def test_there_are_eight_papers_and_six_leave_the_station() -> None:
    assert [kind.name.zh for kind in load_kinds()] == [
        "来访登记表", "受理回执", "人民调解申请书", "人民调解受理登记表", "权利义务告知书",
        "人民调解笔录", "人民调解协议书", "终止调解通知书",
    ]  # fmt: skip
    assert {kind.id for kind in load_kinds() if kind.handed_out} == HANDED_OUT


def document(audience: str, sensitivity: str, *, in_rows: bool = False) -> Node:
    field: dict[str, Any] = {"en": "x", "class": sensitivity, "sample": ""}
    if in_rows:
        field = {"en": "x", "rows": {"里面": field}, "sample": []}
    paper = {"zh": "纸", "en": "x", "mark": "ZZ", "audience": audience, "fields": {"空格": field}}
    return Node(file="papers.json", place="", value={"common": {}, "papers": {"p": paper}})


@pytest.mark.parametrize("in_rows", [False, True])
def test_a_paper_for_the_other_side_cannot_be_built_with_a_protected_field(in_rows: bool) -> None:
    with pytest.raises(ProtectedFieldOffered):
        kinds_from(document("handed-out", "C4", in_rows=in_rows))
    assert kinds_from(document("handed-out", "C3", in_rows=in_rows))["p"].handed_out
    assert not kinds_from(document("station", "C4", in_rows=in_rows))["p"].handed_out


def draft(kind: str, *, secrets: frozenset[str] = frozenset(), **values: Any) -> Draft:
    return Draft(
        kind=kind, station="east-lake", case_id="c", case_number="XG-DH-2026-0001", subject="s",
        values=values, secrets=secrets,
    )  # fmt: skip


def open_fields(kind: PaperKind) -> list[str]:
    return [field.name for field in kind.fields.values() if field.rows is None]


@pytest.mark.parametrize("kind_id", sorted(HANDED_OUT))
def test_a_protected_value_is_kept_apart_whatever_field_it_is_put_into(kind_id: str) -> None:
    kind = load_kinds()[kind_id]
    secret = Classed(text="孝城县平安巷 5 号", sensitivity=C4)
    for name in open_fields(kind):
        content = content_of(kind, draft(kind_id, **{name: secret}))
        assert content[name] == KEPT_APART
    for field in kind.fields.values():
        for inner in field.rows or {}:
            content = content_of(kind, draft(kind_id, **{field.name: [{inner: secret}]}))
            assert content[field.name][0][inner] == KEPT_APART


SECRETS = frozenset({"平安巷5号", "13900002222"})


@pytest.mark.parametrize("kind_id", sorted(HANDED_OUT))
@pytest.mark.parametrize(
    "typed",
    ["她现在住在平安巷5号。", "住平安巷 ５ 号", "打 139-0000-2222 找她", "139 0000 2222"],
)
def test_a_protected_value_typed_into_a_text_is_refused(kind_id: str, typed: str) -> None:
    kind = load_kinds()[kind_id]
    name = open_fields(kind)[-1]
    with pytest.raises(ProtectedText) as refusal:
        content_of(kind, draft(kind_id, secrets=SECRETS, **{name: typed}))
    assert refusal.value.fields["field"] == name
    assert "平安巷" not in str(refusal.value)


def test_the_stations_own_paper_may_say_it() -> None:
    kind = load_kinds()["visit-form"]
    said = Classed(text="13900002222", sensitivity=C4)
    content = content_of(kind, draft("visit-form", secrets=SECRETS, 安全联系方式=said))
    assert content["安全联系方式"] == "13900002222"


@pytest.mark.parametrize(("name", "character"), [("周\U0003134a", "\U0003134a"), ("😀", "😀")])
def test_a_character_without_a_shape_is_refused_by_name(name: str, character: str) -> None:
    kind = load_kinds()["rights"]
    with pytest.raises(CharacterMissing) as refusal:
        content_of(kind, draft("rights", 申请人姓名=Classed(text=name, sensitivity=C2)))
    assert refusal.value.fields["character"] == character
    assert refusal.value.fields["field"] == "申请人姓名"


def test_control_characters_do_not_reach_the_file() -> None:
    kind = load_kinds()["rights"]
    content = content_of(kind, draft("rights", 纠纷类型="婚姻\x0b家庭\x00\t纠纷\r\n两行"))
    assert content["纠纷类型"] == "婚姻家庭 纠纷\n两行"
