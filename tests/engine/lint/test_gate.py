"""`python -m engine.lint` prints one finding a line and refuses by its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.lint import Profile, check
from engine.lint.__main__ import main
from tests.engine.lint.drawing import END, START, TASK, chain, condition, flow, line, process
from tests.engine.lint.station_drawing import FACTS, RIGHT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "case.bpmn"


def test_a_right_file_prints_nothing(file: Path, capsys: pytest.CaptureFixture[str]):
    file.write_bytes(line(TASK))
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == ""


def test_a_finding_is_one_line_with_file_element_severity_and_rule(
    file: Path, capsys: pytest.CaptureFixture[str]
):
    file.write_bytes(process(chain(START, TASK, END) + flow("do", "start")))
    assert main([str(file)]) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{file}:start: error start-incoming A sequence flow leads to")


def test_the_words_are_chinese_when_asked(file: Path, capsys: pytest.CaptureFixture[str]):
    file.write_bytes(process(chain(START, TASK, END) + flow("do", "start")))
    assert main(["--language", "zh", str(file)]) == 1
    assert "有顺序流指向开始事件" in capsys.readouterr().out


def test_a_warning_is_printed_and_does_not_refuse(file: Path, capsys: pytest.CaptureFixture[str]):
    ways = '<parallelGateway id="way"/><endEvent id="left"/><endEvent id="right"/>'
    flows = flow("start", "way") + flow("way", "left", condition("x > 1")) + flow("way", "right")
    file.write_bytes(process(START + ways + flows))
    assert main([str(file)]) == 0
    assert ": warning parallel-condition " in capsys.readouterr().out


def test_one_refused_file_of_several_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    right, wrong = tmp_path / "right.bpmn", tmp_path / "wrong.bpmn"
    right.write_bytes(line(TASK))
    wrong.write_bytes(b"no xml")
    assert main([str(wrong), str(right)]) == 1
    assert capsys.readouterr().out.startswith(f"{wrong}:: error xml-malformed Line 1 ")


def test_the_station_profile_asks_for_more(file: Path, capsys: pytest.CaptureFixture[str]):
    file.write_bytes(line('<userTask id="do"/>'))
    assert main([str(file)]) == 0
    assert main(["--profile", "station", str(file)]) == 1
    assert " task-form " in capsys.readouterr().out


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_mutilated_diagram_makes_the_gate_raise(data: st.DataObject):
    text = RIGHT.decode()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        cut = data.draw(st.integers(0, 40))
        put = data.draw(st.sampled_from(_SPLINTERS))
        text = text[:at] + put + text[at + cut :]
    assert isinstance(check(text.encode(), profile=Profile.STATION, station=FACTS), tuple)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_misuse_of_names_makes_the_gate_raise(data: st.DataObject):
    """Attribute values exchanged among each other leave the XML whole and the model absurd."""
    parts = RIGHT.decode().split('"')
    values = list(range(1, len(parts), 2))
    for _ in range(data.draw(st.integers(1, 12))):
        there, here = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
        parts[there] = parts[here]
    findings = check('"'.join(parts).encode(), profile=Profile.STATION, station=FACTS)
    assert isinstance(findings, tuple)


_SPLINTERS = (
    "", "<", ">", "/>", '"', "&amp;", "<task/>", "<task id='x'/>", "</process>", "&#0;", "id=''",
    "<![CDATA[", "-->", "<subProcess id='s' triggeredByEvent='true'/>", "\ud7ff", "\x01",
    "<sequenceFlow id='f' sourceRef='x' targetRef='x'/>",
    "<boundaryEvent id='b' attachedToRef='b'/>",
)  # fmt: skip
