"""Random processes: blocks that nest, with events on their edges, jumps between them, odd ends.

A block has one way in and one way out, but what happens inside it is free: a rework loop begins
with a person, so nothing runs for ever, and a jump may lead past the join it should have met.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.oracle.model import Event, Loop, Node, Plan

VARIABLES = [f"v{number}" for number in range(5)]
TEAM = 3
SIGNALS = ("storm", "calm")
ERRORS = ("E1", "E2")
ESCALATIONS = ("C1", "C2")

Ends = tuple[str, str]


class Maker:
    """Makes one random process."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0
        #: A whole model stays small enough to look at.
        self.left = self.random.choice([8, 14, 20])

    def process(self) -> Plan:
        """A whole process."""
        return self._scope("p", depth=self.random.choice([2, 3, 3]))

    def _scope(self, plan_id: str, depth: int, *, start: Node | None = None) -> Plan:
        plan = Plan(id=plan_id)
        begin = plan.add(start or Node(id=self._name("start"), kind="start"))
        blocks = [self._block(plan, depth) for _ in range(self.random.choice([1, 2, 2, 3]))]
        for before, after in pairwise(blocks):
            plan.connect(before[1], after[0])
        (entry, _), (_, exit_) = blocks[0], blocks[-1]
        end = plan.add(Node(id=self._name("end"), kind="end"))
        plan.connect(begin.id, entry)
        plan.connect(exit_, end.id)
        if start is None and self._chance(0.35):
            kinds = ["message", "timer", "signal", "error", "escalation", "conditional"]
            self._handler(plan, depth - 1, self._event(self.random.choice(kinds)))
        climbing = [e for e in _thrown_in(plan) if e.kind in {"error", "escalation"}]
        if start is None and climbing and self._chance(0.6):
            thrown = self.random.choice(climbing)
            self._handler(plan, depth - 1, self.random.choice([thrown, Event(kind=thrown.kind)]))
        return plan

    def _handler(self, plan: Plan, depth: int, event: Event) -> None:
        """An event sub-process; one for each thing that climbs, so that it is plain who catches."""
        if event.kind in {"error", "escalation"} and any(
            each.kind == event.kind
            for node in plan.nodes.values()
            if node.is_trigger
            for each in node.inner.start().events
        ):
            return
        stops = event.kind == "error" or self._chance(0.5)
        start = Node(id=self._name("begun"), kind="start", events=(event,), interrupting=stops)
        node = Node(id=self._name("handler"), kind="eventSub")
        node.inner = self._scope(node.id, max(0, min(depth, 1)), start=start)
        plan.add(node)

    def _block(self, plan: Plan, depth: int) -> Ends:
        self.left -= 1
        small: list[Callable[[Plan, int], Ends]] = [
            self._task, self._task, self._task, self._pass, self._catch, self._throw, self._fail,
            self._link, self._receive,
        ]  # fmt: skip
        large = [
            self._sequence, self._sequence, self._parallel, self._parallel, self._exclusive,
            self._inclusive, self._inclusive, self._loop, self._loop, self._sub, self._sub,
            self._sub, self._race, self._call, self._branching_task, self._ending, self._ending,
            self._undoing, self._transaction, self._quantities, self._tangle,
        ]  # fmt: skip
        if depth <= 0 or self.left <= 0:
            return self.random.choice(small)(plan, depth)
        return self.random.choice([*large, *small[:3]])(plan, depth - 1)

    def _name(self, word: str) -> str:
        self.made += 1
        return f"{word}{self.made}"

    def _chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def _variable(self) -> str:
        return self.random.choice(VARIABLES)

    def _event(self, kind: str) -> Event:
        names = {
            "signal": SIGNALS, "error": (*ERRORS, ""), "escalation": (*ESCALATIONS, ""),
        }  # fmt: skip
        if kind == "message":
            return Event(kind=kind, name=self._name("M"))
        if kind == "timer":
            return Event(kind=kind, times=self.random.choice([1, 1, 2, 3]))
        if kind == "conditional":
            return Event(kind=kind, when=self._variable())
        return Event(kind=kind, name=self.random.choice(names[kind]))

    # Small blocks.

    def _task(self, plan: Plan, _depth: int) -> Ends:
        node = plan.add(Node(id=self._name("task"), kind="user", loop=self._repeats(0.25)))
        return self._with_edges(plan, node, ["message", "timer", "signal", "conditional"], 0.4)

    def _pass(self, plan: Plan, _depth: int) -> Ends:
        node = plan.add(Node(id=self._name("step"), kind=self.random.choice(["pass", "none"])))
        return node.id, node.id

    def _catch(self, plan: Plan, _depth: int) -> Ends:
        node = plan.add(Node(id=self._name("catch"), kind="catch"))
        kinds = ["message", "timer", "signal", "conditional"]
        node.events = (self._once(self.random.choice(kinds)),)
        if self._chance(0.3):
            node.events = (self._event("message"), self._event("message"))
            node.all_of = self._chance(0.5)
        return node.id, node.id

    def _once(self, kind: str) -> Event:
        event = self._event(kind)
        return Event(kind="timer") if kind == "timer" else event

    def _receive(self, plan: Plan, _depth: int) -> Ends:
        node = Node(id=self._name("receive"), kind="receive", events=(self._event("message"),))
        return self._with_edges(plan, plan.add(node), ["timer", "message"], 0.3)

    def _throw(self, plan: Plan, _depth: int) -> Ends:
        node = plan.add(Node(id=self._name("throw"), kind="throw"))
        kind = self.random.choice(["signal", "escalation", "escalation", "message", "send"])
        node.kind = "send" if kind == "send" else "throw"
        event = self._event("message" if kind == "send" else kind)
        node.events = (event if event.name else Event(kind=kind, name="C1"),)
        return node.id, node.id

    def _fail(self, plan: Plan, _depth: int) -> Ends:
        """A service that ends in a business error, which its own edge or one around catches."""
        error = self.random.choice(ERRORS)
        node = plan.add(Node(id=self._name("fail"), kind="fail"))
        node.events = (Event(kind="error", name=error),)
        caught = Event(kind="error", name=self.random.choice([error, ""]))
        edge = Node(id=self._name("edge"), kind="edge", host=node.id, events=(caught,))
        plan.add(edge)
        merge = plan.add(Node(id=self._name("merge"), kind="xor"))
        plan.connect(node.id, merge.id)
        plan.connect(edge.id, merge.id)
        return node.id, merge.id

    def _link(self, plan: Plan, _depth: int) -> Ends:
        throw = plan.add(Node(id=self._name("link"), kind="linkThrow"))
        catch = plan.add(Node(id=self._name("landing"), kind="linkCatch"))
        plan.connect(throw.id, catch.id)
        return throw.id, catch.id

    def _repeats(self, likely: float) -> Loop | None:
        if not self._chance(likely):
            return None
        kind = self.random.choice(["parallel", "sequential", "standard"])
        if kind == "standard":
            return Loop(kind=kind, total=self.random.choice([2, 3]), when=self._variable())
        total = self.random.choice([1, 2, 3])
        until = self.random.choice([0, 0, 1, 2])
        if self._chance(0.4):
            return Loop(kind=kind, total=TEAM, collection="team", until=until)
        return Loop(kind=kind, total=total, until=until)

    def _with_edges(self, plan: Plan, node: Node, kinds: list[str], likely: float) -> Ends:
        """Put events on an activity; what they begin joins the way after it, or ends apart."""
        merge: Node | None = None
        for event in self._edge_events(node, kinds, likely):
            edge = plan.add(Node(id=self._name("edge"), kind="edge", host=node.id))
            edge.events = (event,)
            edge.interrupting = event.kind == "error" or self._chance(0.5)
            after = plan.add(Node(id=self._name("told"), kind="user"))
            plan.connect(edge.id, after.id)
            if edge.interrupting or self._chance(0.3):
                merge = merge or plan.add(Node(id=self._name("merge"), kind="xor"))
                plan.connect(after.id, merge.id)
            else:
                end = plan.add(Node(id=self._name("end"), kind="end"))
                plan.connect(after.id, end.id)
        if merge is None:
            return node.id, node.id
        plan.connect(node.id, merge.id)
        return node.id, merge.id

    def _edge_events(self, node: Node, kinds: list[str], likely: float) -> Iterator[Event]:
        """At most one for each thing that climbs, so that it is plain who catches."""
        climbing = [e for e in _thrown_in(node.inner) if e.kind in kinds] if node.inner else []
        climbing = [e for e in climbing if e.kind in {"error", "escalation"}]
        caught: set[str] = set()
        if climbing and self._chance(0.85):
            escalations = [event for event in climbing if event.kind == "escalation"]
            thrown = self.random.choice(escalations or climbing)
            caught.add(thrown.kind)
            yield self.random.choice([thrown, Event(kind=thrown.kind)])
        while self._chance(likely) and len(caught) < 3:
            kind = self.random.choice(kinds)
            if kind not in caught:
                caught.add(kind)
                yield self._event(kind)

    # Large blocks.

    def _sequence(self, plan: Plan, depth: int) -> Ends:
        parts = [self._block(plan, depth) for _ in range(self.random.choice([2, 2, 3]))]
        for before, after in pairwise(parts):
            plan.connect(before[1], after[0])
        return parts[0][0], parts[-1][1]

    def _branches(self, plan: Plan, depth: int, kind: str) -> tuple[Node, Node, list[Ends]]:
        split = plan.add(Node(id=self._name(f"{kind}Split"), kind=kind))
        join = plan.add(Node(id=self._name(f"{kind}Join"), kind=kind))
        count = self.random.choice([2, 2, 3])
        parts = [self._block(plan, depth) for _ in range(count)]
        for part in parts:
            plan.connect(part[1], join.id)
        return split, join, parts

    def _parallel(self, plan: Plan, depth: int) -> Ends:
        split, join, parts = self._branches(plan, depth, "and")
        for part in parts:
            plan.connect(split.id, part[0])
        return split.id, join.id

    def _exclusive(self, plan: Plan, depth: int) -> Ends:
        return self._choice(plan, depth, "xor")

    def _inclusive(self, plan: Plan, depth: int) -> Ends:
        return self._choice(plan, depth, "or")

    def _choice(self, plan: Plan, depth: int, kind: str) -> Ends:
        split, join, parts = self._branches(plan, depth, kind)
        *others, last = parts
        for part in others:
            plan.connect(split.id, part[0], when=self._variable())
        plan.connect(split.id, last[0], default=True)
        if kind == "or" and self._chance(0.3):
            plan.connect(split.id, join.id, when=self._variable())
        return split.id, join.id

    def _loop(self, plan: Plan, depth: int) -> Ends:
        """Rework: a person, then anything, then perhaps all of it again."""
        again = plan.add(Node(id=self._name("again"), kind="xor"))
        person = plan.add(Node(id=self._name("rework"), kind="user"))
        body = self._block(plan, depth)
        decide = plan.add(Node(id=self._name("decide"), kind="xor"))
        out = plan.add(Node(id=self._name("out"), kind="pass"))
        plan.connect(again.id, person.id)
        plan.connect(person.id, body[0])
        plan.connect(body[1], decide.id)
        plan.connect(decide.id, again.id, when=self._variable())
        plan.connect(decide.id, out.id, default=True)
        return again.id, out.id

    def _sub(self, plan: Plan, depth: int) -> Ends:
        node = Node(id=self._name("sub"), kind="sub", loop=self._repeats(0.2))
        node.inner = self._scope(node.id, depth)
        kinds = ["message", "timer", "signal", "error", "error", "escalation", "conditional"]
        return self._with_edges(plan, plan.add(node), kinds, 0.55)

    def _call(self, plan: Plan, depth: int) -> Ends:
        node = Node(id=self._name("call"), kind="call")
        node.inner = self._scope(f"c{node.id}", min(depth, 1))
        return self._with_edges(plan, plan.add(node), ["message", "error", "escalation"], 0.4)

    def _race(self, plan: Plan, depth: int) -> Ends:
        race = plan.add(Node(id=self._name("race"), kind="race"))
        merge = plan.add(Node(id=self._name("merge"), kind="xor"))
        for kind in ["timer", *self.random.sample(["message", "receive", "signal", "timer"], 2)]:
            if kind == "receive":
                node = Node(id=self._name("answer"), kind="receive")
                node.events = (self._event("message"),)
            else:
                node = Node(id=self._name("event"), kind="catch", events=(self._once(kind),))
            plan.add(node)
            plan.connect(race.id, node.id)
            after = self._block(plan, 0)
            plan.connect(node.id, after[0])
            plan.connect(after[1], merge.id)
        return race.id, merge.id

    def _branching_task(self, plan: Plan, depth: int) -> Ends:
        """A task with several ways out, and several ways into one task after it."""
        node = plan.add(Node(id=self._name("fork"), kind="user"))
        join = plan.add(Node(id=self._name("meet"), kind=self.random.choice(["or", "xor"])))
        for number in range(2):
            part = self._block(plan, depth - 1)
            free = number == 0 and self._chance(0.4)
            plan.connect(node.id, part[0], when="" if free else self._variable())
            plan.connect(part[1], join.id)
        plan.connect(node.id, join.id, default=True)
        return node.id, join.id

    def _ending(self, plan: Plan, depth: int) -> Ends:
        """Beside the way on, a way to an end of its own."""
        fork = plan.add(Node(id=self._name("fork"), kind=self.random.choice(["xor", "or", "and"])))
        end = plan.add(Node(id=self._name("stop"), kind="end"))
        kind = self.random.choice(
            ["none", "terminate", "terminate", "error", "error", "escalation", "signal", "message"]
        )
        if kind == "terminate":
            end.events = (Event(kind="terminate"),)
        elif kind != "none":
            event = self._event(kind)
            end.events = (
                event if event.name else Event(kind=kind, name=f"{'EC'[kind != 'error']}1"),
            )
        before = self._block(plan, 0)
        after = self._block(plan, depth)
        conditional = fork.kind != "and"
        plan.connect(fork.id, before[0], when=self._variable() if conditional else "")
        plan.connect(before[1], end.id)
        plan.connect(fork.id, after[0], default=conditional)
        return fork.id, after[1]

    def _undoing(self, plan: Plan, depth: int) -> Ends:
        """A sub-process in which what was done is undone."""
        node = plan.add(Node(id=self._name("sub"), kind="sub"))
        inner = node.inner = Plan(id=node.id)
        names, parts = self._undoables(inner)
        throw = inner.add(Node(id=self._name("undo"), kind=self.random.choice(["throw", "end"])))
        throw.events = (Event(kind="compensate", name=self.random.choice(["", *names])),)
        parts.append((throw.id, throw.id))
        if throw.kind == "throw":
            parts.append(self._task(inner, 0))
            end = inner.add(Node(id=self._name("end"), kind="end"))
            parts.append((end.id, end.id))
        for before, after in pairwise(parts):
            inner.connect(before[1], after[0])
        return node.id, node.id

    def _undoables(self, inner: Plan) -> tuple[list[str], list[Ends]]:
        start = inner.add(Node(id=self._name("start"), kind="start"))
        names, parts = [], [(start.id, start.id)]
        for _ in range(self.random.choice([1, 2, 3])):
            handler = inner.add(Node(id=self._name("undo"), kind="user", undoes=True))
            done = inner.add(Node(id=self._name("done"), kind="user", handler=handler.id))
            names.append(done.id)
            parts.append((done.id, done.id))
        return names, parts

    def _transaction(self, plan: Plan, depth: int) -> Ends:
        node = plan.add(Node(id=self._name("deal"), kind="transaction"))
        inner = node.inner = Plan(id=node.id)
        _, parts = self._undoables(inner)
        fork = inner.add(Node(id=self._name("agreed"), kind="xor"))
        good = inner.add(Node(id=self._name("end"), kind="end"))
        bad = inner.add(Node(id=self._name("off"), kind="end", events=(Event(kind="cancel"),)))
        parts.append((fork.id, fork.id))
        for before, after in pairwise(parts):
            inner.connect(before[1], after[0])
        inner.connect(fork.id, bad.id, when=self._variable())
        inner.connect(fork.id, good.id, default=True)
        edge = plan.add(Node(id=self._name("edge"), kind="edge", host=node.id))
        edge.events = (Event(kind="cancel"),)
        merge = plan.add(Node(id=self._name("merge"), kind="xor"))
        plan.connect(node.id, merge.id)
        plan.connect(edge.id, merge.id)
        return node.id, merge.id

    def _quantities(self, plan: Plan, depth: int) -> Ends:
        """Tokens that are counted: two that begin one task, one that leaves as two."""
        node = plan.add(Node(id=self._name("sub"), kind="sub"))
        inner = node.inner = Plan(id=node.id)
        start = inner.add(Node(id=self._name("start"), kind="start"))
        many = inner.add(Node(id=self._name("many"), kind="pass", produces=2))
        each = inner.add(Node(id=self._name("each"), kind="user"))
        both = inner.add(Node(id=self._name("both"), kind="user", starts=2))
        end = inner.add(Node(id=self._name("end"), kind="end"))
        for before, after in pairwise([start, many, each, both, end]):
            inner.connect(before.id, after.id)
        return node.id, node.id

    def _tangle(self, plan: Plan, depth: int) -> Ends:
        """An inclusive join inside the reach of another, with a jump past the first."""
        split = plan.add(Node(id=self._name("orSplit"), kind="or"))
        first = plan.add(Node(id=self._name("orJoin"), kind="or"))
        last = plan.add(Node(id=self._name("orJoin"), kind="or"))
        jump = plan.add(Node(id=self._name("jump"), kind="xor"))
        left, right, low = (self._block(plan, 0) for _ in range(3))
        plan.connect(split.id, left[0], when=self._variable())
        plan.connect(split.id, right[0], when=self._variable())
        plan.connect(split.id, low[0], default=True)
        plan.connect(left[1], jump.id)
        plan.connect(jump.id, last.id, when=self._variable())
        plan.connect(jump.id, first.id, default=True)
        plan.connect(right[1], first.id)
        between = self._block(plan, depth - 1)
        plan.connect(first.id, between[0])
        plan.connect(between[1], last.id)
        plan.connect(low[1], last.id)
        return split.id, last.id


def _thrown_in(plan: Plan) -> Iterator[Event]:
    for node in plan.everything():
        if node.kind in {"throw", "end"}:
            yield from node.events
