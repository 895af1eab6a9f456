"""What happened, as a sentence without its subject: "领取了“会前安全检查”"; the line names who.

`%(step)s` is the step's name, other values come from the fact. Every tag of the engine and of the
domain has words; which of them a page shows is the page's choice.
"""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.filling import filled
from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

_HOUSE: Mapping[str, LazyString] = {
    "case:opened": _("开始接待"),
    "case:staged": _("进入“%(stage_words)s”阶段"),
    "case:draft": _("开始接待"),
    "case:registered": _("登记立案"),
    "case:triaged": _("完成分流"),
    "case:consult": _("转为咨询"),
    "case:accepted": _("受理"),
    "case:transferred": _("转出"),
    "case:refused": _("不予受理"),
    "case:in_progress": _("开始办理"),
    "case:suspended": _("中止办理"),
    "case:resolved": _("办结"),
    "case:follow_up": _("进入回访"),
    "case:closed": _("结案"),
    "case:archived": _("归档"),
    "case:merged": _("并入另一案件"),
    "case:withdrawn": _("撤回"),
    "case:sealed": _("设为保密，只有办案人员能看"),
    "risk:confirmed": _("确认风险等级：%(to_words)s"),
    "report:required": _("发现未成年人可能受侵害，须强制报告"),
    "safety:screened": _("完成安全筛查：%(danger_words)s"),
    "danger:heard": _("听到危险信号，按突发处理"),
    "consultation:answered": _("答复咨询"),
    "visit:linked": _("同一件事再次来访 %(visit)s，并入本案"),
    "visit:closed": _("接待结束"),
    "task:opened": _("到了“%(step)s”"),
    "task:claimed": _("领取“%(step)s”"),
    "task:released": _("退回“%(step)s”"),
    "task:reassigned": _("转办“%(step)s”给 %(to_name)s"),
    "task:completed": _("办结“%(step)s”"),
    "task:cancelled": _("取消“%(step)s”"),
    "act:sent": _("提出“%(step)s”"),
    "deadline:escalated": _("期限到了还没有办，逐级上报：%(to_words)s"),
    "deadline:extended": _("期限延长"),
    "deadline:paused": _("期限暂停"),
    "deadline:resumed": _("期限恢复计算"),
    "deadline:moved": _("期限改期"),
    "deadline:restarted": _("期限重新起算"),
    "timer:armed": _("“%(step)s”开始计时"),
    "timer:fired": _("到时间了：%(step)s"),
    "timer:moved": _("“%(step)s”改了时间"),
    "timer:rearmed": _("“%(step)s”改了时间"),
    "instance:stopped": _("流程停止"),
    "instance:started": _("启动流程“%(process_words)s”"),
    "process:started": _("流程开始"),
    "process:ended": _("流程结束"),
    "process:stopped": _("流程停止"),
    "process:stuck": _("流程停住了，需要人处理"),
    "node:entered": _("到了“%(step)s”"),
    "node:completed": _("“%(step)s”完成"),
    "node:cancelled": _("“%(step)s”取消"),
    "flow:taken": _("从“%(step)s”往下走"),
    "message:received": _("收到消息：%(step)s"),
    "message:thrown": _("发出消息：%(step)s"),
    "message:kept": _("消息先留着，等人来取"),
    "signal:received": _("收到信号：%(step)s"),
    "signal:thrown": _("发出信号：%(step)s"),
    "condition:met": _("条件满足：%(step)s"),
    "error:thrown": _("出错：%(step)s"),
    "error:caught": _("改走备用路线：%(step)s"),
    "error:uncaught": _("出错没有人接：%(step)s"),
    "escalation:thrown": _("上报：%(step)s"),
    "escalation:caught": _("上报已接到：%(step)s"),
    "escalation:uncaught": _("上报没有人接：%(step)s"),
    "cancel:thrown": _("撤销：%(step)s"),
    "cancel:caught": _("已撤销：%(step)s"),
    "operation:performed": _("系统完成“%(step)s”"),
    "operation:pending": _("系统正在办“%(step)s”"),
    "operation:failed": _("系统没有办成“%(step)s”"),
    "decision:made": _("按表判断：%(step)s"),
    "person:added": _("新增人员"),
    "person:deactivated": _("停用账号"),
    "person:reactivated": _("恢复账号"),
    "password:reset": _("重设密码"),
    "post:given": _("任命岗位"),
    "post:ended": _("岗位结束"),
    "duty:entered": _("排值班"),
    "duty:struck": _("取消值班"),
}

