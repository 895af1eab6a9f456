"""The player moves instances on: tasks first, then whatever is due next on the virtual clock.

Every step takes a saved state and gives one, as in the product. Messages and signals go to waiting
instances of the same play, else they start a process of the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.errors import Invalid
from engine.simulate.worlds import VirtualWorld
from engine.spiff import advance as spiff
from engine.spiff.diagram import Diagram

#: The most commands of one play; an endless cycle stops here.
MOST_COMMANDS = 2000
#: How long a pending operation takes.
OPERATION_TIME = timedelta(seconds=10)


class PlayTooLong(Invalid):
    """A play did not come to rest within its number of commands."""

    code = "play-too-long"
    sentence = "Expected the play to rest within {most} commands, but it went on."


@dataclass(eq=False)
class Playing:
    """One instance of the play."""

    name: str
    diagram: Diagram
    result: spiff.Advance


@dataclass(frozen=True, kw_only=True)
class TraceLine:
    """One fact of one instance at its virtual instant."""

    at: datetime
    instance: str
    fact: spiff.Fact


@dataclass
class Player:
    """A play: the processes of one file, their running instances, and what happened."""

    diagrams: Mapping[str, Diagram]
    world: VirtualWorld
    #: What a person answers at a task, by node id; nothing for the others.
    answers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    playing: list[Playing] = field(default_factory=list)
    trace: list[TraceLine] = field(default_factory=list)
    _busy: dict[str, tuple[datetime, Playing]] = field(default_factory=dict)
    _commands: int = 0

    def start(
        self,
        process: str,
        data: Mapping[str, object],
        *,
        start_event: str | None = None,
        payload: Mapping[str, object] | None = None,
    ) -> Playing:
        """Begin an instance of one of the processes."""
        diagram = self.diagrams[process]
        result = spiff.start(diagram, data, self.world, start_event=start_event, payload=payload)
        name = f"{process}#{1 + sum(p.diagram.process_id == process for p in self.playing)}"
        playing = Playing(name, diagram, result)
        self.playing.append(playing)
        self._follow(playing)
        return playing

    def run(self, until: datetime) -> None:
        """Go on until nothing is left to do before an instant."""
        while True:
            open_task = next(self._open_tasks(), None)
            if open_task is not None:
                playing, task = open_task
                answer = self.answers.get(task.node, {})
                self._step(playing, spiff.CompleteTask(token=task.token, data=answer))
                continue
            due = min(self._due(until), key=lambda each: each[:3], default=None)
            if due is None:
                return
            at, order, token, playing = due
            self.world.now = max(self.world.now, at)
            self._come_due(playing, token, is_timer=order == 1)

    def _open_tasks(self) -> Iterator[tuple[Playing, spiff.OpenTask]]:
        return ((playing, task) for playing in self.playing for task in playing.result.tasks)

    def _due(self, until: datetime) -> Iterator[tuple[datetime, int, str, Playing]]:
        for token, (at, playing) in self._busy.items():
            if at <= until:
                yield at, 0, token, playing
        for playing in self.playing:
            for timer in playing.result.timers:
                if timer.due <= until:
                    yield timer.due, 1, timer.token, playing

    def _come_due(self, playing: Playing, token: str, *, is_timer: bool) -> None:
        if is_timer:
            self._step(playing, spiff.FireTimer(token=token))
            return
        del self._busy[token]
        if any(pending.token == token for pending in playing.result.pending):
            self._step(playing, spiff.FinishOperation(token=token))

    def _step(self, playing: Playing, command: spiff.Command) -> None:
        self._commands += 1
        if self._commands > MOST_COMMANDS:
            raise PlayTooLong(most=MOST_COMMANDS)
        playing.result = spiff.advance(playing.diagram, playing.result.state, command, self.world)
        self._follow(playing)

    def _follow(self, playing: Playing) -> None:
        result = playing.result
        self.trace.extend(
            TraceLine(at=self.world.now, instance=playing.name, fact=fact) for fact in result.facts
        )
        for pending in result.pending:
            if pending.token not in self._busy:
                self._busy[pending.token] = (self.world.now + OPERATION_TIME, playing)
        for thrown in result.thrown:
            self._dispatch(playing, thrown)

    def _dispatch(self, source: Playing, thrown: spiff.Thrown) -> None:
        signal = thrown.kind is spiff.EventKind.SIGNAL
        for playing in list(self.playing):
            if not (signal and playing is source) and _waits(playing, thrown):
                self._step(playing, _delivery(thrown))
                if not signal:
                    return
        for process, diagram in self.diagrams.items():
            for node, event in diagram.starting(thrown.kind):
                if event.name == thrown.message:
                    self.start(process, {}, start_event=node.id, payload=thrown.payload)


def _waits(playing: Playing, thrown: spiff.Thrown) -> bool:
    return any(
        waiting.kind is thrown.kind
        and waiting.message == thrown.message
        and waiting.correlation == thrown.correlation
        for waiting in playing.result.subscriptions
    )


def _delivery(thrown: spiff.Thrown) -> spiff.Deliver:
    return spiff.Deliver(
        message=thrown.message,
        payload=thrown.payload,
        correlation=thrown.correlation,
        kind=thrown.kind,
    )
