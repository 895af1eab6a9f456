"""Of files, only what is what it says is kept; every refusal names the file (S7)."""

from __future__ import annotations

import pytest

from tests.workflows.attachments import samples
from workflows.attachments import rules
from workflows.attachments.cleaning import PictureTooLarge, cleaned
from workflows.attachments.rules import (
    FileActive,
    FileBroken,
    FileDiffers,
    FileEmpty,
    FileInfected,
    FileKindRefused,
    FileNameRefused,
    FileRefused,
    FileTooLarge,
    judge,
)

JPEG, PNG, PDF = samples.picture(), samples.picture("PNG"), samples.paper()

KEPT = [
    ("伤情.jpg", "image/jpeg", JPEG, "jpeg"),
    ("伤情.JPEG", "image/pjpeg", JPEG, "jpeg"),
    ("截图.png", "image/png", PNG, "png"),
    ("照片.webp", "", samples.picture("WEBP"), "webp"),
    ("诊断证明.pdf", "application/pdf", PDF, "pdf"),
    ("三百页.pdf", "application/pdf", samples.paper(300), "pdf"),
    ("申请书.docx", "application/octet-stream", samples.package(), "docx"),
    ("打印过的表.xlsx", "", samples.package("xl/", "xl/printerSettings/printerSettings1.bin"), "xlsx"),
    ("旧文书.doc", "application/msword", samples.old_paper(), "doc"),
    ("聊天记录.txt", "text/plain", "他说：“再来就打断你的腿”".encode(), "txt"),
    ("账单.csv", "application/vnd.ms-excel", "日期,金额\n3月1日,200".encode("gb18030"), "csv"),
    ("录音.wav", "audio/x-wav", samples.recording(), "wav"),
    ("现场.mp4", "video/mp4", samples.film(), "mp4"),
    ("龘女士 v1.2 终稿.pdf", "application/pdf", PDF, "pdf"),
    ("<img src=x onerror=alert(1)>.jpg", "image/jpeg", JPEG, "jpeg"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "declared", "content", "kind"), KEPT, ids=[k[0] for k in KEPT])
def test_what_a_case_needs_is_kept(name: str, declared: str, content: bytes, kind: str) -> None:
    judged = judge(name, declared, content)
    assert judged.name == kind
    assert cleaned(judged, name, content).content


