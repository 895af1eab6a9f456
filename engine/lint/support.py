"""What the standard allows and this engine does not execute is refused with what to draw instead.

The parser of the engine finds these places; here stand the words. Every replacement that is named
is deployed and walked in a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine.errors import Finding, NotDeployable
from engine.spiff import parser

#: What every rule of this kind begins with.
PREFIX: Final = "unsupported-"

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "unsupported-ad-hoc-sub-process": {
        "zh": "不执行临时(ad hoc)子流程。请改用普通子流程：包容网关按条件分出需要的任务，"
        "再用包容网关汇合；要重复的任务加上循环。",
        "en": "Ad-hoc sub-processes are not executed. Use a plain sub-process in which an "
        "inclusive gateway opens the tasks that are needed and another joins them.",
    },
    "unsupported-complex-gateway": {
        "zh": "不执行复杂网关。“几个里完成几个就够”请改用带完成条件的多实例任务；其余用包容网关。",
        "en": "Complex gateways are not executed. For “so many of these are enough” use a "
        "multi-instance task with a completion condition; else an inclusive gateway.",
    },
    "unsupported-multi-instance-behaviour": {
        "zh": "不执行多实例的这种触发方式。请改用多实例子流程，在每一项的任务之后放一个抛出事件，"
        "由子流程上不中断的边界事件接住。",
        "en": "This behaviour of a multi-instance is not executed. Use a multi-instance "
        "sub-process, throw an event after the task of each item, and catch it by a boundary "
        "event that does not interrupt.",
    },
    "unsupported-nested-compensation": {
        "zh": "不执行跨子流程的补偿。请把抛出补偿的事件放进有补偿活动的那个子流程里，"
        "例如由边界错误之前的分支来补偿。",
        "en": "Compensation does not reach into sub-processes. Throw it inside the sub-process "
        "that has the handlers, before that one is left.",
    },
    "unsupported-compensated-loop": {
        "zh": "不执行重复活动的补偿。请去掉补偿边界事件，在判断之后画一个撤销任务(可设为多实例)。",
        "en": "A repeated activity cannot be compensated. Draw a task that undoes it, "
        "multi-instance if need be, behind a gateway that decides.",
    },
    "unsupported-instantiating-gateway": {
        "zh": "不由网关启动流程。请为每种消息各画一个开始事件，都连到同一步。",
        "en": "A gateway does not start a process. Draw one start event for each message and lead "
        "all of them to the same step.",
    },
    "unsupported-parallel-multiple-start": {
        "zh": "开始事件不能同时等几个触发。请由第一个消息启动，其余的放在并行网关后面等。",
        "en": "A start event does not wait for several triggers at once. Start by the first one "
        "and await the others behind a parallel gateway.",
    },
    "unsupported-event-definition": {
        "zh": "这里不执行这种事件({definition})。请改用消息、定时、信号或条件事件。",
        "en": "An event of this kind ({definition}) is not executed here. Use a message, timer, "
        "signal or conditional event.",
    },
    "unsupported-correlation-subscription": {
        "zh": "不读取关联订阅。请在接收事件上用 sanlian:correlation 写明关联键。",
        "en": "Correlation subscriptions are not read. Write the key as sanlian:correlation on the "
        "event that receives.",
    },
    "unsupported-implicit-throw-event": {
        "zh": "不执行隐式抛出事件。请改用中间抛出事件。",
        "en": "Implicit throw events are not executed. Use an intermediate throw event.",
    },
}  # fmt: skip

#: For an element that nobody foresaw.
OTHERS: Final[Mapping[str, str]] = {
    "zh": "不执行元素 {tag}。请改用任务、网关、事件和子流程来画。",
    "en": "The element {tag} is not executed. Draw it by tasks, gateways, events or sub-processes.",
}


def findings(xml: bytes) -> Iterator[Finding]:
    """Yield what the engine does not execute, once for each place."""
    seen: set[tuple[str, str]] = set()
    for finding in _all(xml):
        place = (finding.rule, finding.element)
        if finding.rule.startswith(PREFIX) and place not in seen:
            seen.add(place)
            yield finding


def _all(xml: bytes) -> Iterator[Finding]:
    try:
        processes = parser.executable_processes(xml)
    except NotDeployable as refused:
        yield from refused.findings
        return
    for process in processes:
        try:
            parser.parse(xml, process_id=process)
        except NotDeployable as refused:
            yield from refused.findings
