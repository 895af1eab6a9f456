from __future__ import annotations

import zlib

from engine.spiff import advance as spiff
from engine.spiff import parser
from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import PlainWorld, Walk

SKETCH = """
start s
sub w each=items item=x {
  start ws
  user a
  user b
  ws -> a -> b
}
boundary t on=w keep cycle=R3/PT2H
user after
s -> w -> after
t -> told
user told
"""

#: Saved by format 1; must be read for as long as that format is.
FROZEN = (
    b'j1{"process":"p","seed":"5a11a200-0000-4000-8000-000000000000","made":10,"data":{"items":['
    b'"u","v"]},"undoable":[],"scopes":{"f738f9f0-9a5d-5227-b868-ce89bfb57e77":{"plan":"w","type'
    b'name":"Scope"},"1e98231a-bfec-54f3-b3ef-5bbebcbdd2ca":{"plan":"w","typename":"Scope"}},"to'
    b'kens":[{"id":"033d653b-89bb-55bc-8ae5-55e55b0b3751","spec":"w","state":32,"internal":{"loo'
    b'p":{"items":["u","v"],"total":2,"next":2,"done":0,"open":2}},"typename":"Token"},{"id":"61'
    b'8a5a07-4f82-5e7e-8eb9-b44e26aec44c","spec":"t","state":8,"internal":{"host":"033d653b-89bb'
    b'-55bc-8ae5-55e55b0b3751","due":"2025-03-03T03:00:00+00:00","every":"PT2H","left":3},"typen'
    b'ame":"Token"},{"id":"f738f9f0-9a5d-5227-b868-ce89bfb57e77","spec":"w","state":32,"internal'
    b'":{"loop_of":"033d653b-89bb-55bc-8ae5-55e55b0b3751","index":0,"item":"u"},"data":{"x":"u"}'
    b',"typename":"Token"},{"id":"1e98231a-bfec-54f3-b3ef-5bbebcbdd2ca","spec":"w","state":32,"i'
    b'nternal":{"loop_of":"033d653b-89bb-55bc-8ae5-55e55b0b3751","index":1,"item":"v"},"data":{"'
    b'x":"v"},"typename":"Token"},{"id":"f31758ed-f893-5322-9592-d5a280e6d20b","spec":"a","state'
    b'":16,"in":"1e98231a-bfec-54f3-b3ef-5bbebcbdd2ca","typename":"Token"},{"id":"303f8872-eae4-'
    b'5bdf-9961-2b8b50b290b9","spec":"b","state":16,"in":"f738f9f0-9a5d-5227-b868-ce89bfb57e77",'
    b'"typename":"Token"}],"typename":"Instance"}'
)


def test_a_state_has_a_codec_a_format_and_no_specification():
    state = Walk(SKETCH, {"items": ["u", "v"]}).now.state
    assert state[:2] == b"j1"
    assert b"outputs" not in state
    assert len(state) < 2500


def test_a_large_state_is_packed_and_read_back():
    walk = Walk(SKETCH, {"items": ["u", "v"], "text": "x" * 20_000})
    assert walk.now.state[:2] == b"z1"
    assert len(walk.now.state) < 2000
    assert len(zlib.decompress(walk.now.state[2:])) > 20_000
    assert walk.finish("a").data["text"] == "x" * 20_000


def test_an_older_state_is_still_read():
    walk = Walk(SKETCH, {"items": ["u", "v"]}).finish("a")
    assert walk.now.state == FROZEN
    diagram = parser.parse(draw(SKETCH), process_id="p")
    step = spiff.advance(
        diagram, FROZEN, spiff.CompleteTask(token=walk.task("b").token), PlainWorld()
    )
    assert [task.node for task in step.tasks] == ["a"]
