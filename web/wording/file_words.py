"""Files and their purposes in words."""

from __future__ import annotations

from collections.abc import Mapping

from web.wording.texts import LazyString, lazy_gettext

_ = lazy_gettext

PURPOSES: Mapping[str, LazyString] = {
    "evidence": _("证据"),
    "other": _("一般材料"),
}

FILE_KINDS: Mapping[str, LazyString] = {
    "jpeg": _("照片"), "png": _("图片"), "webp": _("图片"), "pdf": _("PDF 文件"),
    "docx": _("Word 文件"), "doc": _("Word 文件"), "xlsx": _("Excel 表格"),
    "xls": _("Excel 表格"), "pptx": _("演示文稿"), "txt": _("文本"), "csv": _("表格"),
    "mp3": _("录音"), "m4a": _("录音"), "wav": _("录音"), "amr": _("录音"), "mp4": _("视频"),
}  # fmt: skip

#: What somebody opened, as the access log names it; a rest after the colon is left out.
OPENED: Mapping[str, LazyString] = {
    "case": _("案件页"),
    "protected": _("受保护的信息"),
    "incident": _("突发联动"),
    "receipt": _("回执"),
    "task": _("任务"),
    "form": _("已填的表"),
    "file": _("材料"),
    "files": _("材料"),
    "comments": _("留言"),
    "log": _("查看记录"),
    "paper": _("文书"),
    "break-glass": _("紧急授权查看"),
}


def opened_words(opened: str) -> str:
    """What was opened, in words; what is not known as it is."""
    kind = opened.partition(":")[0]
    return str(OPENED[kind]) if kind in OPENED else opened
