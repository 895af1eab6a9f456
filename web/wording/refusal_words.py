"""What a refusal says to a person: what happened, and where it helps, what to do now."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import Refusal
from web.wording.filling import filled
from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

_DIAGRAM: LazyString = _("流程图在这一步走不下去，什么都没有改动。请联系流程管理员。")
_GONE: LazyString = _("案件已经走到别的步骤，什么都没有写入。")

REFUSALS: Mapping[str, LazyString] = {
    "refused": _("这一步没有办成，什么都没有改动。"),
    "not-found": _("没有找到，或者您无权查看。"),
    "denied": _("以您现在的身份不能这样做。"),
    "conflict": _("情况已经变了，请刷新后再看。"),
    "invalid": _("填写的内容有问题，请检查。"),
    "not-signed-in": _("请先登录。"),
    "forged-request": _("页面停留太久了。请刷新后再提交。"),
    "sign-in-refused": _("用户名或密码不对。"),
    "sign-in-locked": _("密码错误次数过多，请在 %(until)s 以后再试。"),
    "password-too-short": _("密码至少要 %(least)s 个字符。"),
    "no-such-person": _("没有这个人员。"),
    "no-such-case": _("没有找到这个案件，或者您无权查看。"),
    "no-such-task": _("没有找到这件任务，或者它不在您的待领范围内。"),
    "no-such-instance": _("没有找到这个流程。"),
    "no-such-definition": _("流程库里没有“%(key)s”。"),
    "no-such-deadline": _("没有找到这个期限。"),
    "no-such-failure": _("没有找到这条故障。"),
    "no-such-mediation": _("这个案件没有正在进行的调解。"),
    "no-such-decision": _("没有找到这张决策表。"),
    "arrival-unlikely": _(
        "到访时间要写成 2026-03-02 和 09:30 这样，不能晚于现在，也不能早于 90 天前。"
    ),
    "no-station": _("您现在的岗位不属于任何服务站，请先在个人设置里换一个岗位。"),
    "not-permitted": _("以您现在的身份不能这样做。"),
    "conflict-of-interest": _("您与本案当事人有关联，需要回避。"),
    "mediator-excluded": _("这位调解员已经回避或被更换，请另选一位。"),
    "proposer-decides": _("提出的人不能自己决定，请另一位同事办理。"),
    "task-already-claimed": _("%(winner)s 已在 %(at)s 领取了这件任务。"),
    "task-already-closed": _("这件任务已经办结或取消了，没有写入任何内容。"),
    "task-not-yours": _("这件任务在 %(holder)s 手里。"),
    "task-stale": _("任务刚刚有变化，没有写入任何内容。您填写的内容还在，请核对后再提交。"),
    "four-eyes": _("提出的人不能自己审批，请另一位同事办理。"),
    "reason-missing": _("请写明理由。"),
    "reason-too-short": _("理由太短，请写清楚为什么要看（至少 %(least)s 个字）。"),
    "act-gone": _("案件已经走到下一步，这个操作不再适用。"),
    "instance-over": _("这个流程已经结束。"),
    "instance-has-ended": _("这个流程已经结束。"),
    "token-gone": _GONE,
    "nobody-waits": _GONE,
    "messages-in-a-circle": _("流程之间的消息互相触发，已停止，没有写入任何内容。"),
    "unknown-operation": _("流程图里的操作“%(operation)s”不存在。"),
    "idempotency-key-reused": _("这个页面已经提交过别的内容，请刷新后再试。"),
    "form-invalid": _("还有 %(count)s 处需要补充或更正，已填写的内容都在。"),
    "code-list-missing": _("缺少选项表“%(name)s”，请联系管理员。"),
    "unknown-code": _("选项表里没有“%(value)s”。"),
    "no-case-to-link": _("没有找到编号 %(number)s，请核对后再填。"),
    "not-deployable": _("流程文件没有通过检查，共 %(count)s 处。"),
    "query-code-refused": _("查询码不对，请核对回执。"),
    "query-code-locked": _("输错次数过多，请在 %(until)s 以后再查。"),
    "too-many-queries": _("查询太频繁了，请过几分钟再试。"),
    "key-missing": _("系统密钥不可用，请联系管理员。"),
    "protected-value-tampered": _("有一项保密信息无法读取，请联系管理员。"),
    "bad-setting": _("系统设置有误，请联系管理员。"),
    "pack-broken": _("地区资料文件有误，请联系管理员。"),
    "extension-refused": _("不能延期：%(problem)s"),
    "deadline-not-pausable": _("这个期限不能因为这个原因暂停。"),
    "deadline-over": _("这个期限已经结束，不能再改。"),
    "deadline-is-law": _("这是法定期限，不能改。"),
    "deadline-bad-start": _("期限的起算时间有误。"),
    "deadline-fact-needed": _("缺少计算期限需要的信息。"),
    "deadline-part-needed": _("请选定是哪一个期限。"),
    "deadline-unnumbered": _("这个期限没有固定天数。"),
    "unknown-deadline": _("没有这个期限代码。"),
    "outside-calendar": _("日期超出了日历的范围。"),
    "bad-argument": _("给出的参数有误。"),
    "failure-already-settled": _("这条故障已经处理过了。"),
    "nothing-to-retry": _("没有可以重试的内容。"),
    "no-mediation-term": _("这个案件还没有调解期限。"),
    "timer-not-yet-due": _("还没有到时间。"),
    "arrival-ahead": _("到访时间不能晚于现在。"),
    "bad-entry": _("填写的内容有问题，请检查。"),
    "cannot-migrate": _("在办的案件不能转到这个版本：%(problem)s"),
    "migration-other-process": _("这两个版本不是同一个流程。"),
    "migration-same-version": _("两个版本是同一个版本，不用转。"),
    "migration-mapping-unknown": _("步骤对应有误：流程图里没有“%(node)s”或“%(to)s”。"),
    "no-such-migration": _("没有找到这次版本转换。"),
    "migration-already-undone": _("这次版本转换已在 %(at)s 撤回。"),
    "migration-built-upon": _("转换以后案件又往前办了，不能直接撤回；可以另做一次反向转换。"),
    "move-target-unknown": _("流程图里没有“%(target)s”这一步。"),
    "move-target-unfit": _("不能直接移到“%(target)s”：那里不能由一个步骤单独开始。"),
    "move-target-elsewhere": _("不能移到“%(target)s”：它在另一个子流程里。"),
    "move-leaves-others": _("不能移走：同一个子流程里还有 %(others)s 件事在办。"),
    "move-place-unfit": _("不能移动“%(node)s”：它附在别的步骤上。"),
    "ends-otherwise": _("这种结束方式要用专门的操作办理。"),
    "incident-not-graded": _("还没有确认事件等级，请先定级。"),
    "incident-over": _("这起突发已经处置结束。"),
    "instance-busy": _("这个流程正在办理中，请稍后再试。"),
    "mediator-handles-complaint": _("被投诉的调解员不能自己处理投诉。"),
    "no-other-case": _("没有找到编号 %(number)s，请核对后再填。"),
    "no-such-act": _("没有这个操作，或者您的岗位不能提出。"),
    "no-such-duty": _("没有找到这个值班安排。"),
    "no-such-incident": _("没有找到这起突发，或者您无权查看。"),
    "no-such-notice": _("没有找到这条提醒。"),
    "no-such-transfer": _("没有找到这次转办。"),
    "not-a-holder": _("这位同事没有办理这件任务的岗位。"),
    "not-confirmable": _("这类协议不能申请司法确认（%(article)s）。"),
    "nothing-agreed": _("没有达成协议，不能办理这一步。"),
    "order-too-long": _("保护令最长到 %(latest)s。"),
    "own-post": _("不能改自己的账号和岗位，请另一位管理员办理。"),
    "papers-missing": _("案卷还缺：%(papers)s"),
    "rescheduled-too-late": _("改期不能晚于 %(due)s。"),
    "roles-apart": _("这两个岗位不能由同一个人担任。"),
    "substitute-unfit": _("这个部门本身已被替代，请另选一个。"),
    "username-taken": _("用户名已经有人用了，请换一个。"),
    "feel-syntax": _("表达式写法有误。"),
    "feel-evaluation": _("表达式算不出结果。"),
    "not-an-object": _("文件内容的格式不对。"),
    "inputs-not-an-object": _("文件内容的格式不对。"),
    "not-decision-model": _("这个文件不是决策表。"),
    "play-too-long": _("推演步数太多，已停止。"),
    "script-token-unknown": _("推演脚本里有不认识的步骤。"),
    "story-broken": _("故事文件有误。"),
    "story-nothing-such": _("案件现在没有“%(what)s”这一步。"),
    "condition-undecided": _DIAGRAM,
    "no-flow-taken": _DIAGRAM,
    "timer-unreadable": _DIAGRAM,
    "items-unreadable": _DIAGRAM,
    "expression-failed": _DIAGRAM,
    "error-uncaught": _DIAGRAM,
    "runs-forever": _DIAGRAM,
    "too-many-tokens": _DIAGRAM,
    "start-unknown": _DIAGRAM,
    "state-unreadable": _DIAGRAM,
    "data-unusable": _DIAGRAM,
}


def refusal_words(refusal: Refusal) -> str:
    """A refusal in the words of the page's language; a code without words gets its kind's."""
    words = next(
        (REFUSALS[_code(kind)] for kind in type(refusal).__mro__ if _code(kind) in REFUSALS),
        REFUSALS["refused"],
    )
    return filled(words, refusal.fields)


def _code(kind: type) -> str:
    return str(vars(kind).get("code", ""))
