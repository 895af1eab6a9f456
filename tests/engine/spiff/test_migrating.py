from __future__ import annotations

from datetime import timedelta

import pytest

from engine.spiff import advance as spiff
from engine.spiff import parser
from engine.spiff.migrating import CannotMigrate, migrate, obstacles
from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import Walk

OLD = """
start s
user a
boundary late on=a keep timer=PT2H
user told
sub w {
  start ws
  user inner
  ws -> inner
}
end e
s -> a -> w -> e
late -> told
"""


def _other(sketch: str) -> parser.Diagram:
    return parser.parse(draw(sketch), process_id="p")


def _moved(walk: Walk, sketch: str, **mapping: str) -> spiff.Advance:
    return migrate(walk.diagram, _other(sketch), walk.now.state, walk.world, mapping).result


def test_tasks_and_timers_keep_their_names_and_instants():
    walk = Walk(OLD, {"x": 1}).wait("PT1H")
    moved = _moved(walk, OLD.replace("timer=PT2H", "timer=PT9H"))
    assert [(t.token, t.node) for t in moved.tasks] == [(t.token, t.node) for t in walk.now.tasks]
    assert moved.timers == walk.now.timers
    assert moved.data == {"x": 1}


def test_it_goes_on_by_the_new_version():
    walk = Walk(OLD)
    new = OLD.replace("s -> a -> w -> e", "user more\ns -> a -> more -> w -> e")
    moved = _moved(walk, new)
    done = spiff.CompleteTask(token=moved.tasks[0].token)
    after = spiff.advance(_other(new), moved.state, done, walk.world)
    assert [task.node for task in after.tasks] == ["more"]


def test_an_instance_inside_a_sub_process_moves_with_it():
    walk = Walk(OLD).finish("a")
    moved = _moved(walk, OLD.replace("ws -> inner", "user last\nws -> inner -> last"))
    assert [task.node for task in moved.tasks] == ["inner"]
    assert moved.tasks[0].token == walk.task("inner").token


def test_new_events_begin_to_wait_and_gone_events_stop():
    walk = Walk(OLD).wait("PT1H")
    new = OLD.replace("boundary late on=a keep timer=PT2H\n", "boundary soon on=a timer=PT3H\n")
    new = new.replace("late -> told", "soon -> told")
    new += "\nsub help event {\nstart h message=Help\nuser helper\nh -> helper\n}"
    moved = _moved(walk, new)
    assert [(t.node, t.due - walk.world.now) for t in moved.timers] == [
        ("soon", timedelta(hours=3))
    ]
    assert moved.timers[0].anchor == moved.tasks[0].token
    assert [s.node for s in moved.subscriptions] == ["h"]


def test_a_renamed_node_is_found_by_its_mapping():
    walk = Walk(OLD)
    new = OLD.replace("user a\n", "user z\n").replace("on=a", "on=z").replace("s -> a", "s -> z")
    found = obstacles(walk.diagram, _other(new), walk.now.state)
    assert [(each.rule, each.node) for each in found] == [
        ("node-gone", "a"),
        ("host-differs", "late"),
    ]
    assert [task.node for task in _moved(walk, new, a="z").tasks] == ["z"]


LATE = "user a\ns -> a\nboundary b on=a keep timer=PT2H\nuser u\nb -> u\n"
DEEPER = LATE.replace("s -> a", "start t\nt -> a")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("user a", "receive a message=M", "kind-differs"),
        ("user a", "user a count=2", "loop-differs"),
        ("keep timer=PT2H", "keep message=M", "event-differs"),
        ("start i message=M", "start i signal=S", "event-differs"),
        (LATE, f"sub x {{\n{DEEPER}}}\ns -> x\n", "scope-differs"),
    ],
)
def test_what_has_no_place_is_an_obstacle_and_nothing_moves(old, new, rule):
    sketch = f"start s\n{LATE}sub h event {{\nstart i message=M\nuser v\ni -> v\n}}"
    walk = Walk(sketch)
    other = _other(sketch.replace(old, new))
    assert rule in {o.rule for o in obstacles(walk.diagram, other, walk.now.state)}
    with pytest.raises(CannotMigrate):
        migrate(walk.diagram, other, walk.now.state, walk.world)


def test_moving_there_and_back_gives_the_same_state():
    walk = Walk(OLD).finish("a").wait("PT1H")
    new = OLD.replace("ws -> inner", "user last\nws -> inner -> last")
    there = _moved(walk, new)
    back = migrate(_other(new), walk.diagram, there.state, walk.world).result
    assert back.state == walk.now.state
