"""The ways of a token: through sub-processes, over borders, along links, round loops."""

from __future__ import annotations

from engine.lint import read
from engine.lint.graph import Graph, reach, turned
from engine.lint.model import Element, Model
from tests.engine.lint.drawing import END, START, TASK, chain, flow, process
from tests.engine.lint.fragments import JUMP, TIMER


def _graph(inside: str) -> tuple[Graph, Model]:
    model = Model(read(process(inside)))
    return Graph(model, model.by_id["case"]), model


def _ids(places: set[Element]) -> set[str]:
    return {place.id for place in places if place.id}


_PART = (
    '<subProcess id="part">' + chain('<startEvent id="s"/>', '<task id="inner"/>',
                                     '<endEvent id="e"/>') + "</subProcess>"
)  # fmt: skip


def test_a_way_leads_through_what_is_inside_a_sub_process():
    graph, model = _graph(chain(START, _PART, END))
    assert _ids(reach(graph.starts, graph.flow)) == {"start", "part", "s", "inner", "e", "end"}
    barred = reach(graph.starts, graph.flow, without=model.by_id["inner"])
    assert "end" not in _ids(barred)


def test_a_border_is_left_by_an_event_only():
    border = f'<boundaryEvent id="late" attachedToRef="do">{TIMER}</boundaryEvent>'
    graph, _ = _graph(chain(START, TASK, END) + border + '<endEvent id="gone"/>'
                      + flow("late", "gone"))  # fmt: skip
    assert "gone" not in _ids(reach(graph.starts, graph.flow))
    assert "gone" in _ids(reach(graph.starts, graph.flow, graph.event))


def test_a_link_leads_to_the_target_of_its_name():
    graph, _ = _graph(JUMP)
    assert "end" in _ids(reach(graph.starts, graph.flow))


def test_an_interrupting_event_sub_process_ends_its_scope():
    aside = (
        '<subProcess id="aside" triggeredByEvent="true">'
        + chain(f'<startEvent id="s">{TIMER}</startEvent>', '<endEvent id="e"/>') + "</subProcess>"
    )  # fmt: skip
    graph, model = _graph(
        START + '<task id="round"/>' + flow("start", "round") + flow("round", "round") + aside
    )
    ending = reach(graph.finals, turned(graph.flow, graph.event))
    assert model.by_id["round"] in ending


def test_a_circle_alone_ends_nowhere():
    graph, model = _graph(START + TASK + flow("start", "do") + flow("do", "do"))
    assert model.by_id["do"] not in reach(graph.finals, turned(graph.flow, graph.event))


def test_walking_back_undoes_walking_on():
    graph, model = _graph(chain(START, _PART, TASK, END))
    for node in graph.nodes:
        forward = {n for n in graph.nodes if node in reach([n], graph.flow)}
        assert forward == reach([node], turned(graph.flow)) & set(graph.nodes)
    assert model.by_id["end"] in reach(graph.starts, graph.flow)
