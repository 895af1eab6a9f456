"""My own password: the present one, and the new one twice; other browsers are signed out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.people.views import blueprint
from web.people.words import problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime, visitor
from web.wording import refusal_words
from workflows.people import signing_in
from workflows.people.passwords import SamePassword, change


@blueprint.get("/me/password")
def password() -> ResponseReturnValue:
    """The form."""
    return _page({})


def _page(problems: dict[str, str], *, words: str = "", status: int = 200) -> ResponseReturnValue:
    shown = {field: problem_words(code) for field, code in problems.items()}
    if visitor().password_is_given:
        # Without the frame: nothing else is there before the own password.
        text = render_template("people/first_password.html", problems=shown, words=words)
        return make_response(text, status)
    with runtime().database.read() as session:
        return signed_in_page(
            session, "people/password.html", active="me", words=words, status=status,
            problems=shown,
        )  # fmt: skip


@blueprint.post("/me/password")
def change_password() -> ResponseReturnValue:
    """Set the new password; a wrong present one counts as a failed sign-in."""
    present, new = request.form.get("present", ""), request.form.get("new", "")
    if len(new) < signing_in.SHORTEST_PASSWORD:
        return _page({"new": "password-short"}, status=422)
    if new != request.form.get("again", ""):
        return _page({"again": "password-differs"}, status=422)
    row = visitor().sign_in
    with runtime().database.begin() as session:
        refusal = change(
            session, actor(), present=present, new=new, kept_session=row.id if row else ""
        )
    if isinstance(refusal, SamePassword):
        return _page({"new": "password-same"}, status=422)
    if isinstance(refusal, signing_in.SignInLocked):
        return _page({}, words=refusal_words(refusal), status=403)
    if refusal is not None:
        return _page({"present": "password-wrong"}, status=422)
    flash(_("密码已经更改，其他地方的登录都已退出。"))
    first = visitor().password_is_given
    return redirect(url_for("inbox.page" if first else "sign_in.me"), code=303)
