"""An uploaded template is looked through before anybody works with it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from engine.protection import Sensitivity
from tests.workflows.documents.templates import changed, with_line, with_part
from workflows.documents import load_kinds
from workflows.documents.checking import TemplateRefused, check
from workflows.documents.templates import shipped

KINDS = load_kinds()
AGREEMENT, VISIT = KINDS["agreement"], KINDS["visit-form"]


def rules(source: bytes, kind: str = "agreement") -> list[str]:
    with pytest.raises(TemplateRefused) as refusal:
        check(KINDS[kind], source)
    return [finding.rule for finding in refusal.value.findings]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.id) for kind in KINDS])
def test_every_shipped_template_passes(kind: object) -> None:
    checked = check(kind, shipped(kind))  # type: ignore[arg-type]
    assert checked.sensitivity <= Sensitivity.C3
    assert {"编号", "版本", "校验码"} <= checked.fields


@pytest.mark.parametrize(
    "kind", ["receipt", "application", "rights", "session-record", "agreement", "termination"]
)
@pytest.mark.parametrize("name", sorted(KINDS.protected_names()))
def test_a_protected_field_on_a_paper_for_the_other_side_is_refused(kind: str, name: str) -> None:
    source = with_line(KINDS[kind], f"{{{{ {name} }}}}")
    assert rules(source, kind) == ["template-protected"]


def test_the_stations_own_form_may_name_it_and_becomes_protected_itself() -> None:
    checked = check(VISIT, with_line(VISIT, "安全联系：{{ 安全联系方式 }}"))
    assert checked.sensitivity == Sensitivity.C4


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{{ 没有的空格 }}", "template-unknown-field"),
        ("{{ 编号.__class__ }}", "template-unknown-field"),
        ("{{ 条款 }}", "template-list-as-text"),
        ("{% for 人 in 编号 %}{{ 人 }}{% endfor %}", "template-no-list"),
        ("{{ '甲' * 9999999 }}", "template-forbidden"),
        ("{{ range(9) }}", "template-forbidden"),
        ("{{ 编号|upper }}", "template-forbidden"),
        ("{% set x = 1 %}", "template-forbidden"),
        ("{% include '/etc/passwd' %}", "template-forbidden"),
        ("{{ 编号[0] }}", "template-forbidden"),
        ("{{ 编号 ", "template-syntax"),
        ("{% if 编号 %}", "template-syntax"),
    ],
)
def test_blanks_fill_and_do_nothing_else(line: str, rule: str) -> None:
    assert rule in rules(with_line(AGREEMENT, line))


def test_rows_of_another_list_have_no_such_blank() -> None:
    line = "{% for 人 in 当事人 %}{{ 人.内容 }}{% endfor %}"
    assert rules(with_line(AGREEMENT, line)) == ["template-unknown-field"]


def _landscape(document: WordFile) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(297), Mm(210)


def _text_box(document: WordFile) -> None:
    document.paragraphs[0].runs[0]._r.append(OxmlElement("w:txbxContent"))


def _word_field(document: WordFile) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "INCLUDETEXT C:\\\\secret.docx")
    document.paragraphs[0]._p.append(field)


def _no_footer(document: WordFile) -> None:
    footer = document.sections[0].footer
    for paragraph in footer.paragraphs:
        paragraph.clear()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_landscape, ["template-not-a4"]),
        (_text_box, ["template-unshown"]),
        (_word_field, ["template-word-field"]),
        (lambda document: document.add_section(), ["template-sections"]),
        (_no_footer, ["template-field-missing"] * 3),
        (lambda document: document.add_paragraph("表情😀"), ["template-character"]),
    ],
)
def test_what_the_pdf_would_not_show_is_refused(
    change: Callable[[WordFile], object], found: list[str]
) -> None:
    assert rules(changed(AGREEMENT, change)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (b"", ["template-not-word"]),
        (b"MZ\x90\x00", ["template-not-word"]),
        (b"x" * (2 * 1024 * 1024 + 1), ["template-too-large"]),
        (with_part(AGREEMENT, "word/vbaProject.bin", b"x"), ["template-unsafe"]),
        (with_part(AGREEMENT, "word/embeddings/a.xlsx", b"x"), ["template-unsafe"]),
        (with_part(AGREEMENT, "../evil.xml", b"<a/>"), ["template-unsafe"]),
        (
            with_part(AGREEMENT, "customXml/a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
            ["template-unsafe"],
        ),
        (
            with_part(
                AGREEMENT,
                "word/_rels/header9.xml.rels",
                b'<Relationships><Relationship TargetMode="External" Target="http://x"/></Relationships>',
            ),
            ["template-outward"],
        ),
        (with_part(AGREEMENT, "word/big.xml", b" " * (21 * 1024 * 1024)), ["template-not-word"]),
    ],
    ids=["empty", "program", "large", "macro", "embedded", "path", "entity", "outward", "bomb"],
)
def test_a_file_that_is_no_plain_word_file_is_refused(source: bytes, found: list[str]) -> None:
    packed = source
    if source[:2] == b"PK" and len(source) > 2 * 1024 * 1024:
        # A bomb is small: the same archive, compressed.
        out = io.BytesIO()
        small = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        with zipfile.ZipFile(io.BytesIO(source)) as given, small:
            for name in given.namelist():
                small.writestr(name, given.read(name))
        packed = out.getvalue()
    assert rules(packed) == found


def test_what_word_makes_of_a_template_is_still_read() -> None:
    """Word splits a blank into runs when a part of it was clicked on."""

    def split(document: WordFile) -> None:
        paragraph = document.add_paragraph()
        for text in ("{", "{ 综治", "中心 }", "}"):
            paragraph.add_run(text)

    assert "综治中心" in check(AGREEMENT, changed(AGREEMENT, split)).fields


def test_the_shipped_templates_are_files_that_word_opens() -> None:
    for kind in KINDS:
        assert Document(io.BytesIO(shipped(kind))).paragraphs[0].text == kind.name.zh
