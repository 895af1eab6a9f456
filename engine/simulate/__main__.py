"""`python -m engine.simulate FILE --process ID --data JSON`: one line of JSON for each fact.

Exit status 0 when the play came to rest, 1 when a file or a step was refused; the refusal is the
last line. With `--script tokens` script tasks are tokens of a conformance suite, and their log
entries are lines with the key `entry`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from engine import clock, decisions
from engine.errors import NotDeployable, Refusal
from engine.simulate.player import Player
from engine.simulate.tokens import TokenScripts, translated
from engine.simulate.worlds import ASSUMED, VirtualWorld
from engine.spiff.diagram import Diagram
from engine.spiff.durations import STATION_ZONE, read_duration
from engine.spiff.parser import executable_processes, parse


def main(arguments: list[str] | None = None) -> int:
    """Play a file and print what happens."""
    asked = _arguments().parse_args(arguments)
    at = clock.instant_from_iso(asked.at, STATION_ZONE) if asked.at else clock.now()
    world = VirtualWorld(now=at, deadlines=dict(each.split("=", 1) for each in asked.deadline))
    scripts = TokenScripts(world)
    try:
        player = _player(asked, world, scripts)
    except Refusal as refused:
        _print(_refusal(refused))
        return 1
    refusal = _play(asked, player)
    _print_play(player, scripts)
    if refusal is not None:
        _print(_refusal(refusal))
    return 0 if refusal is None else 1


def _play(asked: argparse.Namespace, player: Player) -> Refusal | None:
    until = read_duration(asked.length).after(player.world.now)
    data = json.loads(asked.data)
    try:
        for process in (*asked.before, asked.process or next(iter(player.diagrams))):
            player.start(process, data)
        player.run(until)
    except Refusal as refused:
        return refused
    return None


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.simulate", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--process", help="id of the process; default: the only executable one")
    parser.add_argument("--data", default="{}", help="process data as JSON")
    parser.add_argument("--answers", default="{}", help="JSON: data by which tasks are completed")
    parser.add_argument("--results", default="{}", help="JSON: results of operations by name")
    parser.add_argument("--before", action="append", default=[], help="process to start first")
    parser.add_argument("--script", choices=["tokens"], help="how script tasks are performed")
    parser.add_argument("--at", help="ISO instant at which the clock stands; default: now")
    parser.add_argument("--for", dest="length", default="P400D", help="ISO length of the play")
    parser.add_argument(
        "--decisions", type=Path, help="folder of DMN files; default: here, ../decisions"
    )
    parser.add_argument("--deadline", action="append", default=[], metavar="CODE=PERIOD")
    return parser


def _player(asked: argparse.Namespace, world: VirtualWorld, scripts: TokenScripts) -> Player:
    xml = asked.file.read_bytes()
    if asked.script:
        xml, world.perform = translated(xml), scripts.perform
    world.results = json.loads(asked.results)
    world.models = [decisions.load(each.read_bytes()) for each in _decision_files(asked)]
    return Player(_diagrams(xml, asked.process), world, answers=json.loads(asked.answers))


def _decision_files(asked: argparse.Namespace) -> list[Path]:
    here: Path = asked.file.parent
    folders = [asked.decisions] if asked.decisions else [here, here.parent / "decisions"]
    return [each for folder in folders for each in sorted(folder.glob("*.dmn"))]


def _diagrams(xml: bytes, process: str | None) -> Mapping[str, Diagram]:
    ids = executable_processes(xml)
    if process is not None and process not in ids:
        ids = (*ids, process)
    if not ids:
        diagram = parse(xml)
        return {diagram.process_id: diagram}
    return {each: parse(xml, process_id=each) for each in ids}


def _print_play(player: Player, scripts: TokenScripts) -> None:
    for line in player.trace:
        fact = line.fact
        _print(
            {
                "at": line.at.isoformat(),
                "instance": line.instance,
                "tag": fact.tag,
                "node": fact.node,
                **({"detail": dict(fact.detail)} if fact.detail else {}),
            }
        )
    for code in sorted(player.world.assumed):
        _print({"assumed": ASSUMED, "deadline": code})
    for entry in scripts.log:
        _print({"entry": entry})


def _refusal(refused: Refusal) -> Mapping[str, object]:
    line: dict[str, object] = {"refused": refused.code, "sentence": str(refused)}
    if isinstance(refused, NotDeployable):
        line["findings"] = [
            {"rule": f.rule, "element": f.element, "fields": dict(f.fields)}
            for f in refused.findings
        ]
    return line


def _print(line: Mapping[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False, default=str))


if __name__ == "__main__":
    sys.exit(main())
