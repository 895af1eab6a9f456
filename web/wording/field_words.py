"""What is wrong with one field of a form, by the code of the form engine (see bpmn/FORMS.md)."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.filling import filled
from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

FIELD_ERRORS: Mapping[str, LazyString] = {
    "required": _("这一项必须填写。"),
    "unknown-field": _("表单里没有这一项，请刷新页面。"),
    "too-long": _("太长了，最多 %(longest)s 个字。"),
    "too-short": _("太短了，至少 %(shortest)s 个字。"),
    "bad-format": _("格式不对，请核对。"),
    "control-character": _("里面有看不见的特殊字符，请重新输入。"),
    "not-text": _("这里要填文字。"),
    "bad-name": _("姓名里有不该有的字符。"),
    "bad-phone": _("电话号码不对：手机 11 位，座机带区号。"),
    "bad-id-card": _("身份证号码应为 18 位。"),
    "bad-id-card-birth-date": _("身份证号码里的出生日期不对。"),
    "bad-id-card-check-digit": _("身份证号码最后一位对不上，请逐位核对。"),
    "not-a-number": _("这里要填数字。"),
    "too-many-decimals": _("小数位太多，最多 %(digits)s 位。"),
    "too-small": _("不能小于 %(least)s。"),
    "too-large": _("不能大于 %(most)s。"),
    "not-yes-or-no": _("请选“是”或“否”。"),
    "not-in-list": _("请从选项里选。"),
    "not-a-date": _("日期要写成 2026-03-02 这样。"),
    "not-a-time": _("时刻要写成 09:30 这样。"),
    "not-before": _("不能早于 %(bound)s。"),
    "not-after": _("不能晚于 %(bound)s。"),
    "not-rows": _("列表的格式不对，请刷新页面。"),
    "too-many-rows": _("最多 %(most)s 项。"),
    "too-few-rows": _("至少 %(least)s 项。"),
    "id-card-differs": _("和身份证号码里的不一致，请核对。"),
}
_OTHER: LazyString = _("请检查这一项。")


def field_error_words(code: str, fields: Mapping[str, object], language: str = "zh") -> str:
    """What is wrong with one field; a rule of the form itself brings its own words."""
    own = fields.get("text_en" if language == "en" else "text") or fields.get("text")
    if own:
        return str(own)
    return filled(FIELD_ERRORS.get(code, _OTHER), fields)
