"""Saved views on the page: keep the present question under a name, open it, throw it away."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.errors import status_of
from web.inbox.asking import asked
from web.inbox.door import blueprint
from web.inbox.listing import listing
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.inbox import saved


@blueprint.post("/inbox/views")
def keep_view() -> ResponseReturnValue:
    """Save the view that the form carries; a bad name keeps the page and says why."""
    name, shared = request.form.get("name", ""), request.form.get("shared") == "true"
    try:
        with runtime().database.begin() as session:
            wanted = asked(session, actor()).wanted
            row = saved.keep(session, actor(), name, wanted, shared=shared)
            flash(_("已保存视图“%(name)s”。", name=row.name))
            return redirect(url_for("inbox.page", saved=row.id), code=303)
    except (saved.ViewUnnamed, saved.TooManyViews) as refusal:
        return _refused(refusal, name)


def _refused(refusal: saved.ViewUnnamed | saved.TooManyViews, name: str) -> ResponseReturnValue:
    with runtime().database.read() as session:
        found = listing(session, actor(), asked(session, actor()))
        found["save_error"], found["save_name"] = refusal_words(refusal), name
        return signed_in_page(
            session, "inbox/page.html", active="inbox", inbox=found, task=None, beside=True,
            status=status_of(refusal),
        )  # fmt: skip


@blueprint.post("/inbox/views/<view_id>/forget")
def forget_view(view_id: str) -> ResponseReturnValue:
    """Throw one's own view away."""
    with runtime().database.begin() as session:
        saved.forget(session, actor(), view_id)
    flash(_("已删除视图。"))
    return redirect(url_for("inbox.page"), code=303)
