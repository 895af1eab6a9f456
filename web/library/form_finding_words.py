"""What is wrong with a form file, in the words of the page; rules of `engine.forms`."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

#: Rule to its words over the finding's fields.
WORDS: Mapping[str, LazyString] = {
    "bad-class": _("保密级别只能是 C1、C2、C3 或 C4。"),
    "bad-feel": _("“%(key)s”里的表达式写错了：%(problem)s。"),
    "bad-form-id": _("表单编号“%(id)s”不合规，只用小写字母、数字和连字符。"),
    "bad-key": _("字段键“%(key)s”不合规，只用小写字母、数字和下划线。"),
    "bad-kind": _("不认识的字段种类“%(kind)s”。"),
    "bad-options": _("选项写得不完整。"),
    "bad-pattern": _("格式“%(pattern)s”写错了。"),
    "bad-search": _("不认识的查找方式“%(search)s”。"),
    "bad-subtype": _("不认识的日期种类“%(subtype)s”。"),
    "bounds-crossed": _("最小值大于最大值。"),
    "condition-circle": _("显示条件互相依赖：%(keys)s。"),
    "duplicate-id": _("编号“%(id)s”用了两次。"),
    "duplicate-json-key": _("同一处写了两个“%(key)s”。"),
    "duplicate-key": _("字段键用了两次。"),
    "empty-list": _("清单里没有字段。"),
    "feel-without-equals": _("“%(key)s”里的表达式要以等号开头。"),
    "kind-misplaced": _("种类“%(kind)s”不能用在这种字段上。"),
    "list-in-list": _("清单里不能再放清单。"),
    "missing-chinese": _("“%(key)s”缺少中文。"),
    "missing-english": _("“%(key)s”缺少英文。"),
    "no-fields": _("表单里没有字段。"),
    "not-a-form": _("这不是表单编辑器写出的文件。"),
    "not-json": _("这不是正确的 JSON 文件。"),
    "out-of-bounds": _("“%(key)s”要在 %(least)s 到 %(most)s 之间。"),
    "process-in-list": _("清单里的字段不能写入流程数据。"),
    "process-not-allowed": _("这种字段不能写入流程数据。"),
    "process-personal": _("个人信息不能写入流程数据。"),
    "process-too-long": _("写入流程数据的文字最多 %(most)s 字。"),
    "process-unknown": _("条件里用到的流程数据没有声明。"),
    "raised-by-time": _("时间不能用来提高保密级别。"),
    "raised-incomplete": _("提高保密级别的条件写得不完整。"),
    "refusal-incomplete": _("拒绝的条件要有中文和英文的说明。"),
    "reserved-key": _("这个字段键是系统保留的。"),
    "suggests-misplaced": _("建议值不能用在这里。"),
    "too-big": _("表单文件太大，没有读取。"),
    "too-deep": _("分组嵌套太深，最多 %(most)s 层。"),
    "too-many-components": _("字段太多，最多 %(most)s 个。"),
    "unknown-key": _("不认识的属性“%(key)s”。"),
    "unknown-name": _("条件里的“%(name)s”不是任何字段。"),
    "unsupported-component": _("不支持这种字段：%(type)s。"),
    "values-or-codes": _("选项和代码表只能用其中一种。"),
    "wrong-type": _("“%(key)s”的内容类型不对。"),
    "yes-no-values": _("是否题只能有“是”和“否”两个选项。"),
}
