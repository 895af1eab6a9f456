"""The searcher finds a value in every form in which it might lie somewhere readable."""

from __future__ import annotations

import base64
import json
import zlib
from urllib.parse import quote

import pytest

from tests.canary.hunting import FORMS, Hunt, written_as

#: A name, a telephone number, a sentence; none is a canary of the run.
VALUES = ("令狐清漪", "13811119999", "井台边第三棵柳树")


def found(value: str, data: bytes | str) -> set[str]:
    return {find.form for find in Hunt(VALUES).finds("here", data) if find.value == value}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", VALUES)
def test_each_form_is_found_among_other_bytes(value: str, form: str) -> None:
    assert found(value, b"\x00before" + written_as(form, value) + b"after\xff")


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "名字："])
def test_what_the_usual_libraries_write_is_found(value: str, before: str) -> None:
    said = f"{before}{value}。"
    for written in (
        json.dumps({"said": said}), quote(said), said.encode().hex().upper(),
        base64.b64encode(said.encode()), base64.urlsafe_b64encode(said.encode()),
        zlib.compress(json.dumps([said]).encode()), said.encode("utf-16"),
        b"P\x01" + zlib.compress(base64.b64encode(said.encode())),
        zlib.compress(zlib.compress(said.encode())),
    ):  # fmt: skip
        assert found(value, written), written


def test_nothing_is_found_where_nothing_is() -> None:
    assert not list(Hunt(VALUES).finds("here", "另一个人 13811119998".encode() * 50))
