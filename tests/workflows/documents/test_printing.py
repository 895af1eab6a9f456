"""Every paper as Word and as PDF: the same words, on A4, with its own letters, traceable."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from tests.workflows.documents.reading import (
    footer_text,
    pdf_text,
    without_footers,
    word_text,
)
from tests.workflows.documents.templates import changed, with_line
from workflows.documents import PaperKind, load_kinds
from workflows.documents.checking import sample_values
from workflows.documents.press import square_code
from workflows.documents.sheets import as_pdf, as_svg, read_sheet, set_pages
from workflows.documents.templates import shipped
from workflows.documents.word import filled

AT = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
KINDS = [pytest.param(kind, id=kind.id) for kind in load_kinds()]
MM = 72 / 25.4


def printed(kind: PaperKind, source: bytes, **said: Any) -> tuple[bytes, bytes]:
    """(Word, PDF) of a template and invented values."""
    values = {**sample_values(kind), **said}
    pictures = {"二维码": square_code("https://example.invalid/q")} if "二维码" in values else {}
    word = filled(source, values, title=kind.name.zh, at=AT, pictures=pictures)
    return word, as_pdf(set_pages(read_sheet(word)), title=kind.name.zh, at=AT)


def as_shipped(kind: PaperKind) -> tuple[bytes, bytes]:
    """(Word, PDF) of the shipped template, printed once for all tests that only read it."""
    return _as_shipped(kind.id)


@cache
def _as_shipped(kind_id: str) -> tuple[bytes, bytes]:
    kind = load_kinds()[kind_id]
    return printed(kind, shipped(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_word_and_pdf_say_the_same(kind: PaperKind) -> None:
    word, pdf = as_shipped(kind)
    assert kind.name.zh in word_text(word)
    assert without_footers(pdf_text(pdf)) == word_text(word)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_of_a_paper_that_its_template_names_is_printed(kind: PaperKind) -> None:
    word, pdf = printed(kind, with_line(kind, "{{ 综治中心 }}"), 综治中心="孝城县综治中心")
    assert "孝城县综治中心" in word_text(word)
    assert "孝城县综治中心" in pdf_text(pdf)
    assert "{{" not in word_text(word) + pdf_text(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_changing_the_template_changes_both(kind: PaperKind) -> None:
    before, now = as_shipped(kind), printed(kind, with_line(kind, "本站设有母婴室。"))
    for read, old, new in zip((word_text, pdf_text), before, now, strict=True):
        assert "本站设有母婴室。" not in read(old)
        assert "本站设有母婴室。" in read(new)


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_title_is_larger_in_both(kind: PaperKind) -> None:
    from docx.shared import Pt

    def enlarge(document: Any) -> None:
        document.paragraphs[0].runs[0].font.size = Pt(30)

    word, _pdf = printed(kind, changed(kind, enlarge))
    first = set_pages(read_sheet(word))[0].marks[0]
    assert first.size == 30  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
def test_paper_and_margins_are_those_of_offices(kind: PaperKind) -> None:
    word, pdf = as_shipped(kind)
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (210, 297)
    section = Document(io.BytesIO(word)).sections[0]
    edges = (
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin,
    )  # fmt: skip
    assert [round(edge.mm) for edge in edges if edge is not None] == [37, 26, 35, 28]
    for page in set_pages(read_sheet(word)):
        texts = [mark for mark in page.marks if hasattr(mark, "size")]
        assert min(mark.x for mark in texts) >= 28 * MM - 1
        assert min(mark.y - mark.size for mark in texts) >= 37 * MM - 8


@pytest.mark.parametrize("kind", KINDS)
def test_title_and_body_have_the_usual_sizes(kind: PaperKind) -> None:
    word, _pdf = as_shipped(kind)
    document = Document(io.BytesIO(word))
    title = document.paragraphs[0].runs[0]
    normal = document.styles["Normal"]
    assert title.font.size is not None
    assert title.font.size.pt == 22
    assert normal.font.size.pt == 16  # type: ignore[attr-defined]
    assert normal.paragraph_format.line_spacing.pt == 28  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_the_letters_are_in_the_pdf(kind: PaperKind) -> None:
    _word, pdf = as_shipped(kind)
    for page in PdfReader(io.BytesIO(pdf)).pages:
        fonts = page["/Resources"]["/Font"]  # type: ignore[index]
        assert fonts
        for font in fonts.values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert "/FontFile2" in described


@pytest.mark.parametrize("kind", KINDS)
def test_number_version_and_check_code_stand_at_the_foot_of_every_page(kind: PaperKind) -> None:
    said = {"编号": "XG-DH-2026-0398-XX01", "版本": "第3版", "校验码": "7A3F-91BC-04DE-88F2"}
    word, pdf = printed(kind, shipped(kind), **said)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert all(text in footer_text(word) for text in said.values())
    for number, page in enumerate(pages, 1):
        text = "".join(page.extract_text().split())
        assert all(value in text for value in said.values())
        assert f"第{number}页，共{len(pages)}页" in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_words_give_the_same_bytes(kind: PaperKind) -> None:
    assert printed(kind, shipped(kind)) == as_shipped(kind)


def test_rare_characters_of_names_are_printed_as_they_are() -> None:
    kind = load_kinds()["rights"]
    for name in ("周龘", "彧翀", "䶮垚", "㛃喆赟"):
        word, pdf = printed(kind, shipped(kind), 申请人姓名=name)
        assert name in word_text(word)
        assert name in pdf_text(pdf)


def test_a_paragraph_in_a_value_is_a_paragraph_on_paper() -> None:
    kind = load_kinds()["session-record"]
    word, _pdf = printed(kind, shipped(kind), 各方陈述="申请人：先说接送。\n被申请人：再说开支。")
    lines = [paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs]
    assert "申请人：先说接送。" in lines
    assert "被申请人：再说开支。" in lines


def test_what_looks_like_markup_in_a_value_is_printed_as_it_was_typed() -> None:
    kind = load_kinds()["rights"]
    said = "<w:p/> & {{ 编号 }} {% if %}"
    word, pdf = printed(kind, shipped(kind), 申请人姓名=said)
    assert "<w:p/>&{{编号}}{%if%}" in word_text(word)
    assert "<w:p/>&{{编号}}{%if%}" in pdf_text(pdf)


def test_a_long_story_in_a_table_goes_on_over_the_page() -> None:
    kind = load_kinds()["visit-form"]
    story = "\n".join(f"第{n}件事：双方又为孩子的接送争吵，没有谈成。" for n in range(1, 90))
    word, pdf = printed(kind, shipped(kind), 事情经过=story)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    assert without_footers(pdf_text(pdf)).count("件事：双方又为孩子的接送争吵") == 89
    body = 297 * MM - 35 * MM
    for page in set_pages(read_sheet(word)):
        lowest = max(mark.y for mark in page.marks[:-6] if hasattr(mark, "text"))
        assert lowest <= body + 1


def test_a_long_list_of_terms_loses_none() -> None:
    kind = load_kinds()["agreement"]
    terms = [
        {
            "序号": f"{n}",
            "义务人": "双方",
            "内容": f"约定事项{n}",
            "金额": "",
            "方式": "",
            "期限": "",
        }
        for n in range(1, 31)
    ]
    _word, pdf = printed(kind, shipped(kind), 条款=terms)
    assert all(f"{n}、约定事项{n}（义务人：双方）" in pdf_text(pdf) for n in range(1, 31))


def test_the_drawing_for_the_browser_says_the_same_and_reaches_nowhere() -> None:
    kind = load_kinds()["receipt"]
    word, _pdf = as_shipped(kind)
    drawn = as_svg(set_pages(read_sheet(word))[0], label="第 1 页")
    assert "7K4M-Q2XV-9TRC" in drawn
    assert "data:image/png;base64," in drawn
    assert 'style="' not in drawn
    assert drawn.count("http") == drawn.count("http://www.w3.org/2000/svg") + 1  # the address asked
