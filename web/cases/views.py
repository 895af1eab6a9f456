"""Cases: the list, one case, what was sent in it, its drawing, and its protected fields."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.definitions.versions import row_of
from engine.models import InstanceRow
from web.cases.door import blueprint, guarded
from web.cases.listing import listing
from web.cases.showing import now_part, sent_words, shown
from web.errors import status_of
from web.rendering import page as signed_in_page
from web.rendering.fragments import fragment
from web.rendering.submissions import read_submission
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access import Permission, require
from workflows.access.policy import NoSuchCase
from workflows.cases import files, queries


@blueprint.get("/cases")
def page() -> ResponseReturnValue:
    """The cases that exist for me, newest first."""
    require(actor(), Permission.CASE_READ)
    with runtime().database.read() as session:
        found = listing(session, actor())
        return signed_in_page(session, "cases/page.html", active="cases", cases=found)


@blueprint.get("/cases/<case_id>")
@guarded("case")
def case(case_id: str) -> ResponseReturnValue:
    """One case; what is shown of it is logged."""
    return _case(case_id)


def _case(case_id: str, *, words: str = "", status: int = 200) -> ResponseReturnValue:
    with runtime().database.read_and_note() as session:
        sight = queries.sight_on(session, actor(), case_id)
        row = files.load(session, actor().tenant, case_id)
        found = shown(session, actor(), row, sight)
        return signed_in_page(
            session, "cases/case.html", active="cases", case=found, words=words, status=status
        )


@blueprint.get("/cases/<case_id>/now")
@guarded("case")
def now(case_id: str) -> ResponseReturnValue:
    """A live part alone; opening the page was logged, and it is still the same reader."""
    with runtime().database.read() as session:
        sight = queries.sight_on(session, actor(), case_id)
        if not queries.reads_the_file(actor()):
            raise NoSuchCase(case=case_id)
        row = files.load(session, actor().tenant, case_id)
        part = "line" if request.args.get("part") == "line" else "tasks"
        return fragment(f"cases/{part}.html", now=now_part(session, actor(), row, sight))


@blueprint.post("/cases/<case_id>/protected")
@guarded("protected")
def open_protected(case_id: str) -> ResponseReturnValue:
    """Open the protected fields for half an hour, with a reason that stays in the log."""
    try:
        with runtime().database.begin() as session:
            queries.open_protected(session, actor(), case_id, request.form.get("reason", ""))
    except queries.ReasonTooShort as refusal:
        return _case(case_id, words=refusal_words(refusal), status=status_of(refusal))
    return redirect(url_for("cases.case", case_id=case_id, _anchor="parties"), code=303)


@blueprint.get("/cases/<case_id>/answers/<submission_id>")
@guarded("form")
def answers(case_id: str, submission_id: str) -> ResponseReturnValue:
    """One form as it was sent, by sight."""
    with runtime().database.read_and_note() as session:
        sight = queries.sight_on(session, actor(), case_id)
        sent = queries.submission(session, actor().tenant, case_id, submission_id)
        if sent is None or not queries.reads_the_file(actor()):
            raise NoSuchCase(case=case_id)
        name, said = read_submission(session, actor(), sent, sight)
        row = files.load(session, actor().tenant, case_id)
        return signed_in_page(
            session, "cases/answers.html", active="cases", name=name, answers=said, case=row,
            sent=sent_words(session, sent), with_reason=sight.c4_with_reason,
            back=url_for("cases.case", case_id=case_id),
        )  # fmt: skip


@blueprint.get("/cases/<case_id>/diagram/<instance_id>.bpmn")
@guarded("case")
def drawing(case_id: str, instance_id: str) -> ResponseReturnValue:
    """The file of the version that an instance of the case is pinned to."""
    with runtime().database.read() as session:
        queries.sight_on(session, actor(), case_id)
        instance = session.get(InstanceRow, (actor().tenant, instance_id))
        if instance is None or instance.business_key != case_id:
            raise NoSuchCase(case=case_id)
        source = row_of(session, actor().tenant, instance.definition_id).source
    answer = Response(source, mimetype="application/xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer
