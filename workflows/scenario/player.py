"""Play the steps of a story in order and gather every difference.

1. the clock goes to the step's time, timers fire on the way; 2. the person does it in one
transaction; 3. what the step expects is read back. A refusal that the story expects is no
difference; one that it does not expect is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Refusal
from workflows.cases.query_code import LookUp
from workflows.runtime import Runtime
from workflows.scenario.expectations import Difference, check
from workflows.scenario.stage import Stage, set_stage
from workflows.scenario.story import Step, Story
from workflows.scenario.verbs import VERBS


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a play showed."""

    #: Expectations that were compared.
    compared: int
    #: Differences by step number.
    differences: tuple[tuple[int, Difference], ...]
    #: Steps that wait for something that is not built yet, with its name.
    pending: tuple[tuple[int, str], ...]


def play(
    runtime: Runtime, story: Story, say: Callable[[str], None] = lambda _line: None
) -> Played:
    """Play a whole story on an empty database; `say` gets a line for each step."""
    stage = set_stage(runtime, story)
    differences: list[tuple[int, Difference]] = []
    pending: list[tuple[int, str]] = []
    compared = 0
    for step in story.steps:
        if step.pending:
            pending.append((step.number, step.pending))
            say(f"  …  {step.number:>3} waits for {step.pending}: {step.says}")
            continue
        found = _step(stage, step)
        compared += len(step.expects) + bool(step.refused)
        differences += [(step.number, each) for each in found]
        say(f"  {'ok' if not found else 'NO'} {step.number:>3} {_line(step)}")
        for each in found:
            say(f"         wanted {each.wanted}, found {each.found}")
    return Played(
        compared=compared, differences=tuple(differences), pending=tuple(pending)
    )


def _step(stage: Stage, step: Step) -> list[Difference]:
    stage.reach(step.at)
    outcome: object = None
    found: list[Difference] = []
    if step.does:
        try:
            outcome = _do(stage, step)
        except Refusal as refusal:
            if refusal.code != step.refused:
                return [Difference(wanted=step.refused or "no refusal", found=f"{refusal.code}: {refusal}{_fields(refusal)}")]
        else:
            if step.refused:
                found.append(Difference(wanted=f"refused {step.refused}", found="done"))
    stage.tick()
    for wanted in step.expects:
        found += check(stage, step.case, wanted, outcome)
    return found


def _do(stage: Stage, step: Step) -> object:
    with stage.runtime.database.begin() as session:
        outcome = VERBS[step.does](stage, session, stage.actor(session, step.who), step)
    if isinstance(outcome, LookUp) and outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def _fields(refusal: Refusal) -> str:
    errors = getattr(refusal, "errors", None)
    return f" {errors}" if errors else ""


def _line(step: Step) -> str:
    return " ".join(
        part for part in (step.at, step.who, step.does, step.task, step.item, step.says) if part
    )
