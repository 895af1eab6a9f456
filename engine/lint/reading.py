"""Nothing of a file is believed before it has passed here: small, flat, closed, and legible.

Steps, each of which may refuse:
1. The bytes are at most 2 MB and are text in the encoding they declare; from here on both parsers
   see the same UTF-8 without a declaration.
2. A streaming pass (expat) counts elements and depth and stops at the first document type; no
   tree exists yet, so a hostile file costs neither memory nor time.
3. Only then lxml builds the tree, with entities, network and huge trees switched off.

Nothing here knows BPMN, except that the root must be its `definitions`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from lxml import etree

from engine.errors import Finding, NotDeployable
from engine.lint.kinds import BPMN

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_ELEMENTS: Final = 5_000
MOST_DEPTH: Final = 100
MOST_ATTRIBUTES: Final = 100
#: A start tag longer than this, up to its first ">", is refused before any parser counts.
MOST_TAG_BYTES: Final = 64 * 1024

_DECLARATION_BYTES: Final = 400
_DECLARED = re.compile(r"""<\?xml[^>]{0,120}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"\A<\?xml\s[^>]*\?>")
_LONG_TAG = re.compile(rb"<[A-Za-z_:\x80-\xff][^<>]{%d}" % MOST_TAG_BYTES)
#: The encodings that BPMN tools write; each file must be what it declares.
_CODECS: Final = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "gbk": "gbk",
    "gb2312": "gbk",
    "gb18030": "gb18030",
    "utf-16": "utf-16",
}

#: Words for what the reader refuses, by rule, then by language.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "xml-too-large": {
        "zh": "文件过大:{what}为 {count},最多 {most}。请拆分流程,或删去内嵌的图片和无关数据。",
        "en": "The file is too large: {count} {what_en}, at most {most}. Split the process, or "
        "remove embedded pictures and foreign data.",
    },
    "xml-too-deep": {
        "zh": "元素嵌套超过 {most} 层。请减少子流程的嵌套。",
        "en": "Elements are nested deeper than {most} levels. Nest fewer sub-processes.",
    },
    "xml-encoding": {
        "zh": "文件内容与其编码({declared})不符,或该编码不被接受。请另存为 UTF-8 编码。",
        "en": "The file is not in the encoding it declares ({declared}), or that encoding is not "
        "accepted. Save it as UTF-8.",
    },
    "xml-doctype": {
        "zh": "文件含有 DOCTYPE 声明,不予接受。请删去该声明及其中的实体。",
        "en": "The file carries a DOCTYPE, which is not accepted. Remove it and its entities.",
    },
    "xml-malformed": {
        "zh": "第 {line} 行不是正确的 XML:{problem}。请用建模工具重新导出。",
        "en": "Line {line} is not well-formed XML: {problem}. Export it again from the modeler.",
    },
    "xml-not-bpmn": {
        "zh": "根元素是“{root}”,不是 BPMN 2.0 的 definitions。请上传 BPMN 2.0 文件。",
        "en": "The root element is “{root}”, not the definitions of BPMN 2.0. Upload a BPMN file.",
    },
}


def read(xml: bytes) -> etree._Element:
    """Return the root of a BPMN file.

    Raises:
        NotDeployable: with one finding (`xml-…`) that says why the file may not even be looked at.
    """
    plain = _admit_bytes(xml)
    _admit_structure(plain)
    # Comments are kept out so that text is never split; entities cannot exist any more.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(plain, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal("xml-malformed", line=error.lineno or 0, problem=error.msg[:200]) from None
    if root.tag != f"{{{BPMN}}}definitions":
        raise _refusal("xml-not-bpmn", root=str(root.tag)[:200])
    return root


def _admit_bytes(xml: bytes) -> bytes:
    """Return the file in UTF-8 without its declaration, so that both parsers read the same."""
    if len(xml) > MOST_BYTES:
        raise _too_large("字节数", "bytes", len(xml), MOST_BYTES)
    text = _decoded(xml)
    if not text.strip():
        raise _refusal("xml-malformed", line=0, problem="the file is empty")
    plain = _DECLARATION.sub("", text, count=1).encode()
    if long := _LONG_TAG.search(plain):
        raise _too_large("标签字节数", "bytes in one tag", len(long[0]), MOST_TAG_BYTES)
    return plain


def _decoded(xml: bytes) -> str:
    wide = xml.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = xml[:_DECLARATION_BYTES].decode("utf-16" if wide else "utf-8", errors="replace")
    declared = _DECLARED.match(head.removeprefix("\ufeff"))
    name = declared[1] if declared else "UTF-16" if wide else "UTF-8"
    codec = _CODECS.get(name.lower(), "")
    if not codec or (codec == "utf-16") is not wide:
        raise _refusal("xml-encoding", declared=name)
    try:
        text = xml.decode(codec)
    except UnicodeDecodeError:
        raise _refusal("xml-encoding", declared=name) from None
    if "\x00" in text:
        raise _refusal("xml-encoding", declared=name)
    return text


class _Scan:
    """Counts while expat streams, and refuses by raising out of the parser's callbacks."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def start(self, tag: str, attributes: list[str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS:
            raise _too_large("元素个数", "elements or more", self.elements, MOST_ELEMENTS)
        if self.depth > MOST_DEPTH:
            raise _refusal("xml-too-deep", most=MOST_DEPTH)
        if len(attributes) > 2 * MOST_ATTRIBUTES:
            raise _too_large("属性个数", "attributes", len(attributes) // 2, MOST_ATTRIBUTES)

    def end(self, tag: str) -> None:
        self.depth -= 1

    def doctype(self, *_declared: object) -> None:
        raise _refusal("xml-doctype")


def _admit_structure(xml: bytes) -> None:
    scan, parser = _Scan(), expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.StartDoctypeDeclHandler = scan.doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003  expat takes its end-of-file mark by position only.
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise _refusal("xml-malformed", line=error.lineno, problem=problem) from None


def _too_large(what: str, what_en: str, count: int, most: int) -> NotDeployable:
    return _refusal("xml-too-large", what=what, what_en=what_en, count=count, most=most)


def _refusal(rule: str, **fields: object) -> NotDeployable:
    return NotDeployable([Finding(rule=rule, fields=fields)])