REFUSED = [
    # A renamed executable, whatever it is called.
    ("合同.pdf", "application/pdf", samples.PROGRAM, FileDiffers),
    ("照片.jpg", "image/jpeg", samples.PROGRAM, FileDiffers),
    ("照片.mp4", "video/mp4", b"MZ\x90\x00ftypisom" + b"\x00" * 90, FileDiffers),
    ("安装.exe", "application/x-msdownload", samples.PROGRAM, FileKindRefused),
    ("库.txt", "text/plain", b"\x7fELF\x02\x01\x01" + b"\x00" * 50, FileDiffers),
    ("脚本.txt", "text/plain", b"#!/bin/sh\nrm -rf ~\n", FileDiffers),
    # Drawings and pages that run in a browser.
    ("图.svg", "image/svg+xml", samples.SCRIPTED_DRAWING, FileKindRefused),
    ("图.png", "image/png", samples.SCRIPTED_DRAWING, FileDiffers),
    ("图.png", "image/svg+xml", PNG, FileDiffers),
    ("页.html", "text/html", samples.PAGE, FileKindRefused),
    ("页.txt", "text/plain", samples.PAGE, FileActive),
    ("页.jpg", "text/html", JPEG, FileDiffers),
    # Two endings, hidden endings.
    ("照片.exe.jpg", "image/jpeg", JPEG, FileNameRefused),
    ("照片.php.png", "image/png", PNG, FileNameRefused),
    ("照片.jpg.exe", "image/jpeg", JPEG, FileKindRefused),
    ("照片.jpg .scr", "", JPEG, FileKindRefused),
    ("照片\u202egpj.pdf", "application/pdf", PDF, FileNameRefused),
    ("没有扩展名", "image/jpeg", JPEG, FileKindRefused),
    # Names that are paths, or end early.
    ("../../keys.pdf", "application/pdf", PDF, FileNameRefused),
    ("..\\..\\keys.pdf", "application/pdf", PDF, FileNameRefused),
    ("/etc/passwd.txt", "text/plain", b"x", FileNameRefused),
    ("照片.jpg\x00.pdf", "application/pdf", PDF, FileNameRefused),
    (".htaccess.txt", "text/plain", b"deny", FileNameRefused),
    (" .pdf", "application/pdf", PDF, FileNameRefused),
    ("", "application/pdf", PDF, FileNameRefused),
    ("长" * 201 + ".pdf", "application/pdf", PDF, FileNameRefused),
    # One file that is two.
    ("图.jpg", "image/jpeg", JPEG + samples.package("xl/"), FileDiffers),
    ("图.png", "image/png", PNG + samples.PAGE, FileDiffers),
    ("图.jpg", "image/jpeg", JPEG + PDF, FileDiffers),
    ("文.pdf", "application/pdf", PDF + samples.package(), FileDiffers),
    ("文.pdf", "application/pdf", b"<script>1</script>" + PDF, FileDiffers),
    ("文.pdf", "application/pdf", b"%PDF-1.7\n<html>" + PDF, FileActive),
    ("文.docx", "", samples.PROGRAM + samples.package(), FileDiffers),
    # Content of another kind than the name says.
    ("图.png", "image/png", JPEG, FileDiffers),
    ("图.webp", "image/webp", b"\x00" * 8 + b"WEBP" + b"\x00" * 40, FileDiffers),
    ("文.docx", "", samples.package("xl/"), FileDiffers),
    ("文.doc", "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, FileDiffers),
    ("压缩.zip", "application/zip", samples.package(), FileKindRefused),
    # Programs inside papers.
    ("文.pdf", "application/pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"), FileActive),
    ("文.docx", "", samples.package("word/", "word/vbaProject.bin"), FileActive),
    ("文.docx", "", samples.package("word/", "word/embeddings/oleObject1.bin"), FileActive),
    ("文.docx", "", samples.package("word/", "../../evil.xml"), FileActive),
    ("文.doc", "application/msword", samples.old_paper(macros=True), FileActive),
    # A virus, as scanners test for it.
    ("病毒.txt", "text/plain", samples.TEST_VIRUS, FileInfected),
    ("病毒.pdf", "application/pdf", PDF + samples.TEST_VIRUS, FileInfected),
    # Nothing, too much, and what unpacks to too much.
    ("空.pdf", "application/pdf", b"", FileEmpty),
    ("大.txt", "text/plain", b"a" * (rules.MOST_MEGABYTES * rules.MEGABYTE + 1), FileTooLarge),
    ("半.pdf", "application/pdf", samples.paper(9)[:600], FileBroken),
    ("半.docx", "", samples.package()[:-60], FileBroken),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "declared", "content", "refusal"), REFUSED,
    ids=[f"{n}-{r[3].__name__}-{r[0][:20]!a}" for n, r in enumerate(REFUSED)],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused_by_name(
    name: str, declared: str, content: bytes, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as told:
        judge(name, declared, content)
    assert type(told.value) is refusal
    assert told.value.fields["name"] == rules.visible(name)


def test_a_package_that_unpacks_to_too_much_is_refused_unopened() -> None:
    with pytest.raises(FileTooLarge):
        judge("文.docx", "", samples.bomb())


@pytest.mark.parametrize(
    "content",
    [
        JPEG[:400],
        JPEG[:3] + b"\x00" * 300,
        JPEG[:20],
        PNG[:90],
        PNG[:40] + bytes(8) + PNG[48:],
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    ],
    ids=["cut-jpeg", "empty-jpeg", "head-of-jpeg", "cut-png", "changed-png", "head-of-webp"],
)
def test_a_picture_that_does_not_open_is_refused(content: bytes) -> None:
    ending = {b"\xff": "jpg", b"\x89": "png", b"R": "webp"}[content[:1]]
    kind = judge(f"坏.{ending}", "", content)
    with pytest.raises(FileBroken):
        cleaned(kind, f"坏.{ending}", content)


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workflows.attachments.cleaning.MOST_POINTS", 100 * 100)
    with pytest.raises(PictureTooLarge):
        cleaned(judge("大.jpg", "", JPEG), "大.jpg", JPEG)


def test_a_name_is_shown_without_what_would_hide_or_turn_it() -> None:
    assert rules.visible("照片\u202egpj.exe\n") == "照片�gpj.exe�"
    assert len(rules.visible("长" * 500)) == 77
