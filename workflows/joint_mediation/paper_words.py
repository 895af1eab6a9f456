"""Words of the mediation's papers, which are Chinese and say no more than the law wants said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workflows.joint_mediation.rules import EndReason

DIFFICULTIES: Final[Mapping[str, str]] = {
    "simple": "简单", "ordinary": "一般", "complex": "复杂",
}  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    "people": "人民调解", "administrative": "行政调解", "judicial": "司法调解",
    "professional": "行业性专业性调解",
}  # fmt: skip
SIDES: Final[Mapping[Any, str]] = {
    "applicant": "申请人", "respondent": "被申请人", "both": "双方",
}  # fmt: skip
ROLES: Final[Mapping[Any, str]] = {
    "applicant": "申请人", "respondent": "被申请人", "agent": "代理人", "mediator": "调解员",
    "recorder": "记录人", "department": "部门人员", "relative": "亲友", "other": "其他",
}  # fmt: skip
RESULTS: Final[Mapping[Any, str]] = {
    "agreement": "达成协议", "partial": "就部分事项达成协议", "next_session": "继续调解",
    "failure": "未达成协议",
}  # fmt: skip
MANNERS: Final[Mapping[Any, str]] = {
    "transfer": "转账", "cash": "现金", "goods": "交付物品", "act": "行为", "monthly": "按月支付",
}  # fmt: skip

#: Why it ended, as both sides may read it. Danger, pressure and reports are never a reason here:
#: who reads that the other has told may take it out on them.
ENDINGS: Final[Mapping[str, str]] = {
    EndReason.FAILED_NO_AGREEMENT: "经调解，双方未能达成协议",
    EndReason.WITHDRAWN_APPLICANT: "当事人要求终止调解",
    EndReason.REFUSED_RESPONDENT: "当事人要求终止调解",
    EndReason.EXPIRED_NO_EXTENSION: "调解期限届满，双方未能达成协议",
    EndReason.UNREACHABLE: "因无法与当事人取得联系，调解不能继续进行",
}
OTHER_ENDING: Final = "依法不宜继续调解"

_DIGITS: Final = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """The number of a clause: 一, 十, 十二, 三十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def yuan(amount: object) -> str:
    """A sum of money; "" for none."""
    if amount in {None, ""}:
        return ""
    return f"{float(str(amount)):,.2f}".removesuffix(".00") + " 元"
