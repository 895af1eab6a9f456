"""Why a running case cannot change to another version of its diagram, in words."""

from __future__ import annotations

from web.wording.texts import gettext as _


def obstacle_words(rule: str, name: str) -> str:
    """One obstacle; `name` is the step in the older version."""
    words = {
        "node-gone": _("现行版本里没有“%(name)s”这一步了。", name=name),
        "kind-differs": _("“%(name)s”换成了另一类步骤。", name=name),
        "scope-differs": _("“%(name)s”移到了另一个子流程里。", name=name),
        "host-differs": _("“%(name)s”挂到了另一个步骤上。", name=name),
        "flow-differs": _("“%(name)s”汇合的来路变了。", name=name),
        "event-differs": _("“%(name)s”等待的事件变了。", name=name),
        "loop-differs": _("“%(name)s”多人办理的方式变了。", name=name),
    }
    return str(words.get(rule) or _("正好有人在办，或者案件已经往前走了。请再试一次。"))
