"""Cases for the rules on events: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, flow, line, process
from tests.engine.lint.fragments import (
    ASIDE,
    ASKED,
    COMPENSATE,
    ERROR,
    JUMP,
    LOADED,
    MESSAGE,
    OFFERED,
    OPERATION,
    SMALL,
    TIMER,
    TO_UNDO,
    UNDO,
    WAIT,
    border,
    event_sub,
    link,
    pools,
    sub_process,
    talk,
)

CASES: dict[str, tuple[bytes, bytes]] = {
    "boundary-incoming": (
        border(TIMER, after=flow("do", "border") + flow("border", "end")),
        border(TIMER, after=flow("border", "end")),
    ),
    "boundary-outgoing": (border(TIMER, after=" "), border(TIMER)),
    "boundary-trigger": (
        border("<errorEventDefinition/>", attributes='cancelActivity="false"'),
        border("<errorEventDefinition/>"),
    ),
    "cancel-place": (
        border("<cancelEventDefinition/>"),
        border(
            "<cancelEventDefinition/>",
            host='<transaction id="do">' + SMALL + "</transaction>",
        ),
    ),
    "catch-trigger": (line('<intermediateCatchEvent id="wait"/>'), line(WAIT)),
    "compensation-handler": (
        border(COMPENSATE, after=" "),
        border(COMPENSATE, after=UNDO + TO_UNDO),
    ),
    "compensation-target": (
        process(
            chain(
                START,
                TASK,
                '<endEvent id="end"><compensateEventDefinition activityRef="do"/></endEvent>',
            )
        ),
        process(
            chain(
                START,
                TASK,
                '<endEvent id="end"><compensateEventDefinition activityRef="do"/></endEvent>',
            )
            + f'<boundaryEvent id="border" attachedToRef="do">{COMPENSATE}</boundaryEvent>'
            + UNDO
            + TO_UNDO
        ),
    ),
    "definition-on-top": (
        process(
            chain(
                START,
                '<intermediateThrowEvent id="do"><signalEventDefinition id="d" signalRef="loud"/>'
                "</intermediateThrowEvent>",
                '<endEvent id="end"><eventDefinitionRef>d</eventDefinitionRef></endEvent>',
            ),
            top='<signal id="loud" name="Loud"/>',
        ),
        process(
            chain(
                START, '<endEvent id="end"><eventDefinitionRef>d</eventDefinitionRef></endEvent>'
            ),
            top='<signal id="loud" name="Loud"/><signalEventDefinition id="d" signalRef="loud"/>',
        ),
    ),
    "end-incoming": (process(START + END), line(TASK)),
    "end-outgoing": (process(chain(START, TASK, END) + flow("end", "do")), line(TASK)),
    "end-trigger": (
        process(chain(START, f'<endEvent id="end">{TIMER}</endEvent>')),
        process(chain(START, '<endEvent id="end"><terminateEventDefinition/></endEvent>')),
    ),
    "error-code": (
        process(chain(START, f'<endEvent id="end">{ERROR}</endEvent>'), top='<error id="failed"/>'),
        process(
            chain(START, f'<endEvent id="end">{ERROR}</endEvent>'),
            top='<error id="failed" errorCode="FAILED"/>',
        ),
    ),
    "escalation-code": (
        process(chain(START, '<endEvent id="end"><escalationEventDefinition/></endEvent>')),
        process(
            chain(
                START,
                '<endEvent id="end"><escalationEventDefinition escalationRef="up"/></endEvent>',
            ),
            top='<escalation id="up" escalationCode="UP"/>',
        ),
    ),
    "event-sub-process-start": (
        process(
            chain(START, TASK, END)
            + '<subProcess id="aside" triggeredByEvent="true"><task id="odd"/></subProcess>'
        ),
        process(chain(START, TASK, END) + ASIDE),
    ),
    "event-sub-process-trigger": (
        process(chain(START, TASK, END) + event_sub('<startEvent id="begun"/>')),
        process(
            chain(START, TASK, END)
            + event_sub('<startEvent id="begun"><errorEventDefinition/></startEvent>')
        ),
    ),
    "intermediate-flow": (process(chain(START, TASK, END) + WAIT + flow("do", "wait")), line(WAIT)),
    "link-flow": (
        process(JUMP + flow("jump", "end")),
        process(JUMP),
    ),
    "link-pair": (
        process(
            chain(START, link("Throw", "jump", "on")) + chain(link("Catch", "land", "off"), END)
        ),
        process(JUMP),
    ),
    "message-direction": (
        pools(
            talk("start", "them"),
            left=f'<startEvent id="start">{ASKED}</startEvent>',
            message=MESSAGE,
        ),
        pools(
            talk("them", "start"),
            left=f'<startEvent id="start">{ASKED}</startEvent>',
            message=MESSAGE,
        ),
    ),
    "message-named": (
        line(
            '<intermediateCatchEvent id="wait"><messageEventDefinition/></intermediateCatchEvent>'
        ),
        line(f'<intermediateCatchEvent id="wait">{ASKED}</intermediateCatchEvent>', top=MESSAGE),
    ),
    "message-of-operation": (
        line(
            '<sendTask id="do" messageRef="other" operationRef="ask"/>',
            top=OFFERED + '<message id="other"/>',
        ),
        line('<sendTask id="do" messageRef="asked" operationRef="ask"/>', top=MESSAGE + OPERATION),
    ),
    "message-operation": (
        line(f'<intermediateCatchEvent id="wait">{ASKED}</intermediateCatchEvent>', top=LOADED),
        line(
            '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="asked">'
            "<operationRef>ask</operationRef></messageEventDefinition></intermediateCatchEvent>",
            top=OFFERED,
        ),
    ),
    "message-trigger": (
        pools(talk("us", "begin")),
        pools(
            talk("us", "begin"),
            right=f'<startEvent id="begin">{ASKED}</startEvent>',
            message=MESSAGE,
        ),
    ),
    "signal-named": (
        line('<intermediateThrowEvent id="do"><signalEventDefinition/></intermediateThrowEvent>'),
        line(
            '<intermediateThrowEvent id="do"><signalEventDefinition signalRef="loud"/>'
            "</intermediateThrowEvent>",
            top='<signal id="loud" name="Loud"/>',
        ),
    ),
    "start-incoming": (process(chain(START, TASK, END) + flow("do", "start")), line(TASK)),
    "start-outgoing": (process(START + END), line(TASK)),
    "start-trigger": (
        process(chain(f'<startEvent id="start">{COMPENSATE}</startEvent>', END)),
        process(chain(f'<startEvent id="start">{TIMER}</startEvent>', END)),
    ),
    "sub-process-start-trigger": (
        line(sub_process(chain(f'<startEvent id="s">{TIMER}</startEvent>', '<endEvent id="e"/>'))),
        line(sub_process(SMALL)),
    ),
    "throw-trigger": (
        line(f'<intermediateThrowEvent id="do">{TIMER}</intermediateThrowEvent>'),
        line('<intermediateThrowEvent id="do"/>'),
    ),
    "timer-cycle": (
        line(WAIT.replace("timeDuration", "timeCycle").replace("PT1H", "0 8 * * *")),
        line(WAIT.replace("timeDuration", "timeCycle").replace("PT1H", "R3/PT1H")),
    ),
    "timer-date": (
        line(WAIT.replace("timeDuration", "timeDate").replace("PT1H", "TOMORROW")),
        line(WAIT.replace("timeDuration", "timeDate").replace("PT1H", "2026-03-02T09:00:00+08:00")),
    ),
    "timer-duration": (
        line(WAIT.replace("PT1H", "-PT1H")),
        line(WAIT.replace("PT1H", 'deadline("T08", {start: accepted_at})')),
    ),
    "timer-single": (
        line('<intermediateCatchEvent id="wait"><timerEventDefinition/></intermediateCatchEvent>'),
        line(WAIT),
    ),
}
