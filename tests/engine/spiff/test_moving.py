"""A token moved by hand leaves nothing behind and goes on as if it had come there."""

from __future__ import annotations

import pytest

from engine.errors import Refusal
from engine.spiff import advance as spiff
from engine.spiff.moving import (
    MoveLeavesOthers,
    MovePlaceUnfit,
    MoveTargetElsewhere,
    MoveTargetUnfit,
    MoveTargetUnknown,
)
from engine.spiff.refusals import TokenGone
from tests.engine.spiff.walk import Walk

CASE = """
start s
user ask
boundary late on=ask keep timer=PT2H
user told
sub talk {
  start ts
  and split
  user left
  user right
  and join
  user agree
  ts -> split
  split -> left -> join
  split -> right -> join
  join -> agree
}
race first
catch reply message=Reply
catch silent timer=P1D
user last count=2
end e
s -> ask -> talk -> first
late -> told
first -> reply -> last
first -> silent -> last
last -> e
sub help event {
  start h message=Help keep=1
  user helper
  h -> helper
}
"""


def move(walk: Walk, node: str, target: str) -> Walk:
    return walk.do(spiff.MoveToken(token=walk.task(node).token, target=target))


def test_a_task_moves_back_with_what_sat_on_its_edge():
    walk = Walk(CASE, {"x": 1}).finish("ask").finish("left").finish("right")
    move(walk, "agree", "ask")
    assert (walk.open, walk.armed, walk.awaited) == (["ask"], ["late"], ["h"])
    assert walk.data == {"x": 1}
    walk.finish("ask").finish("left").finish("right").finish("agree")
    assert sorted(walk.armed + walk.awaited) == ["h", "reply", "silent"]


def test_a_task_moves_forward_and_its_timer_goes():
    walk = Walk(CASE)
    move(walk, "ask", "talk")
    assert (walk.open, walk.armed) == (["left", "right"], [])
    assert walk.tags("ask")[-3:] == ["node:left", "task:cancelled", "node:cancelled"]


def test_a_whole_sub_process_moves_by_its_own_token():
    walk = Walk(CASE).finish("ask")
    owner = next(fact.token for fact in walk.facts if fact.node == "talk")
    walk.do(spiff.MoveToken(token=owner, target="ask"))
    assert walk.open == ["ask"]


def test_one_event_of_a_race_takes_the_others_along():
    walk = Walk(CASE)
    move(walk, "ask", "first")
    token = walk.timer("silent").token
    walk.do(spiff.MoveToken(token=token, target="ask"))
    assert (walk.open, walk.armed, walk.awaited) == (["ask"], ["late"], ["h"])


def test_the_last_run_of_a_repeated_task_takes_the_whole_along():
    walk = Walk(CASE)
    move(walk, "ask", "last")
    walk.finish("last")
    move(walk, "last", "ask")
    assert walk.open == ["ask"]


def test_it_may_end_the_instance():
    walk = Walk(CASE)
    move(walk, "ask", "e")
    assert walk.now.ended
    assert walk.now.end_event == "e"


@pytest.mark.parametrize(
    ("before", "node", "target", "refusal"),
    [
        ([], "ask", "nowhere", MoveTargetUnknown),
        ([], "ask", "s", MoveTargetUnfit),
        ([], "ask", "late", MoveTargetUnfit),
        ([], "ask", "help", MoveTargetUnfit),
        (["ask"], "left", "join", MoveTargetUnfit),
        ([], "ask", "agree", MoveTargetElsewhere),
        (["ask"], "left", "last", MoveLeavesOthers),
        (["ask", "left", "right"], "agree", "helper", MoveTargetElsewhere),
    ],
)
def test_what_cannot_be_moved_is_refused_by_name(
    before: list[str], node: str, target: str, refusal: type[Refusal]
):
    walk = Walk(CASE)
    for each in before:
        walk.finish(each)
    with pytest.raises(refusal):
        move(walk, node, target)


def test_an_event_on_an_edge_goes_with_its_activity():
    walk = Walk(CASE)
    with pytest.raises(MovePlaceUnfit):
        walk.do(spiff.MoveToken(token=walk.timer("late").token, target="last"))


def test_the_handler_of_an_event_sub_process_cannot_leave_it():
    walk = Walk(CASE).send("Help")
    with pytest.raises(MovePlaceUnfit):
        move(walk, "helper", "last")


def test_a_token_that_is_gone_is_not_moved():
    walk = Walk(CASE)
    token = walk.task("ask").token
    walk.finish("ask")
    with pytest.raises(TokenGone):
        walk.do(spiff.MoveToken(token=token, target="ask"))


def test_a_corrected_value_lets_a_condition_happen():
    walk = Walk("start s\nuser a\nboundary b on=a when='x > 1'\nuser c\ns -> a\nb -> c", {"x": 1})
    walk.do(spiff.AmendData(values={"x": 2}))
    assert walk.open == ["c"]


@pytest.mark.parametrize(
    ("sketch", "timer", "open_after", "armed_after"),
    [
        ("start s\nuser a\nboundary b on=a timer=PT1H\nuser c\ns -> a\nb -> c", "b", ["a"], []),
        ("start s\nuser a\nboundary b on=a keep cycle=R2/PT1H\nuser c\ns -> a\nb -> c", "b",
         ["a"], ["b"]),
        ("start s\ncatch t timer=PT1H\nuser c\ns -> t -> c", "t", ["c"], []),
        ("start s\nrace r\ncatch t timer=PT1H\ncatch m message=M\ns -> r\nr -> t\nr -> m", "t",
         [], []),
    ],
)  # fmt: skip
def test_a_skipped_timer_waits_for_its_next_instant_or_no_more(
    sketch: str, timer: str, open_after: list[str], armed_after: list[str]
):
    walk = Walk(sketch)
    walk.do(spiff.SkipTimer(token=walk.timer(timer).token))
    assert (walk.open, walk.armed) == (open_after, armed_after)
    assert "timer:skipped" in walk.tags(timer)
