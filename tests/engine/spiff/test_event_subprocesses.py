from __future__ import annotations

import pytest

from engine.spiff import advance as spiff
from tests.engine.spiff.walk import Walk

KINDS = {
    "message": ("message=Now", lambda walk: walk.send("Now")),
    "signal": (
        "signal=Now",
        lambda walk: walk.do(spiff.Deliver(message="Now", kind=spiff.EventKind.SIGNAL)),
    ),
    "timer": ("timer=PT1H", lambda walk: walk.fire("begun")),
    "condition": ('when="x = 1"', lambda walk: walk.finish("c", x=1)),
    "escalation": ("escalation=Now", lambda walk: walk.finish("c", up=True)),
}

HANDLER = """
  sub handler event {{
    start begun {how} {what}
    user h
    end done
    begun -> h -> done
  }}
"""

MAIN = """
  start is
  user a
  user c
  xor up
  throw told escalation=Now
  end ie
  and g
  is -> g -> a -> ie
  g -> c -> up
  up -> told if up
  up -> ie else
  told -> ie
"""

TOP = MAIN + HANDLER
NESTED = (
    "start s\nuser after\nsub one {{\nstart s1\nend e1\nsub two {{"
    + TOP
    + "}}\ns1 -> two -> e1\n}}\ns -> one -> after"
)


def _sketch(template: str, kind: str, how: str) -> str:
    return (
        template.replace("{{", "{")
        .replace("}}", "}")
        .replace("{how}", how)
        .replace("{what}", KINDS[kind][0])
    )


DATA = {"x": 0, "up": False}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", [TOP, NESTED], ids=["top", "nested"])
def test_an_interrupting_event_sub_process_is_alone_in_its_scope(kind, template):
    walk = Walk(_sketch(template, kind, ""), DATA)
    assert walk.open == ["a", "c"]
    KINDS[kind][1](walk)
    assert walk.open == ["h"]
    assert (walk.armed, walk.awaited) == ([], [])
    walk.finish("h")
    assert walk.now.ended or walk.open == ["after"]
    if walk.now.ended:
        assert walk.now.end_event == "done"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("template", [TOP, NESTED], ids=["top", "nested"])
def test_a_non_interrupting_event_sub_process_runs_beside_its_scope(kind, template):
    walk = Walk(_sketch(template, kind, "keep"), DATA)
    KINDS[kind][1](walk)
    assert "h" in walk.open
    assert "a" in walk.open
    while walk.open and walk.open != ["after"]:
        walk.finish(walk.open[0])
    assert walk.now.ended or walk.open == ["after"]


def test_a_non_interrupting_message_may_come_again_and_each_run_counts():
    walk = Walk(_sketch(TOP, "message", "keep"), DATA).send("Now").send("Now")
    assert walk.open == ["a", "c", "h", "h"]
    walk.finish("a").finish("c").finish("h")
    assert not walk.now.ended
    assert walk.send("Now").open == ["h", "h"]
    assert walk.finish("h").finish("h").now.ended


def test_an_armed_event_sub_process_does_not_keep_the_process_alive():
    walk = Walk(_sketch(TOP, "timer", ""), DATA).finish("a").finish("c")
    assert walk.now.ended


@pytest.mark.parametrize("template", [TOP, NESTED], ids=["top", "nested"])
def test_an_error_starts_an_event_sub_process_of_its_scope(template):
    sketch = _sketch(template, "message", "").replace("message=Now", "error=E1")
    sketch = sketch.replace("throw told escalation=Now", "end told error=E1").replace(
        "told -> ie\n", ""
    )
    walk = Walk(sketch, DATA).finish("c", up=True)
    assert walk.open == ["h"]
    walk.finish("h")
    assert walk.now.failed is None
    assert walk.now.ended or walk.open == ["after"]


def test_an_error_inside_an_event_sub_process_goes_further_out():
    sketch = """
    start s
    sub work {
      start is
      user a
      is -> a
      sub handler event {
        start begun message=M
        end bad error=E
        begun -> bad
      }
    }
    boundary failed on=work error=E
    user f
    s -> work
    failed -> f
    """
    assert Walk(sketch).send("M").open == ["f"]


def test_running_it_does_not_change_the_diagram_for_others():
    walk = Walk(_sketch(TOP, "message", ""), DATA)
    fresh = walk.now
    walk.send("Now")
    other = Walk(_sketch(TOP, "message", ""), DATA)
    assert spiff.start(walk.diagram, DATA, walk.world, seed=other.live.seed) == fresh


def test_what_an_event_sub_process_throws_is_not_caught_beside_it():
    sketch = """
    start s
    sub work {
      start is
      user a
      throw up escalation=E
      is -> a -> up
      sub handler event {
        start begun keep escalation=E
        throw further escalation=E
        user h
        begun -> further -> h
      }
    }
    boundary out on=work keep escalation=E
    user boss
    s -> work
    out -> boss
    """
    assert Walk(sketch).finish("a").open == ["boss", "h"]
