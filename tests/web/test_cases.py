"""A case page shows by sight, answers 404 for what may not be seen, and leaves a trace."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine import clock
from tests.web.conftest import Browser, words
from tests.web.reception import Reception, actor, receive
from workflows.access import AccessRow
from workflows.cases import files
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.people.administrators import give_post
from workflows.runtime import Runtime

People = Callable[[str], Browser]

#: Planted in one case; none may reach a page of somebody who may not read it.
NAME, PHONE, ADDRESS, DOCUMENT = "慕容雪晴", "13922224444", "杏花巷八号院", "110101199003077774"
SAFE_CONTACT, STORY = "找她姐姐慕容雨", "被关在杂物间两天"


@pytest.fixture
def planted(runtime: Runtime) -> Reception:
    """A case of violence with something of every class, up to mediation."""
    said = {
        "name": NAME, "phone": PHONE, "addr": ADDRESS, "id_type": "id-card", "id_no": DOCUMENT,
        "dv_flag": "true", "safe_contact": SAFE_CONTACT, "safe_time": "上午", "summary": STORY,
        "age": None,"birth_date": "1990-03-07",
    }  # fmt: skip
    return receive(runtime).until("end", **said)


SECRETS = (NAME, PHONE, ADDRESS, DOCUMENT, SAFE_CONTACT, STORY)


def pages_of(visit: Reception, task_id: str) -> list[str]:
    return [
        "/inbox", "/cases", f"/cases/{visit.case_id}", f"/cases/{visit.case_id}?whole=1",
        f"/cases/{visit.case_id}/now?part=line", f"/cases/{visit.case_id}/receipt",
        f"/tasks/{task_id}", f"/inbox?task={task_id}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who", ["zhaomin", "limei", "zhoulan", "fanglei", "sunwei", "police", "civil-affairs", "xulaw"]
)
def test_nothing_planted_reaches_somebody_outside(
    planted: Reception, browser: People, who: str
) -> None:
    reader = browser(who)
    task = planted.task("apply-mediation")
    for url in pages_of(planted, task.id):
        page = reader.get(url)
        assert [secret for secret in SECRETS if secret in page.text] == [], url
    assert reader.get(f"/cases/{planted.case_id}").status_code == 404
    found = reader.post("/search", {"q": PHONE})
    assert NAME not in found.text
    assert planted.case_id not in found.text


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("liuyan", (SAFE_CONTACT, ADDRESS)),
        ("hetao", (SAFE_CONTACT, ADDRESS)),
        ("chenjing", (SAFE_CONTACT, ADDRESS)),
        ("gaohong", (SAFE_CONTACT, ADDRESS)),
    ],
)
def test_inside_the_station_protected_values_stay_masked(
    planted: Reception, browser: People, who: str, hidden: tuple[str, ...]
) -> None:
    page = browser(who).get(f"/cases/{planted.case_id}")
    assert page.status_code == 200
    assert NAME in page.text
    assert [secret for secret in hidden if secret in page.text] == []
    assert "联系前先问值班长" in words(page)


def test_a_planted_value_would_be_found(planted: Reception, browser: People) -> None:
    page = browser("liuyan").get(f"/cases/{planted.case_id}")
    assert PHONE in page.text
    assert DOCUMENT in page.text


def test_the_mediator_never_reads_where_she_lives(planted: Reception, browser: People) -> None:
    with planted.runtime.database.begin() as session:
        from workflows.cases import membership

        membership.add_person(
            session, TENANT, planted.case_id, actor(session, "limei").id, "assignment"
        )
    reader = browser("limei")
    page = reader.get(f"/cases/{planted.case_id}")
    assert NAME in page.text
    assert ADDRESS not in page.text
    for link in re.findall(r'href="(/cases/[^"]+/answers/[^"]+)"', page.text):
        assert ADDRESS not in reader.get(link).text


def test_a_reason_opens_what_is_protected_and_stays_in_the_log(
    planted: Reception, browser: People
) -> None:
    chief = browser("chenjing")
    url = f"/cases/{planted.case_id}"
    short = chief.post(f"{url}/protected", {"reason": "看"})
    assert short.status_code == 422
    assert SAFE_CONTACT not in short.text
    assert chief.post(f"{url}/protected", {"reason": "今晚要联系她"}).status_code == 303
    assert SAFE_CONTACT in chief.get(url).text
    with planted.runtime.database.read() as session:
        rows = session.scalars(
            select(AccessRow).where(
                AccessRow.case_id == planted.case_id, AccessRow.opened == "protected"
            )
        ).all()
        assert [(row.person_name, row.reason) for row in rows] == [("陈静", "今晚要联系她")]
    assert SAFE_CONTACT not in browser("gaohong").get(url).text


def test_a_reason_holds_for_half_an_hour(planted: Reception, browser: People) -> None:
    from datetime import timedelta

    chief = browser("chenjing")
    url = f"/cases/{planted.case_id}"
    chief.post(f"{url}/protected", {"reason": "今晚要联系她"})
    clock.travel_to(clock.now() + timedelta(minutes=31))
    assert SAFE_CONTACT not in chief.get(url).text


def test_who_may_not_open_it_gains_nothing_by_a_reason(planted: Reception, browser: People) -> None:
    reader = browser("liuyan")
    reader.post(f"/cases/{planted.case_id}/protected", {"reason": "想看一下地址"})
    assert SAFE_CONTACT not in reader.get(f"/cases/{planted.case_id}").text


def test_a_sealed_case_is_gone_for_all_but_its_members(planted: Reception, browser: People) -> None:
    with planted.runtime.database.begin() as session:
        chief = actor(session, "chenjing")
        case = files.load(session, TENANT, planted.case_id)
        files.seal(session, chief, case, at=clock.now(), reason="涉及本站人员")
    assert browser("chenjing").get(f"/cases/{planted.case_id}").status_code == 404
    assert browser("liuyan").get(f"/cases/{planted.case_id}").status_code == 200
    number = planted.case().number
    assert number is not None
    assert number not in browser("chenjing").get("/cases").text
    assert number not in browser("chenjing").post("/search", {"q": NAME}).text
    with planted.runtime.database.read() as session:
        tried = session.scalars(
            select(AccessRow).where(
                AccessRow.case_id == planted.case_id, AccessRow.allowed.is_(False)
            )
        ).all()
        assert [(row.person_name, row.opened) for row in tried] == [("陈静", "case")]


def test_a_case_that_never_was_answers_like_one_that_may_not_be_seen(
    planted: Reception, browser: People
) -> None:
    reader = browser("zhaomin")
    never = reader.get("/cases/01a00000-0000-7000-8000-000000000000")
    other = reader.get(f"/cases/{planted.case_id}")
    assert never.status_code == other.status_code == 404
    assert words(never) == words(other)


def test_the_page_says_what_happened_in_words(planted: Reception, browser: People) -> None:
    page = words(browser("chenjing").get(f"/cases/{planted.case_id}"))
    for said in ("登记立案", "办结“即时安全筛查”", "确认风险等级：黄色风险", "刘燕 ・ 接待员"):
        assert said in page
    whole = words(browser("chenjing").get(f"/cases/{planted.case_id}?whole=1"))
    assert len(whole) > len(page)
    assert not re.search(r"\b(node|flow|task|process):[a-z]+", whole)


def test_the_diagram_has_its_file_its_tokens_and_its_table(
    planted: Reception, browser: People
) -> None:
    reader = browser("chenjing")
    page = reader.get(f"/cases/{planted.case_id}")
    drawn = re.search(r'data-xml-url="([^"]+)"', page.text)
    assert drawn is not None
    assert reader.get(drawn[1]).text.startswith("<?xml")
    assert browser("zhaomin").get(drawn[1]).status_code == 404
    assert '"element": "apply-mediation"' in page.text or '"element":"apply-mediation"' in page.text
    assert "流程各步" in words(page)


def test_a_search_finds_by_name_initials_phone_tail_and_number(
    runtime: Runtime, browser: People
) -> None:
    name, phone, document = "东方既白", "13955556789", "110101199003077352"
    said = {"name": name, "phone": phone, "id_type": "id-card", "id_no": document}
    visit = receive(runtime).until("give-consent", **said)
    reader, number = browser("chenjing"), visit.case().number
    assert number is not None
    for text in (name, "dfjb", phone, phone[-4:], document):
        page = reader.post("/search", {"q": text})
        assert number in page.text, text
        assert name not in page.text.replace(f'value="{name}"', "")
    assert reader.post("/search", {"q": number.lower()}).status_code == 303
    assert "至少输入两个字" in words(reader.post("/search", {"q": "东"}))


def test_a_list_is_filtered_and_paged_without_losing_a_case(
    runtime: Runtime, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.cases.listing.MOST", 2)
    wanted = {receive(runtime).until("screen-safety").case_id for _ in range(3)}
    reader, url, seen = browser("chenjing"), "/cases?phase=reception", set()
    for _page in range(40):
        page = reader.get(url)
        seen |= set(re.findall(r'class="row">.*?href="/cases/([^"]+)"', page.text, re.DOTALL))
        following = re.search(r'href="([^"]+)" rel="next"', page.text)
        if following is None:
            break
        url = following[1].replace("&amp;", "&")
    assert wanted <= seen
    assert wanted.isdisjoint(
        re.findall(r'href="/cases/([^"]+)"', reader.get("/cases?phase=done").text)
    )


def test_the_receipt_carries_the_code_and_neither_name_nor_matter(
    planted: Reception, browser: People
) -> None:
    page = browser("liuyan").get(f"/cases/{planted.case_id}/receipt")
    code = planted.case().query_code
    assert code is not None
    assert code in page.text
    assert [secret for secret in (*SECRETS, "离婚") if secret in page.text] == []
    picture = browser("liuyan").get(f"/cases/{planted.case_id}/query.svg")
    assert picture.mimetype == "image/svg+xml"
    assert browser("zhaomin").get(f"/cases/{planted.case_id}/receipt").status_code == 404


def test_the_log_is_shown_to_those_who_may_read_it(planted: Reception, browser: People) -> None:
    assert 'id="log"' not in browser("liuyan").get(f"/cases/{planted.case_id}").text
    assert 'id="log"' not in browser("hetao").get(f"/cases/{planted.case_id}").text
    assert "谁看过" in words(browser("chenjing").get(f"/cases/{planted.case_id}"))
    with planted.runtime.database.begin() as session:
        give_post(session, TENANT, actor(session, "hetao").id, "R15", EAST_LAKE, title="审计")
    page = browser("hetao").get(f"/cases/{planted.case_id}")
    assert "谁看过" in words(page)
    assert "陈静" in page.text


@pytest.mark.parametrize(
    "who",
    ["liuyan", "limei", "wangqiang", "chenjing", "hetao", "sunwei", "gaohong", "zhaomin", "police"],
)
def test_every_role_reads_its_own_list(browser: People, who: str) -> None:
    page = browser(who).get("/cases")
    assert page.status_code == 200
    assert browser(who).get("/inbox").status_code == 200
    assert browser(who).get("/me").status_code == 200


@pytest.mark.parametrize("who", ["zhoulan", "fanglei"])
def test_who_serves_the_system_opens_no_case(browser: People, who: str) -> None:
    assert browser(who).get("/cases").status_code == 403
    assert browser(who).post("/search", {"q": "13800001111"}).status_code == 403
    assert browser(who).get("/inbox").status_code == 200
