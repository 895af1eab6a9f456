"""Diagrams for tests are written as a few lines of text and drawn as BPMN.

One line a node, `kind id name=value …`; one line for flows, `a -> b -> c`; `if FEEL` or `else` at
its end is for the last flow. A sub-process is `sub id … {` to `}`. The words are the tables below.
"""

from __future__ import annotations

import shlex
from itertools import pairwise
from xml.sax.saxutils import quoteattr

KINDS = {
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "user": "userTask",
    "task": "task",
    "script": "scriptTask",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "call": "callActivity",
    "sub": "subProcess",
    "transaction": "transaction",
    "xor": "exclusiveGateway",
    "or": "inclusiveGateway",
    "and": "parallelGateway",
    "race": "eventBasedGateway",
    "adhoc": "adHocSubProcess",
}
TIMERS = {"timer": "timeDuration", "date": "timeDate", "cycle": "timeCycle"}
NAMED = {"signal": "signal", "error": "error", "escalation": "escalation", "message": "message"}
PLAIN = {"terminate": "terminate", "cancel": "cancel", "compensate": "compensate"}
ATTRIBUTES = {
    "on": "attachedToRef",
    "calls": "calledElement",
    "starts": "startQuantity",
    "produces": "completionQuantity",
}
OURS = ("operation", "decision", "result", "correlation", "form", "due", "deadline", "act", "unit")
HEAD = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:sanlian="urn:sanlian:bpmn:1" targetNamespace="urn:test"'
)


def draw(sketch: str, *, process: str = "p", more: str = "") -> bytes:
    """The BPMN file of a sketch; `more` is put beside the process."""
    lines = iter([line.strip() for line in sketch.strip().splitlines()])
    names: dict[str, set[str]] = {kind: set() for kind in NAMED}
    body = _scope(lines, names)
    roots = "".join(_root(kind, name) for kind, all_ in names.items() for name in sorted(all_))
    opening = f'<process id="{process}" isExecutable="true">'
    return f"<definitions {HEAD}>{roots}{opening}{body}</process>{more}</definitions>".encode()


def _root(kind: str, name: str) -> str:
    code = {"error": "errorCode", "escalation": "escalationCode"}.get(kind, "name")
    return f'<{kind} id="{kind}-{name}" {code}={quoteattr(name)}/>'


def _scope(lines, names) -> str:
    drawn, asides, flows, defaults = [], [], [], {}
    for line in lines:
        if line == "}":
            break
        if " -> " in line:
            flows += _flows(line, defaults)
        elif line and not line.startswith("#"):
            node, aside = _node(line, lines, names)
            drawn.append(node)
            asides.append(aside)
    text = "".join(drawn)
    for source, flow in defaults.items():
        text = text.replace(f'id="{source}"', f'id="{source}" default="{flow}"', 1)
    return text + "".join(flows + asides)


def _flows(line: str, defaults: dict[str, str]):
    line, _, condition = line.partition(" if ")
    default = line.endswith(" else")
    nodes = [each.strip() for each in line.removesuffix(" else").split(" -> ")]
    for source, target in pairwise(nodes):
        name, last = f"{source}--{target}", (source, target) == (nodes[-2], nodes[-1])
        if default and last:
            defaults[source] = name
        inner = ""
        if condition and last:
            escaped = condition.replace("&", "&amp;").replace("<", "&lt;")
            inner = f"<conditionExpression>{escaped}</conditionExpression>"
        yield (
            f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'
            f"{inner}</sequenceFlow>"
        )


