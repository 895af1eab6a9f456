"""Cases for the rules on collaboration: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, definitions, process
from tests.engine.lint.fragments import pools, talk

CASES: dict[str, tuple[bytes, bytes]] = {
    "global-conversation": (
        definitions(
            '<globalConversation id="talk"><participant id="us"/><textAnnotation '
            'id="note"/></globalConversation>'
        ),
        definitions('<globalConversation id="talk"><participant id="us"/></globalConversation>'),
    ),
    "lane-once": (
        process(
            '<laneSet id="lanes"><lane id="a"><flowNodeRef>do</flowNodeRef></lane>'
            '<lane id="b"><flowNodeRef>do</flowNodeRef></lane></laneSet>' + chain(START, TASK, END)
        ),
        process(
            '<laneSet id="lanes"><lane id="a"><flowNodeRef>do</flowNodeRef></lane>'
            '<lane id="b"/></laneSet>' + chain(START, TASK, END)
        ),
    ),
    "multiplicity": (
        definitions(
            '<collaboration id="talk"><participant id="us"><participantMultiplicity '
            'minimum="3" maximum="2"/></participant></collaboration>'
        ),
        definitions(
            '<collaboration id="talk"><participant id="us"><participantMultiplicity '
            'minimum="2" maximum="2"/></participant></collaboration>'
        ),
    ),
    "same-pool": (pools(talk("mine", "us")), pools(talk("mine", "theirs"))),
}
