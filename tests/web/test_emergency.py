"""Incidents: reported at once, shown to those they concern, and running by themselves when nobody acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine import clock
from engine.models import DraftRow, InstanceRow
from tests.web.conftest import hidden, words
from tests.web.emergencies import HURRIED, do, grade, moment, report
from workflows.access import AccessRow
from workflows.cases.models import CaseRow
from workflows.demo.cast import TENANT
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow


@pytest.fixture
def incident(runtime):
    return report(runtime)


@pytest.fixture
def graded(runtime, incident):
    grade(runtime, incident)
    return incident


def pass_time(runtime, minutes):
    """Let time pass and everything that is due happen."""
    clock.travel_to(clock.now() + timedelta(minutes=minutes))
    runtime.metronome().tick()


def acknowledge(runtime, incident, department):
    do(
        runtime, incident, "acknowledge-notice",
        {"notice_answer": "ack", "ack_at": moment(), "eta_minutes": "8", "responder_name": "赵警官"},
        by=department,
        item=department,
    )  # fmt: skip


def sent(browser, **changed):
    key = hidden(browser.get("/emergency/report"), "idempotency_key")
    return browser.post("/emergency/report", {"idempotency_key": key, **HURRIED, **changed})


def count(runtime, table):
    with runtime.database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    ("username", "status"),
    [("liuyan", 200), ("limei", 200), ("hetao", 200), ("chenjing", 200), ("sunwei", 200),
     ("gaohong", 200), ("police", 403), ("zhoulan", 403), ("fanglei", 403), ("xulaw", 403)],
)  # fmt: skip
def test_who_may_report(browser, username, status):
    assert browser(username).get("/emergency/report").status_code == status


def test_a_report_starts_the_linkage_with_a_case_of_its_own(browser, runtime):
    cases = count(runtime, CaseRow)
    person = browser("liuyan")
    answer = sent(person)
    assert answer.status_code == 303
    assert count(runtime, CaseRow) == cases + 1
    registration = person.get(answer.location)
    assert "补全突发事件登记" in registration.text
    assert HURRIED["what_happens"] in registration.text
    assert HURRIED["place"] in registration.text


def test_no_word_of_a_report_lies_in_the_open(runtime, incident):
    with runtime.database.read() as session:
        row = session.get_one(IncidentRow, (TENANT, incident))
        facts = session.get_one(InstanceRow, (TENANT, row.instance_id)).facts
        kept = [draft.fields for draft in session.scalars(select(DraftRow))]
    assert HURRIED["place"] not in str(facts)
    assert any(fields.get("place") == HURRIED["place"] for fields in kept)


def test_a_double_press_reports_once(browser, runtime):
    person = browser("chenjing")
    key = hidden(person.get("/emergency/report"), "idempotency_key")
    form = {"idempotency_key": key, **HURRIED}
    person.post("/emergency/report", form)
    before = count(runtime, IncidentRow)
    assert person.post("/emergency/report", form).status_code == 303
    assert count(runtime, IncidentRow) == before


def test_a_report_without_a_word_keeps_what_was_ticked(browser, runtime):
    before = count(runtime, IncidentRow)
    page = sent(browser("liuyan"), what_happens=" ")
    assert page.status_code == 422
    assert "正在发生什么" in page.text
    assert 'name="weapon" value="true" checked' in page.text.replace('"  checked', '" checked')
    assert count(runtime, IncidentRow) == before


def test_the_duty_leader_names_the_station(browser):
    leader = browser("sunwei")
    assert 'name="station"' in leader.get("/emergency/report").text
    assert sent(leader).status_code == 422
    answer = sent(leader, station="south-gate")
    assert answer.status_code == 303
    assert leader.get(answer.location).status_code == 200


def test_the_list_tells_what_happens_by_itself_next(browser, incident):
    page = words(browser("hetao").get("/emergency"))
    assert "待定级" in page
    assert "未定级：自动报值班领导" in page
    assert "不回电、不短信" in page


@pytest.mark.parametrize(
    ("username", "status"),
    [("liuyan", 200), ("hetao", 200), ("chenjing", 200), ("sunwei", 200), ("gaohong", 200),
     ("limei", 404), ("zhaomin", 404), ("zhoulan", 403), ("fanglei", 403)],
)  # fmt: skip
def test_who_sees_an_incident(browser, incident, username, status):
    assert browser(username).get(f"/emergency/{incident}").status_code == status


def test_another_station_does_not_hear_of_it(browser, runtime, incident):
    with runtime.database.read() as session:
        number = session.get_one(IncidentRow, (TENANT, incident)).number
    for url in ("/emergency", "/emergency/board", "/emergency/board/cards", "/emergency/rows"):
        assert number not in browser("zhaomin").get(url).text
        assert number in browser("hetao").get(url).text


def test_departments_are_told_with_their_clocks_once_it_is_graded(browser, graded):
    page = words(browser("sunwei").get(f"/emergency/{graded}"))
    for word in ("II 级", "派出所", "120 急救", "民政", "待签收", "限时 10 分", "首报：电话报街道"):
        assert word in page


def test_an_acknowledgement_that_runs_out_climbs_three_rungs(browser, runtime, graded):
    leader, head = browser("sunwei"), browser("hetao")
    acknowledge(runtime, graded, "police")
    pass_time(runtime, 11)
    page = words(leader.get(f"/emergency/{graded}"))
    assert "派出所 已签收" in page
    assert "第一次超时，已换渠道再发" in page
    assert "代签收" in words(head.get(f"/emergency/{graded}"))
    assert "代签收" not in page
    pass_time(runtime, 10)
    assert "第二次超时，已报负责人和值班领导" in words(leader.get(f"/emergency/{graded}"))
    pass_time(runtime, 10)
    page = words(leader.get(f"/emergency/{graded}"))
    assert "第三次超时，待指定替代单位" in page
    assert "改派" in page
    assert "改派" not in words(head.get(f"/emergency/{graded}"))


def test_the_task_behind_a_link_is_about_that_department(browser, runtime, graded):
    pass_time(runtime, 11)
    page = browser("hetao").get(f"/emergency/{graded}").text
    rows = page.split("<tr>")
    civil = next(row for row in rows if "<b>民政</b>" in row)
    address = civil.partition('href="/tasks/')[2].partition('"')[0]
    task = browser("hetao").get(f"/tasks/{address}")
    assert task.status_code == 200
    assert "民政" in task.text


def test_a_liaison_sees_the_own_notice_and_nothing_else(browser, runtime, graded):
    page = browser("police").get(f"/emergency/{graded}")
    assert page.status_code == 200
    shown = words(page)
    assert "派出所 待签收" in shown
    assert "签收" in shown
    for word in ("民政", "120 急救", "信息报告", "时间线", "打开案件", HURRIED["place"], "街道"):
        assert word not in shown.partition("突发联动 ・")[2] or word == "街道"
    assert "未电话报街道" not in shown


def test_a_department_that_was_not_told_sees_nothing(browser, runtime, graded):
    with runtime.database.read() as session:
        told = set(
            session.scalars(
                select(IncidentNoticeRow.department).where(IncidentNoticeRow.incident_id == graded)
            )
        )
    silent = next(d.id for d in runtime.departments if d.id not in told)
    assert browser(silent).get(f"/emergency/{graded}").status_code == 404


def test_the_wall_tells_no_one_what_it_is_about(browser, graded):
    wall = words(browser("sunwei").get("/emergency/board?wall=1"))
    desk = words(browser("sunwei").get("/emergency/board"))
    for word in ("有凶器", "有未成年人", "代签收", HURRIED["place"]):
        assert word not in wall
    assert "有凶器" in desk
    for word in ("II 级", "派出所", "东湖街道", "再过"):
        assert word in wall
    assert "wall=1" in browser("sunwei").get("/emergency/board?wall=1").text


def test_silence_is_said_on_every_page_of_the_incident(browser, graded):
    assert "不回电、不发短信" in words(browser("hetao").get(f"/emergency/{graded}"))
    assert "不回电、不短信" in words(browser("hetao").get("/emergency/board?wall=1"))


def test_an_ordinary_report_is_not_silent(browser, runtime):
    calm = report(runtime, {**HURRIED, "offender_present": "false", "call_back_safe": "true"})
    assert "不回电" not in words(browser("hetao").get(f"/emergency/{calm}"))


def test_the_time_line_says_who_did_what(browser, runtime, graded):
    acknowledge(runtime, graded, "police")
    page = words(browser("hetao").get(f"/emergency/{graded}"))
    for word in ("派出所签收", "何涛", "II 级", "突发接报"):
        assert word in page


def test_reading_an_incident_is_written_down(browser, runtime, graded):
    before = count(runtime, AccessRow)
    browser("hetao").get(f"/emergency/{graded}")
    assert count(runtime, AccessRow) == before + 1


def test_titles_and_addresses_tell_nothing(browser, graded):
    page = browser("hetao").get(f"/emergency/{graded}").text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title == "突发事件 ・ 三联"
