"""Search before create, while it is typed: each way in which somebody is known again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import clock
from tests.conftest import MONDAY_MORNING
from tests.web.conftest import Browser, words
from tests.web.reception import answers, receive
from workflows.runtime import Runtime

People = Callable[[str], Browser]

NAME, PHONE, DOCUMENT, HOME = "钱多多", "13655554321", "11010519491231002X", "东湖街道桂子路9号"


@pytest.fixture(scope="module")
def known(runtime: Runtime) -> str:
    """She came before; the number of her case."""
    with clock.frozen(MONDAY_MORNING):
        visit = receive(runtime)
        said = {**answers("search-person", name=NAME, phone=PHONE), "id_no": DOCUMENT,
                "household_address": HOME}  # fmt: skip
        visit.complete("search-person", "liuyan", said)
        return str(visit.case().number)


@pytest.fixture
def typing(browser: People, known: str) -> Callable[..., str]:
    """What the card beside the form says to what is typed."""
    somebody = browser("liuyan")
    task = somebody.post("/visits", {"channel": "walk-in"}).headers["Location"]

    def ask(**typed: str) -> str:
        return words(somebody.htmx(f"{task}/search", "found", typed))

    return ask


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": NAME}, "姓名相同"),
        ({"name": f" {NAME} "}, "姓名相同"),
        ({"name": "qdd"}, "姓名首字母相同"),
        ({"name": "QDD"}, "姓名首字母相同"),
        ({"phone": PHONE}, "电话相同"),
        ({"phone": "136 5555 4321"}, "电话相同"),
        ({"phone": "+86 136-5555-4321"}, "电话相同"),
        ({"phone": "4321"}, "电话尾号相同"),
        ({"id_no": DOCUMENT}, "证件号码相同"),
        ({"id_no": "110105 19491231 002x"}, "证件号码相同"),
        ({"household_address": "东湖街道 桂子路 9号"}, "住址相同"),
    ],
)
def test_she_is_known_again(
    typing: Callable[..., str], known: str, typed: dict[str, str], why: str
) -> None:
    said = typing(**typed)
    assert known in said
    assert why in said
    # Only what is typed is known to who types it.
    assert NAME not in said
    assert PHONE not in said
    assert DOCUMENT not in said


@pytest.mark.parametrize(
    "typed",
    [
        {}, {"name": "钱"}, {"name": "q"}, {"phone": "321"}, {"name": "钱大夺"},
        {"name": "钱大大", "phone": "13999994321"}, {"id_no": "110105194912310"},
    ],
)  # fmt: skip
def test_what_only_resembles_tells_nothing(
    typing: Callable[..., str], known: str, typed: dict[str, str]
) -> None:
    assert known not in typing(**typed)


def test_who_never_came_is_one_press_away(typing: Callable[..., str]) -> None:
    assert "没有来过" in typing(name="从没来过的人")
    assert "没有来过" not in typing()


def test_the_same_person_need_not_be_typed_again(browser: People, known: str) -> None:
    somebody = browser("liuyan")
    task = somebody.post("/visits", {"channel": "walk-in"}).headers["Location"]
    sent = {"name": "qdd", "phone": "4321", "_pick": f"same_person:{known}"}
    page = somebody.htmx(f"{task}/fields", "form-fields", sent).text
    for value in (NAME, PHONE, DOCUMENT):
        assert f'value="{value}"' in page, value
    # What was typed in full is hers to say; another household's number fills nothing.
    kept = {"name": "钱 朵朵", "phone": "13700000000", "_pick": f"same_person:{known}"}
    page = somebody.htmx(f"{task}/fields", "form-fields", kept).text
    assert 'value="钱 朵朵"' in page
    assert 'value="13700000000"' in page
    other = {"name": "qdd", "phone": "4321", "_pick": f"same_household:{known}"}
    assert NAME not in somebody.htmx(f"{task}/fields", "form-fields", other).text


def test_a_stranger_to_the_case_takes_nothing_over(browser: People, known: str) -> None:
    other = browser("zhaomin")
    other.post("/me/post", {"post": ""})
    task = other.post("/visits", {"channel": "walk-in"}).headers["Location"]
    sent = {"name": "qdd", "phone": "4321", "_pick": f"same_person:{known}"}
    assert NAME not in other.htmx(f"{task}/fields", "form-fields", sent).text
    assert known not in words(other.htmx(f"{task}/search", "found", {"name": NAME}))
