"""The pages of a seal: set it, keep its circle, break its glass, and review who did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock
from engine.models import TaskRow
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, actor, receive
from workflows.access import AccessRow
from workflows.cases import sealing
from workflows.demo.cast import TENANT
from workflows.people.administrators import CENTRE_UNIT, give_post
from workflows.people.models import PersonRow
from workflows.people.signing_in import add_person
from workflows.runtime import Runtime

People = Callable[[str], Browser]
NAME, WHY = "南宫寒烟", "涉及本站人员的亲属"


@pytest.fixture
def visit(runtime: Runtime) -> Reception:
    return receive(runtime).until("decide-route", name=NAME)


@pytest.fixture
def sealed(visit: Reception) -> Reception:
    with visit.runtime.database.begin() as session:
        sealing.seal(session, actor(session, "chenjing"), visit.case_id, WHY)
    return visit


def auditor(runtime: Runtime) -> None:
    with runtime.database.begin() as session:
        if session.scalar(select(PersonRow.id).where(PersonRow.username == "audit")) is None:
            person = add_person(
                session, TENANT, username="audit", name="审计员", password="long-enough"
            )
            give_post(session, TENANT, person.id, "R15", CENTRE_UNIT)


def test_the_head_seals_a_case_from_its_page(visit: Reception, browser: People) -> None:
    head, url = browser("chenjing"), f"/cases/{visit.case_id}"
    assert f'href="{url}/seal"' in head.get(url).text
    page = head.get(f"{url}/seal")
    key = hidden(page, "idempotency_key")
    short = head.post(f"{url}/seal", {"reason": "密", "idempotency_key": key})
    assert (short.status_code, "理由太短" in words(short)) == (422, True)
    for _ in range(2):
        sent = head.post(f"{url}/seal", {"reason": WHY, "idempotency_key": key})
        assert sent.status_code == 303
    again = head.post(f"{url}/seal", {"reason": WHY, "idempotency_key": "another"})
    assert again.status_code == 409
    circle = words(head.get(f"{url}/circle"))
    assert "陈静" in circle
    assert "刘燕" in circle
    assert "保密案件" in words(head.get(url))
    assert NAME in head.get(url).text


@pytest.mark.parametrize("who", ["liuyan", "hetao", "gaohong"])
def test_who_may_not_seal_is_offered_nothing(visit: Reception, browser: People, who: str) -> None:
    reader, url = browser(who), f"/cases/{visit.case_id}"
    assert "/seal" not in reader.get(url).text
    assert reader.get(f"{url}/seal").status_code == 404
    assert reader.get(f"{url}/circle").status_code == 404
    assert reader.post(f"{url}/seal", {"reason": WHY}).status_code == 403


def test_the_circle_page_names_what_nobody_inside_can_do(
    sealed: Reception, browser: People
) -> None:
    with sealed.runtime.database.begin() as session:
        task = session.get_one(TaskRow, (TENANT, sealed.task("decide-route").id))
        task.candidate_group, task.role = "R11@east-lake", "R11"
    page = words(browser("chenjing").get(f"/cases/{sealed.case_id}/circle"))
    assert "没有人能领取这些任务：分流决定" in page


def test_the_circle_is_kept_on_its_page(sealed: Reception, browser: People) -> None:
    head, url = browser("chenjing"), f"/cases/{sealed.case_id}"
    with sealed.runtime.database.read() as session:
        he = actor(session, "hetao").id
    assert browser("hetao").get(url).status_code == 404
    assert head.post(f"{url}/circle", {"person": he}).status_code == 303
    assert browser("hetao").get(url).status_code == 200
    page = head.get(f"{url}/circle")
    row = next(row for row in page.text.split("<tr>")[2:] if "<b>何涛</b>" in row)
    leave = re.search(r'action="([^"]+)"', row)
    assert leave is not None
    assert browser("hetao").post(leave[1]).status_code == 403
    assert head.post(leave[1]).status_code == 303
    assert browser("hetao").get(url).status_code == 404
    page = head.get(f"{url}/circle")
    mine = next(row for row in page.text.split("<tr>")[2:] if "<b>陈静</b>" in row)
    own = re.search(r'action="([^"]+)"', mine)
    assert own is not None
    assert head.post(own[1]).status_code == 409
    assert "何涛进入知情范围" in words(head.get(url))


@pytest.mark.parametrize("who", ["hetao", "gaohong"])
def test_who_has_it_in_scope_breaks_the_glass(sealed: Reception, browser: People, who: str) -> None:
    reader, url = browser(who), f"/cases/{sealed.case_id}"
    gone = reader.get(url)
    assert gone.status_code == 404
    assert NAME not in gone.text
    way = re.search(r'href="(/cases/break-glass[^"]*)"', gone.text)
    assert way is not None
    assert reader.get(way[1]).status_code == 200
    number = str(sealed.case().number)
    short = reader.post("/cases/break-glass", {"case": number, "reason": "急"})
    assert short.status_code == 422
    sent = reader.post("/cases/break-glass", {"case": number, "reason": "今晚要接人"})
    assert (sent.status_code, sent.headers["Location"]) == (303, url)
    page = reader.get(url)
    assert NAME in page.text
    assert "您在用紧急授权查看" in words(page)
    assert "/seal" not in page.text
    assert "/circle" not in page.text
    reader.get(f"{url}/now?part=line")
    with sealed.runtime.database.read() as session:
        rows = session.scalars(
            select(AccessRow).where(
                AccessRow.case_id == sealed.case_id, AccessRow.opened.startswith("break-glass:")
            )
        ).all()
    assert [row.opened for row in rows] == ["break-glass:case"] * 2
    clock.travel_to(clock.now() + timedelta(hours=24))
    assert browser(who).get(url).status_code == 404


@pytest.mark.parametrize("who", ["zhaomin", "limei", "sunwei", "zhoulan", "police"])
def test_a_stranger_gets_the_answer_of_a_case_that_never_was(
    sealed: Reception, browser: People, who: str
) -> None:
    reader = browser(who)
    never, nothing = "01a00000-0000-7000-8000-000000000000", "XG-DH-2026-9999"
    pages = [words(reader.get(f"/cases/{named}")) for named in (sealed.case_id, never)]
    assert pages[0] == pages[1]
    sent = {
        named: reader.post("/cases/break-glass", {"case": named, "reason": "今晚要接人"})
        for named in (sealed.case_id, str(sealed.case().number), never, nothing)
    }
    assert len({answer.status_code for answer in sent.values()}) == 1
    assert {answer.status_code for answer in sent.values()} <= {403, 404}
    told = {words(answer).replace(named, "") for named, answer in sent.items()}
    assert len(told) == 1
    assert reader.get(f"/cases/{sealed.case_id}").status_code == 404


def test_the_task_of_a_sealed_case_is_gone_from_its_pool(
    sealed: Reception, browser: People
) -> None:
    task = sealed.task("decide-route")
    assert browser("hetao").get(f"/tasks/{task.id}").status_code == 404
    assert task.id not in browser("hetao").get("/inbox").text
    assert browser("chenjing").get(f"/tasks/{task.id}").status_code == 200


def test_the_auditor_and_the_head_review_it(sealed: Reception, browser: People) -> None:
    auditor(sealed.runtime)
    browser("hetao").post("/cases/break-glass", {"case": sealed.case_id, "reason": "今晚要接人"})
    browser("hetao").get(f"/cases/{sealed.case_id}")
    for who in ("audit", "chenjing"):
        reader = browser(who)
        notices = reader.get("/notices")
        assert "紧急授权查看了一件保密案件" in words(notices)
        assert 'href="/cases/break-glass/openings"' in notices.text
        page = words(reader.get("/cases/break-glass/openings"))
        assert all(each in page for each in ("何涛", "今晚要接人", str(sealed.case().number)))
    assert NAME not in browser("audit").get("/cases/break-glass/openings").text
    assert browser("audit").get(f"/cases/{sealed.case_id}").status_code == 404
    assert browser("hetao").get("/cases/break-glass/openings").status_code == 403
    other = words(browser("zhaomin").get("/cases/break-glass/openings"))
    assert "今晚要接人" not in other


def test_the_pages_are_whole_in_english(sealed: Reception, browser: People) -> None:
    auditor(sealed.runtime)
    head = browser("chenjing")
    head.get("/language/en")
    shown = {
        f"/cases/{sealed.case_id}/circle": "Only these people can see this case",
        "/cases/break-glass": "Emergency access",
        "/cases/break-glass/openings": "Emergency access record",
    }
    for url, text in shown.items():
        assert text in words(head.get(url)), url
