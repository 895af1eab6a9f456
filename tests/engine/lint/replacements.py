"""For each construct that is refused: how it is drawn, what to draw instead, and a walk of that.

A walk is a list of acts: `finish NODE k=v …`, `send MESSAGE` or `fire NODE`; after it the case has
ended, having passed the nodes named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.engine.spiff.sketch import draw


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """One refused construct and what stands for it."""

    refused: bytes
    instead: str
    data: Mapping[str, object]
    walk: tuple[str, ...]
    passes: frozenset[str] = field(default_factory=frozenset)


def _with(sketch: str, *changes: tuple[str, str]) -> bytes:
    drawn = draw(sketch).decode()
    for before, after in changes:
        assert before in drawn, before
        drawn = drawn.replace(before, after)
    return drawn.encode()


_AD_HOC = "start s\nadhoc w {\nuser a\nuser b\n}\nend e\ns -> w -> e"
_CHOICE = """
start s
sub w {
  start ws
  or need
  user a
  user b
  or met
  end we
  ws -> need
  need -> a if wants_a
  need -> b if wants_b
  a -> met
  b -> met
  need -> met else
  met -> we
}
end e
s -> w -> e
"""
_COMPLEX = """
start s
and split
user a
user b
user c
and some
end e
s -> split
split -> a -> some
split -> b -> some
split -> c -> some
some -> e
"""
_TWO_OF_THREE = """
start s
user ask each=asked item=who until="numberOfCompletedInstances >= 2"
end e
s -> ask -> e
"""
_BEHAVIOUR = "start s\nuser ask count=3\nend e\ns -> ask -> e"
_THROWN_EACH = """
start s
sub each count=3 {
  start es
  user ask
  throw told escalation=Told
  end ee
  es -> ask -> told -> ee
}
boundary heard on=each keep escalation=Told
user note
end noted
end e
s -> each -> e
heard -> note -> noted
"""
_NESTED = """
start s
sub w {
  start ws
  service pay operation=pay
  boundary pb on=pay compensate
  service back operation=back undoes=pb
  end we
  ws -> pay -> we
}
throw undo compensate
end e
s -> w -> undo -> e
"""
_INSIDE = """
start s
sub w {
  start ws
  service pay operation=pay
  boundary pb on=pay compensate
  service back operation=back undoes=pb
  xor fine
  throw undo compensate
  end we
  end off
  ws -> pay -> fine
  fine -> undo if wrong
  fine -> we else
  undo -> off
}
end e
s -> w -> e
"""
_LOOP = """
start s
service pay operation=pay count=2
boundary pb on=pay compensate
service back operation=back undoes=pb
throw undo compensate
end e
s -> pay -> undo -> e
"""
_UNDO_TASK = """
start s
service pay operation=pay count=2
xor fine
service back operation=back count=2
xor met
end e
s -> pay -> fine
fine -> back if wrong
fine -> met else
back -> met
met -> e
"""
_GATEWAY = """
race g
catch m message=M
catch n message=N
user a
end e
g -> m -> a
g -> n -> a
a -> e
"""
_STARTS = """
start by_m message=M
start by_n message=N
user a
end e
by_m -> a
by_n -> a
a -> e
"""
_BOTH = "start s message=M message2=N all=1\nend e\ns -> e"
_ONE_THEN_OTHER = """
start s message=M
and split
catch n message=N
and join
end e
s -> split
split -> n -> join
split -> join
join -> e
"""
_PLAIN = "start s\nuser a\nend e\ns -> a -> e"
_CORRELATED = "start s\ncatch c message=M correlation=number\nend e\ns -> c -> e"
_THROWN = "start s\nthrow t signal=S\nend e\ns -> t -> e"

REPLACEMENTS: Mapping[str, Replacement] = {
    "unsupported-ad-hoc-sub-process": Replacement(
        refused=draw(_AD_HOC), instead=_CHOICE, data={"wants_a": True, "wants_b": True},
        walk=("finish a", "finish b"), passes=frozenset({"a", "b", "met"}),
    ),
    "unsupported-complex-gateway": Replacement(
        refused=_with(
            _COMPLEX, ('parallelGateway id="some"', 'complexGateway id="some"'),
            ("</parallelGateway><endEvent", "</complexGateway><endEvent"),
        ),
        instead=_TWO_OF_THREE, data={"asked": ["a", "b", "c"]},
        walk=("finish ask", "finish ask"), passes=frozenset({"ask"}),
    ),
    "unsupported-multi-instance-behaviour": Replacement(
        refused=_with(
            _BEHAVIOUR,
            ("<multiInstanceLoopCharacteristics ",
             '<multiInstanceLoopCharacteristics behavior="Complex" '),
        ),
        instead=_THROWN_EACH, data={},
        walk=("finish ask", "finish ask", "finish ask", "finish note", "finish note",
              "finish note"),
        passes=frozenset({"heard", "note"}),
    ),
    "unsupported-nested-compensation": Replacement(
        refused=draw(_NESTED), instead=_INSIDE, data={"wrong": True}, walk=(),
        passes=frozenset({"pay", "back", "off"}),
    ),
    "unsupported-compensated-loop": Replacement(
        refused=draw(_LOOP), instead=_UNDO_TASK, data={"wrong": True}, walk=(),
        passes=frozenset({"pay", "back"}),
    ),
    "unsupported-instantiating-gateway": Replacement(
        refused=_with(
            _GATEWAY, ('<eventBasedGateway id="g"', '<eventBasedGateway id="g" instantiate="true"')
        ),
        instead=_STARTS, data={}, walk=("start by_n", "finish a"), passes=frozenset({"a"}),
    ),
    "unsupported-parallel-multiple-start": Replacement(
        refused=draw(_BOTH), instead=_ONE_THEN_OTHER, data={}, walk=("start s", "send N"),
        passes=frozenset({"n", "join"}),
    ),
    "unsupported-event-definition": Replacement(
        refused=_with(
            "start s\ncatch c timer=PT1H\nend e\ns -> c -> e",
            ("<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
             "<otherEventDefinition/>"),
        ),
        instead="start s\ncatch c timer=PT1H\nend e\ns -> c -> e", data={}, walk=("fire c",),
        passes=frozenset({"c"}),
    ),
    "unsupported-correlation-subscription": Replacement(
        refused=_with(
            _PLAIN,
            ("</process>",
             f'<correlationSubscription id="cs" correlationKeyRef="k"/>{"</process>"}'),
        ),
        instead=_CORRELATED, data={"number": "case-1"}, walk=("send M",), passes=frozenset({"c"}),
    ),
    "unsupported-implicit-throw-event": Replacement(
        refused=_with(
            _THROWN, ("intermediateThrowEvent", "implicitThrowEvent"),
        ),
        instead=_THROWN, data={}, walk=(), passes=frozenset({"t"}),
    ),
}  # fmt: skip
