from __future__ import annotations

from datetime import timedelta

import pytest

from engine.spiff import advance as spiff
from engine.spiff.refusals import TimerUnreadable
from tests.engine.spiff.walk import BEGIN, PlainWorld, Walk

TASK = """
start s
user a
boundary b on=a {how}
user late
user after
s -> a -> after
b -> late
"""


def _walk(how: str, data=None, world=None) -> Walk:
    return Walk(TASK.replace("{how}", how), data, world=world)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("how", "due"),
    [
        ("timer=PT1H", BEGIN + HOUR),
        ("timer=P1DT30M", BEGIN + 24.5 * HOUR),
        ("timer=P1M", BEGIN + timedelta(days=31)),
        ("date=2025-03-03T12:00:00Z", BEGIN + 11 * HOUR),
        ("date=2025-03-03T12:00:00", BEGIN + 3 * HOUR),
        ("date=until_when", BEGIN + 2 * HOUR),
        ('timer="duration(length)"', BEGIN + 3 * HOUR),
        ("timer=length", BEGIN + 3 * HOUR),
        ("cycle=R3/PT2H", BEGIN + 2 * HOUR),
        ("cycle=R3/2025-03-04T01:00:00Z/PT2H", BEGIN + 24 * HOUR),
        ('date="date and time(until_when) + duration(length)"', BEGIN + 5 * HOUR),
    ],
)
def test_a_timer_is_read_once_when_it_is_armed(how, due):
    walk = _walk(how, {"until_when": "2025-03-03T03:00:00Z", "length": "PT3H"})
    timer = walk.timer("b")
    assert (timer.due, timer.interrupting) == (due, True)
    assert timer.anchor == walk.task("a").token


@pytest.mark.parametrize(
    "text",
    ["length", "until_when", '"-PT1H"', '"0 8 * * *"', "12", "null", '"PT0S"', "[1]", '"R0/PT1H"'],
)
def test_what_is_no_time_ahead_is_refused_with_its_node(text):
    with pytest.raises(TimerUnreadable) as refused:
        _walk(f"timer='{text}'", {"length": "PT", "until_when": "tomorrow"})
    assert refused.value.fields["node"] == "b"


def test_a_timer_is_due_at_its_instant_and_not_before():
    walk = _walk("timer=PT1H")
    token = walk.timer("b").token
    walk.world.now = BEGIN + HOUR - timedelta(microseconds=1)
    with pytest.raises(spiff.NotYetDue):
        walk.do(spiff.FireTimer(token=token))
    walk.world.now = BEGIN + HOUR
    assert walk.do(spiff.FireTimer(token=token)).open == ["late"]
    with pytest.raises(spiff.TokenGone):
        walk.do(spiff.FireTimer(token=token))


def test_a_cycle_fires_so_often_and_does_not_drift():
    walk = _walk("keep cycle=R3/PT2H")
    dues = []
    while walk.armed:
        dues.append((walk.timer("b").due - BEGIN, walk.timer("b").remaining))
        walk.world.now += timedelta(minutes=7)
        walk.fire("b")
    assert dues == [(2 * HOUR, 3), (4 * HOUR, 2), (6 * HOUR, 1)]
    assert walk.open == ["a", "late", "late", "late"]


def test_an_endless_cycle_goes_on_until_its_activity_is_done():
    walk = _walk("keep cycle=R/PT2H")
    for _ in range(5):
        assert walk.timer("b").remaining is None
        walk.fire("b")
    assert walk.finish("a").armed == []


def test_an_overdue_cycle_fires_once_for_each_instant():
    walk = _walk("keep cycle=R4/PT1H").wait("P1D")
    for _ in range(4):
        walk.fire("b")
    assert walk.open == ["a", "late", "late", "late", "late"]


def test_a_deadline_is_asked_with_its_arguments_and_anchor():
    world = PlainWorld()
    world.due = BEGIN + 5 * HOUR
    walk = _walk(
        "date='deadline(\"T08\", {start: accepted_at, days: 2 + 1})'",
        {"accepted_at": "2025-03-03T00:00:00Z"},
        world,
    )
    assert walk.timer("b").due == world.due
    anchor = walk.task("a").token
    assert world.asked == [("T08", {"start": "2025-03-03T00:00:00Z", "days": 3}, anchor, "b")]


