"""What was found in a template, in the words of the page and where to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.errors import Finding
from web.wording.filling import filled
from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

WORDS: Mapping[str, LazyString] = {
    "template-too-large": _("文件超过 %(most)s MB。请删去大图片。"),
    "template-not-word": _("这不是可以读取的 Word（.docx）文件。"),
    "template-unsafe": _("文件里有不允许的内容：%(part)s。"),
    "template-outward": _("文件引用了外部内容：%(part)s。"),
    "template-syntax": _("空格标记写法有误：%(said)s"),
    "template-unknown-field": _("没有“%(name)s”这个空格。"),
    "template-protected": _("“%(name)s”是受保护的信息，不能出现在交给当事人的文书上。"),
    "template-forbidden": _("模板里只能填空、循环和判断有无，不能用 %(what)s。"),
    "template-no-list": _("“%(name)s”不是一组，不能循环。"),
    "template-list-as-text": _("“%(name)s”是一组，要用循环逐行填写。"),
    "template-field-missing": _("缺少“%(name)s”。每份文书都要印编号、版本和校验码。"),
    "template-sections": _("文件分了节。请只用一节。"),
    "template-unshown": _("文件里有%(what)s，PDF 印不出来。请改成普通段落或表格。"),
    "template-word-field": _("文件里有 Word 域“%(what)s”。只能用页码和总页数。"),
    "template-not-filled": _("用示例内容试填没有成功（%(said)s）。"),
    "template-not-a4": _("纸张不是 A4。"),
    "template-character": _("“%(character)s”（%(point)s）没有字形，印不出来。"),
}

#: What a file of Word may hold and a printed page does not show.
_UNSHOWN: Mapping[str, LazyString] = {
    "text-box": _("文本框"), "note": _("脚注或尾注"), "embedded": _("嵌入的对象"),
    "comment": _("批注"), "revision": _("修订"), "old-drawing": _("旧式图形"),
    "nested-table": _("表格里的表格"),
}  # fmt: skip


def found_words(findings: Iterable[Finding]) -> list[str]:
    """Each finding as a sentence; one without words is told by its rule."""
    return [_words(each) for each in findings]


def _words(finding: Finding) -> str:
    fields = dict(finding.fields)
    if finding.rule == "template-unshown":
        fields["what"] = str(_UNSHOWN.get(str(fields["what"]), fields["what"]))
    return filled(WORDS[finding.rule], fields) if finding.rule in WORDS else finding.rule
