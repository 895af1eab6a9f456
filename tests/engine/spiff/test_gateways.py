from __future__ import annotations

import pytest

from tests.engine.spiff.walk import Walk

FORK = """
start s
and split
user a
user b
and join
user after
s -> split -> a -> join
split -> b -> join -> after
"""

REWORK = """
start s
user m
and split
user a
user b
and join
user after
xor again
end e
s -> m -> split -> a -> join
split -> b -> join -> after -> again
again -> m if more
again -> e else
"""


def test_a_parallel_join_waits_for_every_flow():
    walk = Walk(FORK)
    assert walk.open == ["a", "b"]
    assert walk.finish("b").open == ["a"]
    assert walk.finish("a").open == ["after"]


def test_a_parallel_join_in_a_loop_waits_in_every_round():
    walk = Walk(REWORK)
    for first, second in (("a", "b"), ("b", "a"), ("b", "a")):
        walk.finish("m")
        assert walk.finish(first).open == [second]
        assert walk.finish(second).open == ["after"]
        walk.finish("after", more=True)
    for node in ("m", "b", "a"):
        walk.finish(node)
    assert walk.finish("after", more=False).now.ended


def test_of_two_writers_of_one_key_the_later_wins_and_lists_are_not_merged():
    walk = Walk(FORK, {"people": ["x"]})
    walk.finish("a", people=["x", "y"], a=1).finish("b", people=["y"], b=2)
    assert walk.data == {"people": ["y"], "a": 1, "b": 2}


def test_a_join_keeps_what_is_left_over_for_the_next_round():
    sketch = """
    start s
    and split
    xor merge
    and join
    user a
    user b
    user done
    s -> split -> a -> merge
    split -> b -> merge -> join -> done
    split -> other
    user other
    other -> join
    """
    walk = Walk(sketch)
    walk.finish("a").finish("b")
    assert walk.open == ["other"]
    assert walk.finish("other").open == ["done"]
    walk.finish("done")
    assert not walk.now.ended
    assert walk.facts[-1].tag == "process:stuck"


@pytest.mark.parametrize(("x", "opened"), [(1, ["low"]), (5, ["high", "low"]), (0, ["rest"])])
def test_an_inclusive_gateway_takes_all_true_flows_and_joins_them(x, opened):
    sketch = """
    start s
    or split
    user low
    user high
    user rest
    or join
    user done
    s -> split
    split -> low if x > 0
    split -> high if x > 3
    split -> rest else
    low -> join
    high -> join
    rest -> join
    join -> done
    """
    walk = Walk(sketch, {"x": x})
    assert walk.open == opened
    for node in opened:
        assert "done" not in walk.open
        walk.finish(node)
    assert walk.open == ["done"]


def test_an_inclusive_join_waits_for_a_token_that_may_still_come_by_an_event():
    sketch = """
    start s
    and split
    user a
    user b
    boundary late on=b timer=PT1H
    or join
    user done
    s -> split -> a -> join
    split -> b
    late -> join
    b -> gone
    end gone
    join -> done
    """
    walk = Walk(sketch).finish("a")
    assert walk.open == ["b"]
    assert Walk.fire(walk, "late").open == ["done"]
    walk = Walk(sketch).finish("a").finish("b")
    assert walk.open == ["done"]


def test_an_inclusive_join_in_a_loop_counts_each_round():
    sketch = """
    start s
    or split
    user a
    user b
    or join
    xor again
    end e
    s -> split
    split -> a
    split -> b if twice
    a -> join
    b -> join
    join -> again
    again -> split if more
    again -> e else
    """
    walk = Walk(sketch, {"twice": True, "more": True})
    for _ in range(3):
        assert walk.finish("b").open == ["a"]
        walk.finish("a")
    walk.finish("a").finish("b", twice=False)
    assert walk.open == ["a"]
    assert walk.finish("a", more=False).now.ended


RACE = """
start s
race g
catch early timer=PT1H
catch late timer=PT3H
catch told message=Told
user a
user b
user c
s -> g -> early -> a
g -> late -> b
g -> told -> c
"""


@pytest.mark.parametrize(("event", "opened"), [("early", ["a"]), ("late", ["b"])])
def test_the_first_of_two_timers_after_an_event_gateway_wins(event, opened):
    walk = Walk(RACE)
    assert walk.armed == ["early", "late"]
    assert walk.fire(event).open == opened
    assert (walk.armed, walk.awaited) == ([], [])


def test_a_message_after_an_event_gateway_ends_its_timers():
    walk = Walk(RACE).send("Told")
    assert (walk.open, walk.armed, walk.awaited) == (["c"], [], [])


def test_an_event_gateway_may_lead_to_a_receive_task():
    sketch = RACE.replace("catch told message=Told", "receive told message=Told")
    assert Walk(sketch).send("Told").open == ["c"]
    assert Walk(sketch).fire("early").awaited == []


def test_tokens_are_multiplied_and_gathered_as_drawn():
    sketch = "start s\ntask a produces=4\nuser b starts=2\ns -> a -> b"
    walk = Walk(sketch)
    assert walk.open == ["b", "b"]
