"""Cases for the rules on gateways: one that breaks the rule, one right."""

from __future__ import annotations

from tests.engine.lint.drawing import condition, flow, line, process
from tests.engine.lint.fragments import CATCH_MESSAGE, CATCH_TIMER, RECEIVE, TIMER, split, waiting

CASES: dict[str, tuple[bytes, bytes]] = {
    "event-gateway-boundary": (
        waiting(
            CATCH_TIMER,
            RECEIVE
            + f'<boundaryEvent id="b" attachedToRef="ID">{TIMER}</boundaryEvent>'
            + flow("b", "end"),
        ),
        waiting(CATCH_TIMER, RECEIVE),
    ),
    "event-gateway-branches": (
        waiting(CATCH_TIMER),
        waiting(CATCH_TIMER, CATCH_TIMER, CATCH_TIMER),
    ),
    "event-gateway-condition": (
        waiting(CATCH_TIMER, CATCH_TIMER, first=condition("x > 1")),
        waiting(CATCH_TIMER, CATCH_TIMER),
    ),
    "event-gateway-mixed": (
        waiting(CATCH_MESSAGE, RECEIVE),
        waiting(RECEIVE, RECEIVE),
    ),
    "event-gateway-shared": (
        waiting(CATCH_TIMER, CATCH_TIMER + flow("t0", "ID")),
        waiting(CATCH_TIMER, CATCH_TIMER),
    ),
    "event-gateway-start": (
        waiting(CATCH_TIMER, CATCH_TIMER, gateway='instantiate="true"'),
        waiting(CATCH_TIMER, CATCH_TIMER, gateway='instantiate="false"'),
    ),
    "event-gateway-target": (
        waiting(CATCH_TIMER, '<userTask id="ID"/>'),
        waiting(CATCH_TIMER, RECEIVE),
    ),
    "gateway-direction": (
        process(split('<parallelGateway id="way" gatewayDirection="Converging"/>')),
        process(split('<parallelGateway id="way" gatewayDirection="Diverging"/>')),
    ),
    "gateway-purpose": (
        line('<parallelGateway id="way"/>'),
        process(split('<parallelGateway id="way"/>')),
    ),
    "parallel-condition": (
        process(split('<parallelGateway id="way"/>', condition("x > 1"))),
        process(split('<inclusiveGateway id="way"/>', condition("x > 1"))),
    ),
}
