"""The estimate grows as the engine's prediction does: threefold with each parallel section."""

from __future__ import annotations

import pytest

from engine.lint import read
from engine.lint.model import Model
from engine.lint.prediction import MOST, predicted
from tests.engine.lint.drawing import END, START, flow, process


def _sections(count: int, gateway: str = "parallelGateway") -> Model:
    """So many sections of three branches after each other."""
    drawn, last = [START], "start"
    for n in range(count):
        drawn.append(f'<{gateway} id="split{n}"/><{gateway} id="join{n}"/>')
        drawn.append(flow(last, f"split{n}"))
        for m in range(3):
            drawn.append(f'<task id="t{n}{m}"/>')
            drawn.append(flow(f"split{n}", f"t{n}{m}") + flow(f"t{n}{m}", f"join{n}"))
        last = f"join{n}"
    return Model(read(process("".join(drawn) + END + flow(last, "end"))))


def _size(model: Model) -> int:
    return predicted(model, model.by_id["case"])


@pytest.mark.parametrize("count", range(1, 8))
def test_each_parallel_section_triples_what_follows(count: int):
    longer, shorter = _size(_sections(count + 1)), _size(_sections(count))
    assert 2 * shorter < longer < 5 * shorter


def test_five_sections_pass_and_six_do_not():
    """As measured on the engine: 1,578 tasks for five sections, 4,737 for six."""
    assert _size(_sections(5)) <= MOST < _size(_sections(6))


def test_gateways_that_choose_stop_the_prediction():
    assert _size(_sections(60, "exclusiveGateway")) < 20


def test_a_long_line_is_as_long_as_it_is():
    tasks = "".join(f'<task id="t{n}"/>' for n in range(300))
    flows = "".join(flow(f"t{n}", f"t{n + 1}") for n in range(299))
    model = Model(read(process(START + tasks + END + flow("start", "t0") + flows
                               + flow("t299", "end"))))  # fmt: skip
    assert _size(model) == 302


def test_a_loop_is_counted_once():
    inside = '<task id="a"/><task id="b"/>' + flow("a", "b") + flow("b", "a")
    model = Model(read(process(START + inside + flow("start", "a"))))
    assert _size(model) == 3
