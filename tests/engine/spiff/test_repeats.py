from __future__ import annotations

import pytest

from engine.spiff import advance as spiff
from engine.spiff.refusals import ItemsUnreadable, TooManyTokens
from tests.engine.spiff.walk import PlainWorld, Walk

EACH = "start s\nuser a each=items item=x {how}\nuser after\ns -> a -> after"


def _each(how="", items=("u", "v", "w"), **data) -> Walk:
    return Walk(EACH.replace("{how}", how), {"items": list(items), **data})


def test_parallel_items_open_at_once_and_each_sees_its_own():
    walk = _each()
    assert [(t.item, t.data["x"]) for t in walk.now.tasks] == [("u", "u"), ("v", "v"), ("w", "w")]
    walk.finish("a", item="v").finish("a", item="u")
    assert [t.item for t in walk.now.tasks] == ["w"]
    assert walk.finish("a", item="w").open == ["after"]
    assert "x" not in walk.data


def test_sequential_items_open_one_after_the_other():
    walk = _each("sequential")
    seen = []
    while "a" in walk.open:
        seen.append(walk.task("a").item)
        walk.finish("a")
    assert seen == ["u", "v", "w"]


@pytest.mark.parametrize("how", ["", "sequential"])
def test_no_items_mean_no_work(how):
    walk = _each(how, items=())
    assert walk.open == ["after"]


def test_items_write_into_their_own_data_until_they_are_done():
    sketch = """
    start s
    sub each each=items item=x {
      start is
      user ask
      xor g
      user yes
      user no
      is -> ask -> g
      g -> yes if agreed
      g -> no else
    }
    user after
    s -> each -> after
    """
    walk = Walk(sketch, {"items": ["u", "v"], "agreed": False})
    walk.finish("ask", item=None, agreed=True)
    assert walk.open == ["ask", "yes"]
    assert walk.data["agreed"] is False
    walk.finish("ask", agreed=False)
    assert walk.open == ["no", "yes"]
    assert walk.task("yes").data == {"items": ["u", "v"], "agreed": True, "x": "u"}
    walk.finish("no")
    assert walk.data["agreed"] is False
    walk.finish("yes")
    assert walk.data == {"items": ["u", "v"], "agreed": True}
    assert walk.open == ["after"]


def test_what_items_leave_can_be_collected_in_order():
    walk = _each("collects=answers leaves=answer")
    for item in ("w", "u", "v"):
        walk.finish("a", {"answer": item.upper()}, item=item)
    assert walk.data == {"items": ["u", "v", "w"], "answers": ["U", "V", "W"]}


def test_a_completion_condition_ends_the_others():
    walk = _each('until="numberOfCompletedInstances = 2"')
    walk.finish("a", item="u").finish("a", item="w")
    assert walk.open == ["after"]
    assert walk.tags("a").count("task:cancelled") == 1


def test_a_count_may_be_an_expression():
    walk = Walk('start s\nuser a count="n + 1"\ns -> a', {"n": 2})
    assert [t.item for t in walk.now.tasks] == [0, 1, 2]


@pytest.mark.parametrize("value", [None, "u", True, -1, {"a": 1}])
def test_what_is_neither_list_nor_count_is_refused(value):
    with pytest.raises(ItemsUnreadable):
        Walk("start s\nuser a each=items\ns -> a", {"items": value})


def test_an_explosion_is_refused_before_it_happens():
    with pytest.raises(TooManyTokens):
        Walk("start s\nuser a each=items\ns -> a", {"items": list(range(2001))})
    with pytest.raises((TooManyTokens, ItemsUnreadable)):
        Walk("start s\nuser a count=100000\ns -> a")
    with pytest.raises(TooManyTokens):
        Walk("start s\ntask a produces=1000\ntask b produces=1000\nuser c\ns -> a -> b -> c")


def test_operations_repeat_with_their_item():
    world = PlainWorld()
    Walk(
        "start s\nservice a each=items item=x operation=op in.who=x\ns -> a",
        {"items": ["u", "v"]},
        world=world,
    )
    assert [c.inputs for c in world.calls] == [{"who": "u"}, {"who": "v"}]


def test_a_standard_loop_runs_while_its_condition_holds():
    walk = Walk('start s\nuser a loop="more" max=5\nuser after\ns -> a -> after', {"more": True})
    walk.finish("a").finish("a", more=False)
    assert walk.open == ["after"]
    assert Walk(
        'start s\nuser a loop="more" before\nuser after\ns -> a -> after', {"more": False}
    ).open == ["after"]
    walk = Walk("start s\nuser a max=3\nuser after\ns -> a -> after")
    assert walk.finish("a").finish("a").finish("a").open == ["after"]


def test_repeats_may_nest():
    sketch = """
    start s
    sub each each=outer item=x {
      start is
      user a each=inner item=y
      is -> a
    }
    user after
    s -> each -> after
    """
    walk = Walk(sketch, {"outer": ["1", "2"], "inner": ["p", "q"]})
    assert sorted((t.data["x"], t.data["y"]) for t in walk.now.tasks) == [
        ("1", "p"),
        ("1", "q"),
        ("2", "p"),
        ("2", "q"),
    ]
    while walk.open != ["after"]:
        walk.finish("a")
    assert walk.data == {"outer": ["1", "2"], "inner": ["p", "q"]}


def test_each_item_may_wait_for_its_own_message():
    sketch = (
        "start s\nreceive r each=items item=x message=M correlation=x\nuser after\ns -> r -> after"
    )
    walk = Walk(sketch, {"items": ["u", "v"]})
    assert sorted(s.correlation for s in walk.now.subscriptions) == ["u", "v"]
    walk.send("M", correlation="v")
    with pytest.raises(spiff.NobodyWaits):
        walk.send("M", correlation="v")
    assert walk.send("M", correlation="u").open == ["after"]
