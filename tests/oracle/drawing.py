"""A model is written as the BPMN file that a person would have drawn."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.model import Event, Loop, Node, Plan

_TAGS = {
    "start": "startEvent", "end": "endEvent", "throw": "intermediateThrowEvent",
    "catch": "intermediateCatchEvent", "edge": "boundaryEvent", "user": "userTask",
    "pass": "task", "none": "intermediateThrowEvent", "fail": "serviceTask",
    "receive": "receiveTask", "send": "sendTask", "sub": "subProcess", "eventSub": "subProcess",
    "transaction": "transaction", "call": "callActivity", "xor": "exclusiveGateway",
    "or": "inclusiveGateway", "and": "parallelGateway", "race": "eventBasedGateway",
    "linkThrow": "intermediateThrowEvent", "linkCatch": "intermediateCatchEvent",
}  # fmt: skip
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:sanlian="urn:sanlian:bpmn:1" id="file" targetNamespace="urn:oracle">'
)


def draw(plan: Plan) -> bytes:
    """The file of one process."""
    roots = sorted({root for node in plan.everything() for root in _roots(node)})
    body = "".join(_scope(plan))
    process = f'<process id="{plan.id}" isExecutable="true">{_DATA}{body}</process>'
    return f"{_HEAD}{''.join(roots)}{process}</definitions>".encode()


_DATA = (
    '<dataObject id="team-object" name="team" isCollection="true"/>'
    '<dataObjectReference id="team-drawn" dataObjectRef="team-object"/>'
)


def called(plan: Plan) -> dict[str, bytes]:
    """The files of the processes that it calls, at any depth."""
    found: dict[str, bytes] = {}
    for node in plan.everything():
        if node.kind == "call" and node.inner is not None:
            found[node.inner.id] = draw(node.inner)
            found |= called(node.inner)
    return found


def _roots(node: Node) -> Iterator[str]:
    for event in node.events:
        if event.name and event.kind in {"message", "signal", "error", "escalation"}:
            code = {"error": "errorCode", "escalation": "escalationCode"}.get(event.kind, "name")
            yield f'<{event.kind} id="{event.kind}-{event.name}" {code}="{event.name}"/>'


def _scope(plan: Plan) -> Iterator[str]:
    drawn_as_link = {n.id for n in plan.nodes.values() if n.kind == "linkThrow"}
    for node in plan.nodes.values():
        yield _node(plan, node)
    for flow in plan.flows:
        if flow.source in drawn_as_link:
            continue
        when = f"<conditionExpression>{flow.when}</conditionExpression>" if flow.when else ""
        yield (
            f'<sequenceFlow id="{flow.id}" sourceRef="{flow.source}" targetRef="{flow.target}">'
            f"{when}</sequenceFlow>"
        )
    for node in plan.nodes.values():
        if node.handler:
            handled = f'sourceRef="{node.id}-undo" targetRef="{node.handler}"'
            yield f'<boundaryEvent id="{node.id}-undo" attachedToRef="{node.id}">'
            yield "<compensateEventDefinition/></boundaryEvent>"
            yield f'<association id="as-{node.id}" {handled} associationDirection="One"/>'


def _node(plan: Plan, node: Node) -> str:
    given = {"id": node.id, "attachedToRef": node.host}
    default = next((flow.id for flow in plan.out_of(node.id) if flow.default), "")
    given["default"] = default
    if not node.interrupting:
        given["cancelActivity" if node.host else "isInterrupting"] = "false"
    given["triggeredByEvent"] = "true" if node.is_trigger else ""
    given["parallelMultiple"] = "true" if node.all_of else ""
    given["isForCompensation"] = "true" if node.undoes else ""
    given["calledElement"] = node.inner.id if node.kind == "call" and node.inner else ""
    given["sanlian:operation"] = f"fail.{node.events[0].name}" if node.kind == "fail" else ""
    given["startQuantity"] = str(node.starts) if node.starts > 1 else ""
    given["completionQuantity"] = str(node.produces) if node.produces > 1 else ""
    if node.kind in {"receive", "send"}:
        given["messageRef"] = f"message-{node.events[0].name}"
    words = " ".join(f'{name}="{value}"' for name, value in given.items() if value)
    return f"<{_TAGS[node.kind]} {words}>{''.join(_inside(plan, node))}</{_TAGS[node.kind]}>"


def _inside(plan: Plan, node: Node) -> Iterator[str]:
    if node.kind not in {"receive", "send", "fail"}:
        yield from (_definition(event) for event in node.events)
    if node.kind == "linkThrow":
        yield f'<linkEventDefinition name="{plan.out_of(node.id)[0].target}"/>'
    if node.kind == "linkCatch":
        yield f'<linkEventDefinition name="{node.id}"/>'
    if node.loop is not None:
        yield _loop(node.loop)
    if node.inner is not None and node.kind != "call":
        yield from _scope(node.inner)


def _definition(event: Event) -> str:
    tag = f"{event.kind}EventDefinition"
    if event.kind == "timer":
        text = f"R{event.times}/PT1H" if event.times > 1 else "PT1H"
        form = "timeCycle" if event.times > 1 else "timeDuration"
        return f"<{tag}><{form}>{text}</{form}></{tag}>"
    if event.kind == "conditional":
        return f"<{tag}><condition>{event.when}</condition></{tag}>"
    if event.kind == "compensate":
        return f'<{tag} activityRef="{event.name}"/>' if event.name else f"<{tag}/>"
    return f'<{tag} {event.kind}Ref="{event.kind}-{event.name}"/>' if event.name else f"<{tag}/>"


def _loop(loop: Loop) -> str:
    if loop.kind == "standard":
        tag, inner = "standardLoopCharacteristics", f"<loopCondition>{loop.when}</loopCondition>"
        return f'<{tag} loopMaximum="{loop.total}">{inner}</{tag}>'
    tag = "multiInstanceLoopCharacteristics"
    inner = f"<loopCardinality>{loop.total}</loopCardinality>"
    if loop.collection:
        inner = f"<loopDataInputRef>{loop.collection}-drawn</loopDataInputRef>"
    if loop.until:
        done = f"numberOfCompletedInstances &gt;= {loop.until}"
        inner += f"<completionCondition>{done}</completionCondition>"
    return f'<{tag} isSequential="{str(loop.kind == "sequential").lower()}">{inner}</{tag}>'
