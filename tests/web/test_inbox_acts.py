"""Filters, saved views, acts on many, absences and who is looking, as pages without any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from engine import clock
from engine.models import TaskRow, TaskStatus
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, receive
from web.inbox.looking import LASTS_SECONDS, MOST_READERS, MOST_TASKS, Readers
from workflows import inbox
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.people.models import AbsenceRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]
NODE = "give-consent"


@pytest.fixture
def visits(runtime: Runtime) -> Sequence[Reception]:
    return [receive(runtime).until(NODE, name=name) for name in ("司马静", "诸葛兰")]


@pytest.fixture(autouse=True)
def _nobody_stays_away(runtime: Runtime) -> Iterator[None]:
    """The house is shared by the tests of this run; absences end with their test."""
    yield
    with runtime.database.begin() as session:
        session.execute(update(AbsenceRow).values(ended_at=AbsenceRow.since))


def ids(visits: Sequence[Reception]) -> list[str]:
    return [visit.task(NODE).id for visit in visits]


def person(page_text: str, name: str) -> str:
    """The value of an option by its name."""
    found = re.search(rf'<option value="([^"]+)"[^>]*>{name}', page_text)
    assert found is not None, name
    return found[1]


def test_beside_the_list_a_task_offers_the_acts_of_its_own_page(
    browser: People, visits: Sequence[Reception]
) -> None:
    somebody, task = browser("liuyan"), ids(visits)[0]
    alone, beside = somebody.get(f"/tasks/{task}").text, somebody.get(f"/inbox?task={task}").text
    acts = re.findall(rf'href="(/tasks/{task}/do/[^"]+)"', alone)
    assert acts
    assert re.findall(rf'href="(/tasks/{task}/do/[^"]+)"', beside) == acts


def test_a_filter_narrows_and_says_so(browser: People, visits: Sequence[Reception]) -> None:
    somebody = browser("liuyan")
    page = somebody.get(f"/inbox?view=pool&process=visit&node={NODE}")
    assert all(task in page.text for task in ids(visits))
    assert "来访" in words(page)
    assert "没有符合条件的任务" in words(somebody.get("/inbox?process=consultation&risk=red"))
    # The live part asks the same question again.
    assert f"/inbox/rows?view=pool&amp;process=visit&amp;node={NODE}" in page.text


def test_a_nonsense_address_shows_the_whole_inbox(
    browser: People, visits: Sequence[Reception]
) -> None:
    page = browser("liuyan").get("/inbox?view=x&risk=%00&due=never-mind&after=1.2&unit=''")
    assert page.status_code == 200


def test_a_view_is_kept_under_an_address_and_thrown_away(
    browser: People, visits: Sequence[Reception]
) -> None:
    somebody = browser("liuyan")
    somebody.get("/inbox")
    kept = somebody.post(
        "/inbox/views", {"view": "pool", "process": "visit", "name": "来访待领", "shared": "true"}
    )
    assert kept.status_code == 303
    url = kept.headers["Location"]
    page = somebody.get(url)
    assert all(task in page.text for task in ids(visits))
    assert "来访待领" in words(browser("wangqiang").get("/inbox"))
    assert browser("zhaomin").get(url).status_code == 404
    view_id = url.rpartition("=")[2]
    assert browser("wangqiang").post(f"/inbox/views/{view_id}/forget").status_code == 404
    assert somebody.post(f"/inbox/views/{view_id}/forget").status_code == 303
    assert somebody.get(url).status_code == 404


def test_a_view_without_a_name_is_refused_in_place(browser: People) -> None:
    page = browser("liuyan").post("/inbox/views", {"view": "pool", "name": " "})
    assert page.status_code == 422
    assert "请给视图起个名字" in words(page)


def test_a_handful_is_claimed_after_a_look_and_taken_back(
    browser: People, visits: Sequence[Reception]
) -> None:
    visits[1].claim(NODE, "wangqiang")
    somebody = browser("liuyan")
    looked = somebody.post("/inbox/bulk", {"verb": "claim", "task": ids(visits)})
    assert "可以办 1 件" in words(looked)
    assert "王强 已在" in words(looked)
    assert visits[0].task(NODE).assignee is None
    sent = {
        "verb": "claim", "task": ids(visits),
        "idempotency_key": hidden(looked, "idempotency_key"),
    }  # fmt: skip
    done = somebody.post("/inbox/bulk/do", sent)
    assert "领取：办成 1 件" in words(done)
    assert visits[0].task(NODE).assignee_name == "刘燕"
    assert somebody.post("/inbox/bulk/do", sent).status_code == 200
    assert visits[0].task(NODE).version == 2
    undo = re.search(r'action="(/inbox/undo/[^"]+)"', done.text)
    assert undo is not None
    assert "已撤回 1 件" in words(somebody.post(undo[1]))
    assert visits[0].task(NODE).assignee is None
    assert somebody.post(undo[1]).status_code == 409
    assert browser("wangqiang").post(undo[1]).status_code == 404


def test_what_is_missing_is_asked_for_and_what_was_typed_is_kept(
    browser: People, visits: Sequence[Reception]
) -> None:
    chief = browser("chenjing")
    chosen = {"verb": "reassign", "task": ids(visits)}
    first = chief.post("/inbox/bulk", chosen)
    assert first.status_code == 200
    assert "确认：" not in words(first)
    wang = person(first.text, "王强")
    again = chief.post("/inbox/bulk", {**chosen, "previewed": "1", "person": wang})
    assert again.status_code == 422
    assert "请写明理由" in words(again)
    assert re.search(rf'<option value="{wang}" selected>', again.text)
    ready = chief.post("/inbox/bulk", {**chosen, "person": wang, "reason": "换班"})
    assert "可以办 2 件" in words(ready)
    done = chief.post("/inbox/bulk/do", {**chosen, "person": wang, "reason": "换班"})
    assert "转办：办成 2 件" in words(done)


@pytest.mark.parametrize(
    "sent",
    [
        {"verb": "claim"},
        {"verb": "burn", "task": ["x"]},
        {"verb": "follow-up", "task": ["x"], "day": "soon"},
    ],
    ids=["nothing", "no-verb", "no-day"],
)
def test_an_act_that_cannot_begin_says_why(browser: People, sent: dict[str, object]) -> None:
    page = browser("liuyan").post("/inbox/bulk", sent)
    assert page.status_code == 422
    assert "回到收件箱" in words(page)


def test_a_task_of_another_station_is_not_named(
    browser: People, visits: Sequence[Reception]
) -> None:
    page = browser("zhaomin").post("/inbox/bulk", {"verb": "claim", "task": ids(visits)})
    assert "一件您看不到的任务" in words(page)
    assert "司马" not in page.text
    assert "取得同意" not in page.text


def test_a_day_is_laid_on_a_task_and_shown(browser: People, visits: Sequence[Reception]) -> None:
    somebody, task = browser("liuyan"), visits[0].claim(NODE, "liuyan")
    sent = {"verb": "follow-up", "task": [task.id], "day": "2026-03-05"}
    assert somebody.post("/inbox/bulk/do", sent).status_code == 200
    assert "3月5日跟进" in words(somebody.get("/inbox?view=mine"))


def test_before_leave_the_work_is_handed_over_and_taken_back_afterwards(
    runtime: Runtime, browser: People, visits: Sequence[Reception]
) -> None:
    task = visits[0].claim(NODE, "liuyan")
    somebody = browser("liuyan")
    page = somebody.get("/absences")
    wang = person(page.text, "王强")
    sent = {"since": "2026-03-02", "until": "2026-03-04", "substitute": wang, "note": "别忘回电"}
    entered = somebody.post("/absences", sent)
    assert entered.status_code == 303
    hand_over = somebody.get(entered.headers["Location"])
    assert task.id in hand_over.text
    absence = hidden(hand_over, "absence")
    chosen = {"verb": "hand-over", "absence": absence, "task": [task.id]}
    assert "可以办 1 件" in words(somebody.post("/inbox/bulk", chosen))
    assert "办成 1 件" in words(somebody.post("/inbox/bulk/do", chosen))
    assert "代刘燕办" in words(browser("wangqiang").get("/inbox?view=mine"))
    assert "请假至" in words(browser("chenjing").get("/station/team"))
    case = words(browser("wangqiang").get(f"/cases/{visits[0].case_id}"))
    assert "由 王强 代班办理" in case
    assert somebody.post(f"/absences/{absence}/end").status_code == 303
    assert task.id in somebody.get("/absences").text
    back = somebody.post("/inbox/bulk/do", {"verb": "give-back", "task": [task.id]})
    assert "交还：办成 1 件" in words(back)
    assert visits[0].task(NODE).assignee_name == "刘燕"


def test_an_absence_with_a_mistake_keeps_what_was_typed(browser: People) -> None:
    somebody = browser("liuyan")
    sent = {"since": "2026-03-09", "until": "2026-03-04", "note": "回乡", "process": "visit"}
    page = somebody.post("/absences", sent)
    assert page.status_code == 422
    assert 'value="2026-03-09"' in page.text
    assert "回乡" in page.text
    assert re.search(r'value="visit" checked', page.text)
    wrong = somebody.post("/absences", {**sent, "substitute": person(page.text, "王强")})
    assert wrong.status_code == 422
    assert "结束要晚于开始" in words(wrong)


def test_only_who_holds_the_same_post_is_offered_as_a_substitute(browser: People) -> None:
    somebody = browser("liuyan")
    assert "李梅" not in somebody.get("/absences").text
    mediator = person(browser("chenjing").get("/absences").text, "李梅")
    sent = {"since": "2026-03-02", "until": "2026-03-04", "substitute": mediator}
    assert "没有相同的岗位" in words(somebody.post("/absences", sent))


def test_an_absence_is_nobody_elses_business(
    runtime: Runtime, browser: People, visits: Sequence[Reception]
) -> None:
    somebody = browser("liuyan")
    wang = person(somebody.get("/absences").text, "王强")
    sent = {"since": "2026-03-02", "until": "2026-03-04", "substitute": wang}
    url = somebody.post("/absences", sent).headers["Location"]
    assert browser("limei").get(url).status_code == 404
    assert browser("zhaomin").get(url).status_code == 404
    assert browser("chenjing").get(url).status_code == 200
    assert browser("limei").post(url.replace("hand-over", "end")).status_code == 404
    other = {**sent, "person": person(browser("chenjing").get("/absences").text, "李梅")}
    assert browser("liuyan").post("/absences", other).status_code == 404


def test_colleagues_see_who_looks_at_the_same_task(
    browser: People, visits: Sequence[Reception]
) -> None:
    task = visits[0].task(NODE)
    url = f"/inbox/looking/{task.id}"
    assert "刘燕" not in browser("liuyan").get(url).text
    assert "刘燕正在查看" in words(browser("wangqiang").get(url))
    assert browser("zhaomin").get(url).status_code == 404


def test_readers_are_forgotten_and_never_grow_without_end() -> None:
    now = [0.0]
    readers = Readers(now=lambda: now[0])
    readers.look("xg", "t", "liu", "刘燕")
    assert readers.look("xg", "t", "wang", "王强") == ["刘燕"]
    assert readers.look("elsewhere", "t", "li", "李梅") == []
    now[0] = LASTS_SECONDS + 1
    assert readers.look("xg", "t", "wang", "王强") == []
    for number in range(MOST_READERS + 20):
        readers.look("xg", "crowd", f"p{number}", f"p{number}")
    assert len(readers.look("xg", "crowd", "late", "late")) == MOST_READERS
    for number in range(MOST_TASKS + 20):
        readers.look("xg", f"t{number}", "liu", "刘燕")
    assert len(readers._seen) == MOST_TASKS


def test_keys_are_switched_off_for_the_person(browser: People) -> None:
    somebody = browser("hetao")
    assert 'data-keys="on"' in somebody.get("/inbox").text
    assert somebody.post("/inbox/keys", {"keys": "off"}).status_code == 303
    assert 'data-keys="off"' in browser("hetao").get("/inbox").text
    assert 'data-keys="on"' in browser("limei").get("/inbox").text
    assert somebody.htmx("/inbox/keys", "body", {"keys": "on"}).status_code == 204


def test_a_long_list_is_turned_page_by_page(runtime: Runtime, browser: People) -> None:
    number = 2 * inbox.MOST + 5
    with runtime.database.begin() as session:
        session.add_all(_bare(position) for position in range(number))
    somebody, seen = browser("liuyan"), list[str]()
    url = "/inbox?view=pool&node=paged"
    for _ in range(3):
        page = somebody.get(url)
        seen += re.findall(r'data-row="([^"]+)"', page.text)
        following = re.search(r'href="([^"]+)" rel="next"', page.text)
        url = following[1].replace("&amp;", "&") if following else ""
    with runtime.database.begin() as session:
        session.execute(delete(TaskRow).where(TaskRow.node == "paged"))
    assert url == ""
    assert seen == [f"paged-{position:03}" for position in range(number)]


def _bare(position: int) -> TaskRow:
    """A task whose case file is gone, so that only the list is looked at."""
    return TaskRow(
        tenant=TENANT, id=f"paged-{position:03}", unit=EAST_LAKE, instance_id="none",
        business_key="none", process="visit", node="paged", token=f"paged-{position}",
        anchor="none", name="一步", candidate_group=f"R02@{EAST_LAKE}", opened_at=clock.now(),
        status=TaskStatus.OPEN,
    )  # fmt: skip


def test_the_heads_morning_shows_what_is_late_and_to_nobody_else(
    runtime: Runtime, browser: People, visits: Sequence[Reception]
) -> None:
    with runtime.database.begin() as session:
        late = clock.now() - timedelta(days=1)
        session.execute(
            update(TaskRow).where(TaskRow.id == ids(visits)[0]).values(due_at=late, priority=0)
        )
    page = browser("chenjing").get("/station")
    assert page.status_code == 200
    assert page.text.count(ids(visits)[0]) >= 2
    assert "司马静" not in page.text
    assert browser("chenjing").get("/station/now").status_code == 200
    for who in ("liuyan", "limei", "zhoulan"):
        assert browser(who).get("/station").status_code == 403
        assert browser(who).get("/station/team").status_code == 403
    assert browser("zhaomin").get("/station?unit=east-lake").status_code == 403
    assert ids(visits)[0] not in browser("zhaomin").get("/station").text


def test_the_load_of_each_person_stands_beside_their_name(
    browser: People, visits: Sequence[Reception]
) -> None:
    task = visits[0].claim(NODE, "liuyan")
    chief = browser("chenjing")
    page = chief.get("/station/team")
    row = re.search(r'href="(/station/team\?[^"]+)"[^>]*>刘燕</a>', page.text)
    assert row is not None
    assert task.id in chief.get(row[1].replace("&amp;", "&")).text
