from __future__ import annotations

import pytest

from engine.spiff import advance as spiff
from engine.spiff.refusals import ConditionUndecided, NoFlowTaken, RunsForever, StateUnreadable
from tests.engine.spiff.walk import Walk

LINE = """
start s
user a form=f1
user b
end e
s -> a -> b -> e
"""

CHOICE = """
start s
user a
xor g
user yes
user no
s -> a -> g
g -> yes if ok
g -> no if not(ok)
"""


def test_tasks_follow_each_other_and_the_end_is_named():
    walk = Walk(LINE, {"x": 1})
    assert walk.open == ["a"]
    assert walk.finish("a", y="two").open == ["b"]
    walk.finish("b")
    assert (walk.now.ended, walk.now.end_event, walk.now.stopped) == (True, "e", False)
    assert walk.data == {"x": 1, "y": "two"}


def test_facts_tell_the_path_in_order():
    walk = Walk(LINE).finish("a").finish("b")
    seen = [(str(f.tag), f.node) for f in walk.facts if f.tag != "flow:taken"]
    assert seen == [
        ("process:started", "p"),
        ("node:entered", "s"),
        ("node:completed", "s"),
        ("node:entered", "a"),
        ("task:opened", "a"),
        ("task:completed", "a"),
        ("node:completed", "a"),
        ("node:entered", "b"),
        ("task:opened", "b"),
        ("task:completed", "b"),
        ("node:completed", "b"),
        ("node:entered", "e"),
        ("node:completed", "e"),
        ("process:ended", "p"),
    ]
    flows = [f.detail["flow"] for f in walk.facts if f.tag == "flow:taken"]
    assert flows == ["s--a", "a--b", "b--e"]


def test_a_task_is_completed_once():
    walk = Walk(LINE)
    token = walk.task("a").token
    walk.finish("a")
    with pytest.raises(spiff.TokenGone):
        walk.do(spiff.CompleteTask(token=token))


def test_an_ended_instance_takes_no_command():
    walk = Walk(LINE).finish("a").finish("b")
    with pytest.raises(spiff.HasEnded):
        walk.do(spiff.Stop(reason="too late"))


def test_stopping_cancels_everything():
    walk = Walk(LINE).do(spiff.Stop(reason="withdrawn"))
    assert (walk.now.ended, walk.now.stopped, walk.open) == (True, True, [])
    assert walk.tags("a")[-2:] == ["task:cancelled", "node:cancelled"]
    assert walk.now.facts[-1].detail["reason"] == "withdrawn"


@pytest.mark.parametrize(("ok", "opened"), [(True, "yes"), (False, "no")])
def test_an_exclusive_gateway_takes_the_true_flow(ok, opened):
    assert Walk(CHOICE).finish("a", ok=ok).open == [opened]


@pytest.mark.parametrize("value", [None, "true", 1])
def test_a_condition_that_is_neither_true_nor_false_is_refused_with_its_node(value):
    walk = Walk(CHOICE)
    with pytest.raises(ConditionUndecided) as refused:
        walk.finish("a", ok=value)
    assert refused.value.fields["node"] == "g"
    assert walk.open == ["a"]


def test_no_way_out_is_refused_with_its_node():
    walk = Walk(CHOICE.replace("not(ok)", "false"))
    with pytest.raises(NoFlowTaken) as refused:
        walk.finish("a", ok=False)
    assert refused.value.fields["node"] == "g"


def test_the_default_flow_is_taken_when_nothing_is_true():
    walk = Walk(CHOICE.replace("if not(ok)", "else"))
    assert walk.finish("a", ok=False).open == ["no"]


def test_a_task_with_several_flows_splits():
    walk = Walk("start s\nuser a\nuser b\nuser c\ns -> a -> b\na -> c").finish("a")
    assert walk.open == ["b", "c"]


def test_a_task_with_conditional_flows_takes_the_true_ones_and_the_free_ones():
    sketch = (
        "start s\nuser a\nuser b\nuser c\nuser d\ns -> a -> b\na -> c if x > 1\na -> d if x > 2"
    )
    assert Walk(sketch).finish("a", x=2).open == ["b", "c"]


def test_a_loop_without_rest_is_refused():
    with pytest.raises(RunsForever):
        Walk("start s\ntask a\ns -> a -> a")


def test_a_state_of_another_process_or_format_is_refused():
    walk = Walk(LINE)
    for state in (
        walk.now.state.replace(b'"process":"p"', b'"process":"q"'),
        b"j9" + walk.now.state[2:],
        walk.now.state[:-5],
        walk.now.state.replace(b'"spec":"a"', b'"spec":"gone"'),
        b"",
    ):
        with pytest.raises(StateUnreadable):
            spiff.advance(walk.diagram, state, spiff.Stop(reason="x"), walk.world)


def test_the_state_stays_small_however_long_a_case_runs():
    walk = Walk("start s\nuser a\nxor g\nend e\ns -> a -> g -> a if again\ng -> e else")
    sizes = []
    for _ in range(120):
        walk.finish("a", again=True)
        sizes.append(len(walk.now.state))
    assert max(sizes[5:]) - min(sizes[5:]) <= 4


def test_what_is_given_is_not_shared_with_what_is_kept():
    people = ["a", "b"]
    walk = Walk(LINE, {"people": people})
    people.append("c")
    task = walk.task("a")
    task.data["people"].append("d")
    assert walk.finish("a").data == {"people": ["a", "b"]}


def test_data_may_hold_any_text():
    walk = Walk(LINE, {"text": "妇女 \ud800 \x00"})
    assert walk.finish("a").data["text"] == "妇女 \ud800 \x00"


def test_data_may_use_any_name():
    walk = Walk(LINE, {"typename": "Instance", "tasks": 1, "data_objects": "x"})
    assert walk.finish("a", typename="Token").data["typename"] == "Token"


def test_node_ids_may_be_those_of_the_library():
    walk = Walk(
        "start Start\nuser Root\nuser End\nend p.EndJoin\nStart -> Root -> End -> p.EndJoin"
    )
    assert walk.finish("Root").finish("End").now.end_event == "p.EndJoin"


def test_the_diagram_is_not_changed_by_running_it():
    walk = Walk(CHOICE)
    before = {k: sorted(s.task_specs) for k, s in walk.diagram.specs.items()}
    first = walk.now
    walk.finish("a", ok=True)
    again = Walk(CHOICE)
    again.diagram = walk.diagram
    assert again.now == first
    assert {k: sorted(s.task_specs) for k, s in walk.diagram.specs.items()} == before
