"""Cases for the rules on activities: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, line, process
from tests.engine.lint.fragments import (
    BINDING,
    BOTH_SETS,
    CHOREOGRAPHY,
    HAS_INPUT,
    HAS_OTHER_INPUT,
    HAS_OUTPUT,
    INPUT,
    ITEMS,
    LOADED,
    MESSAGE,
    OFFERED,
    OUTPUT,
    SMALL,
    THREE,
    TIMER,
    TWO_DATA,
    TWO_IN,
    call,
    calling,
    global_task,
    io,
    several,
    sub_process,
    task,
)

CASES: dict[str, tuple[bytes, bytes]] = {
    "ad-hoc-empty": (
        line(sub_process("", "adHocSubProcess")),
        line(sub_process(TASK, "adHocSubProcess")),
    ),
    "ad-hoc-events": (
        line(
            sub_process(
                chain('<startEvent id="s"/>', TASK, '<endEvent id="e"/>'), "adHocSubProcess"
            )
        ),
        line(sub_process(TASK, "adHocSubProcess")),
    ),
    "behavior-event": (
        line(several(THREE, 'behavior="One"')),
        line(
            several(THREE, 'behavior="One" oneBehaviorEventRef="d"'),
            top='<signal id="loud"/><signalEventDefinition id="d" signalRef="loud"/>',
        ),
    ),
    "binding-data": (
        global_task(io(INPUT.replace('"text"', '"number"') + OUTPUT, BOTH_SETS) + BINDING),
        global_task(io(INPUT + OUTPUT, BOTH_SETS) + BINDING),
    ),
    "call-data": (call(HAS_INPUT, ""), call(HAS_INPUT, HAS_OTHER_INPUT)),
    "called-start": (
        calling(chain(f'<startEvent id="s">{TIMER}</startEvent>', '<endEvent id="e"/>')),
        calling(SMALL),
    ),
    "choreography-inside": (process(chain(START, CHOREOGRAPHY, END)), line(TASK)),
    "condition-boolean": (
        line(several(THREE + "<completionCondition>23</completionCondition>")),
        line(several(THREE + "<completionCondition>done = 23</completionCondition>")),
    ),
    "expression-present": (
        line(several("<loopCardinality/>")),
        line(several(THREE)),
    ),
    "interface-binding": (
        global_task("<supportedInterfaceRef>desk</supportedInterfaceRef>" + HAS_INPUT),
        global_task(
            "<supportedInterfaceRef>desk</supportedInterfaceRef>"
            + io(INPUT + OUTPUT, BOTH_SETS)
            + BINDING
        ),
    ),
    "loop-data": (
        line(several("<loopDataInputRef>text</loopDataInputRef>"), top=ITEMS),
        line(several("<loopDataInputRef>departments</loopDataInputRef>"), top=ITEMS),
    ),
    "loop-item": (
        line(
            several(
                "<loopDataInputRef>in</loopDataInputRef><inputDataItem id='one' "
                "itemSubjectRef='number'/>",
                before=HAS_INPUT,
            ),
            top=ITEMS,
        ),
        line(
            several(
                "<loopDataInputRef>in</loopDataInputRef><inputDataItem id='one' "
                "itemSubjectRef='text'/>",
                before=HAS_INPUT,
            ),
            top=ITEMS,
        ),
    ),
    "loop-markers": (
        line(
            task(
                "<standardLoopCharacteristics/><multiInstanceLoopCharacteristics>"
                f"{THREE}</multiInstanceLoopCharacteristics>"
            )
        ),
        line(task("<standardLoopCharacteristics/>")),
    ),
    "loop-maximum": (
        line(task('<standardLoopCharacteristics loopMaximum="-1"/>')),
        line(task('<standardLoopCharacteristics loopMaximum="1"/>')),
    ),
    "message-data": (
        line(
            task(
                HAS_OUTPUT.replace('itemSubjectRef="text"', 'itemSubjectRef="number"'),
                "receiveTask",
                'messageRef="asked"',
            ),
            top=LOADED,
        ),
        line(task(HAS_OUTPUT, "receiveTask", 'messageRef="asked"'), top=LOADED),
    ),
    "multi-instance-count": (line(several("")), line(several(THREE))),
    "operation-data": (
        line('<serviceTask id="do" operationRef="ask"/>', top=OFFERED),
        line(task(HAS_INPUT, "serviceTask", 'operationRef="ask"'), top=OFFERED),
    ),
    "public-executable": (
        line(TASK).replace(b'id="case"', b'id="case" processType="Public"'),
        line(TASK).replace(b'id="case"', b'id="case" processType="Private"'),
    ),
    "receive-start": (
        line('<receiveTask id="do" messageRef="asked" instantiate="true"/>', top=MESSAGE),
        process(
            chain('<receiveTask id="do" messageRef="asked" instantiate="true"/>', END), top=MESSAGE
        ),
    ),
    "single-data": (
        line(task(TWO_DATA, "sendTask", 'messageRef="asked"'), top=LOADED),
        line(task(HAS_INPUT, "sendTask", 'messageRef="asked"'), top=LOADED),
    ),
    "single-set": (
        line(task(TWO_IN, "sendTask", 'messageRef="asked"'), top=LOADED),
        line(task(HAS_INPUT, "sendTask", 'messageRef="asked"'), top=LOADED),
    ),
    "token-quantity": (
        line('<task id="do" startQuantity="0"/>'),
        line('<task id="do" startQuantity="2"/>'),
    ),
}
