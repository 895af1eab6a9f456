"""Later, again, watched: what people lay beside their tasks, and what they may not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from engine import clock
from engine.models import TaskRow
from tests.workflows.inbox.desk import Desk
from workflows.inbox import View, marking
from workflows.inbox import desk as desks
from workflows.inbox.bulk import Verb


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def test_a_snoozed_task_leaves_the_list_and_comes_back_by_itself(desk: Desk, now: datetime) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first = desk.ids[0]
    due(desk, first, None)
    desk.do("liuyan", Verb.SNOOZE, first, reason="等当事人来电", at=later(2))
    assert first not in desk.list("liuyan")
    assert desk.list("liuyan", View.SNOOZED) == [first]
    clock.travel_to(now + timedelta(days=2, seconds=1))
    assert first in desk.list("liuyan")
    assert desk.list("liuyan", View.SNOOZED) == []


def test_a_snoozed_task_can_be_woken(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first = desk.ids[0]
    due(desk, first, None)
    desk.do("liuyan", Verb.SNOOZE, first, reason="等材料", at=later(2))
    desk.do("liuyan", Verb.WAKE, first)
    assert first in desk.list("liuyan")


def test_the_next_holder_sees_at_once_what_somebody_else_laid_aside(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first = desk.ids[0]
    due(desk, first, None)
    desk.do("liuyan", Verb.SNOOZE, first, reason="等材料", at=later(2))
    wang = desk.house.people["wangqiang"]
    desk.do("chenjing", Verb.REASSIGN, first, reason="刘燕下班了", person=wang)
    assert first in desk.list("wangqiang")


@pytest.mark.parametrize(
    ("priority", "due_in", "days", "code"),
    [
        (0, None, 1, "may-not-sleep"),
        (1, None, 1, "may-not-sleep"),
        (2, None, 1, ""),
        (5, None, 31, ""),
        (5, None, 32, "sleeps-too-long"),
        (5, None, -1, "sleeps-too-long"),
        (5, 3, 2, ""),
        (5, 3, 4, "sleeps-too-long"),
        (5, -1, 1, "sleeps-too-long"),
    ],
)
def test_nothing_dangerous_sleeps_and_nothing_past_its_due_date(
    desk: Desk, priority: int, due_in: int | None, days: int, code: str
) -> None:
    first = desk.ids[0]
    desk.do("liuyan", Verb.CLAIM)
    due(desk, first, due_in, priority=priority)
    done = desk.do("liuyan", Verb.SNOOZE, first, reason="等材料", at=later(days))
    assert done["refused"].get(first, "") == code


def test_only_the_holder_lays_a_task_aside(desk: Desk) -> None:
    first = desk.ids[0]
    desk.visits[0].claim("give-consent", "liuyan")
    done = desk.do("wangqiang", Verb.SNOOZE, first, reason="等材料", at=later(1))
    assert done["refused"] == {first: "task-not-yours"}


def test_a_follow_up_of_today_stands_among_what_is_due_today(desk: Desk) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first = desk.ids[0]
    due(desk, first, None)
    assert first not in desk.list("liuyan", View.TODAY)
    desk.do("liuyan", Verb.FOLLOW_UP, first, at=clock.now() + timedelta(hours=3))
    assert first in desk.list("liuyan", View.TODAY)
    desk.do("liuyan", Verb.FOLLOW_UP, first, at=None)
    assert first not in desk.list("liuyan", View.TODAY)


@pytest.mark.parametrize("days", [-1, 401])
def test_a_follow_up_lies_ahead_within_about_a_year(desk: Desk, days: int) -> None:
    first = desk.ids[0]
    desk.do("liuyan", Verb.CLAIM)
    assert desk.do("liuyan", Verb.FOLLOW_UP, first, at=later(days))["refused"] == {
        first: "follow-up-day"
    }


def test_a_task_put_forward_comes_before_the_ordinary_and_never_before_danger(
    desk: Desk,
) -> None:
    desk.do("liuyan", Verb.CLAIM)
    first, second, third = desk.ids
    for task_id, priority in ((first, 5), (second, 5), (third, 3)):
        due(desk, task_id, None, priority=priority)
    desk.do("liuyan", Verb.FORWARD, second, third, reason="当事人在等")
    assert desk.list("liuyan") == [third, second, first]
    desk.do("liuyan", Verb.ORDINARY, second, reason="已来电")
    assert desk.list("liuyan") == [third, first, second]


def test_a_watched_case_shows_its_tasks_while_it_exists_for_the_watcher(desk: Desk) -> None:
    first = desk.ids[0]
    desk.do("chenjing", Verb.WATCH, first)
    assert desk.list("chenjing", View.WATCHING) == [first]
    desk.visits[0].claim("give-consent", "liuyan")
    assert desk.list("chenjing", View.WATCHING) == [first]
    desk.do("chenjing", Verb.UNWATCH, first)
    assert desk.list("chenjing", View.WATCHING) == []


def test_a_case_that_does_not_exist_for_somebody_is_not_watched(desk: Desk) -> None:
    first = desk.ids[0]
    assert desk.do("zhaomin", Verb.WATCH, first)["refused"] == {first: "no-such-case"}


def test_keys_are_off_for_a_person_wherever_they_sit(desk: Desk) -> None:
    with desk.house.database.begin() as session:
        assert desks.keys_on(session, desk.actor("liuyan"))
        desks.switch_keys(session, desk.actor("liuyan"), on=False)
        assert not desks.keys_on(session, desk.actor("liuyan"))
        assert desks.keys_on(session, desk.actor("wangqiang"))
        desks.switch_keys(session, desk.actor("liuyan"), on=True)
        assert desks.keys_on(session, desk.actor("liuyan"))


def due(desk: Desk, task_id: str, days: int | None, *, priority: int = 5) -> None:
    """Let a task be due in so many days, or never, with some urgency."""
    at = None if days is None else later(days)
    with desk.house.database.begin() as session:
        session.execute(
            update(TaskRow).where(TaskRow.id == task_id).values(due_at=at, priority=priority)
        )


def test_the_longest_sleep_is_a_month() -> None:
    assert timedelta(days=31) == marking.LONGEST_SLEEP
