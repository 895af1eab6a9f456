"""The calendar on story O2: what collides is said before and after, and a feed tells times alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from engine import clock, protection
from engine.database import new_id
from engine.models import SubmissionRow, TaskRow, TaskStatus
from tests.databases import ROOT
from tests.web.conftest import Browser, words
from tests.web.reception import actor
from web.app import create_app
from web.session import COOKIE
from workflows.cases import files, parties
from workflows.cases.models import CaseRow, PartyRole
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.joint_mediation.models import MediationRow, SessionRow
from workflows.people import signing_in
from workflows.people.models import PersonRow
from workflows.runtime import Runtime, compose
from workflows.scenario import load_story, play
from workflows.settings import Settings

People = Callable[[str], Browser]

pytestmark = pytest.mark.timeout(240)

NOON = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
NINE_THIRTY = datetime(2026, 4, 8, 1, 30, tzinfo=UTC)
ROOM = "第一调解室"
#: What a session is scheduled with, except its time and place.
REST = {
    "session_mode": "joint", "arrival_applicant": "09:00", "arrival_respondent": "09:20",
    "public_session": "false", "interpreter_needed": "false", "separate_rooms_ready": "true",
    "notified_by": "phone",
}  # fmt: skip


@pytest.fixture(scope="module")
def lived(
    keyring: protection.Keyring, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runtime]:
    """A house in which O2 has come to the step that schedules the first session."""
    home = tmp_path_factory.mktemp("calendar")
    built = compose(Settings.from_env({"SANLIAN_HOME": str(home), "SANLIAN_MOVABLE_CLOCK": "1"}))
    protection.install(keyring)
    story = load_story(ROOT / "tests" / "scenarios" / "O2.yaml")
    until = next(n for n, step in enumerate(story.steps) if "schedule-session" in str(step))
    play(built, replace(story, steps=story.steps[:until]))
    clock.travel_to(None)
    yield built
    built.database.close()


@pytest.fixture
def at_noon(lived: Runtime) -> Iterator[Runtime]:
    """Friday afternoon before the session."""
    with clock.frozen(NOON):
        yield lived


@pytest.fixture(scope="module")
def calendar_app(lived: Runtime) -> Flask:
    return create_app(lived)


@pytest.fixture
def people(at_noon: Runtime, calendar_app: Flask) -> People:
    """A signed-in browser of this house."""

    def sit(username: str) -> Browser:
        with at_noon.database.begin() as session:
            person = session.get_one(PersonRow, (TENANT, actor(session, username).id))
            opened = signing_in.open_session(session, person, "zh")
            row = signing_in.session_of(session, opened.secret)
            assert row is not None
            csrf = row.csrf
        client = calendar_app.test_client()
        client.set_cookie(COOKIE, opened.secret)
        return Browser(client=client, csrf=csrf)

    return sit


def scheduling(runtime: Runtime) -> TaskRow:
    """The step of O2 in which a session gets its date."""
    with runtime.database.read() as session:
        row = session.scalar(
            select(TaskRow).where(
                TaskRow.form_key == "schedule-session", TaskRow.status == TaskStatus.OPEN
            )
        )
        assert row is not None
        return row


def other_session(
    runtime: Runtime, *, at: datetime, room: str, mediator: str, phone: str, member: bool = True
) -> str:
    """A session of another case of the station; its number."""
    with runtime.database.begin() as session:
        who = actor(session, mediator)
        opener = who if member else actor(session, "liuyan")
        case = files.open_case(session, opener, EAST_LAKE, event_time=NOON, channel="walk-in")
        number = files.give_number(session, opener, case, at=NOON)
        known = {"name": "周婷", "phone": phone}
        parties.add(session, TENANT, EAST_LAKE, case.id, PartyRole.VISITOR, known)
        file = MediationRow(
            tenant=TENANT, id=new_id(), station=EAST_LAKE, case_id=case.id, instance_id=new_id(),
            number=f"T-{number}", source="applied", opened_at=NOON, mediator=who.id,
        )  # fmt: skip
        session.add(file)
        session.add(
            SessionRow(
                tenant=TENANT, id=new_id(), station=EAST_LAKE, mediation_id=file.id, seq=1,
                scheduled_for=at, mode="joint",
            )
        )  # fmt: skip
        session.add(
            SubmissionRow(
                tenant=TENANT, id=new_id(), unit=EAST_LAKE, business_key=case.id,
                instance_id=file.instance_id, task_id=None, node="schedule-session",
                form_key="schedule-session", form_id=None,
                fields={"session_at": at.isoformat(), "session_place": room}, person=who.id,
                acting_role="R04", event_time=NOON, entry_time=NOON,
            )
        )  # fmt: skip
        return str(number)


def ahead(somebody: Browser, task: str, *, time: str, place: str) -> str:
    sent = {**REST, "session_at.date": "2026-04-08", "session_at.time": time}
    return words(
        somebody.htmx(f"/calendar/ahead/{task}", "ahead", {**sent, "session_place": place})
    )


@pytest.fixture(scope="module")
def others(lived: Runtime) -> dict[str, str]:
    """Other sessions of the same morning, each colliding in its own way."""
    with clock.frozen(NOON):
        return {
            "room": other_session(
                lived, at=NINE_THIRTY + timedelta(hours=1), room=" 第一 调解室",
                mediator="wangqiang", phone="13700000001", member=False,
            ),
            "mediator": other_session(
                lived, at=NINE_THIRTY - timedelta(minutes=90), room="第三调解室",
                mediator="limei", phone="13700000002",
            ),
            "far": other_session(
                lived, at=NINE_THIRTY + timedelta(hours=5), room=ROOM, mediator="limei",
                phone="13800002221",
            ),
        }  # fmt: skip


def test_rooms_are_kept_by_the_head_alone(people: People) -> None:
    head, mediator = people("chenjing"), people("limei")
    for name in (ROOM, "第二调解室"):
        assert head.post("/calendar/rooms", {"name": name, "seats": "8"}).status_code == 303
    taken = head.post("/calendar/rooms", {"name": f" {ROOM} ", "seats": "8"})
    assert taken.status_code == 409
    assert "已经有叫“第一调解室”的房间" in words(taken)
    for name, seats in (("", "8"), ("大厅", "0"), ("大厅", "很多"), ("长" * 41, "8")):
        assert head.post("/calendar/rooms", {"name": name, "seats": seats}).status_code == 422
    assert mediator.post("/calendar/rooms", {"name": "大厅", "seats": "8"}).status_code == 403
    page = head.get("/calendar")
    close = re.search(r'action="(/calendar/rooms/[^"]+/close)"', page.text)
    assert close is not None
    assert mediator.post(close[1]).status_code == 403
    assert head.post(close[1]).status_code == 303
    assert people("zhaomin").post(close[1]).status_code == 403
    assert head.post("/calendar/rooms", {"name": ROOM, "seats": "10"}).status_code in {303, 409}


def test_the_step_says_what_its_time_collides_with(
    at_noon: Runtime, people: People, others: dict[str, str]
) -> None:
    li, task = people("limei"), scheduling(at_noon).id
    assert "/calendar/ahead/" in li.get(f"/tasks/{task}").text
    clear = ahead(li, task, time="12:00", place="第二调解室")
    assert "没有撞上别的安排" in clear
    said = ahead(li, task, time="09:30", place=ROOM)
    assert "房间重了" in said
    assert "调解员重了" in said
    # The case of others is a piece of time; her own has its number.
    assert others["room"] not in said
    assert others["mediator"] in said
    # The party of O2 (138 0000 2221) has another session at half past two.
    assert "当事人重了" in ahead(li, task, time="14:00", place="第二调解室")
    assert "填好时间和地点" in ahead(li, task, time="下午", place=ROOM)


def test_only_who_holds_the_step_looks_ahead(at_noon: Runtime, people: People) -> None:
    task = scheduling(at_noon).id
    for who in ("wangqiang", "zhaomin", "liuyan"):
        page = people(who).htmx(f"/calendar/ahead/{task}", "ahead", {"session_place": ROOM})
        assert page.status_code == 404


def test_what_was_scheduled_all_the_same_is_shown_as_colliding(
    at_noon: Runtime, people: People, others: dict[str, str]
) -> None:
    li, task = people("limei"), scheduling(at_noon)
    sent = {**REST, "session_at.date": "2026-04-08", "session_at.time": "09:30",
            "session_place": ROOM}  # fmt: skip
    assert li.post(f"/tasks/{task.id}/complete", sent).status_code == 303
    page = people("chenjing").get("/calendar?week=2026-04-08")
    text = words(page)
    with at_noon.database.read() as session:
        case = session.get_one(CaseRow, (TENANT, task.business_key))
    for said in ("09:30–11:30 ・ 第一调解室", "李梅", "面对面", "房间重了", "调解员重了",
                 case.number or "-", others["mediator"]):  # fmt: skip
        assert said in text, said
    assert "周婷" not in text
    assert "王建军" not in text
    # Another station sees none of it, and a colleague sees the time but not the case.
    assert people("zhaomin").get(f"/calendar?week=2026-04-08&station={EAST_LAKE}").status_code == (
        403
    )
    colleague = words(people("wangqiang").get("/calendar?week=2026-04-08"))
    assert "09:30–11:30 ・ 第一调解室" in colleague
    assert (case.number or "-") not in colleague


def address_of(somebody: Browser) -> str:
    found = re.search(r'id="feed-address" readonly value="http://[^/]+([^"]+)"',
                      somebody.post("/calendar/feed").text)  # fmt: skip
    assert found is not None
    return found[1]


def test_a_feed_is_rfc_5545_and_tells_times_alone(
    at_noon: Runtime, people: People, calendar_app: Flask, others: dict[str, str]
) -> None:
    address = address_of(people("limei"))
    answer = calendar_app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.data
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(row) for row in raw.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(raw)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    events = calendar.walk("VEVENT")
    with at_noon.database.read() as session:
        li = actor(session, "limei").id
        rows = session.scalars(
            select(SessionRow).join(MediationRow, MediationRow.id == SessionRow.mediation_id)
            .where(MediationRow.mediator == li)
        ).all()  # fmt: skip
    assert sorted(event.start for event in events) == sorted(row.scheduled_for for row in rows)
    assert len({str(event["uid"]) for event in events}) == len(rows) >= 2
    for event in events:
        assert event.start.tzinfo is not None
        assert event.end - event.start == timedelta(hours=2)
        assert set(event) == {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP", "STATUS",
        }  # fmt: skip
        assert str(event["summary"]) == "预约服务"
    text = raw.decode()
    for word in ("调解", "周婷", "李芳", "李梅", "XG-DH", ROOM, "limei", "east-lake"):
        assert word not in text, word
    for row in rows:
        assert row.id not in text


def test_a_feed_ends_when_it_is_revoked_or_made_anew(people: People, calendar_app: Flask) -> None:
    li, outside = people("limei"), calendar_app.test_client()
    first = address_of(li)
    second = address_of(li)
    assert first != second
    assert [outside.get(address).status_code for address in (first, second)] == [404, 200]
    assert second.rpartition("/")[2].removesuffix(".ics") not in li.get("/calendar").text
    li.post("/calendar/feed/end")
    assert outside.get(second).status_code == 404
    assert outside.get("/calendar/feed/guess.ics").status_code == 404


def test_the_secret_is_not_in_the_database(at_noon: Runtime, people: People) -> None:
    secret = address_of(people("limei")).rpartition("/")[2].removesuffix(".ics")
    home = at_noon.settings.home
    stored = b"".join(path.read_bytes() for path in home.glob("*.db*"))
    assert stored
    assert secret.encode() not in stored


@pytest.mark.parametrize("who", ["zhoulan", "police", "fanglei"])
def test_the_calendar_is_the_stations(people: People, who: str) -> None:
    assert people(who).get("/calendar").status_code == 403
