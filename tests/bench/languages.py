"""What a long case, a deployment, an expression and a decision table cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median as middle
from tempfile import TemporaryDirectory

from engine import clock, decisions, definitions, feel
from engine.database import Base, Database
from engine.spiff.advance import Advance, CompleteTask, advance, start
from engine.spiff.parser import Diagram, parse
from tests.bench.measuring import Figure, median, milliseconds
from tests.bench.steps import DIAGRAM, Still
from tests.engine.instances.permit import LI

ROUNDS, EARLY, LATE = 1_000, range(11, 61), range(951, 1_001)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:sanlian="urn:sanlian:bpmn:1" id="long-file" targetNamespace="urn:bench">'
)
_TABLE_HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
    'namespace="urn:bench">'
    '<inputData id="age-in" name="age"><variable name="age" typeRef="number"/></inputData>'
    '<inputData id="kind-in" name="kind"><variable name="kind" typeRef="string"/></inputData>'
    '<decision id="grade" name="grade"><variable name="grade" typeRef="string"/>'
    '<informationRequirement><requiredInput href="#age-in"/></informationRequirement>'
    '<informationRequirement><requiredInput href="#kind-in"/></informationRequirement>'
    '<decisionTable hitPolicy="FIRST">'
    '<input id="i1"><inputExpression typeRef="number"><text>age</text></inputExpression></input>'
    '<input id="i2"><inputExpression typeRef="string"><text>kind</text></inputExpression></input>'
    '<output id="o1" name="grade" typeRef="string"/>'
)


def figures() -> Iterator[Figure]:
    """Long cases, deployment, FEEL, decision tables."""
    yield from _rework()
    yield _deployment()
    condition = feel.parse('risk >= 3 and kind = "violence"')
    given = {"risk": 4, "kind": "violence"}
    yield _microseconds(
        "two comparisons joined by and", lambda: condition.evaluate(given), goal="≤ 5"
    )
    model = decisions.load(table(20))
    inputs = {"age": 19, "kind": "k19"}
    yield _microseconds(
        "a decision table of 20 rules, the last one hit",
        lambda: model.decide("grade", inputs), goal="≤ 200",
    )  # fmt: skip


def _rework() -> Iterator[Figure]:
    """Rounds of rework in one instance, each with a parallel section and a boundary timer."""
    diagram, world = parse(DIAGRAM.encode()), Still()
    steps: dict[int, list[float]] = {}
    for _ in range(3):
        for number, cost in _rounds(diagram, world):
            steps.setdefault(number, []).append(cost)
    early, late = (middle([cost for n in rounds for cost in steps[n]]) for rounds in (EARLY, LATE))
    yield Figure(name="step in rounds 11–60 of rework", value=early, unit="ms", goal="≤ 1")
    yield Figure(name="step in rounds 951–1,000 of rework", value=late, unit="ms")
    yield Figure(name="rounds 951–1,000 / rounds 11–60", value=late / early, unit="×", goal="≤ 1.1")


def _rounds(diagram: Diagram, world: Still) -> Iterator[tuple[int, float]]:
    data = {f"flag_{number:02d}": "x" * 14 for number in range(40)} | {"agreed": False}
    result: Advance = start(diagram, data, world)
    for number in range(1, ROUNDS + 1):
        # A meeting, then both branches of the parallel section.
        for _ in range(3):
            command = CompleteTask(token=result.tasks[0].token, data={})
            began = clock.monotonic()
            result = advance(diagram, result.state, command, world)
            yield number, (clock.monotonic() - began) * 1000


def _deployment() -> Figure:
    """Gate, parser and storage of a diagram of 60 nodes."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        Base.metadata.create_all(database.engine)

        def deploy() -> None:
            with database.begin() as session:
                definitions.deploy_process(session, LI, sixty_nodes(), station=None)

        deploy()
        figure = median("deploy a diagram of 60 nodes", milliseconds(deploy, 12), goal="≤ 300")
        database.close()
        return figure


def sixty_nodes() -> bytes:
    """Ten stages of a task, its timer, a choice and a join, between a start and an end."""
    nodes, flows, last = ['<startEvent id="begun"/>'], [], "begun"
    for n in range(10):
        nodes.append(
            f'<userTask id="t{n}" name="第{n}步"/><boundaryEvent id="b{n}" attachedToRef="t{n}" '
            f'cancelActivity="false"><timerEventDefinition id="d{n}"><timeDuration>PT2H'
            f'</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="told{n}"/>'
            f'<exclusiveGateway id="x{n}" default="y{n}"/><userTask id="u{n}" name="补{n}"/>'
            f'<exclusiveGateway id="j{n}"/>'
        )
        flows += [(last, f"t{n}", ""), (f"b{n}", f"told{n}", ""), (f"t{n}", f"x{n}", "")]
        flows += [(f"x{n}", f"u{n}", f"risk &gt; {n}"), (f"u{n}", f"j{n}", "")]
        flows.append((f"x{n}", f"j{n}", f"y{n}"))
        last = f"j{n}"
    flows.append((last, "over", ""))
    nodes.append('<endEvent id="over"/>')
    body = "".join(nodes) + "".join(_flow(number, *each) for number, each in enumerate(flows))
    return f'{_HEAD}<process id="long" isExecutable="true">{body}</process></definitions>'.encode()


def _flow(number: int, source: str, target: str, words: str) -> str:
    default = words.startswith("y")
    flow_id = words if default else f"f{number}"
    when = "" if default or not words else f"<conditionExpression>{words}</conditionExpression>"
    return f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{when}</sequenceFlow>'


def table(rules: int) -> bytes:
    """A decision table of which each rule tests a range and a text."""
    drawn = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>[{n}..{n + 1})</text></inputEntry>'
        f'<inputEntry id="b{n}"><text>"k{n}"</text></inputEntry>'
        f'<outputEntry id="c{n}"><text>"g{n}"</text></outputEntry></rule>'
        for n in range(rules)
    )
    return f"{_TABLE_HEAD}{drawn}</decisionTable></decision></definitions>".encode()


def _microseconds(name: str, work: Callable[[], object], *, goal: str) -> Figure:
    def thousand() -> None:
        for _ in range(1_000):
            work()

    # A thousand runs in milliseconds are one run in microseconds.
    return median(name, milliseconds(thousand, 12), unit="µs", goal=goal)