def _node(line: str, lines, names) -> tuple[str, str]:
    opens = line.endswith("{")
    kind, node_id, *words = shlex.split(line.removesuffix("{"))
    given = dict(word.partition("=")[::2] for word in words)
    tag = KINDS[kind]
    attributes = [f'id="{node_id}"']
    attributes += [f"{a}={quoteattr(given[w])}" for w, a in ATTRIBUTES.items() if w in given]
    attributes += [f"sanlian:{w}={quoteattr(given[w])}" for w in OURS if w in given]
    if "keep" in given:
        name = "cancelActivity" if kind == "boundary" else "isInterrupting"
        attributes.append(f'{name}="false"')
    attributes += ['triggeredByEvent="true"'] if "event" in given else []
    attributes += ['parallelMultiple="true"'] if "all" in given else []
    attributes += ['isForCompensation="true"'] if "undoes" in given else []
    inner = _assignments(given) + _loop(given)
    if kind in {"send", "receive"} and "message" in given:
        names["message"].add(given["message"])
        attributes.append(f'messageRef="message-{given["message"]}"')
    else:
        inner += _definitions(given, names)
    if kind == "script":
        inner += f"<script>{given.get('text', '')}</script>"
    if opens:
        inner += _scope(lines, names)
    after = ""
    if "undoes" in given:
        after = (
            f'<association id="as-{node_id}" sourceRef="{given["undoes"]}" targetRef="{node_id}"/>'
        )
    return f"<{tag} {' '.join(attributes)}>{inner}</{tag}>", after


def _assignments(given) -> str:
    found = "".join(
        f"<sanlian:{tag} name={quoteattr(word.partition('.')[2])} value={quoteattr(value)}/>"
        for word, value in given.items()
        for short, tag in (("in.", "input"), ("out.", "output"))
        if word.startswith(short)
    )
    return f"<extensionElements>{found}</extensionElements>" if found else ""


def _definitions(given, names) -> str:
    text = ""
    for word, value in given.items():
        base = word.rstrip("0123456789")
        if base in TIMERS:
            escaped = value.replace("<", "&lt;")
            inner = f"<{TIMERS[base]}>{escaped}</{TIMERS[base]}>"
            text += f"<timerEventDefinition>{inner}</timerEventDefinition>"
        elif base in NAMED:
            reference = ""
            if value:
                names[base].add(value)
                reference = f'{base}Ref="{base}-{value}"'
            text += f"<{base}EventDefinition {reference}/>"
        elif base == "when":
            inner = f"<condition>{value.replace('<', '&lt;')}</condition>"
            text += f"<conditionalEventDefinition>{inner}</conditionalEventDefinition>"
        elif base == "link":
            text += f'<linkEventDefinition name="{value}"/>'
        elif base in PLAIN:
            reference = f'activityRef="{value}"' if value else ""
            text += f"<{base}EventDefinition {reference}/>"
    return text


def _loop(given) -> str:
    if "loop" in given or "max" in given:
        before = 'testBefore="true"' if "before" in given else ""
        most = f'loopMaximum="{given["max"]}"' if "max" in given else ""
        condition = given.get("loop", "").replace("<", "&lt;")
        inner = f"<loopCondition>{condition}</loopCondition>" if condition else ""
        return f"<standardLoopCharacteristics {before} {most}>{inner}</standardLoopCharacteristics>"
    if "each" not in given and "count" not in given:
        return ""
    inner = ""
    if "count" in given:
        inner += f"<loopCardinality>{given['count']}</loopCardinality>"
    if "each" in given:
        inner += f"<loopDataInputRef>{given['each']}</loopDataInputRef>"
    if "collects" in given:
        inner += f"<loopDataOutputRef>{given['collects']}</loopDataOutputRef>"
    if "item" in given:
        inner += f'<inputDataItem name="{given["item"]}"/>'
    if "leaves" in given:
        inner += f'<outputDataItem name="{given["leaves"]}"/>'
    if "until" in given:
        inner += f"<completionCondition>{given['until'].replace('<', '&lt;')}</completionCondition>"
    sequential = 'isSequential="true"' if "sequential" in given else ""
    return (
        f"<multiInstanceLoopCharacteristics {sequential}>{inner}</multiInstanceLoopCharacteristics>"
    )
