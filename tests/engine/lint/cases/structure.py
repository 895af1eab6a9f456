"""Cases for the rules on structure: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, definitions, flow, line, process
from tests.engine.lint.fragments import LOADED, SMALL, sub_process, task

CASES: dict[str, tuple[bytes, bytes]] = {
    "unique-id": (line(TASK, '<task id="do"/>'), line(TASK)),
    "id-present": (process(chain(START, TASK, END) + "<task/>"), line(TASK)),
    "bpmn-schema": (line('<task id="do" colour="red"/>'), line(TASK)),
    "extension-understood": (
        definitions('<extension mustUnderstand="true" definition="more"/>'),
        definitions('<extension mustUnderstand="false" definition="more"/>'),
    ),
    "other-engine": (
        line('<serviceTask id="do" implementation="other:http"/>'),
        line('<serviceTask id="do" implementation="##WebService"/>'),
    ),
    "mime-type": (
        line(task('<documentation textFormat="WORD">x</documentation>')),
        line(task('<documentation textFormat="text/plain; charset=utf-8">x</documentation>')),
    ),
    "reference-type": (
        definitions('<message id="asked" itemRef="asked"/>'),
        definitions(LOADED),
    ),
    "reference-unknown": (
        process(chain(START, TASK, END) + flow("do", "nowhere")),
        line(TASK),
    ),
    "uri": (
        line(
            sub_process(SMALL, "transaction").replace(
                '<transaction id="part">', '<transaction id="part" method="%no uri">'
            )
        ),
        line(
            sub_process(SMALL, "transaction").replace(
                '<transaction id="part">', '<transaction id="part" method="##Compensate">'
            )
        ),
    ),
}