def test_warnings_fire_at_each_instant_the_past_ones_first():
    world = PlainWorld()
    world.schedule = [BEGIN + HOUR, BEGIN - HOUR, BEGIN - 2 * HOUR]
    walk = _walk("keep date='warnings(\"T08\", {})'", world=world)
    seen = []
    while walk.armed:
        seen.append((walk.timer("b").due - BEGIN, walk.timer("b").remaining))
        walk.fire("b")
    assert seen == [(-2 * HOUR, 3), (-HOUR, 2), (HOUR, 1)]
    assert walk.open == ["a", "late", "late", "late"]


def test_an_empty_schedule_arms_nothing():
    world = PlainWorld()
    walk = _walk("keep date='warnings(\"T08\", {})'", world=world)
    assert walk.armed == []
    assert walk.finish("a").open == ["after"]


def test_an_intermediate_event_with_an_empty_schedule_is_refused():
    with pytest.raises(TimerUnreadable):
        Walk("start s\ncatch c date='[]'\ns -> c")


def test_an_armed_timer_can_be_moved_and_keeps_everything_else():
    walk = _walk("keep cycle=R3/PT2H")
    before = walk.timer("b")
    walk.do(spiff.Rearm(token=before.token, due=BEGIN + 9 * HOUR))
    after = walk.timer("b")
    assert (after.token, after.remaining, after.due) == (before.token, 3, BEGIN + 9 * HOUR)
    walk.fire("b")
    assert walk.timer("b").due == BEGIN + 11 * HOUR
    with pytest.raises(spiff.TokenGone):
        walk.do(spiff.Rearm(token=walk.task("a").token, due=BEGIN))
    with pytest.raises(TimerUnreadable):
        walk.do(spiff.Rearm(token=walk.timer("b").token, due=BEGIN.replace(tzinfo=None)))


def test_a_schedule_moves_with_all_that_is_still_to_come():
    world = PlainWorld()
    world.schedule = [BEGIN + HOUR, BEGIN + 2 * HOUR, BEGIN + 3 * HOUR]
    walk = _walk("keep date='warnings(\"T08\", {})'", world=world)
    walk.fire("b")
    later = (BEGIN + 9 * HOUR, BEGIN + 12 * HOUR)
    walk.do(spiff.Rearm(token=walk.timer("b").token, due=later[0], more=later[1:]))
    assert (walk.timer("b").due, walk.timer("b").remaining) == (later[0], 2)
    walk.fire("b")
    assert (walk.timer("b").due, walk.timer("b").remaining) == (later[1], 1)


def test_an_activity_knows_what_is_around_it():
    walk = Walk("start s\nsub box {\nstart i\nuser a\ni -> a\n}\ns -> box")
    task = walk.task("a")
    around = spiff.anchors_around(walk.diagram, walk.now.state, task.token)
    assert around[0] == task.token
    assert len(around) == 2
    assert spiff.anchors_around(walk.diagram, walk.now.state, "gone") == ()


def test_an_intermediate_timer_goes_on_when_due():
    walk = Walk("start s\ncatch c timer=PT1H\nuser a\ns -> c -> a")
    assert walk.fire("c").open == ["a"]


def test_timers_can_be_read_off_a_state():
    walk = _walk("timer=PT1H")
    assert spiff.timers_of(walk.diagram, walk.now.state) == walk.now.timers


def test_timers_of_a_multi_instance_sit_on_the_whole():
    sketch = TASK.replace("user a\n", "user a each=items item=x\n")
    walk = Walk(sketch.replace("{how}", "timer=PT1H"), {"items": ["u", "v"]})
    assert len(walk.now.timers) == 1
    assert {t.anchor for t in walk.now.tasks} == {walk.timer("b").anchor}
    assert walk.timer("b").anchor not in {t.token for t in walk.now.tasks}
    assert walk.fire("b").open == ["late"]
