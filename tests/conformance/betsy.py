"""Runs the betsy conformance processes through `engine.simulate`, on its virtual clock.

The state is saved and restored at every step, because the engine's interface takes nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.errors import NotDeployable, Refusal
from engine.simulate.player import Player
from engine.simulate.tokens import TokenScripts, translated
from engine.simulate.worlds import VirtualWorld
from engine.spiff import parser

BEGIN = datetime(2025, 3, 3, 9, tzinfo=UTC)
LEAST_DELAY = timedelta(seconds=15)


def folder() -> Path:
    """The suite, beside the repository or where $CONFORMANCE_DIR says."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "conformance"
    return Path(os.environ.get("CONFORMANCE_DIR", beside)) / "betsy"


@dataclass(frozen=True)
class Case:
    """One start of one process with its expected trace."""

    process: str
    file: str
    test: str | None
    integer: int
    parallel: bool
    delay: timedelta
    trace: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.process}-{self.test}-{self.integer}"

    def is_met_by(self, trace: tuple[str, ...]) -> bool:
        """Whether a trace is the expected one; ERROR stands for either kind of error."""
        if self.trace == ("ERROR",):
            return trace in {("ERROR_deployment",), ("ERROR_runtime",)}
        return trace == self.trace


def cases() -> Iterator[Case]:
    """All cases of the suite."""
    if not (folder() / "expectations.json").exists():
        return
    for entry in json.loads((folder() / "expectations.json").read_text(encoding="utf-8")):
        for case in entry["cases"]:
            yield Case(
                process=entry["process"],
                file=entry["file"],
                test=case["test"],
                integer=case["integerVariable"],
                parallel=case["parallel"],
                delay=max(LEAST_DELAY, timedelta(milliseconds=case["delay"])),
                trace=tuple(sorted(case["trace"])),
            )


def deployed(case: Case) -> dict[str, parser.Diagram]:
    """The executable processes of a case's file."""
    xml = translated((folder() / case.file).read_bytes())
    return {each: parser.parse(xml, process_id=each) for each in parser.executable_processes(xml)}


def play(case: Case) -> tuple[str, ...]:
    """The sorted trace of a case."""
    try:
        diagrams = deployed(case)
    except NotDeployable:
        return ("ERROR_deployment",)
    world = VirtualWorld(now=BEGIN)
    scripts = TokenScripts(world)
    world.perform = scripts.perform
    player = Player(diagrams, world)
    data = {"test": case.test, "integerVariable": case.integer, "testCaseNumber": 1}
    try:
        if case.parallel:
            player.start("ParallelProcess", data)
        player.start(case.process, data)
        player.run(BEGIN + case.delay)
    except Refusal:
        scripts.log.append("ERROR_runtime")
    if any(playing.result.failed is not None for playing in player.playing):
        scripts.log.append("ERROR_thrownErrorEvent")
    return tuple(sorted(scripts.log))


def findings(case: Case) -> list[tuple[str, str]]:
    """Why a case is refused: rule and element of each finding."""
    try:
        deployed(case)
    except NotDeployable as refused:
        return [(finding.rule, finding.element) for finding in refused.findings]
    return []
