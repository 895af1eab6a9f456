"""Cases for the rules on flows: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, condition, flow, line, process
from tests.engine.lint.fragments import ASIDE, SMALL, UNDO, pools, split, sub_process, talk

CASES: dict[str, tuple[bytes, bytes]] = {
    "compensation-flow": (
        line('<task id="do" isForCompensation="true"/>'),
        process(chain(START, TASK, END) + UNDO),
    ),
    "condition-alone": (
        process(START + TASK + END + flow("start", "do") + flow("do", "end", condition("x > 1"))),
        process(
            START
            + TASK
            + END
            + '<task id="else"/>'
            + flow("start", "do")
            + flow("do", "end", condition("x > 1"))
            + flow("do", "else")
            + flow("else", "end")
        ),
    ),
    "condition-source": (
        process(START + END + flow("start", "end", condition("x > 1"))),
        process(START + END + flow("start", "end")),
    ),
    "dead-end": (
        process(chain(START, TASK, END) + '<task id="odd"/>' + flow("do", "odd")),
        line(TASK),
    ),
    "default-condition": (
        process(split('<exclusiveGateway id="way" default="way-to-left"/>', condition("x > 1"))),
        process(split('<exclusiveGateway id="way" default="way-to-right"/>', condition("x > 1"))),
    ),
    "default-flow": (
        process(split('<exclusiveGateway id="way" default="start-to-way"/>')),
        process(split('<exclusiveGateway id="way" default="way-to-left"/>')),
    ),
    "end-missing": (process(chain(START, TASK)), line(TASK)),
    "event-sub-process-flow": (
        process(chain(START, TASK, END) + ASIDE + flow("do", "aside")),
        process(chain(START, TASK, END) + ASIDE),
    ),
    "flow-crosses": (
        line(sub_process(SMALL), TASK).replace(
            b"</process>", flow("s", "do").encode() + b"</process>"
        ),
        line(sub_process(SMALL), TASK),
    ),
    "flow-immediate": (
        process(START + END + flow("start", "end", attributes='isImmediate="false"')),
        process(
            START + END + flow("start", "end", attributes='isImmediate="false"'),
            is_executable="false",
        ),
    ),
    "flow-listed": (
        process(
            '<startEvent id="start"/><endEvent id="end"><incoming>start-to-end</incoming>'
            "</endEvent>" + flow("start", "end")
        ),
        process(
            '<startEvent id="start"><outgoing>start-to-end</outgoing></startEvent>'
            '<endEvent id="end"><incoming>start-to-end</incoming></endEvent>' + flow("start", "end")
        ),
    ),
    "message-flow-ends": (
        pools(talk("mine", "note") + '<textAnnotation id="note"/>'),
        pools(talk("mine", "them")),
    ),
    "sequence-flow-artifact": (
        process(
            chain(START, TASK, END)
            + flow("do", "note")
            + '<textAnnotation id="note"><text>!</text></textAnnotation>'
        ),
        process(
            chain(START, TASK, END) + '<textAnnotation id="note"><text>!</text></textAnnotation>'
            '<association id="about" sourceRef="do" targetRef="note"/>'
        ),
    ),
    "start-missing": (process(chain(TASK, END)), process(TASK)),
    "unreached": (
        process(chain(START, TASK, END) + chain('<task id="odd"/>', '<endEvent id="b"/>')),
        line(TASK),
    ),
}