#: What mediation and emergency linkage record; department, reason and result come in words.
_PROCESSES: Mapping[str, LazyString] = {
    "mediation:opened": _("转入矛盾联调"),
    "application:recorded": _("登记调解申请"),
    "mediability:judged": _("判断可否调解"),
    "respondent:answered": _("被申请人答复"),
    "mediation:accepted": _("受理调解"),
    "mediation:refused": _("不予受理调解：%(reason_words)s"),
    "mediation:concluded": _("调解终结：%(reason_words)s"),
    "mediation:withdrawn": _("一方撤回调解"),
    "mediation:merged": _("重复件并入"),
    "mediation:archived": _("立卷归档"),
    "mediator:appointed": _("指派调解员 %(mediator_name)s"),
    "mediator:confirmed": _("%(mediator_name)s 接手调解，无须回避"),
    "mediator:recused": _("%(mediator_name)s 回避"),
    "mediator:replaced": _("更换调解员"),
    "change:requested": _("当事人申请更换调解员"),
    "change:refused": _("不更换调解员"),
    "departments:invited": _("邀请部门参加联调"),
    "session:scheduled": _("约定第 %(seq)s 次调解会：%(at)s"),
    "safety:checked": _("第 %(seq)s 次调解会前做了安全检查"),
    "session:held": _("开了第 %(seq)s 次调解会"),
    "contact:attempted": _("联系当事人"),
    "outcome:recorded": _("调解结果：%(outcome_words)s"),
    "terms:recorded": _("协议条款共 %(terms)s 条"),
    "agreement:effective": _("协议生效"),
    "notice:served": _("送达终止调解通知"),
    "confirmation:requested": _("双方申请司法确认"),
    "confirmation:answered": _("法院答复司法确认"),
    "confirmation:lapsed": _("司法确认申请期限已过"),
    "term:warned": _("距调解期限还有 %(days_left)s 天，已提醒"),
    "term:extended": _("调解期限延长 %(days)s 天"),
    "extension:refused": _("不同意延期"),
    "complaint:raised": _("有人投诉调解员"),
    "complaint:closed": _("投诉处理完毕"),
    "fact:reported": _("报告新情况，是否适宜调解要重新判断"),
    "risk:raised": _("风险上升，转突发联动"),
    "incident:opened": _("突发接报"),
    "incident:reported-again": _("同一突发再次报告"),
    "incident:graded": _("确认事件等级"),
    "incident:regraded": _("调整事件等级"),
    "lowering:proposed": _("申请调低事件等级"),
    "lowering:returned": _("不同意调低事件等级"),
    "incident:silenced": _("施暴人在场，转静默联系"),
    "incident:ended": _("突发处置结束"),
    "incident:reviewed": _("完成复盘"),
    "departments:chosen": _("确定要通知的部门"),
    "notice:sent": _("通知%(department_words)s"),
    "notice:resent": _("%(department_words)s未签收，改用短信再发"),
    "notice:acknowledged": _("%(department_words)s签收"),
    "notice:objected": _("%(department_words)s提出不归本单位管"),
    "department:called": _("电话催%(department_words)s签收"),
    "department:substituted": _("由替代单位接替%(department_words)s"),
    "department:arrived": _("%(department_words)s到场"),
    "department:released": _("%(department_words)s不再需要"),
    "item:closed": _("%(department_words)s办结本单位事项"),
    "scene:recorded": _("记录现场情况"),
    "report:sent": _("报送信息"),
    "report:logged": _("登记强制报告"),
    "measures:chosen": _("选择保护措施"),
    "measure:recorded": _("登记一项保护措施"),
    "measures:closed": _("保护措施办理完毕"),
    "help:asked": _("请求增援"),
    "help:refused": _("受害人暂不接受帮助"),
    "victim:recontacted": _("安全时段再联系受害人"),
    "address:doubted": _("地址可能有误"),
    "address:corrected": _("地址已更正"),
}
HISTORY: Mapping[str, LazyString] = {**_HOUSE, **_PROCESSES}

#: Words of the notices that diagrams send, by template.
NOTICES: Mapping[str, LazyString] = {
    "deadline-missed": _("有一个期限已过，还没有办。"),
    "deadline-near": _("有一个期限快到了。"),
    "same-matter-visited": _("同一件事又有人来访，请看一下。"),
    "mandatory-report": _("发现未成年人可能受侵害，请立即强制报告。"),
    "grade-overdue": _("突发还没有确认等级，请马上定级。"),
    "grade-suggested-higher": _("系统建议的等级更高，请核对。"),
    "regrade-asked": _("有人请求调整事件等级，请决定。"),
    "joint-meeting": _("两次推诿，请召开联席会议确定牵头部门。"),
}
_OTHER_NOTICE: LazyString = _("有一件事请您看一下。")


def history_words(tag: str, fields: Mapping[str, object]) -> str:
    """One fact in words; a tag without words is shown as what it is, so that nothing is hidden."""
    return filled(HISTORY[tag], fields) if tag in HISTORY else tag


def notice_words(template: str, fields: Mapping[str, object]) -> str:
    """One notice in words."""
    return filled(NOTICES.get(template, _OTHER_NOTICE), fields)
