"""One random walk: the engine takes a step, and the oracle says whether the standard allows it.

The engine's state goes through its bytes at every step, so each step is also a save and a restore;
finished tokens are pruned as always. What the engine shows must be one of the positions at rest
that the oracle finds; from then on only those that fit are followed.
"""

from __future__ import annotations

import functools
import random
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.errors import NotDeployable
from engine.spiff import advance as spiff
from engine.spiff import parser
from engine.spiff.refusals import RunsForever, TooManyTokens
from tests.oracle import constructs, drawing, game
from tests.oracle.making import TEAM, VARIABLES, Maker
from tests.oracle.model import Event, Plan

BEGIN = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
MOST_STEPS = 25
#: A fixed sample in which every construct is met; the last few for events that are rare.
SAMPLE = (*range(150), 185, 207, 452, 542)


class World:
    """A world whose clock stands until a timer is fired, and whose services fail as they say."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.business_key = "case-1"

    def operate(self, call: spiff.OperationCall) -> object:
        """`fail.CODE` ends in that business error."""
        raise spiff.BpmnError(call.operation.partition(".")[2])

    def decide(self, decision: str, inputs: object) -> object:
        """Nothing is decided here."""

    def deadline(self, code: str, arguments: object, anchor: str, node: str) -> datetime:
        """Deadlines are not part of the standard."""
        return self.now

    def warnings(self, code: str, arguments: object, anchor: str, node: str) -> list[datetime]:
        """None."""
        return []


@dataclass
class Outcome:
    """What came of one walk."""

    seed: int
    steps: int = 0
    #: "same", "different", "too-wide" or "runs-on".
    verdict: str = "same"
    why: str = ""
    #: Constructs at which something happened.
    met: set[str] = field(default_factory=set)
    ended: bool = False


class Walker:
    """One model on its way through both."""

    def __init__(self, seed: int, plan: Plan | None = None) -> None:
        self.chance = random.Random(seed)
        self.plan = plan or Maker(seed).process()
        self.world = World()
        self.outcome = Outcome(seed=seed)
        self.labels = constructs.labels(self.plan)

    def walk(self) -> Outcome:
        """Walk until the end, the limit, or a difference."""
        try:
            self._walk()
        except game.TooWide:
            self.outcome.verdict = "too-wide"
        except (RunsForever, TooManyTokens):
            self.outcome.verdict = "runs-on"
        except NotDeployable as refused:
            self._differ(f"refused: {[(f.rule, f.element, f.fields) for f in refused.findings]}")
        return self.outcome

    def _walk(self) -> None:
        xml, called = drawing.draw(self.plan), drawing.called(self.plan)
        self.diagram = parser.parse(xml, process_id="p", called=called)
        data = {name: self.chance.random() < 0.4 for name in VARIABLES}
        data["team"] = [f"team{number}" for number in range(TEAM)]
        seed = uuid.UUID(int=self.chance.getrandbits(128))
        self.now = spiff.start(self.diagram, data, self.world, seed=seed)
        self.allowed = game.rests([game.Position.first(self.plan, data)])
        self._compare("start")
        while self.outcome.verdict == "same" and self.outcome.steps < MOST_STEPS:
            if self.now.ended or not self._step():
                break
            self.outcome.steps += 1
        self.outcome.ended = self.now.ended

    def _step(self) -> bool:
        """Do one thing that somebody outside could do; False when there is nothing."""
        acts = [*self.now.tasks, *self.now.tasks, *self.now.timers, *self.now.subscriptions]
        if not acts:
            return False
        act = self.chance.choice(acts)
        if isinstance(act, spiff.OpenTask):
            self._complete(act)
        elif isinstance(act, spiff.ArmedTimer):
            self.world.now = max(self.world.now, act.due)
            self._from_outside(spiff.FireTimer(token=act.token), act.node, Event(kind="timer"))
        elif act.kind is spiff.EventKind.SIGNAL:
            self._signal(act.message)
        else:
            command = spiff.Deliver(message=act.message, token=act.token)
            self._from_outside(command, act.node, Event(kind="message", name=act.message))
        return True

    def _complete(self, task: spiff.OpenTask) -> None:
        some = self.chance.sample(VARIABLES, 2)
        values = {name: self.chance.random() < 0.4 for name in some}
        node = _own(task.node)
        following = [
            _after(position, "complete", number, values)
            for position in self.allowed
            for number, work in enumerate(position.open_tasks())
            if work.node.id == node
        ]
        self._advance(spiff.CompleteTask(token=task.token, data=values), following)

    def _from_outside(self, command: spiff.Command, key: str, event: Event) -> None:
        following = [
            _after(position, "happen_to", number, event)
            for position in self.allowed
            for number, (_, _, _, wait) in enumerate(position.waiting())
            if wait.node.id == _own(key)
        ]
        self._advance(command, following)

    def _signal(self, name: str) -> None:
        following = [
            _after(position, "broadcast", name, order)
            for position in self.allowed
            for order in position.broadcasts(name)
        ]
        command = spiff.Deliver(message=name, kind=spiff.EventKind.SIGNAL)
        self._advance(command, following)

    def _advance(self, command: spiff.Command, following: list[game.Position]) -> None:
        self.now = spiff.advance(self.diagram, self.now.state, command, self.world)
        self.allowed = game.rests(following)
        self._compare(repr(command))

    def _compare(self, what: str) -> None:
        for fact in self.now.facts:
            self.outcome.met |= self.labels.get(_own(fact.node), frozenset())
        shown = _shown(self.now)
        fitting = [position for position in self.allowed if position.seen() == shown]
        if not fitting:
            options = "\n   ".join(str(position.seen()) for position in self.allowed[:4])
            self._differ(f"after {what}\n engine {shown}\n oracle {options}")
        self.allowed = fitting

    def _differ(self, why: str) -> None:
        self.outcome.verdict, self.outcome.why = "different", why


def walk(seed: int) -> Outcome:
    """One walk through the model of a seed."""
    return Walker(seed).walk()


@functools.cache
def sample() -> tuple[Outcome, ...]:
    """The walks of the fixed sample, once for all who ask."""
    return tuple(walk(seed) for seed in SAMPLE)


def _own(key: str) -> str:
    return key.rpartition("/")[2]


def _after(position: game.Position, act: str, *arguments: object) -> game.Position:
    made = position.copy()
    made.thrown.clear()
    getattr(made, act)(*arguments)
    return made


def _shown(now: spiff.Advance) -> tuple:
    tasks = sorted((_own(task.node), repr(task.item)) for task in now.tasks)
    subs = {spiff.EventKind.MESSAGE: [], spiff.EventKind.SIGNAL: []}
    for each in now.subscriptions:
        subs[each.kind].append((_own(each.node), each.message))
    timers = sorted((_own(timer.node), "") for timer in now.timers)
    return (
        tasks, sorted(subs[spiff.EventKind.MESSAGE]), sorted(subs[spiff.EventKind.SIGNAL]), timers,
        now.ended, now.failed, sorted((str(t.kind), t.message) for t in now.thrown),
        sorted(now.data.items()),
    )  # fmt: skip


def summary(outcomes: Sequence[Outcome]) -> tuple[Counter[str], Counter[str]]:
    """How the walks went, and in how many each construct was met."""
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    met = Counter(label for o in outcomes if o.verdict == "same" for label in o.met)
    return verdicts, met
