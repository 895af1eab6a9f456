"""What a person is in a case, and what each thing known about a person is called."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

PARTY_ROLES: Mapping[str, LazyString] = {
    "visitor": _("来访人"),
    "applicant": _("申请人"),
    "respondent": _("被申请人"),
    "child": _("未成年人"),
    "reporter": _("报告人"),
    "other": _("相关人员"),
}

#: In the order of the card.
PARTY_FIELDS: Mapping[str, LazyString] = {
    "sex": _("性别"),
    "age": _("年龄"),
    "birth_date": _("出生日期"),
    "relation": _("关系"),
    "phone": _("电话"),
    "sms_ok": _("可发短信"),
    "address": _("住址"),
    "hukou_address": _("户籍地址"),
    "job": _("职业"),
    "id_type": _("证件类型"),
    "id_no": _("证件号码"),
    "ethnicity": _("民族"),
    "special_group": _("特别照顾"),
    "emotion": _("情绪"),
    "prior_police": _("报过警"),
    "prior_visit": _("来访过"),
    "dv_flag": _("涉及家暴"),
    "child_present": _("孩子在场"),
    "safe_contact": _("安全联系方式"),
    "safe_time": _("方便联系的时间"),
    "whereabouts": _("现在何处"),
}


def party_role_words(role: str) -> str:
    """What a person is in a case."""
    return str(PARTY_ROLES.get(role, role))


def party_field_words(field: str) -> str:
    """The name of one thing known about a person."""
    return str(PARTY_FIELDS.get(field, field))
