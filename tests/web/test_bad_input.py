"""What a real desk brings: strange names, copied tables, wrong numbers, lines that break, "back"."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.models import SubmissionRow
from tests.web.conftest import Browser, words
from tests.web.reception import Reception, answers, receive
from tests.web.test_tasks import flat, sent_with, submissions
from workflows.cases import parties
from workflows.cases.models import PartyRole
from workflows.demo.cast import TENANT
from workflows.runtime import Runtime

People = Callable[[str], Browser]
RIGHT, WRONG = "11010519491231002X", "110105194912310021"
#: Three cells a row, as a sheet leaves them when it is copied.
TABLE = "日期\t地点\t经过\r\n3月1日\t家里\t推搡\r\n3月2日\t门口\t砸门"


@pytest.fixture
def visit(runtime: Runtime) -> Reception:
    return receive(runtime).until("register-visit")


def registered(
    visit: Reception, browser: People, **said: object
) -> tuple[Browser, str, dict[str, object]]:
    """A receptionist at the form, with everything typed."""
    task = visit.claim("register-visit", "liuyan")
    somebody, url = browser("liuyan"), f"/tasks/{task.id}"
    given = {**answers("register-visit"), **said}
    return somebody, url, sent_with(somebody, url, flat(given))


def visitor(visit: Reception) -> dict[str, object]:
    with visit.runtime.database.read() as session:
        found = [
            row for row in parties.of_case(session, TENANT, visit.case_id)
            if row.role == PartyRole.VISITOR
        ]  # fmt: skip
        assert len(found) == 1
        return {**found[0].personal, **found[0].sensitive}


@pytest.mark.parametrize("name", ["龘𬬭", "𠮷野", "Åsa O’Brien-Müller", "艾力·买买提"])
def test_a_rare_name_is_kept_letter_by_letter(visit: Reception, browser: People, name: str) -> None:
    somebody, url, given = registered(visit, browser, name=name)
    assert somebody.post(f"{url}/complete", given).status_code == 303
    assert visitor(visit)["name"] == name
    assert name in somebody.get(f"/cases/{visit.case_id}").text.replace("&#39;", "’")


@pytest.mark.parametrize(
    "phone", ["138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "１３８１２３４５６７８"]
)
def test_a_phone_is_understood_however_it_is_spaced(
    visit: Reception, browser: People, phone: str
) -> None:
    somebody, url, given = registered(visit, browser, phone=phone)
    assert somebody.post(f"{url}/complete", given).status_code == 303
    assert visitor(visit)["phone"] == "13812345678"
    found = browser("chenjing").post("/search", {"q": "13812345678"})
    assert str(visit.case().number) in found.text


def test_a_wrong_check_digit_is_named_and_nothing_typed_is_lost(
    visit: Reception, browser: People
) -> None:
    somebody, url, given = registered(
        visit, browser, id_type="id-card", id_no=WRONG, summary="第一次来，很紧张。"
    )
    page = somebody.post(f"{url}/complete", given)
    assert page.status_code == 422
    assert 'href="#id_no"' in page.text
    assert "身份证号码最后一位对不上" in words(page)
    assert f'value="{WRONG}"' in page.text
    assert "第一次来，很紧张。" in page.text
    assert submissions(visit, "register-visit") == 0
    again = somebody.post(f"{url}/complete", {**given, "id_no": RIGHT})
    assert again.status_code == 303
    assert visitor(visit)["id_no"] == RIGHT


def test_a_pasted_table_stays_a_table_of_lines(visit: Reception, browser: People) -> None:
    somebody, url, given = registered(visit, browser, summary=TABLE)
    assert somebody.post(f"{url}/complete", given).status_code == 303
    with visit.runtime.database.read() as session:
        sent = session.scalar(
            select(SubmissionRow).where(
                SubmissionRow.business_key == visit.case_id,
                SubmissionRow.form_key == "register-visit",
            )
        )
        assert sent is not None
        lines = str(sent.fields["summary"]).splitlines()
    assert [line.split() for line in lines] == [
        ["日期", "地点", "经过"], ["3月1日", "家里", "推搡"], ["3月2日", "门口", "砸门"],
    ]  # fmt: skip


def test_a_table_in_a_field_of_one_line_is_refused_by_name_and_kept(
    visit: Reception, browser: People
) -> None:
    """A browser joins the lines by itself; what sends them all the same is answered in words."""
    pasted = "李强\t男\r\n13900003333"
    somebody, url, given = registered(visit, browser, respondent_name=pasted)
    page = somebody.post(f"{url}/complete", given)
    assert page.status_code == 422
    assert 'href="#respondent_name"' in page.text
    assert "13900003333" in page.text
    joined = {**given, "respondent_name": pasted.replace("\r\n", " ")}
    assert somebody.post(f"{url}/complete", joined).status_code == 303


def test_a_line_lost_after_the_server_had_it_makes_one_effect(
    visit: Reception, browser: People
) -> None:
    """The answer never arrives, so the same page is sent again."""
    somebody, url, given = registered(visit, browser)
    somebody.post(f"{url}/complete", given)
    again = somebody.htmx(f"{url}/complete", "task", given)
    assert again.status_code == 200
    assert again.headers["HX-Redirect"]
    assert submissions(visit, "register-visit") == 1
    with visit.runtime.database.read() as session:
        query = (
            select(func.count())
            .select_from(SubmissionRow)
            .where(SubmissionRow.business_key == visit.case_id)
        )
        before = session.scalar(query)
    somebody.post(f"{url}/complete", given)
    with visit.runtime.database.read() as session:
        assert session.scalar(query) == before


def test_a_line_lost_before_the_server_had_it_leaves_the_draft(
    visit: Reception, browser: People
) -> None:
    somebody, url, given = registered(visit, browser, summary="写到一半断网了")
    somebody.post(f"{url}/draft", given)
    page = browser("liuyan").get(url)
    assert "写到一半断网了" in page.text
    assert "草稿已保存" in words(page)
    assert submissions(visit, "register-visit") == 0


def test_back_after_sending_writes_nothing_twice_and_says_why(
    visit: Reception, browser: People
) -> None:
    """The page of before is shown by "back", changed, and sent: another text under the old key."""
    somebody, url, given = registered(visit, browser)
    somebody.post(f"{url}/complete", given)
    changed = {**given, "summary": "改了一句话", "idempotency_key": "another-page"}
    page = somebody.post(f"{url}/complete", changed)
    assert page.status_code == 409
    assert "改了一句话" in page.text
    assert "已经办结" in words(page)
    assert submissions(visit, "register-visit") == 1
