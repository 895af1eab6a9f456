"""The inbox shows what waits, names stay masked until claimed, and a race has one winner."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from engine import clock
from engine.actors import group
from tests.web.conftest import Browser, words
from tests.web.reception import actor, receive
from workflows import inbox
from workflows.cases import files
from workflows.demo.cast import TENANT
from workflows.runtime import Runtime

People = Callable[[str], Browser]


@pytest.mark.parametrize("view", ["all", "pool", "mine", "today", "overdue"])
def test_each_view_answers_with_its_number(browser: People, view: str) -> None:
    page = browser("liuyan").get(f"/inbox?view={view}")
    assert page.status_code == 200
    assert "待领" in words(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_name_is_masked_in_the_pool_and_clear_in_my_hands(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("give-consent", name="欧阳静怡")
    page = browser("liuyan").get("/inbox?view=pool")
    assert "欧**" in page.text
    assert "欧阳静怡" not in page.text
    visit.claim("give-consent", "liuyan")
    assert "欧阳静怡" in browser("liuyan").get("/inbox?view=mine").text


def test_a_claim_beside_the_list_answers_the_task_and_its_address(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.task("give-consent")
    page = browser("liuyan").htmx(f"/tasks/{task.id}/claim", "detail", {})
    assert page.status_code == 200
    assert page.headers["HX-Push-Url"].endswith(f"task={task.id}")
    assert f'data-task="{task.id}"' in page.text
    assert "撤回" in words(page)


def test_a_claim_as_a_page_leads_to_the_task(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    page = browser("liuyan").post(f"/tasks/{visit.task('give-consent').id}/claim")
    assert page.status_code == 303


def test_who_is_slower_learns_the_winner_and_the_moment(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.task("give-consent")
    assert browser("wangqiang").post(f"/tasks/{task.id}/claim").status_code == 303
    page = browser("liuyan").htmx(f"/tasks/{task.id}/claim", "detail", {})
    assert page.status_code == 409
    assert "王强 已在 3月2日 09:00 领取" in words(page)
    assert 'name="_version"' not in page.text


def test_the_list_says_who_took_a_row_that_vanished(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.task("give-consent")
    reader = browser("liuyan")
    assert task.id in reader.get("/inbox/rows?view=pool").text
    visit.claim("give-consent", "wangqiang")
    page = reader.htmx("/inbox/rows?view=pool", "inbox-rows", Rows_Seen=task.id)
    taken = re.search(r"data-taken='([^']*)'", page.text)
    assert taken is not None
    assert json.loads(taken[1]) == {task.id: "王强"}


def test_a_stranger_cannot_ask_who_holds_a_task(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "wangqiang")
    page = browser("zhaomin").htmx("/inbox/rows", "inbox-rows", Rows_Seen=task.id)
    assert "王强" not in page.text


def test_claim_next_takes_the_most_urgent_and_an_empty_pool_says_so(
    runtime: Runtime, browser: People
) -> None:
    receive(runtime).until("decide-route", risk_level="orange")
    page = browser("hetao").post("/inbox/next")
    assert page.status_code == 303
    assert "/tasks/" in page.headers["Location"]
    empty = browser("fanglei").htmx("/inbox/next", "detail", {})
    assert "没有您可以领取的任务" in words(empty)


def test_an_undone_claim_lies_in_the_pool_again(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    browser("liuyan").post(f"/tasks/{task.id}/unclaim")
    assert visit.task("give-consent").assignee is None


def test_giving_back_wants_a_reason(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    somebody = browser("liuyan")
    assert somebody.post(f"/tasks/{task.id}/release", {"reason": " "}).status_code == 422
    assert visit.task("give-consent").assignee is not None
    assert somebody.post(f"/tasks/{task.id}/release", {"reason": "接别的电话"}).status_code == 303
    assert visit.task("give-consent").assignee is None


def test_a_task_goes_to_a_colleague_and_to_nobody_else(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    chief = browser("chenjing")
    page = chief.get(f"/tasks/{task.id}/do/reassign")
    wang = re.search(r'<option value="([^"]+)">王强', page.text)
    assert wang is not None
    said = {"person": "somebody", "reason": "换班"}
    assert chief.post(f"/tasks/{task.id}/do/reassign", said).status_code == 422
    said["person"] = wang[1]
    assert chief.post(f"/tasks/{task.id}/do/reassign", said).status_code == 303
    assert visit.task("give-consent").assignee_name == "王强"


def test_a_row_that_i_took_myself_says_so(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    page = browser("liuyan").htmx("/inbox/rows?view=pool", "inbox-rows", Rows_Seen=task.id)
    taken = re.search(r"data-taken='([^']*)'", page.text)
    assert taken is not None
    assert json.loads(taken[1]) == {task.id: "您"}


def test_a_sealed_case_waits_in_nobody_elses_pool(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent", name="上官素素")
    task = visit.task("give-consent")
    with runtime.database.begin() as session:
        case = files.load(session, TENANT, visit.case_id)
        files.seal(session, actor(session, "chenjing"), case, at=clock.now(), reason="涉及同事")
    page = browser("wangqiang").get("/inbox?view=pool")
    assert task.id not in page.text
    assert task.id in browser("liuyan").get("/inbox?view=pool").text
    assert browser("wangqiang").post(f"/tasks/{task.id}/claim").status_code == 404


def test_no_number_tells_a_department_of_a_sealed_case(runtime: Runtime) -> None:
    """A liaison acts for no station and has tasks of all of them."""

    def waiting() -> tuple[int, int]:
        with runtime.database.read() as session:
            police = actor(session, "police")
            listed = inbox.rows(
                session, police, inbox.Filter(view=inbox.View.POOL), end_of_today=clock.now()
            )
            return inbox.counts(session, police)["pool"], len(listed.rows)

    before = waiting()
    visit = receive(runtime).until("give-consent")
    with runtime.database.begin() as session:
        task = session.merge(visit.task("give-consent"))
        task.candidate_group = group("R08", "police")
    assert waiting() == (before[0] + 1, before[1] + 1)
    with runtime.database.begin() as session:
        case = files.load(session, TENANT, visit.case_id)
        files.seal(session, actor(session, "chenjing"), case, at=clock.now(), reason="涉及同事")
    assert waiting() == before


def test_no_number_tells_of_a_sealed_case(runtime: Runtime, browser: People) -> None:
    def waiting(who: str) -> tuple[int, int]:
        with runtime.database.read() as session:
            numbers = inbox.counts(session, actor(session, who), end_of_today=clock.now())
            return numbers["pool"], numbers.get("team", 0)

    before = {who: waiting(who) for who in ("wangqiang", "liuyan", "hetao")}
    visit = receive(runtime).until("give-consent")
    assert waiting("wangqiang")[0] == before["wangqiang"][0] + 1
    assert waiting("hetao")[1] == before["hetao"][1] + 1
    with runtime.database.begin() as session:
        case = files.load(session, TENANT, visit.case_id)
        files.seal(session, actor(session, "chenjing"), case, at=clock.now(), reason="涉及同事")
    assert waiting("wangqiang") == before["wangqiang"]
    assert waiting("hetao") == before["hetao"]
    assert waiting("liuyan")[0] == before["liuyan"][0] + 1
