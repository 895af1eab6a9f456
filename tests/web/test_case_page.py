"""The page of a case narrows its time line, names related cases, and tells the station who looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from markupsafe import escape

from engine import clock
from tests.web.conftest import Browser, words
from tests.web.reception import Reception, actor, receive
from workflows.cases import files, parties
from workflows.cases.models import PartyRole, Track
from workflows.demo.cast import TENANT
from workflows.people.administrators import give_post
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def line_of(who: Browser, visit: Reception, **asked: str) -> str:
    query = "&".join(f"{name}={text}" for name, text in asked.items())
    page = who.get(f"/cases/{visit.case_id}?{query}")
    assert page.status_code == 200
    found = re.search(r'id="case-line".*?</section>', page.text, re.DOTALL)
    assert found is not None
    return re.sub(
        r"\s+", " ", re.sub(r"<details.*?</details>|<[^>]+>", " ", found[0], flags=re.DOTALL)
    )


@pytest.fixture
def told(runtime: Runtime, browser: People) -> Reception:
    """A case of two days, with a comment of the chief on the second."""
    visit = receive(runtime).until("give-consent")
    clock.travel_to(clock.now() + timedelta(days=1))
    browser("chenjing").post(f"/cases/{visit.case_id}/comments", {"text": "看过了"})
    return visit


def test_a_time_line_is_narrowed_by_kind_person_and_period(
    told: Reception, browser: People
) -> None:
    reader = browser("chenjing")
    with told.runtime.database.read() as session:
        chief, receptionist = actor(session, "chenjing").id, actor(session, "liuyan").id
    assert "留言" in line_of(reader, told)
    assert "登记立案" in line_of(reader, told)
    talk = line_of(reader, told, kind="talk")
    assert "留言" in talk
    assert "登记立案" not in talk
    hers = line_of(reader, told, person=receptionist)
    assert "登记立案" in hers
    assert "陈静" not in hers
    assert "登记立案" not in line_of(reader, told, person=chief)
    assert "登记立案" not in line_of(reader, told, since="2026-03-03")
    assert "陈静" not in line_of(reader, told, until="2026-03-02")
    assert "没有符合条件的记录" in line_of(reader, told, since="2026-03-04")


def test_a_narrowed_line_stays_narrowed_when_it_is_fetched_again(
    told: Reception, browser: People
) -> None:
    page = browser("chenjing").get(f"/cases/{told.case_id}?kind=talk&whole=1").text
    found = re.search(r'id="case-line".*?hx-get="([^"]+)"', page, re.DOTALL)
    assert found is not None
    again = browser("chenjing").htmx(found[1].replace("&amp;", "&"), "case-line")
    assert "留言" in words(again)
    assert "登记立案" not in words(again)


@pytest.mark.parametrize("given", ["3月2日", "2026-13-01", "' or 1=1 --"])
def test_a_date_that_cannot_be_read_narrows_nothing_and_is_said(
    told: Reception, browser: People, given: str
) -> None:
    page = browser("chenjing").get(f"/cases/{told.case_id}?since={quote(given)}&kind=nonsense")
    assert "日期要写成 2026-03-02 这样" in words(page)
    assert f'value="{escape(given)}"' in page.text
    assert "登记立案" in words(page)


def related(who: Browser, visit: Reception) -> str:
    page = who.get(f"/cases/{visit.case_id}")
    found = re.search(r'id="related-title".*?</section>', page.text, re.DOTALL)
    return found[0] if found else ""


def test_cases_of_the_same_person_are_named_with_the_reason(
    runtime: Runtime, browser: People
) -> None:
    same = {"phone": "13911112222", "name": "上官云"}
    first = receive(runtime).until("give-consent", **same)
    second = receive(runtime).until("give-consent", **same)
    only_named = {"name": "上官云", "phone": "13911113333", "respondent_phone": "13911114444"}
    other = receive(runtime).until("give-consent", **only_named)
    said = related(browser("chenjing"), second)
    assert first.case_id in said
    assert "同一电话" in said
    assert other.case_id not in said
    assert "上官云" not in said


def test_nobody_comes_to_a_protected_case_by_the_other_side(
    runtime: Runtime, browser: People
) -> None:
    """He comes with a matter of his own; her protected case, in which he is named, stays unseen."""
    hers = receive(runtime).until(
        "give-consent", phone="13922221111", respondent_phone="13922223333"
    )
    his = receive(runtime).until(
        "give-consent", phone="13922223333", respondent_phone="13922221111"
    )
    with runtime.database.begin() as session:
        for visit, phone in ((hers, "13922223333"), (his, "13922221111")):
            parties.add(
                session, TENANT, visit.case().station, visit.case_id, PartyRole.RESPONDENT,
                {"name": "某人", "phone": phone},
            )  # fmt: skip
    reader = browser("chenjing")
    assert hers.case_id in related(reader, his)
    with runtime.database.begin() as session:
        files.set_track(files.load(session, TENANT, hers.case_id), Track.PROTECTION)
    assert hers.case_id not in related(reader, his)


def test_related_cases_of_another_station_are_not_told(runtime: Runtime, browser: People) -> None:
    same = {"phone": "13933331111"}
    first = receive(runtime).until("give-consent", **same)
    second = receive(runtime).until("give-consent", **same)
    assert second.case_id in related(browser("chenjing"), first)
    with runtime.database.begin() as session:
        case = files.load(session, TENANT, second.case_id)
        files.seal(session, actor(session, "liuyan"), case, at=clock.now(), reason="涉及本站人员")
    assert second.case_id not in related(browser("chenjing"), first)


def test_the_station_head_reads_who_looked_and_nobody_below_her(
    told: Reception, browser: People
) -> None:
    browser("hetao").get(f"/cases/{told.case_id}")
    page = browser("chenjing").get(f"/cases/{told.case_id}").text
    log = page.partition('id="log"')[2]
    assert "何涛" in log
    assert "案件页" in log
    assert 'id="log"' not in browser("hetao").get(f"/cases/{told.case_id}").text


def test_earlier_cases_of_the_visitor_stand_beside_the_form(
    runtime: Runtime, browser: People
) -> None:
    same = {"phone": "13944441111", "respondent_phone": "13944442222"}
    first = receive(runtime).until("give-consent", **same)
    second = receive(runtime).until("give-consent", **same)
    task = second.claim("give-consent", "liuyan")
    page = browser("liuyan").get(f"/tasks/{task.id}").text
    assert f'href="/cases/{first.case_id}"' in page
    assert "同一电话" in page


def test_an_auditor_reads_who_looked_and_nothing_of_the_case(
    told: Reception, browser: People
) -> None:
    number = str(told.case().number)
    with told.runtime.database.begin() as session:
        give_post(session, TENANT, actor(session, "zhoulan").id, "R15", "centre", title="审计")
    browser("chenjing").get(f"/cases/{told.case_id}")
    auditor = browser("zhoulan")
    page = auditor.post("/access-log", {"number": number.lower()})
    assert page.status_code == 200
    assert "陈静" in words(page)
    assert "张芳" not in page.text
    assert auditor.get(f"/cases/{told.case_id}").status_code == 404
    assert "周岚" in words(auditor.post("/access-log", {"number": number}))
    assert auditor.post("/access-log", {"number": "XG-DH-1999-0001"}).status_code == 404
    assert browser("liuyan").get("/access-log").status_code == 403
    assert browser("zhaomin").post("/access-log", {"number": number}).status_code == 404
