"""The file of Word itself: whole, small, without anything that runs, hides or reaches outward."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.oxml.ns import qn

from engine.errors import Finding

#: What a file may unpack to; a small archive can be made to fill a disk.
MOST_UNPACKED: Final = 20 * 1024 * 1024
MOST_PARTS: Final = 200
_FOLDERS: Final = ("word/", "docProps/", "customXml/", "_rels/", "[Content_Types].xml")
_RUNS: Final = re.compile(r"vbaProject|/embeddings/|/activeX/|\.bin$|\.exe$|\.js$", re.IGNORECASE)
_OUTWARD: Final = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
#: Elements that the PDF does not show.
_UNSHOWN: Final = {
    "txbxContent": "text-box", "footnoteReference": "note", "endnoteReference": "note",
    "object": "embedded", "altChunk": "embedded", "commentReference": "comment", "ins": "revision",
    "del": "revision", "pict": "old-drawing",
}  # fmt: skip
_FIELDS: Final = frozenset({"PAGE", "NUMPAGES"})


def file_findings(source: bytes, *, most: int) -> Iterator[Finding]:
    """What speaks against the archive; nothing of it was read by a library of Word yet."""
    if len(source) > most:
        yield Finding(rule="template-too-large", fields={"most": most // 1024 // 1024})
        return
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            yield from _archive(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError):
        yield Finding(rule="template-not-word")


def _archive(archive: zipfile.ZipFile) -> Iterator[Finding]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if "word/document.xml" not in names or len(entries) > MOST_PARTS or unpacked > MOST_UNPACKED:
        yield Finding(rule="template-not-word")
        return
    for entry in entries:
        name = entry.filename
        if not name.startswith(_FOLDERS) or _RUNS.search(name) or ".." in name:
            yield Finding(rule="template-unsafe", fields={"part": name})
        elif name.endswith((".xml", ".rels")):
            yield from _text(name, archive.read(name))


def _text(name: str, text: bytes) -> Iterator[Finding]:
    if _DECLARED.search(text):
        yield Finding(rule="template-unsafe", fields={"part": name})
    if name.endswith(".rels") and _OUTWARD.search(text):
        yield Finding(rule="template-outward", fields={"part": name})


def structure_findings(source: bytes) -> Iterator[Finding]:
    """Elements that would be in the file of Word and not on the printed page."""
    document = Document(io.BytesIO(source))
    if len(document.sections) > 1:
        yield Finding(rule="template-sections")
    section = document.sections[0]
    roots = (
        document.element.body, section.header._element, section.footer._element  # noqa: SLF001
    )  # fmt: skip
    for root in roots:
        seen = {element.tag for element in root.iter() if isinstance(element.tag, str)}
        for name, words in _UNSHOWN.items():
            if qn(f"w:{name}") in seen:
                yield Finding(rule="template-unshown", fields={"what": words})
        if any(each.find(f".//{qn('w:tbl')}") is not None for each in root.iter(qn("w:tc"))):
            yield Finding(rule="template-unshown", fields={"what": "nested-table"})
        for field in root.iter(qn("w:fldSimple"), qn("w:instrText")):
            said = (field.get(qn("w:instr")) or field.text or "").split()
            if said and said[0].upper() not in _FIELDS:
                yield Finding(rule="template-word-field", fields={"what": said[0]})
