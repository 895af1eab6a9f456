from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from engine.simulate.__main__ import main
from engine.simulate.player import Player, PlayTooLong
from engine.simulate.worlds import VirtualWorld
from engine.spiff import parser
from engine.spiff.durations import read_duration
from tests.engine.spiff.sketch import draw

BEGIN = datetime(2025, 3, 3, 1, tzinfo=UTC)

VISIT = """
start s
user ask
xor g
catch wait timer=PT2H
service act operation=do.it out.level=level
end short
end long
s -> ask -> g
g -> wait if later
g -> short else
wait -> act -> long
"""


def _play(sketch: str, data, *, until="P400D", **options) -> Player:
    world = VirtualWorld(now=BEGIN, results=options.pop("results", {}))
    player = Player({"p": parser.parse(draw(sketch))}, world, **options)
    player.start("p", data)
    player.run(read_duration(until).after(BEGIN))
    return player


def _path(player: Player) -> list[str]:
    return [line.fact.node for line in player.trace if line.fact.tag == "node:completed"]


def test_tasks_are_completed_and_timers_fire_on_the_virtual_clock():
    player = _play(VISIT, {"later": True, "level": 1})
    assert _path(player) == ["s", "ask", "g", "wait", "act", "long"]
    ended = player.trace[-1]
    assert (ended.fact.tag, (ended.at - BEGIN).total_seconds()) == ("process:ended", 7200)


def test_a_task_is_answered_as_prepared_and_an_operation_too():
    player = _play(VISIT, {}, answers={"ask": {"later": True}}, results={"do.it": {"level": 3}})
    assert player.playing[0].result.data == {"later": True, "level": 3}


def test_a_play_ends_at_its_instant():
    assert _path(_play(VISIT, {"later": True}, until="PT1H")) == ["s", "ask", "g"]


def test_messages_find_their_receiver_or_start_it():
    body = "start s\nthrow t message=M in.x=x\ncatch back message=Back\nend e\ns -> t -> back -> e"
    other = (
        '<process id="q" isExecutable="true"><startEvent id="m"><extensionElements>'
        '<sanlian:output name="y" value="x"/></extensionElements>'
        '<messageEventDefinition messageRef="message-M"/></startEvent>'
        '<sequenceFlow id="f" sourceRef="m" targetRef="answer"/>'
        '<sendTask id="answer" messageRef="message-Back"/></process>'
    )
    xml = draw(body, more=other)
    diagrams = {each: parser.parse(xml, process_id=each) for each in ("p", "q")}
    player = Player(diagrams, VirtualWorld(now=BEGIN))
    player.start("p", {"x": 7})
    player.run(BEGIN)
    assert [playing.result.ended for playing in player.playing] == [True, True]
    assert player.playing[1].result.data == {"y": 7}


def test_a_play_that_never_rests_is_refused():
    with pytest.raises(PlayTooLong):
        _play("start s\nuser a\ns -> a -> a", {})


@pytest.fixture
def sketched(tmp_path):
    def write(sketch: str):
        path = tmp_path / "p.bpmn"
        path.write_bytes(draw(sketch))
        return str(path)

    return write


def _lines(capsys) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_command_prints_one_line_a_fact(sketched, capsys):
    arguments = ["--data", '{"later": true, "level": 1}', "--at", "2025-03-03T09:00:00"]
    assert main([sketched(VISIT), "--process", "p", *arguments]) == 0
    lines = _lines(capsys)
    assert lines[0]["tag"] == "process:started"
    assert lines[-1] == {
        "at": "2025-03-03T03:00:00+00:00",
        "instance": "p#1",
        "tag": "process:ended",
        "node": "p",
        "detail": {"end_event": "long", "failed": None},
    }


def test_the_command_performs_script_tokens(sketched, capsys):
    sketch = "start s\nscript a text=SCRIPT_task1\nscript b text=CREATE_MARKER_FILE\ns -> a -> b"
    assert main([sketched(sketch), "--script", "tokens"]) == 0
    assert _lines(capsys)[-2:] == [{"entry": "SCRIPT_task1"}, {"entry": "MARKER_exists"}]


def test_the_command_says_what_it_assumed_of_a_deadline(sketched, capsys):
    sketch = "start s\ncatch c date='deadline(\"T08\", {})'\ns -> c"
    assert main([sketched(sketch), "--at", "2025-03-03T00:00:00Z"]) == 0
    assert {"assumed": "P1D", "deadline": "T08"} in _lines(capsys)
    assert main([sketched(sketch), "--deadline", "T08=PT5H", "--at", "2025-03-03T00:00:00Z"]) == 0
    assert _lines(capsys)[-1]["at"] == "2025-03-03T05:00:00+00:00"


def test_the_command_names_what_it_refuses(sketched, capsys):
    assert main([sketched("start s\nservice a\ns -> a")]) == 1
    refusal = _lines(capsys)[-1]
    assert refusal["refused"] == "not-deployable"
    assert refusal["findings"] == [{"rule": "operation-missing", "element": "a", "fields": {}}]
    assert main([sketched(VISIT)]) == 1
    assert _lines(capsys)[-1]["refused"] == "condition-undecided"


def test_decisions_beside_the_file_are_asked(sketched, capsys, tmp_path):
    (tmp_path / "d.dmn").write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" '
        'namespace="urn:d"><inputData id="i" name="x"><variable name="x"/></inputData>'
        '<decision id="double" name="double"><variable name="double"/><informationRequirement>'
        '<requiredInput href="#i"/></informationRequirement><literalExpression><text>x * 2</text>'
        "</literalExpression></decision></definitions>"
    )
    sketch = "start s\nrule r decision=double result=y\nxor g\nend big\nend small\ns -> r -> g\n"
    path = sketched(sketch + "g -> big if y > 9\ng -> small else")
    assert main([path, "--data", '{"x": 5}']) == 0
    assert _lines(capsys)[-1]["detail"]["end_event"] == "big"
