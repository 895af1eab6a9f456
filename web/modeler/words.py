"""Texts of the editor's script, and of what differs between two drawings."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

#: Key in the script to its text.
SCRIPT: Mapping[str, LazyString] = {
    "draft.saving": _("正在保存草稿…"),
    "draft.saved": _("草稿已保存 {at}"),
    "draft.failed": _("草稿暂未保存，正在重试；改动还在这个页面上"),
    "draft.signed-out": _("登录已过期，改动还在这个页面上。请在新窗口登录，再按“保存”"),
    "draft.forbidden": _("您现在的岗位不能改流程图，草稿没有保存；改动可以下载"),
    "draft.moved": _("{who}在 {at} 改了这份草稿，您的改动没有写入，还在这个页面上"),
    "draft.unreadable": _("这张图存不下来：太大，或者写法读不懂。改动还在这个页面上"),
    "check.running": _("正在检查…"),
    "check.failed": _("没有检查成，请再试一次。"),
    "check.refused": _("有 {errors} 处必须改正，{warnings} 处请留意。"),
    "check.warned": _("检查通过，可以成为第 {version} 版；{warnings} 处请留意。"),
    "check.passed": _("检查通过，可以成为第 {version} 版。"),
    "outline.choose": _("选一个元素…"),
    "panel.several": _("选中了多个元素，请只选一个来修改。"),
    "panel.locked": _("法定或内部规范的必经步骤：不能删除、更换类型或改编号。"),
    "panel.none": _("（无）"),
    "panel.open-form": _("查看这份表单"),
    "panel.open-decision": _("查看这张决策表"),
    "panel.open-deadline": _("查看这个期限"),
    "panel.open-process": _("查看这个流程"),
    "panel.pair-name": _("名称"),
    "panel.pair-value": _("取值（FEEL）"),
    "panel.pair-add": _("加一行"),
    "panel.pair-remove": _("删去这一行"),
    "group.names": _("名称"),
    "group.people": _("谁来办"),
    "group.work": _("办理"),
    "group.operation": _("系统操作"),
    "group.decision": _("决策"),
    "group.call": _("调用流程"),
    "group.act": _("人员可以发起"),
    "group.timer": _("定时"),
    "group.trigger": _("触发"),
    "group.condition": _("条件"),
    "group.repeat": _("多人办理"),
    "group.escalation": _("到期与提级"),
    "group.exchange": _("数据"),
    "group.notes": _("说明"),
    "group.id": _("元素编号"),
    "group.process": _("流程"),
    "field.name-zh": _("中文名称"),
    "field.name-en": _("英文名称"),
    "field.role": _("岗位"),
    "field.form": _("表单"),
    "field.deadline": _("期限"),
    "field.due": _("到期时间（FEEL）"),
    "field.stage": _("所属阶段"),
    "field.assignee": _("指定人员（FEEL）"),
    "field.unit": _("另一个单位（FEEL）"),
    "field.priority": _("优先级（FEEL）"),
    "field.notBy": _("不能由同一人办的步骤"),
    "field.operation": _("操作"),
    "field.decision": _("决策表"),
    "field.result": _("结果存为"),
    "field.called": _("被调用的流程"),
    "field.act": _("由人员从页面上发起"),
    "field.roles": _("可以发起的岗位"),
    "field.roles-note": _("岗位代码，用空格分开，例如 R04 R05"),
    "field.timer-deadline": _("按期限代码"),
    "field.timer-kind": _("定时方式"),
    "field.timer-when": _("时间（FEEL 或 ISO 8601）"),
    "field.interrupting": _("触发时中断所在的步骤"),
    "field.interrupting-note": _("期限只提醒、提级，一般不中断。"),
    "field.messageRef": _("消息"),
    "field.signalRef": _("信号"),
    "field.errorRef": _("错误"),
    "field.escalationRef": _("提级"),
    "field.trigger-new": _("新建一个（填名称）"),
    "field.correlation": _("对应到哪个案件（FEEL）"),
    "field.condition": _("条件（FEEL）"),
    "field.condition-note": _('条件成立才走这条流向，例如 risk_level = "red"'),
    "field.default": _("默认流向：其他条件都不成立时走"),
    "field.list": _("按哪个名单（流程数据的键）"),
    "field.item": _("每一项叫什么"),
    "field.until": _("提前结束的条件（FEEL）"),
    "field.one-by-one": _("一个办完再办下一个"),
    "field.escalations": _("到期时触发"),
    "field.add-escalation": _("加一个到期提醒"),
    "field.inputs": _("送入"),
    "field.outputs": _("取回"),
    "field.note-zh": _("中文说明"),
    "field.note-en": _("英文说明"),
    "field.id": _("元素编号"),
    "field.process-zh": _("流程的中文名称"),
    "field.process-en": _("流程的英文名称"),
    "field.process-note-zh": _("流程的中文说明"),
    "field.process-note-en": _("流程的英文说明"),
    "field.id-note": _("小写英文单词加连字符，例如 call-back-visitor；不合规或已用过的不会改。"),
    "time.timeDate": _("到某个时刻"),
    "time.timeDuration": _("过一段时间"),
    "time.timeCycle": _("每隔一段时间"),
}  # fmt: skip

#: What an element is; the script asks for kind.<name>.
KINDS: Mapping[str, LazyString] = {
    "Process": _("流程"), "Collaboration": _("协作"), "Participant": _("泳池"), "Lane": _("泳道"),
    "Task": _("任务"), "UserTask": _("人工任务"), "ManualTask": _("手工任务"),
    "ServiceTask": _("系统任务"), "SendTask": _("发送任务"), "ReceiveTask": _("接收任务"),
    "ScriptTask": _("脚本任务"), "BusinessRuleTask": _("决策任务"), "CallActivity": _("调用流程"),
    "SubProcess": _("子流程"), "Transaction": _("事务子流程"), "AdHocSubProcess": _("自选子流程"),
    "ExclusiveGateway": _("单选网关"), "ParallelGateway": _("并行网关"),
    "InclusiveGateway": _("多选网关"), "EventBasedGateway": _("事件网关"),
    "ComplexGateway": _("复杂网关"), "StartEvent": _("开始事件"), "EndEvent": _("结束事件"),
    "IntermediateCatchEvent": _("中间接收事件"), "IntermediateThrowEvent": _("中间发送事件"),
    "BoundaryEvent": _("边界事件"), "SequenceFlow": _("流向"), "MessageFlow": _("消息流"),
    "Association": _("关联线"), "TextAnnotation": _("注释"), "Group": _("分组"),
    "DataObjectReference": _("数据对象"), "DataStoreReference": _("数据存储"),
    "DataInputAssociation": _("数据送入"), "DataOutputAssociation": _("数据取回"),
}  # fmt: skip

#: What triggers an event; the script asks for event.<name>.
EVENTS: Mapping[str, LazyString] = {
    "Message": _("消息"), "Timer": _("定时"), "Conditional": _("条件"), "Signal": _("信号"),
    "Error": _("错误"), "Escalation": _("提级"), "Compensate": _("补偿"), "Cancel": _("取消"),
    "Link": _("链接"), "Terminate": _("终止"),
}  # fmt: skip


def script_words() -> dict[str, str]:
    """Every text of the script in the language of the page."""
    found = {key: str(text) for key, text in SCRIPT.items()}
    found |= {f"kind.{key}": str(text) for key, text in KINDS.items()}
    return found | {f"event.{key}": str(text) for key, text in EVENTS.items()}


#: What about an element can differ; the rest is named as it is written in the file.
DETAILS: Mapping[str, LazyString] = {
    "name": _("中文名称"), "nameEn": _("英文名称"), "role": _("岗位"), "lane": _("泳道"),
    "form": _("表单"), "deadline": _("期限"), "due": _("到期时间"), "stage": _("所属阶段"),
    "assignee": _("指定人员"), "unit": _("另一个单位"), "priority": _("优先级"),
    "notBy": _("不能由同一人办的步骤"), "locked": _("锁定"), "operation": _("操作"),
    "decision": _("决策表"), "result": _("结果存为"), "calledElement": _("被调用的流程"),
    "act": _("由人员从页面上发起"), "roles": _("可以发起的岗位"),
    "correlation": _("对应到哪个案件"),
    "conditionExpression": _("条件"), "conditionalEventDefinition.condition": _("条件"),
    "default": _("默认流向"), "sourceRef": _("从哪里来"), "targetRef": _("到哪里去"),
    "attachedToRef": _("所在的步骤"), "cancelActivity": _("是否中断"),
    "timerEventDefinition.timeDate": _("定时"), "timerEventDefinition.timeDuration": _("定时"),
    "timerEventDefinition.timeCycle": _("定时"), "documentation.zh": _("中文说明"),
    "documentation.en": _("英文说明"), "messageEventDefinition.messageRef": _("消息"),
    "isExecutable": _("可以执行"),
}  # fmt: skip
