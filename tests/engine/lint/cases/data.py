"""Cases for the rules on data: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, chain, flow, line, process
from tests.engine.lint.fragments import (
    COUNT,
    HAS_INPUT,
    HAS_OTHER_INPUT,
    HELD,
    IN_SET,
    INPUT,
    ITEMS,
    OTHER_IN,
    SMALL,
    into,
    io,
    store,
    sub_process,
    task,
)

CASES: dict[str, tuple[bytes, bytes]] = {
    "association-items": (store(COUNT, into("in")), store(HELD, into("in"))),
    "association-owner": (
        store(
            f'{HELD}<task id="other">{HAS_OTHER_INPUT}</task>'
            + flow("do", "other")
            + flow("other", "end"),
            into("there"),
        ),
        store(HELD, into("in")),
    ),
    "association-sources": (
        store(
            HELD + '<dataObject id="too" itemSubjectRef="text"/>',
            into("in", sources="<sourceRef>held</sourceRef><sourceRef>too</sourceRef>"),
        ),
        store(
            HELD + '<dataObject id="too" itemSubjectRef="text"/>',
            into(
                "in",
                "<transformation>held + too</transformation>",
                sources="<sourceRef>held</sourceRef><sourceRef>too</sourceRef>",
            ),
        ),
    ),
    "collection": (
        store('<dataObject id="held" itemSubjectRef="text" isCollection="true"/>', ""),
        store(HELD, ""),
    ),
    "process-data": (
        process(
            io(INPUT, IN_SET)
            + chain(
                START,
                task(
                    io(
                        '<dataInput id="near"/>',
                        "<inputSet><dataInputRefs>near</dataInputRefs></inputSet><outputSet/>",
                    )
                    + into("in", sources="<sourceRef>near</sourceRef>")
                ),
                END,
            ),
            top=ITEMS,
        ),
        process(
            io(INPUT, IN_SET)
            + chain(
                START,
                task(
                    io(
                        '<dataInput id="near"/>',
                        "<inputSet><dataInputRefs>near</dataInputRefs></inputSet><outputSet/>",
                    )
                    + into("near", sources="<sourceRef>in</sourceRef>")
                ),
                END,
            ),
            top=ITEMS,
        ),
    ),
    "set-membership": (line(task(io(INPUT)), top=ITEMS), line(task(HAS_INPUT), top=ITEMS)),
    "set-pairing": (
        line(
            task(
                io(
                    "",
                    '<inputSet id="i"><outputSetRefs>o</outputSetRefs></inputSet>'
                    '<outputSet id="o"/>',
                )
            )
        ),
        line(
            task(
                io(
                    "",
                    '<inputSet id="i"><outputSetRefs>o</outputSetRefs></inputSet>'
                    '<outputSet id="o"><inputSetRefs>i</inputSetRefs></outputSet>',
                )
            )
        ),
    ),
    "set-subset": (
        line(
            task(
                io(
                    INPUT + OTHER_IN,
                    "<inputSet><dataInputRefs>in</dataInputRefs>"
                    "<optionalInputRefs>more</optionalInputRefs></inputSet><inputSet>"
                    "<dataInputRefs>more</dataInputRefs></inputSet><outputSet/>",
                )
            ),
            top=ITEMS,
        ),
        line(
            task(
                io(
                    INPUT,
                    "<inputSet><dataInputRefs>in</dataInputRefs><optionalInputRefs>in"
                    "</optionalInputRefs></inputSet><outputSet/>",
                )
            ),
            top=ITEMS,
        ),
    ),
    "sub-process-data": (
        line(sub_process(HAS_INPUT + SMALL), top=ITEMS),
        line(sub_process(SMALL), top=ITEMS),
    ),
}
