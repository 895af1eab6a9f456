"""The papers of a case: the card beside it, the page, and one version with its pages drawn."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from web.documents import showing
from web.documents.door import blueprint, guarded, sight_on
from web.rendering import page as signed_in_page
from web.rendering.fragments import fragment
from web.session import actor, runtime
from web.wording.texts import gettext as _
from workflows.documents import queries
from workflows.documents.models import PaperRow, VersionState
from workflows.documents.sheets import as_svg, read_sheet, set_pages


@blueprint.get("/cases/<case_id>/papers")
@guarded
def page(case_id: str) -> ResponseReturnValue:
    """Every paper of a case with all its versions."""
    return papers_page(case_id)


def papers_page(case_id: str, *, words: str = "", status: int = 200) -> ResponseReturnValue:
    """The page, with what was refused when something was."""
    with runtime().database.read() as session:
        sight = sight_on(session, case_id)
        found = showing.papers(session, case_id, sight)
        return signed_in_page(
            session, "documents/page.html", active="cases", papers=found, words=words,
            status=status,
        )  # fmt: skip


@blueprint.get("/cases/<case_id>/papers/card")
@guarded
def card(case_id: str) -> ResponseReturnValue:
    """The card beside a case: it names papers and says nothing of what stands in them."""
    with runtime().database.read() as session:
        sight = sight_on(session, case_id)
        return fragment("documents/card.html", papers=showing.papers(session, case_id, sight))


@blueprint.get("/cases/<case_id>/papers/<version_id>")
@guarded
def version(case_id: str, version_id: str) -> ResponseReturnValue:
    """One version as it is printed; the reading is logged."""
    runtime().press.print(actor().tenant, version_id)
    with runtime().database.read_and_note() as session:
        sight = sight_on(session, case_id)
        row = queries.open_paper(session, actor(), case_id, version_id, sight)
        paper = session.get_one(PaperRow, (row.tenant, row.paper_id))
        hashes = queries.hashes_of(session, row.tenant, case_id)
        shown = showing.version_words(session, paper, row, sight, hashes)
        printed = queries.files_of(session, row.tenant, row.id)
        drawn = drawings(queries.body_of(printed["docx"])) if "docx" in printed else []
        return signed_in_page(
            session, "documents/version.html", active="cases", version=shown, pages=drawn,
            title=showing.title_of(paper), latest=paper.latest == row.version,
            withheld=row.state == VersionState.WITHHELD,
            back=url_for("documents.page", case_id=case_id), case_id=case_id,
        )  # fmt: skip


def drawings(word: bytes) -> list[Markup]:
    """The pages of a file of Word as drawings that the browser shows by itself."""
    pages = set_pages(read_sheet(word))
    # Safe: the drawing is written element by element and every text in it is escaped by the writer.
    return [
        Markup(as_svg(page, label=_("第 %(n)s 页", n=number)))  # noqa: S704
        for number, page in enumerate(pages, 1)
    ]
