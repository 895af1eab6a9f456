"""The token game of BPMN 2.0.2 chapter 13, played over every order in which things may happen.

A position holds tokens on flows and work at nodes. Whatever can move without anybody outside is a
move; where several can, each is tried, so that the answer is the set of all positions at rest that
the standard allows. Nothing here is shared with the engine, and speed is no aim.

Where the standard leaves a question open, the answer is the one that docs/engine.md states: a token
inside an activity may still leave by the events on its edge (inclusive joins); what a handler
throws is not caught by the handlers beside it; of several repetitions each has its own data until
it is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import permutations

from tests.oracle.model import Event, Node, Plan

#: More positions than this from one command are too many to look at.
MOST_POSITIONS = 1500
_CLIMBING = {"error", "escalation", "cancel"}
_JOINING = {"and", "or"}
_PASSING = {"xor", "or", "and", "pass", "none", "linkThrow", "linkCatch"}


class TooWide(Exception):
    """There are too many orders; the walk is given up and counted."""


class Wait:
    """An event that waits: how often it can still happen, and what was seen of it."""

    def __init__(self, node: Node, left: int | None = None) -> None:
        self.node = node
        timers = [event.times for event in node.events if event.kind == "timer"]
        self.left = timers[0] if left is None and timers else left
        self.held = False
        self.seen: frozenset[str] = frozenset()

    def copy(self) -> Wait:
        """The same, apart."""
        made = Wait(self.node)
        made.left, made.held, made.seen = self.left, self.held, self.seen
        return made

    def key(self) -> tuple:
        """What distinguishes it."""
        return (self.node.id, self.left or 0, self.held, tuple(sorted(self.seen)))


class Work:
    """Something that has begun at a node and is not done."""

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node, self.scope = node, scope
        self.open = False
        self.inner: Scope | None = None
        self.edges: dict[str, Wait] = {}
        self.waits: dict[str, Wait] = {}
        self.outer: Work | None = None
        self.runs: list[Work] = []
        self.begun = self.done = 0
        self.item: object = None
        self.data: dict | None = None
        self.todo: list[str] | None = None
        self.undoes_for: Work | None = None

    @property
    def anchor(self) -> Work:
        """The whole activity that a run belongs to."""
        return self.outer or self

    def copy(self, scope: Scope, known: dict[Work, Work]) -> Work:
        """The same in a copied scope."""
        made = known[self] = Work(self.node, scope)
        made.open, made.begun, made.done, made.item = self.open, self.begun, self.done, self.item
        made.data = None if self.data is None else dict(self.data)
        made.todo = None if self.todo is None else list(self.todo)
        made.edges = {name: wait.copy() for name, wait in self.edges.items()}
        made.waits = {name: wait.copy() for name, wait in self.waits.items()}
        made.inner = self.inner and self.inner.copy(made, known)
        made.runs = [run.copy(scope, known) for run in self.runs]
        for run in made.runs:
            run.outer = made
        made.undoes_for = self.undoes_for
        return made

    def key(self) -> tuple:
        """What distinguishes it."""
        return (
            self.node.id, self.open, self.begun, self.done, repr(self.item),
            repr(sorted((self.data or {}).items())), repr(self.todo),
            tuple(sorted(wait.key() for wait in self.edges.values())),
            tuple(sorted(wait.key() for wait in self.waits.values())),
            self.inner.key() if self.inner else (),
            tuple(sorted((run.key() for run in self.runs), key=repr)),
        )  # fmt: skip


class Scope:
    """A process or sub-process that runs."""

    def __init__(self, plan: Plan, owner: Work | None, data: dict | None) -> None:
        self.plan, self.owner = plan, owner
        #: A process has data of its own, a sub-process has not.
        self.data = data
        self.tokens: Counter[str] = Counter()
        self.work: list[Work] = []
        self.waits: dict[str, Wait] = {}
        self.undoable: list[str] = []

    def copy(self, owner: Work | None, known: dict[Work, Work]) -> Scope:
        """The same, apart."""
        made = Scope(self.plan, owner, None if self.data is None else dict(self.data))
        made.tokens, made.undoable = Counter(self.tokens), list(self.undoable)
        made.waits = {name: wait.copy() for name, wait in self.waits.items()}
        made.work = [work.copy(made, known) for work in self.work]
        for work in made.work:
            work.undoes_for = known.get(work.undoes_for) if work.undoes_for else None
        return made

    def key(self) -> tuple:
        """What distinguishes it."""
        return (
            self.plan.id, tuple(sorted(self.tokens.items())),
            tuple(sorted((work.key() for work in self.work), key=repr)),
            tuple(sorted(wait.key() for wait in self.waits.values())),
            tuple(self.undoable), repr(sorted((self.data or {}).items())),
        )  # fmt: skip

    def clear(self) -> None:
        """Everything in it ends at once."""
        self.tokens.clear()
        self.work.clear()
        self.waits.clear()

    @property
    def around(self) -> Scope | None:
        """The scope around it."""
        return self.owner.scope if self.owner else None


Move = Callable[[], None]


class Position:
    """One position of the game."""

    def __init__(self, root: Scope) -> None:
        self.root = root
        self.ended = False
        self.failed: str | None = None
        self.thrown: list[tuple[str, str]] = []

    @classmethod
    def first(cls, plan: Plan, data: dict) -> Position:
        """The instance has just begun."""
        position = cls(Scope(plan, None, dict(data)))
        position._open(position.root)
        return position

    def copy(self) -> Position:
        """The same, apart."""
        made = Position(self.root.copy(None, {}))
        made.ended, made.failed, made.thrown = self.ended, self.failed, list(self.thrown)
        return made

    def key(self) -> tuple:
        """What distinguishes it."""
        return (self.root.key(), self.ended, self.failed, tuple(sorted(self.thrown)))

    # What can be seen of it, and what can be done to it from outside.

    def scopes(self) -> Iterator[Scope]:
        """All running scopes, outermost first."""
        waiting = [self.root]
        while waiting:
            scope = waiting.pop(0)
            yield scope
            for work in scope.work:
                waiting += [each.inner for each in (work, *work.runs) if each.inner]

    def works(self) -> Iterator[Work]:
        """All work, runs of repeated activities included."""
        for scope in self.scopes():
            for work in scope.work:
                yield work
                yield from work.runs

    def waiting(self) -> Iterator[tuple[str, Scope, Work | None, Wait]]:
        """All waiting events: on an edge, in the flow, or starting an event sub-process."""
        for scope in self.scopes():
            for wait in scope.waits.values():
                yield "trigger", scope, None, wait
            for work in scope.work:
                for wait in work.edges.values():
                    yield "edge", scope, work, wait
                for each in (work, *work.runs):
                    for wait in each.waits.values():
                        yield "flow", scope, each, wait

    def open_tasks(self) -> list[Work]:
        """The tasks that wait for a person."""
        return [work for work in self.works() if work.open]

    def seen(self) -> tuple:
        """What somebody outside sees."""
        tasks = sorted((work.node.id, repr(self._item(work))) for work in self.open_tasks())
        waits: dict[str, list] = {"timer": [], "message": [], "signal": []}
        for _, _, _, wait in self.waiting():
            for event in wait.node.events:
                if event.kind == "timer" and "timer" not in wait.seen:
                    waits["timer"].append((wait.node.id, ""))
                elif event.kind in waits and event.kind != "timer":
                    waits[event.kind].append((wait.node.id, event.name))
        return (
            tasks, *(sorted(waits[kind]) for kind in sorted(waits)), self.ended, self.failed,
            sorted(self.thrown), sorted((self.root.data or {}).items()),
        )  # fmt: skip

    def _item(self, work: Work) -> object:
        around: Work | None = work
        while around is not None:
            if around.item is not None:
                return around.item
            around = around.scope.owner
        return None

    def complete(self, number: int, values: dict) -> None:
        """A person finishes one of the open tasks."""
        work = self.open_tasks()[number]
        self._write(work.scope, work, values)
        self._done(work)

    def happen_to(self, number: int, event: Event) -> None:
        """An event from outside happens to one waiting place."""
        _, scope, work, wait = list(self.waiting())[number]
        self._happen(scope, work, wait, event)

    def broadcasts(self, name: str) -> list[tuple[int, ...]]:
        """The orders in which a signal may reach those who wait for it."""
        found = [
            number
            for number, (_, _, _, wait) in enumerate(self.waiting())
            if any(e.kind == "signal" and e.name == name for e in wait.node.events)
        ]
        orders = list(permutations(found))
        return orders if len(orders) <= 6 else [orders[0], orders[-1]]

    def broadcast(self, name: str, order: tuple[int, ...]) -> None:
        """A signal reaches everybody who waits now, in one order."""
        everybody = list(self.waiting())
        for number in order:
            _, scope, work, wait = everybody[number]
            if any(each[3] is wait for each in self.waiting()):
                self._happen(scope, work, wait, Event(kind="signal", name=name))

    # Moves: everything that may happen next by itself.

    def moves(self) -> list[Move]:
        """All moves from here."""
        if self.ended:
            return []
        found: list[Move] = []
        for _, scope, work, wait in self.waiting():
            for event in wait.node.events:
                if event.when and not wait.held and self._sees(scope, None).get(event.when):
                    found.append(_bound(self._happen, scope, work, wait, event))
                    break
        for scope in list(self.scopes()):
            if not scope.work and not +scope.tokens:
                found.append(_bound(self._quiet, scope))
            found += self._arrivals(scope)
        return found

    def _arrivals(self, scope: Scope) -> Iterator[Move]:
        met: set[str] = set()
        for flow in scope.plan.flows:
            node = scope.plan.nodes[flow.target]
            if scope.tokens[flow.id] < 1 or node.id in met:
                continue
            into = scope.plan.into(node.id)
            if node.kind in _JOINING and len(into) > 1:
                met.add(node.id)
                filled = [each.id for each in into if scope.tokens[each.id]]
                if self._may_join(scope, node, filled):
                    yield _bound(self._join, scope, node, filled)
            elif node.starts > 1:
                met.add(node.id)
                held = [each.id for each in into for _ in range(scope.tokens[each.id])]
                if len(held) >= node.starts:
                    yield _bound(self._join, scope, node, held[: node.starts])
            elif node.kind in {"throw", "end"} and any(e.kind == "signal" for e in node.events):
                for order in self.broadcasts(node.events[0].name):
                    yield _bound(self._signalling, scope, node, flow.id, order)
            else:
                yield _bound(self._join, scope, node, [flow.id])

    def _may_join(self, scope: Scope, node: Node, filled: list[str]) -> bool:
        into = {flow.id for flow in scope.plan.into(node.id)}
        empty = into - set(filled)
        if node.kind == "and":
            return not empty
        begin = [[f] for f in +scope.tokens if f not in into]
        begin += [_ways_out(scope.plan, work.node) for work in scope.work]
        for flows in begin:
            reached = _reach(scope.plan, flows, node.id)
            if reached & empty and not reached & set(filled):
                return False
        return True

    def _join(self, scope: Scope, node: Node, taken: list[str]) -> None:
        for flow in taken:
            scope.tokens[flow] -= 1
            if not scope.tokens[flow]:
                del scope.tokens[flow]
        self._enter(scope, node)

    def _signalling(self, scope: Scope, node: Node, flow: str, order: tuple[int, ...]) -> None:
        scope.tokens[flow] -= 1
        if not scope.tokens[flow]:
            del scope.tokens[flow]
        work = Work(node, scope)
        scope.work.append(work)
        self.thrown.append(("signal", node.events[0].name))
        # The thrower itself waits for nothing, so the order found before it came still holds.
        self.broadcast(node.events[0].name, order)
        self._thrown_out(work)

    def _enter(self, scope: Scope, node: Node) -> None:
        if node.kind in _PASSING:
            self._leave(scope, node)
            return
        work = Work(node, scope)
        scope.work.append(work)
        if node.kind == "race":
            for flow in scope.plan.out_of(node.id):
                work.waits[flow.target] = Wait(scope.plan.nodes[flow.target])
        elif node.kind == "catch":
            work.waits[node.id] = Wait(node)
        elif node.kind in {"throw", "end", "send"}:
            self._throw(work)
        else:
            work.edges = {each.id: Wait(each) for each in scope.plan.edges(node.id)}
            self._begin(work)

    def _begin(self, work: Work) -> None:
        """Begin an activity: its runs, or itself."""
        loop = work.node.loop
        if loop is None:
            self._perform(work)
            return
        count = loop.total or 1 if loop.kind == "parallel" else 1
        if loop.kind != "standard" and not loop.total:
            self._done(work)
            return
        for _ in range(count):
            self._run(work)

    def _run(self, work: Work) -> None:
        loop = work.node.loop
        run = Work(work.node, work.scope)
        run.outer, run.data = work, {}
        if loop.kind != "standard":
            run.item = f"{loop.collection}{work.begun}" if loop.collection else work.begun
        work.begun += 1
        work.runs.append(run)
        self._perform(run)

    def _perform(self, work: Work) -> None:
        node = work.node
        if node.kind == "user":
            work.open = True
        elif node.kind == "receive":
            work.waits[node.id] = Wait(node)
        elif node.kind == "fail":
            self._climb(work.scope, work, Event(kind="error", name=node.events[0].name))
        else:
            data = self._sees(work.scope, work) if node.kind == "call" else None
            work.inner = Scope(node.inner, work, data)
            self._open(work.inner)

    def _open(self, scope: Scope) -> None:
        for node in scope.plan.nodes.values():
            if node.is_trigger:
                scope.waits[node.id] = Wait(node.inner.start())
        self._leave(scope, scope.plan.start())

    def _leave(self, scope: Scope, node: Node) -> None:
        flows = scope.plan.out_of(node.id)
        if node.kind not in {"and", "race"}:
            data = self._sees(scope, None)
            true = [flow for flow in flows if flow.when and data.get(flow.when)]
            if node.kind == "xor":
                true = true[:1]
            free = [flow for flow in flows if not flow.when and not flow.default]
            flows = free + (true or [flow for flow in flows if flow.default])
        for flow in flows:
            scope.tokens[flow.id] += node.produces

    # The ends of work.

    def _done(self, work: Work) -> None:
        """An activity is finished and its token goes on."""
        if work.outer is not None:
            self._run_done(work)
            return
        scope, node = work.scope, work.node
        scope.work.remove(work)
        if node.handler:
            scope.undoable.append(node.id)
        if work.undoes_for is not None:
            self._undo_next(work.undoes_for)
        else:
            self._leave(scope, node)

    def _run_done(self, run: Work) -> None:
        outer, loop = run.outer, run.node.loop
        outer.runs.remove(run)
        self._write(outer.scope, outer, run.data)
        outer.done += 1
        if loop.kind == "standard":
            again = self._sees(outer.scope, outer).get(loop.when)
            over = outer.done >= loop.total or not again
        else:
            over = outer.done == loop.total or bool(loop.until and outer.done >= loop.until)
        if over:
            outer.runs.clear()
            self._done(outer)
        elif loop.kind != "parallel":
            self._run(outer)

    def _quiet(self, scope: Scope) -> None:
        """Nothing is left in a scope."""
        owner = scope.owner
        if owner is None:
            self.ended = True
            scope.waits.clear()
        elif owner.node.is_trigger:
            owner.scope.work.remove(owner)
        else:
            owner.inner = None
            if scope.data is not None:
                self._write(owner.scope, owner, scope.data)
            self._done(owner)

    # Events.

    def _happen(self, scope: Scope, work: Work | None, wait: Wait, event: Event) -> None:
        node = wait.node
        if event.when:
            wait.held = True
        if node.all_of:
            wait.seen |= {event.name or event.kind}
            if len(wait.seen) < len(node.events):
                return
            wait.seen = frozenset()
        if work is None:
            self._trigger(scope, wait, event)
        elif node.host:
            self._from_edge(scope, work, wait, event)
        else:
            self._caught_in_flow(scope, work, node)

    def _caught_in_flow(self, scope: Scope, work: Work, node: Node) -> None:
        if work.node.kind == "receive":
            self._done(work)
        else:
            scope.work.remove(work)
            self._leave(scope, node)

    def _from_edge(self, scope: Scope, work: Work, wait: Wait, event: Event) -> None:
        if wait.node.interrupting:
            scope.work.remove(work)
        elif not _happens_again(wait, event):
            del work.edges[wait.node.id]
        self._leave(scope, wait.node)

    def _trigger(self, scope: Scope, wait: Wait, event: Event) -> None:
        name = next(name for name, each in scope.waits.items() if each is wait)
        if wait.node.interrupting:
            scope.clear()
        elif not _happens_again(wait, event):
            del scope.waits[name]
        handler = Work(scope.plan.nodes[name], scope)
        scope.work.append(handler)
        handler.inner = Scope(handler.node.inner, handler, None)
        self._open(handler.inner)

    def _throw(self, work: Work) -> None:
        """What an intermediate or end event throws (signals aside)."""
        scope, node = work.scope, work.node
        for event in node.events:
            if event.kind == "terminate":
                scope.clear()
                scope.work.append(work)
            elif event.kind == "message":
                self.thrown.append(("message", event.name))
            elif event.kind == "cancel":
                undoable = scope.undoable
                scope.clear()
                scope.work.append(work)
                self._undo(work, list(undoable))
                return
            elif event.kind == "compensate":
                self._undo(work, [a for a in scope.undoable if event.name in {"", a}])
                return
            elif event.kind in _CLIMBING:
                self._climb(scope, None, event)
        self._thrown_out(work)

    def _thrown_out(self, work: Work) -> None:
        """Go on after a throw, unless what was thrown has ended the thrower."""
        scope = work.scope
        if self._is_alive(scope) and work in scope.work:
            scope.work.remove(work)
            if work.node.kind != "end":
                self._leave(scope, work.node)

    def _undo(self, work: Work, activities: list[str]) -> None:
        scope = work.scope
        scope.undoable = [each for each in scope.undoable if each not in activities]
        work.todo = list(reversed(activities))
        self._undo_next(work)

    def _undo_next(self, work: Work) -> None:
        if work.todo:
            scope, activity = work.scope, work.todo.pop(0)
            handler = scope.plan.nodes[scope.plan.nodes[activity].handler]
            undoing = Work(handler, scope)
            undoing.undoes_for = work
            scope.work.append(undoing)
            self._begin(undoing)
            return
        if any(event.kind == "cancel" for event in work.node.events):
            self._climb(work.scope, None, Event(kind="cancel"))
        self._thrown_out(work)

    def _climb(self, scope: Scope, work: Work | None, event: Event) -> None:
        """An error, escalation or cancellation looks for a catcher, from the inside out."""
        at: Scope | None = scope
        while at is not None:
            if self._is_caught(at, work, event):
                return
            work, at = at.owner, at.around
        if event.kind == "error":
            self.failed = event.name
            self.root.clear()

    def _is_caught(self, scope: Scope, work: Work | None, event: Event) -> bool:
        if work is not None:
            on_edge = list(work.anchor.edges.values())
            caught = _best(on_edge, event)
            if caught is not None:
                self._happen(scope, work.anchor, caught, event)
                return True
            if work.node.is_trigger:
                return False
        caught = _best(list(scope.waits.values()), event)
        if caught is not None:
            self._happen(scope, None, caught, event)
        return caught is not None

    def _is_alive(self, scope: Scope) -> bool:
        return any(each is scope for each in self.scopes())

    # Data.

    def _sees(self, scope: Scope, work: Work | None) -> dict:
        layers: list[dict] = []
        at, within = work, scope
        while True:
            if at is not None and at.data is not None:
                layers.append(at.data)
            if within.data is not None:
                layers.append(within.data)
                break
            at = within.owner
            within = within.around
        seen: dict = {}
        for layer in reversed(layers):
            seen.update(layer)
        return seen

    def _write(self, scope: Scope, work: Work | None, values: dict) -> None:
        at, within = work, scope
        while True:
            if at is not None and at.data is not None:
                at.data.update(values)
                break
            if within.data is not None:
                within.data.update(values)
                break
            at, within = within.owner, within.around
        for _, waiting_in, _, wait in self.waiting():
            for event in wait.node.events:
                if event.when and not self._sees(waiting_in, None).get(event.when):
                    wait.held = False


def rests(positions: list[Position]) -> list[Position]:
    """All positions at rest that can follow."""
    seen: dict[tuple, Position] = {}
    found: dict[tuple, Position] = {}
    todo = list(positions)
    while todo:
        position = todo.pop()
        key = position.key()
        if key in seen:
            continue
        seen[key] = position
        if len(seen) > MOST_POSITIONS:
            raise TooWide
        moves = position.moves()
        if not moves:
            found[key] = position
        elif len(moves) == 1:
            moves[0]()
            todo.append(position)
        for number in range(len(moves)) if len(moves) > 1 else ():
            other = position.copy()
            other.moves()[number]()
            todo.append(other)
    return list(found.values())


def _bound(function: Callable, *arguments: object) -> Move:
    return lambda: function(*arguments)


def _happens_again(wait: Wait, event: Event) -> bool:
    if event.kind != "timer":
        return True
    wait.left = (wait.left or 1) - 1
    return wait.left > 0


def _best(waits: list[Wait], event: Event) -> Wait | None:
    """Who catches what climbs: one that names it before one that catches all."""
    for name in (event.name, ""):
        for wait in waits:
            if any(e.kind == event.kind and e.name == name for e in wait.node.events):
                return wait
    return None


def _ways_out(plan: Plan, node: Node) -> list[str]:
    """The flows by which a token at a node may go on."""
    flows = plan.out_of(node.id)
    if node.kind == "race":
        flows = [each for flow in flows for each in plan.out_of(flow.target)]
    for edge in plan.edges(node.id):
        flows = flows + plan.out_of(edge.id)
    return [flow.id for flow in flows]


def _reach(plan: Plan, flows: list[str], without: str) -> set[str]:
    """All flows on paths that begin with these and do not pass through one node."""
    target = {flow.id: flow.target for flow in plan.flows}
    seen: set[str] = set()
    todo = list(flows)
    while todo:
        flow = todo.pop()
        if flow not in seen:
            seen.add(flow)
            if target[flow] != without:
                todo += _ways_out(plan, plan.nodes[target[flow]])
    return seen
