"""Many tasks at once: each by itself, promised before it is done, and taken back for ten seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engine import clock, tasks
from engine.errors import Refusal
from engine.models import SignalRow
from tests.workflows.inbox.desk import Desk, codes
from workflows.inbox import bulk, undoing
from workflows.inbox.bulk import Verb


def test_each_task_succeeds_or_is_refused_by_itself(desk: Desk) -> None:
    desk.visits[1].claim("give-consent", "wangqiang")
    done = desk.do("liuyan", Verb.CLAIM)
    first, second, third = desk.ids
    assert done["done"] == [first, third]
    assert done["refused"] == {second: "task-already-claimed"}
    assert desk.task(0).assignee_name == "刘燕"
    assert desk.task(1).assignee_name == "王强"


def test_the_preview_promises_what_the_act_then_does_and_leaves_nothing(desk: Desk) -> None:
    desk.visits[1].claim("give-consent", "wangqiang")
    before = [len(desk.history(position)) for position in range(3)]
    promised = desk.preview("liuyan", Verb.CLAIM)
    assert codes(promised) == ["", "task-already-claimed", ""]
    assert [desk.task(position).assignee_name for position in (0, 2)] == [None, None]
    assert [len(desk.history(position)) for position in range(3)] == before
    done = desk.do("liuyan", Verb.CLAIM)
    assert done["done"] == [each.task_id for each in promised if each.done]


def test_open_pages_hear_of_an_act_whose_first_task_was_refused(desk: Desk) -> None:
    """What a refused task announced is gone with it; the next one must say it again."""
    desk.visits[0].claim("give-consent", "wangqiang")
    first, second, _ = desk.ids
    clock.travel_to(clock.now() + timedelta(seconds=1))
    with desk.house.database.begin() as session:
        order = bulk.Order(verb=Verb.CLAIM, task_ids=(first, second))
        bulk.perform(session, desk.house.calls, desk.actor("liuyan"), order)
        announced = set(session.scalars(select(SignalRow.topic).where(SignalRow.at == clock.now())))
    assert f"case:{desk.visits[1].case_id}" in announced
    assert f"case:{desk.visits[0].case_id}" not in announced


def test_a_page_that_is_sent_twice_has_one_effect(desk: Desk) -> None:
    once = desk.do("liuyan", Verb.CLAIM, key="key-1")
    again = desk.do("liuyan", Verb.CLAIM, key="key-1")
    assert again == once
    assert len(desk.history(0, "task:claimed")) == len(desk.history(1, "task:claimed"))
    assert desk.task(0).version == 2


@pytest.mark.parametrize("verb", [Verb.CLAIM, Verb.RELEASE, Verb.REASSIGN, Verb.FORWARD])
def test_an_act_taken_back_leaves_every_task_as_it_was(desk: Desk, verb: Verb) -> None:
    who = "chenjing" if verb == Verb.REASSIGN else "liuyan"
    if verb != Verb.CLAIM:
        desk.do("liuyan", Verb.CLAIM)
    before = [(row.assignee, row.priority, row.claimed_at) for row in map(desk.task, range(3))]
    done = desk.do(who, verb, reason="换班", person=desk.house.people["wangqiang"])
    assert len(done["done"]) == 3, done
    clock.travel_to(clock.now() + timedelta(seconds=9))
    assert desk.undo(who, done["undo"]) == {}
    after = [(row.assignee, row.priority, row.claimed_at) for row in map(desk.task, range(3))]
    assert after == before
    assert [row.tag for row in desk.history(0)][-1] == "task:undone"


def test_what_somebody_touched_meanwhile_is_not_taken_back(desk: Desk) -> None:
    done = desk.do("liuyan", Verb.CLAIM)
    first, second, third = desk.ids
    desk.do("liuyan", Verb.RELEASE, second, reason="误领")
    assert desk.undo("liuyan", done["undo"]) == {second: "too-late-to-undo"}
    assert [desk.task(position).assignee for position in range(3)] == [None, None, None]
    assert desk.list("liuyan") == []
    assert {first, third} <= set(desk.ids)


def test_after_ten_seconds_and_the_way_an_act_stands(desk: Desk, now: datetime) -> None:
    done = desk.do("liuyan", Verb.CLAIM)
    clock.travel_to(now + timedelta(seconds=16))
    with pytest.raises(undoing.UndoOver):
        desk.undo("liuyan", done["undo"])
    assert desk.task(0).assignee_name == "刘燕"


def test_an_act_is_taken_back_once_and_by_its_actor_only(desk: Desk) -> None:
    done = desk.do("liuyan", Verb.CLAIM)
    with pytest.raises(undoing.NothingToUndo):
        desk.undo("wangqiang", done["undo"])
    desk.undo("liuyan", done["undo"])
    with pytest.raises(undoing.UndoOver):
        desk.undo("liuyan", done["undo"])


@pytest.mark.parametrize(
    ("verb", "more", "refusal"),
    [
        (Verb.RELEASE, {}, tasks.ReasonMissing),
        (Verb.REASSIGN, {"reason": " "}, tasks.ReasonMissing),
        (Verb.SNOOZE, {"reason": "等材料"}, bulk.DayMissing),
    ],
)
def test_what_an_act_must_know_is_asked_before_anything_is_done(
    desk: Desk, verb: Verb, more: dict[str, str], refusal: type[Refusal]
) -> None:
    desk.do("liuyan", Verb.CLAIM)
    with pytest.raises(refusal):
        desk.do("liuyan", verb, **more)


@pytest.mark.parametrize("number", [0, bulk.MOST + 1])
def test_nothing_and_more_than_a_page_are_refused(desk: Desk, number: int) -> None:
    order = bulk.Order(verb=Verb.CLAIM, task_ids=tuple(f"t{each}" for each in range(number)))
    with (
        desk.house.database.begin() as session,
        pytest.raises(bulk.NothingChosen),
    ):
        bulk.perform(session, desk.house.calls, desk.actor("liuyan"), order)


def test_who_may_not_give_tasks_away_is_refused_for_each(desk: Desk) -> None:
    wang = desk.house.people["wangqiang"]
    promised = desk.preview("liuyan", Verb.REASSIGN, reason="换班", person=wang)
    assert set(codes(promised)) <= {"not-permitted", "no-such-case"}
    assert len(promised) == 3


def test_a_task_goes_to_nobody_without_a_post_for_it(desk: Desk) -> None:
    li = desk.house.people["limei"]
    promised = desk.preview("chenjing", Verb.REASSIGN, reason="换班", person=li)
    assert codes(promised) == ["not-a-holder"] * 3


def test_one_comment_goes_to_every_case_that_its_writer_may_read(desk: Desk) -> None:
    done = desk.do("chenjing", Verb.COMMENT, reason="请今天之内联系她")
    assert done["done"] == list(desk.ids)
    assert done["undo"] == ""
    assert all(len(desk.history(position, "comment:added")) == 1 for position in range(3))
    refused = desk.do("zhaomin", Verb.COMMENT, reason="看不到的案件")
    assert refused["done"] == []
    assert all(len(desk.history(position, "comment:added")) == 1 for position in range(3))
