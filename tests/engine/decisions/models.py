"""Small decision models for tests, written in as few lines as they need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from engine import decisions, feel

STATION = Path(__file__).resolve().parents[3] / "bpmn" / "decisions"
NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str, namespace: str = NAMESPACE, own: str = "urn:test") -> bytes:
    body = "".join(parts)
    return (
        f'<definitions xmlns="{namespace}" id="d" name="test" namespace="{own}">'
        f"{body}</definitions>"
    ).encode()


def inputs(*names: str, type_ref: str = "Any") -> str:
    return "".join(
        f'<inputData id="i_{name}" name="{name}">'
        f'<variable name="{name}" typeRef="{type_ref}"/></inputData>'
        for name in names
    )


def decision(name: str, logic: str, needs: Sequence[str] = (), *, type_ref: str = "") -> str:
    required = "".join(_need(one) for one in needs)
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}"{typed}/>'
    return f'<decision id="{name}" name="{name}">{variable}{required}{logic}</decision>'


def _need(one: str) -> str:
    if one.startswith("k_"):
        return f'<knowledgeRequirement><requiredKnowledge href="#{one}"/></knowledgeRequirement>'
    kind = "requiredInput" if one.startswith("i_") else "requiredDecision"
    return f'<informationRequirement><{kind} href="#{one}"/></informationRequirement>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(
    columns: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    ranking: str = "",
    default: str = "",
) -> str:
    head = "".join(
        f'<input id="c{n}"><inputExpression><text>{escape(one)}</text></inputExpression></input>'
        for n, one in enumerate(columns)
    )
    extra = f"<outputValues><text>{escape(ranking)}</text></outputValues>" if ranking else ""
    extra += (
        f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
        if default
        else ""
    )
    head += "".join(f"<output name={quoteattr(one)}>{extra}</output>" for one in outputs)
    body = "".join(_rule(rule, len(columns)) for rule in rules)
    total = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable id="t" hitPolicy="{policy}"{total}>{head}{body}</decisionTable>'


def _rule(cells: Sequence[str], columns: int) -> str:
    tests = "".join(
        f"<inputEntry><text>{escape(one)}</text></inputEntry>" for one in cells[:columns]
    )
    values = "".join(
        f"<outputEntry><text>{escape(one)}</text></outputEntry>" for one in cells[columns:]
    )
    return f"<rule>{tests}{values}</rule>"


def one_table(table_xml: str, *names: str) -> decisions.Model:
    needs = [f"i_{name}" for name in names]
    return decisions.load(definitions(inputs(*names), decision("out", table_xml, needs)))


def station(name: str) -> decisions.Model:
    """A decision model of the station, as it lies in bpmn/decisions."""
    return decisions.load((STATION / f"{name}.dmn").read_bytes())


def decided(name: str, **facts: object) -> dict[str, object]:
    value = station(name).decide(name, facts)
    shown = feel.to_json(value)
    assert isinstance(shown, dict)
    return shown
