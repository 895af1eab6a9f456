"""What a node of a model is called in a table of constructs."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.model import Node, Plan

_PLAIN = {
    "pass": "task", "fail": "service task with a business error", "receive": "receive task", "send": "send task",
    "call": "call activity", "transaction": "transaction", "race": "event-based gateway",
    "none": "plain intermediate event", "linkThrow": "link event (throw)",
    "linkCatch": "link event (catch)", "sub": "sub-process", "user": "user task",
}  # fmt: skip
_GATEWAYS = {"xor": "exclusive", "or": "inclusive", "and": "parallel"}
_LOOPS = {
    "standard": "standard loop", "parallel": "parallel multi-instance",
    "sequential": "sequential multi-instance",
}  # fmt: skip


def labels(plan: Plan) -> dict[str, frozenset[str]]:
    """The constructs of every node, by its id."""
    return {
        node.id: frozenset({_label(node, within), *_details(node)})
        for node, within in _placed(plan)
    }


def _details(node: Node) -> Iterator[str]:
    if node.loop is not None and node.loop.until:
        yield "completion condition of a multi-instance"
    if node.loop is not None and node.loop.collection:
        yield "multi-instance over a data object"


def _placed(plan: Plan) -> Iterator[tuple[Node, Plan]]:
    for node in plan.nodes.values():
        yield node, plan
        if node.inner is not None:
            yield from _placed(node.inner)


def _label(node: Node, plan: Plan) -> str:
    if node.undoes:
        return "compensation handler"
    if node.kind in _GATEWAYS:
        side = "join" if len(plan.into(node.id)) > 1 else "split"
        return f"{_GATEWAYS[node.kind]} gateway ({side})"
    if node.loop is not None:
        of = "sub-process" if node.inner else "task"
        return f"{_LOOPS[node.loop.kind]} of a {of}"
    if node.starts > 1 or node.produces > 1:
        return "start quantity" if node.starts > 1 else "completion quantity"
    if node.kind == "user" and any(flow.when for flow in plan.out_of(node.id)):
        return "conditional flows out of a task"
    return _PLAIN.get(node.kind) or _event(node)


def _event(node: Node) -> str:
    kinds = "multiple" if len(node.events) > 1 else (*(e.kind for e in node.events), "plain")[0]
    kinds = "parallel multiple" if node.all_of else kinds
    if kinds == "timer" and node.events[0].times > 1:
        kinds = "timer cycle"
    how = "interrupting" if node.interrupting else "not interrupting"
    if node.kind == "edge":
        return f"boundary event: {kinds}, {how}"
    if node.kind == "start":
        return f"event sub-process: {kinds}, {how}" if node.events else "start event"
    if node.kind == "eventSub":
        return "event sub-process"
    return {"catch": "catch", "throw": "throw", "end": "end"}[node.kind] + f" event: {kinds}"


_WORDS = {
    "boundary event": "边界事件", "catch event": "中间捕获事件", "throw event": "中间抛出事件",
    "end event": "结束事件", "event sub-process": "事件子流程", "start event": "开始事件",
    "interrupting": "中断", "not interrupting": "不中断", "cancel": "取消", "conditional": "条件",
    "error": "错误", "escalation": "升级", "message": "消息", "signal": "信号", "timer": "定时",
    "timer cycle": "定时循环", "terminate": "终止", "compensate": "补偿", "plain": "普通",
    "multiple": "多重(任一)", "parallel multiple": "并行多重(全部)", "call activity": "调用活动",
    "compensation handler": "补偿活动", "completion condition of a multi-instance": "多实例完成条件",
    "completion quantity": "完成令牌数", "start quantity": "开始令牌数",
    "conditional flows out of a task": "任务直接引出的条件流", "event-based gateway": "事件网关",
    "exclusive gateway (join)": "排他网关(汇合)", "exclusive gateway (split)": "排他网关(分支)",
    "inclusive gateway (join)": "包容网关(汇合)", "inclusive gateway (split)": "包容网关(分支)",
    "parallel gateway (join)": "并行网关(汇合)", "parallel gateway (split)": "并行网关(分支)",
    "link event (catch)": "链接事件(到达)", "link event (throw)": "链接事件(出发)",
    "multi-instance over a data object": "按数据对象的多实例",
    "parallel multi-instance of a sub-process": "并行多实例子流程",
    "parallel multi-instance of a task": "并行多实例任务",
    "sequential multi-instance of a sub-process": "顺序多实例子流程",
    "sequential multi-instance of a task": "顺序多实例任务",
    "standard loop of a sub-process": "循环子流程", "standard loop of a task": "循环任务",
    "plain intermediate event": "普通中间事件", "receive task": "接收任务", "send task": "发送任务",
    "service task with a business error": "服务任务(业务错误)", "sub-process": "子流程",
    "task": "任务", "transaction": "事务", "user task": "人工任务",
}  # fmt: skip


def chinese(label: str) -> str:
    """A label as it stands in the Chinese column."""
    if label in _WORDS:
        return _WORDS[label]
    kind, _, rest = label.partition(": ")
    return f"{_WORDS[kind]}：{'、'.join(_WORDS[part] for part in rest.split(', '))}"
