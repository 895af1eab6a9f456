"""Play the steps of a story in order and gather every difference.

1. the clock goes to the step's time, timers fire on the way; 2. the person does it in one
transaction; 3. what the step expects is read back. A refusal that the story expects is no
difference; one that it does not expect is, and so is a clock whose handler raised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.errors import Refusal
from workflows.cases.query_code import LookUp
from workflows.runtime import Runtime
from workflows.scenario.checking import check_story
from workflows.scenario.expectations import Difference, check
from workflows.scenario.stage import Stage, set_stage
from workflows.scenario.story import Step, Story, StoryBroken
from workflows.scenario.verbs import VERBS


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a play showed."""

    #: Expectations and expected refusals that were compared.
    compared: int
    #: Differences by step number.
    differences: tuple[tuple[int, Difference], ...]
    #: Steps that wait for something that is not built yet, with its name.
    pending: tuple[tuple[int, str], ...]


def play(runtime: Runtime, story: Story, say: Callable[[str], None] = lambda _line: None) -> Played:
    """Play a whole story on an empty database; `say` gets a line for each step."""
    check_story(story)
    return play_on(set_stage(runtime, story), say)


def play_on(stage: Stage, say: Callable[[str], None]) -> Played:
    """Play the story of a stage that is set."""
    differences: list[tuple[int, Difference]] = []
    pending: list[tuple[int, str]] = []
    compared = 0
    for step in stage.story.steps:
        if step.pending:
            pending.append((step.number, step.pending))
            say(f"  …  {step.number:>3} waits for {step.pending}: {_line(step)}")
            continue
        found = _step(stage, step)
        compared += len(step.expects) + bool(step.refused)
        differences += [(step.number, each) for each in found]
        say(f"  {'ok' if not found else 'NO'} {step.number:>3} {_line(step)}")
        for each in found:
            say(f"         wanted {each.wanted}, found {each.found}")
    return Played(
        compared=compared, differences=tuple(differences), pending=tuple(pending)
    )  # fmt: skip


def _step(stage: Stage, step: Step) -> list[Difference]:
    try:
        stage.reach(step.at)
    except ValueError as broken:
        place = f"step {step.number}"
        raise StoryBroken(file=stage.story.file, place=place, problem=str(broken)) from broken
    outcome, found = _done(stage, step)
    stage.tick()
    found += [Difference(wanted="a clock that fires", found=each) for each in stage.broken_clocks()]
    for wanted in step.expects:
        found += check(stage, step.case, wanted, outcome)
    return found


def _done(stage: Stage, step: Step) -> tuple[object, list[Difference]]:
    """What the person's act answered, and how its refusal differs from the expected one."""
    if not step.does:
        return None, []
    try:
        outcome = _do(stage, step)
    except Refusal as refusal:
        return None, _compare_refusal(step, refusal)
    if step.refused:
        return outcome, [Difference(wanted=f"refused {step.refused}", found="done")]
    return outcome, []


def _do(stage: Stage, step: Step) -> object:
    with stage.runtime.database.begin() as session:
        outcome = VERBS[step.does](stage, session, stage.actor(session, step.who), step)
    if isinstance(outcome, LookUp) and outcome.refusal is not None:
        raise outcome.refusal
    return outcome


def _compare_refusal(step: Step, refusal: Refusal) -> list[Difference]:
    named = _field_codes(refusal)
    missing = {key: code for key, code in step.fields.items() if named.get(key) != code}
    if refusal.code == step.refused and not missing:
        return []
    wanted = f"refused {step.refused} {missing or ''}".strip() if step.refused else "no refusal"
    return [Difference(wanted=wanted, found=f"{refusal.code} {named or refusal}")]


def _field_codes(refusal: Refusal) -> Mapping[str, str]:
    """Field → code of a refused form."""
    return {error.path: error.code for error in getattr(refusal, "errors", ())}


def _line(step: Step) -> str:
    return " ".join(
        part for part in (step.at, step.who, step.does, step.task, step.item, step.says) if part
    )
