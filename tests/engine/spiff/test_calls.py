from __future__ import annotations

from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import Walk

CALLED = draw("start s\nuser a\nend e\ns -> a -> e", process="inner")
CALLER = """
start s
call c calls=inner {how}
boundary b on=c error=E
user after
user failed
s -> c -> after
b -> failed
"""


def _walk(how="", called=CALLED, **data) -> Walk:
    return Walk(CALLER.replace("{how}", how), data, called={"inner": called})


def test_a_called_process_runs_with_nodes_of_its_own():
    walk = _walk(x=1)
    assert walk.open == ["inner/a"]
    assert walk.diagram.called == {"inner"}
    assert walk.diagram.nodes["inner/a"].id == "a"
    assert walk.finish("inner/a", y=2).open == ["after"]
    assert walk.data == {"x": 1, "y": 2}


def test_a_call_may_name_what_goes_in_and_comes_out():
    walk = _walk('in.given="x + 1" out.taken=answer', x=1, secret="s")
    assert walk.task("inner/a").data == {"given": 2}
    walk.finish("inner/a", answer=9, given=5)
    assert walk.data == {"x": 1, "secret": "s", "taken": 9}


def test_an_error_leaves_the_called_process():
    called = draw("start s\nuser a\nend e error=E\ns -> a -> e", process="inner")
    assert _walk(called=called).finish("inner/a").open == ["failed"]


def test_calls_may_be_repeated_with_items():
    walk = _walk("each=items item=x", items=["u", "v"])
    assert sorted(t.data["x"] for t in walk.now.tasks) == ["u", "v"]
    walk.finish("inner/a").finish("inner/a")
    assert walk.open == ["after"]
