"""The waiting room: the endangered first, one receptionist each, and no clock that stands still."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock
from engine.models import InstanceRow, InstanceStatus, TaskRow, TimerRow, TimerState
from tests.web.conftest import Browser, hidden, words
from workflows.cases.models import CaseRow
from workflows.runtime import Runtime
from workflows.visit.models import VisitRow, WaitingRow

People = Callable[[str], Browser]


def sits_down(door: Browser, called: str = "", **more: str) -> str:
    """Somebody comes in; the id of their entry."""
    key = hidden(door.get("/waiting"), "idempotency_key")
    sent = {"called": called, "people": "1", "idempotency_key": key, **more}
    first, second = door.post("/waiting", sent), door.post("/waiting", sent)
    assert first.status_code == second.status_code == 303
    page = door.get("/waiting")
    seats = re.findall(r'id="seat-([^"]+)"', page.text)
    return next(seat for seat in seats if not called or called in block(page.text, seat))


def block(text: str, seat: str) -> str:
    return text.partition(f'id="seat-{seat}"')[2].partition("</li>")[0]


def entry(runtime: Runtime, seat: str) -> WaitingRow:
    with runtime.database.read() as session:
        found = session.scalar(select(WaitingRow).where(WaitingRow.id == seat))
        assert found is not None
        return found


def test_the_endangered_come_first_then_who_came_first(runtime: Runtime, browser: People) -> None:
    door = browser("liuyan")
    now = clock.now()
    first = sits_down(door, "穿蓝衣服的")
    with clock.frozen(now + timedelta(minutes=2)):
        second = sits_down(door, "抱孩子的")
    with clock.frozen(now + timedelta(minutes=4)):
        third = sits_down(door, "额头有伤的", danger="yes")
    seats = re.findall(r'id="seat-([^"]+)"', door.get("/waiting").text)
    assert [seat for seat in seats if seat in {first, second, third}] == [third, first, second]
    door.post(f"/waiting/{second}/danger", {"danger": "yes"})
    seats = re.findall(r'id="seat-([^"]+)"', door.get("/waiting").text)
    assert [seat for seat in seats if seat in {first, second, third}] == [second, third, first]


def test_nobody_need_say_a_name_and_the_screen_counts_from_the_door(
    runtime: Runtime, browser: People
) -> None:
    seat = sits_down(browser("liuyan"), "")
    row = entry(runtime, seat)
    with runtime.database.read() as session:
        armed = session.scalars(
            select(TimerRow.due_at).where(
                TimerRow.instance_id == row.instance_id, TimerRow.state == TimerState.ARMED
            )
        ).all()
        assert min(armed) == row.arrived_at + timedelta(minutes=10)
        visit = session.scalar(select(VisitRow).where(VisitRow.case_id == row.case_id))
        assert visit is not None
        assert visit.arrived_at == row.arrived_at


def test_who_calls_her_in_hears_her_and_the_slower_learns_who(
    runtime: Runtime, browser: People
) -> None:
    seat = sits_down(browser("liuyan"), "戴帽子的")
    liu, wang = browser("liuyan"), browser("wangqiang")
    answer = liu.post(f"/waiting/{seat}/take")
    assert "查找来访人" in words(liu.get(answer.headers["Location"]))
    assert liu.post(f"/waiting/{seat}/take").headers["Location"] == answer.headers["Location"]
    late = wang.post(f"/waiting/{seat}/take")
    assert late.status_code == 409
    assert "刘燕" in words(late)
    page = words(browser("liuyan").get("/waiting"))
    assert "戴帽子的" in page.partition("今天已叫到或离开的")[2]
    assert "由刘燕接待" in page


def test_who_leaves_unheard_is_written_down_and_wakes_nobody(
    runtime: Runtime, browser: People
) -> None:
    door = browser("liuyan")
    seat = sits_down(door, "等不及的")
    for _twice in range(2):
        assert door.post(f"/waiting/{seat}/leave", {"reason": "tired"}).status_code == 303
    row = entry(runtime, seat)
    assert row.left_reason == "tired"
    with runtime.database.read() as session:
        instance = session.scalar(select(InstanceRow).where(InstanceRow.id == row.instance_id))
        case = session.scalar(select(CaseRow).where(CaseRow.id == row.case_id))
        waiting = session.scalars(
            select(TimerRow.id).where(
                TimerRow.instance_id == row.instance_id, TimerRow.state == TimerState.ARMED
            )
        ).all()
        assert instance is not None
        assert case is not None
        assert instance.status != InstanceStatus.RUNNING
        assert (case.state.value, case.end_reason, waiting) == ("withdrawn", "left_unheard", [])
    assert "没接待就离开：等得太久" in words(door.get("/waiting"))
    assert door.post(f"/waiting/{seat}/take").status_code == 409


def test_who_is_being_heard_has_not_left(runtime: Runtime, browser: People) -> None:
    door = browser("liuyan")
    seat = sits_down(door, "已经进去的")
    door.post(f"/waiting/{seat}/take")
    assert door.post(f"/waiting/{seat}/leave", {"reason": "tired"}).status_code == 409
    with runtime.database.read() as session:
        task = session.scalar(select(TaskRow).where(TaskRow.id == entry(runtime, seat).task_id))
        assert task is not None
        assert task.status.value == "open"


@pytest.mark.parametrize(
    ("called", "people"), [("", "0"), ("", "两个"), ("", "10000"), ("长" * 41, "1")]
)
def test_what_cannot_be_is_refused_and_kept(browser: People, called: str, people: str) -> None:
    page = browser("liuyan").post("/waiting", {"called": called, "people": people})
    assert page.status_code == 422
    assert f'value="{people}"' in page.text


@pytest.mark.parametrize("who", ["limei", "zhoulan", "police", "fanglei"])
def test_the_waiting_room_is_the_receptions(browser: People, who: str) -> None:
    assert browser(who).get("/waiting").status_code == 403


def test_another_station_neither_sees_nor_calls_anybody(browser: People) -> None:
    seat = sits_down(browser("liuyan"), "东湖的客人")
    other = browser("zhaomin")
    assert "东湖的客人" not in other.get("/waiting").text
    assert other.post(f"/waiting/{seat}/take").status_code == 403
