"""Colleagues talk about a case where it lies: they call each other by name, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, actor, receive
from workflows.access import AccessRow
from workflows.cases.comments.models import CommentRow
from workflows.cases.comments.rules import called
from workflows.notifications import NoticeRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]


@pytest.fixture
def visit(runtime: Runtime) -> Reception:
    return receive(runtime).until("register-visit")


def comments(visit: Reception) -> Sequence[CommentRow]:
    with visit.runtime.database.read() as session:
        query = select(CommentRow).where(CommentRow.case_id == visit.case_id)
        return session.scalars(query.order_by(CommentRow.id)).all()


def told(visit: Reception) -> list[str]:
    """Who was told that somebody called them."""
    with visit.runtime.database.read() as session:
        people = {actor(session, who).id: who for who in ("chenjing", "hetao", "liuyan", "limei")}
        query = select(NoticeRow.person_id).where(
            NoticeRow.case_id == visit.case_id, NoticeRow.template == "comment-mention"
        )
        return [people[str(each)] for each in session.scalars(query.order_by(NoticeRow.id))]


def test_a_comment_is_read_by_colleagues_of_the_case_and_logged(
    visit: Reception, browser: People
) -> None:
    url = f"/cases/{visit.case_id}"
    answer = browser("liuyan").post(
        f"{url}/comments", {"text": "她说周四下午才方便。\n请先打座机。"}
    )
    assert answer.headers["Location"].endswith(f"{url}#comments")
    assert "她说周四下午才方便。\n请先打座机。" in browser("hetao").get(url).text
    with visit.runtime.database.read() as session:
        read = session.scalars(
            select(AccessRow.person_name).where(
                AccessRow.case_id == visit.case_id, AccessRow.opened == "comments"
            )
        ).all()
    assert read == ["何涛"]


@pytest.mark.parametrize("who", ["zhaomin", "limei", "zhoulan", "police", "xulaw"])
def test_comments_do_not_exist_for_strangers(visit: Reception, browser: People, who: str) -> None:
    stranger, url = browser(who), f"/cases/{visit.case_id}"
    assert stranger.get(f"{url}/comments").status_code == 404
    assert stranger.get(f"{url}/people").status_code == 404
    assert stranger.post(f"{url}/comments", {"text": "路过"}).status_code == 404
    assert comments(visit) == []


def test_a_call_reaches_who_may_see_the_case_and_says_whom_it_did_not_reach(
    visit: Reception, browser: People
) -> None:
    url = f"/cases/{visit.case_id}"
    answer = browser("liuyan").htmx(
        f"{url}/comments", "comments", {"text": "@陈静你看一下，@何涛 @李梅 @不存在的人，谢谢。"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert sorted(told(visit)) == ["chenjing", "hetao"]
    # Whether there is such a person is not told: both are answered alike.
    assert "@李梅、@不存在的人 没有对上能看本案的同事" in words(answer)
    notices = browser("chenjing").get("/notices")
    assert "同事在案件留言里提到了您" in words(notices)
    assert "你看一下" not in notices.text
    assert "提到我" in words(browser("chenjing").get(url))


def test_whom_one_may_call_are_those_who_read_the_case(visit: Reception, browser: People) -> None:
    names = browser("liuyan").get(f"/cases/{visit.case_id}/people").json
    assert names is not None
    assert {"陈静", "何涛", "刘燕"} <= set(names)
    assert {"李梅", "赵敏", "周岚"}.isdisjoint(names)


def test_sent_twice_it_stands_once(visit: Reception, browser: People) -> None:
    somebody, url = browser("liuyan"), f"/cases/{visit.case_id}"
    given = {"text": "@陈静 请看", "idempotency_key": hidden(somebody.get(url), "idempotency_key")}
    somebody.post(f"{url}/comments", given)
    somebody.post(f"{url}/comments", given)
    assert len(comments(visit)) == 1
    assert told(visit) == ["chenjing"]


def test_for_ten_minutes_it_may_be_said_differently_and_the_old_words_stay(
    visit: Reception, browser: People
) -> None:
    somebody, url = browser("liuyan"), f"/cases/{visit.case_id}"
    somebody.post(f"{url}/comments", {"text": "周四下午 @陈静"})
    [row] = comments(visit)
    clock.travel_to(clock.now() + timedelta(minutes=9))
    change = {"text": "周五上午 @陈静 @何涛", "_version": "1"}
    assert somebody.post(f"{url}/comments/{row.id}", change).status_code == 303
    page = words(browser("chenjing").get(url))
    assert "周五上午 @陈静 @何涛" in page
    assert "原来写的（1） 周四下午 @陈静" in page
    assert told(visit) == ["chenjing", "hetao"]
    stale = somebody.post(f"{url}/comments/{row.id}", {"text": "周六", "_version": "1"})
    assert stale.status_code == 409
    assert ">周六</textarea>" in stale.text
    clock.travel_to(clock.now() + timedelta(minutes=2))
    late = somebody.post(f"{url}/comments/{row.id}", {"text": "周日", "_version": "2"})
    assert late.status_code == 403
    assert ">周日</textarea>" in late.text
    assert [one.text for one in comments(visit)] == ["周五上午 @陈静 @何涛"]


def test_nobody_changes_what_somebody_else_said(visit: Reception, browser: People) -> None:
    url = f"/cases/{visit.case_id}"
    browser("liuyan").post(f"{url}/comments", {"text": "周四下午"})
    [row] = comments(visit)
    other = browser("chenjing").post(f"{url}/comments/{row.id}", {"text": "改", "_version": "1"})
    assert other.status_code == 403
    assert comments(visit)[0].text == "周四下午"


@pytest.mark.parametrize(
    ("text", "said"), [("  \n ", "请写下要说的话"), ("话" * 2001, "最多 2000 字")]
)
def test_a_refused_comment_keeps_its_words(
    visit: Reception, browser: People, text: str, said: str
) -> None:
    url = f"/cases/{visit.case_id}/comments"
    for page in (
        browser("liuyan").post(url, {"text": text}),
        browser("liuyan").htmx(url, "comments", {"text": text}),
    ):
        assert page.status_code == 422
        assert said in words(page)
        assert text.strip() in page.text
    assert comments(visit) == []


def test_at_a_task_the_way_leads_back_to_it(visit: Reception, browser: People) -> None:
    task = visit.claim("register-visit", "liuyan")
    somebody = browser("liuyan")
    answer = somebody.post(
        f"/cases/{visit.case_id}/comments", {"text": "表在柜子里", "task": task.id}
    )
    assert answer.headers["Location"].endswith(f"/tasks/{task.id}#comments")
    assert "表在柜子里" in somebody.get(f"/tasks/{task.id}").text


def test_what_is_written_cannot_run(visit: Reception, browser: People) -> None:
    url = f"/cases/{visit.case_id}"
    browser("liuyan").post(f"{url}/comments", {"text": "<script>alert(1)</script> 龘"})
    page = browser("liuyan").get(url).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 龘" in page


NAMES = {"陈静": ["1"], "陈静怡": ["2"], "Li Mei": ["3"], "王强": ["4", "5"]}


@pytest.mark.parametrize(
    ("text", "people", "unknown"),
    [
        ("没有人", (), ()),
        ("@陈静看一下", ("1",), ()),
        ("@陈静怡看一下", ("2",), ()),
        ("请@Li Mei 和@王强", ("3", "4", "5"), ()),
        ("@陈静 @陈静", ("1",), ()),
        ("写信到 a@b.cn 或 x.y@陈静", (), ()),
        ("@ 空的", (), ()),
        ("@小王，@小李。", (), ("小王", "小李")),
    ],
)
def test_a_call_is_an_at_sign_and_a_name(
    text: str, people: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    found = called(text, NAMES)
    assert (found.people, found.unknown) == (people, unknown)
