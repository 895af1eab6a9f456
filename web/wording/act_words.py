"""The acts on a task in words: what each is called, what it does, and why a task may rest."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

#: Names of the acts of the law, as buttons say them.
ACTS: Mapping[str, LazyString] = {
    "send-back": _("退回前面的步骤"),
    "take-back": _("撤回这一步"),
    "reassign": _("转办"),
    "delegate": _("委派"),
    "hand-back": _("办好，交回委派人"),
    "recall": _("收回委派"),
    "add-signer": _("加签"),
    "drop-signer": _("减签"),
    "sign": _("签署意见"),
    "copy": _("抄送"),
    "urge": _("催办"),
    "suspend": _("挂起"),
    "resume": _("恢复办理"),
}

#: What an act does, said before it is done.
LEADS: Mapping[str, LazyString] = {
    "send-back": _("前面那一步会重新打开，由原来办的人重做；内部时限重新起算，法定期限照常计算。"),
    "take-back": _("这一步会重新打开，您填过的内容还在。下一步已有人办理的，不能撤回。"),
    "reassign": _("任务交给这位同事，以后由对方办结。"),
    "delegate": _("请同事代为办理，办好后交回给您，由您办结。"),
    "hand-back": _("任务回到委派人手里，您填写的内容一并交回。"),
    "recall": _("任务马上回到您手里，对方填写的内容一并收回。"),
    "add-signer": _("请同事签署意见。会签要所有人同意，或签有一人同意即可；签完才能办结。"),
    "drop-signer": _("不再需要这位同事签署，已签的意见留在记录里。"),
    "sign": _("不同意时请写明理由；任务要等意见一致后才能办结。"),
    "copy": _("让同事知道这件任务；对方看过后，这里会显示时间。"),
    "urge": _("提醒办理的人，次数会记录在案；十分钟内只能催一次。"),
    "suspend": _("挂起后不能办结。规定允许的内部时限暂停计算；法定期限除条文另有规定外照常计算。"),
    "resume": _("任务继续办理，暂停的时限按停下的天数顺延。"),
}

#: What is said after an act was done.
DONE: Mapping[str, LazyString] = {
    "send-back": _("已退回。"),
    "take-back": _("已撤回，可以重新办理。"),
    "reassign": _("已转办。"),
    "delegate": _("已委派。"),
    "hand-back": _("已交回委派人。"),
    "recall": _("已收回委派。"),
    "add-signer": _("已请同事签署。"),
    "drop-signer": _("已减签。"),
    "sign": _("意见已记录。"),
    "copy": _("已抄送。"),
    "urge": _("已催办。"),
    "suspend": _("已挂起。"),
    "resume": _("已恢复办理。"),
}

#: What a diagram opens on a step, as the library names it.
TASK_ACTS: Mapping[str, LazyString] = {
    "send-back": _("退回"),
    "take-back": _("撤回"),
    "reassign": _("转办"),
    "delegate": _("委派"),
    "sign-all": _("会签"),
    "sign-any": _("或签"),
    "copy": _("抄送"),
    "urge": _("催办"),
    "suspend": _("挂起"),
}
