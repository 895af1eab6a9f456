"""How I want to be told outside the product: my address, what is mailed, my quiet hours."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.channels import showing
from web.channels.door import blueprint, problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording.texts import gettext as _
from workflows.notifications.choosing import BadContact, Choice, choose
from workflows.notifications.robots import send_test_mail


@blueprint.get("/me/channels")
def mine() -> ResponseReturnValue:
    """My choice."""
    return _page({})


def _page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        return signed_in_page(
            session, "channels/mine.html", active="me", choice=showing.choice(session, actor()),
            options=showing.mailed_options(), mail=showing.mail_server(),
            tests=showing.tests(session, actor()), problems=problem_words(problems), status=status,
        )  # fmt: skip


@blueprint.post("/me/channels")
def choose_mine() -> ResponseReturnValue:
    """Write my choice; an older page writes nothing."""
    form = request.form
    revision = form.get("revision", "0")
    choice = Choice(
        email=form.get("email", ""), mailed=form.get("mailed", ""),
        quiet_from=form.get("quiet_from", ""), quiet_until=form.get("quiet_until", ""),
        revision=int(revision) if revision.isdecimal() else -1,
    )  # fmt: skip
    try:
        with runtime().database.begin() as session:
            choose(session, actor(), choice)
    except BadContact as bad:
        return _page(bad.problems, status=422)
    flash(_("通知方式已保存。"))
    return redirect(url_for("channels.mine"), code=303)


@blueprint.post("/me/channels/test")
def test_mine() -> ResponseReturnValue:
    """A test to my own address, by the way that everything goes."""
    try:
        with runtime().database.begin() as session:
            send_test_mail(session, actor())
    except BadContact as bad:
        return _page(bad.problems, status=422)
    flash(_("已交给发送队列，结果见下面的试发记录。"))
    return redirect(url_for("channels.mine"), code=303)
