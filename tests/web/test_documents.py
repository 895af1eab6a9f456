"""Papers on the screen: beside the case, one version, downloads, making again, templates."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from engine.database import new_id
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, receive
from tests.workflows.documents.reading import pdf_text, word_text
from tests.workflows.documents.templates import with_line
from workflows.access.models import AccessRow
from workflows.demo.cast import TENANT
from workflows.documents import load_kinds, queries
from workflows.documents.models import PaperRow, PaperTemplateRow, PaperVersionRow
from workflows.runtime import Runtime

SignIn = Callable[[str], Browser]


@pytest.fixture
def reception(runtime: Runtime) -> Reception:
    """A visit whose route has been decided: the receipt is the next step."""
    return receive(runtime).until("issue-receipt")


@pytest.fixture
def untouched(runtime: Runtime) -> Iterator[None]:
    """Templates as they were shipped, also after the test."""
    yield
    with runtime.database.begin() as session:
        for row in session.scalars(select(PaperTemplateRow)):
            if row.author != "shipped":
                session.delete(row)
            else:
                row.active = True


def latest(reception: Reception, kind: str) -> tuple[PaperRow, PaperVersionRow]:
    with reception.runtime.database.read() as session:
        for paper in queries.papers_of(session, TENANT, reception.case_id):
            if paper.kind == kind:
                return paper, queries.latest_of(session, paper)
    raise AssertionError(kind)


def address(reception: Reception, kind: str, rest: str = "") -> str:
    _paper, version = latest(reception, kind)
    return f"/cases/{reception.case_id}/papers/{version.id}{rest}"


def make_again(
    browser: Browser, reception: Reception, kind: str, *, reason: str, seen: int, key: str = ""
) -> int:
    paper, _version = latest(reception, kind)
    asked = {
        "kind": kind, "subject": paper.subject, "seen": str(seen), "reason": reason,
        "idempotency_key": key or new_id(),
    }  # fmt: skip
    return browser.post(f"/cases/{reception.case_id}/papers", asked).status_code


def test_the_receipt_is_there_before_it_must_be_handed_over(
    reception: Reception, browser: SignIn
) -> None:
    desk = browser("liuyan")
    page = desk.get(f"/cases/{reception.case_id}/papers")
    assert page.status_code == 200
    said = words(page)
    assert "来访登记表" in said
    assert "受理回执" in said
    assert f"{reception.case().number}-HZ01" in said


def test_the_case_page_asks_for_the_card_and_links_without_a_script(
    reception: Reception, browser: SignIn
) -> None:
    desk = browser("liuyan")
    page = desk.get(f"/cases/{reception.case_id}")
    assert f'hx-get="/cases/{reception.case_id}/papers/card"' in page.text
    assert f'href="/cases/{reception.case_id}/papers"' in page.text
    card = desk.htmx(f"/cases/{reception.case_id}/papers/card", target="papers")
    assert "受理回执" in words(card)
    assert reception.case().query_code not in card.text


def test_one_version_is_drawn_on_the_page_and_the_reading_is_logged(
    reception: Reception, browser: SignIn
) -> None:
    desk = browser("liuyan")
    page = desk.get(address(reception, "visit-form"))
    assert page.status_code == 200
    drawn = "".join(words(page).split())
    assert "张芳" in drawn
    assert "想了解离婚时财产怎么分。" in drawn
    with reception.runtime.database.read() as session:
        rows = session.scalars(
            select(AccessRow).where(AccessRow.case_id == reception.case_id)
        ).all()
    assert ("paper:visit-form", "C3") in {(row.opened, row.sensitivity) for row in rows}


@pytest.mark.parametrize(("name", "read"), [("docx", word_text), ("pdf", pdf_text)])
def test_both_files_are_attachments_named_by_number_alone(
    reception: Reception, browser: SignIn, name: str, read: Callable[[bytes], str]
) -> None:
    got = browser("liuyan").get(address(reception, "receipt", f"/file.{name}"))
    assert got.status_code == 200
    number = latest(reception, "receipt")[0].number
    assert got.headers["Content-Disposition"] == f'attachment; filename="{number}-v1.{name}"'
    assert got.headers["Cache-Control"] == "no-store"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert reception.case().query_code in read(got.data)
    assert "/query" in read(got.data)


def test_the_receipt_names_nobody_and_no_matter(reception: Reception, browser: SignIn) -> None:
    got = browser("liuyan").get(address(reception, "receipt", "/file.pdf"))
    said = pdf_text(got.data)
    assert [word for word in ("张芳", "李强", "离婚", "财产", "13800001111") if word in said] == []


@pytest.mark.parametrize("who", ["zhaomin", "zhoulan", "fanglei", "xulaw"])
def test_papers_of_a_case_that_is_not_ours_do_not_exist(
    reception: Reception, browser: SignIn, who: str
) -> None:
    stranger = browser(who)
    places = [
        f"/cases/{reception.case_id}/papers", f"/cases/{reception.case_id}/papers/card",
        address(reception, "receipt"), address(reception, "receipt", "/file.pdf"),
    ]  # fmt: skip
    assert [stranger.get(place).status_code for place in places] == [404] * 4
    assert make_again(stranger, reception, "receipt", reason="想看", seen=1) == 404


def test_a_version_of_another_case_is_not_opened_through_this_one(
    runtime: Runtime, reception: Reception, browser: SignIn
) -> None:
    other = receive(runtime).until("issue-receipt", name="吴静", phone="13800007777")
    _paper, version = latest(other, "receipt")
    desk = browser("liuyan")
    assert desk.get(f"/cases/{reception.case_id}/papers/{version.id}").status_code == 404


def test_a_paper_made_again_needs_a_reason_and_keeps_the_old_one(
    reception: Reception, browser: SignIn
) -> None:
    desk = browser("liuyan")
    assert make_again(desk, reception, "visit-form", reason="", seen=1) == 422
    assert "重做文书要写明原因" in words(desk.last)  # type: ignore[arg-type]
    assert latest(reception, "visit-form")[1].version == 1
    key = new_id()
    assert make_again(desk, reception, "visit-form", reason="电话有误", seen=1, key=key) == 303
    # A double click has one effect.
    assert make_again(desk, reception, "visit-form", reason="电话有误", seen=1, key=key) == 303
    assert latest(reception, "visit-form")[1].version == 2
    said = words(desk.get(f"/cases/{reception.case_id}/papers"))
    assert "以前的版本（1）" in said
    assert "电话有误" in said


def test_a_stale_page_says_who_made_the_newer_version(
    reception: Reception, browser: SignIn
) -> None:
    assert make_again(browser("liuyan"), reception, "visit-form", reason="电话有误", seen=1) == 303
    other = browser("hetao")
    assert make_again(other, reception, "visit-form", reason="也要改", seen=1) == 409
    assert "刘燕 已经做了第 2 版" in words(other.last)  # type: ignore[arg-type]
    assert latest(reception, "visit-form")[1].version == 2


def test_a_signed_version_is_sealed_from_the_page(reception: Reception, browser: SignIn) -> None:
    desk = browser("liuyan")
    url = address(reception, "visit-form", "/seal")
    assert desk.post(url, {"idempotency_key": new_id()}).status_code == 303
    assert "已签章定稿" in words(desk.get(f"/cases/{reception.case_id}/papers"))
    assert desk.post(url, {"idempotency_key": new_id()}).status_code == 409


def test_pages_speak_english_and_papers_stay_chinese(reception: Reception, browser: SignIn) -> None:
    desk = browser("liuyan")
    desk.get("/language/en?next=/inbox")
    said = words(desk.get(f"/cases/{reception.case_id}/papers"))
    assert "Make again" in said
    drawn = words(desk.get(address(reception, "receipt")))
    assert "受理回执" in drawn


def upload(browser: Browser, kind: str, source: bytes) -> int:
    sent = {"file": (io.BytesIO(source), "改过.docx"), "note": "加了一句"}
    got = browser.client.post(
        f"/papers/templates/{kind}", data={**sent, "csrf_token": browser.csrf},
        content_type="multipart/form-data",
    )  # fmt: skip
    browser.last = got
    return got.status_code


@pytest.mark.usefixtures("untouched")
def test_a_supervisor_changes_a_template_and_both_formats_follow(
    reception: Reception, browser: SignIn
) -> None:
    office = browser("fanglei")
    listed = words(office.get("/papers/templates"))
    assert all(kind.name.zh in listed for kind in load_kinds())
    source = office.get("/papers/templates/receipt/1/source")
    assert source.headers["Content-Disposition"] == 'attachment; filename="receipt-v1.docx"'
    changed = with_line(load_kinds()["receipt"], "本站设有母婴室。")
    assert upload(office, "receipt", changed) == 303
    look = office.get("/papers/templates/receipt?v=2")
    assert "本站设有母婴室。" in words(look)
    used = {"seen": hidden(look, "seen"), "idempotency_key": hidden(look, "idempotency_key")}
    assert office.post("/papers/templates/receipt/2/use", used).status_code == 303
    before = latest(reception, "receipt")[1]
    desk = browser("liuyan")
    assert make_again(desk, reception, "receipt", reason="新模板", seen=1) == 303
    for name, read in (("docx", word_text), ("pdf", pdf_text)):
        assert "母婴室" in read(desk.get(address(reception, "receipt", f"/file.{name}")).data)
        old = desk.get(f"/cases/{reception.case_id}/papers/{before.id}/file.{name}")
        assert "母婴室" not in read(old.data)


@pytest.mark.usefixtures("untouched")
def test_a_template_that_would_leak_is_refused_with_the_place(browser: SignIn) -> None:
    office = browser("fanglei")
    leaking = with_line(load_kinds()["agreement"], "{{ 安全联系方式 }}")
    assert upload(office, "agreement", leaking) == 422
    said = words(office.last)  # type: ignore[arg-type]
    assert "“安全联系方式”是受保护的信息，不能出现在交给当事人的文书上。" in said
    assert upload(office, "agreement", b"no word file") == 422


@pytest.mark.usefixtures("untouched")
def test_of_two_supervisors_the_second_hears_of_the_first(browser: SignIn) -> None:
    office = browser("fanglei")
    changed = with_line(load_kinds()["rights"], "本站设有母婴室。")
    assert upload(office, "rights", changed) == 303
    used = {"seen": "9", "idempotency_key": new_id()}
    assert office.post("/papers/templates/rights/2/use", used).status_code == 409


@pytest.mark.parametrize("who", ["liuyan", "limei", "zhoulan"])
def test_templates_are_for_those_who_answer_for_processes(browser: SignIn, who: str) -> None:
    desk = browser(who)
    assert desk.get("/papers/templates").status_code in {403, 404}
    assert upload(desk, "rights", b"x") in {403, 404}
