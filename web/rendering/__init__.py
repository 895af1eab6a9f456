"""What every page needs: globals for templates, the frame around it, dues and forms as words."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, request

from engine import clock
from web import assets, session
from web.rendering.due import due_of
from web.rendering.fields import form_context
from web.rendering.names import category_words, department_words, role_words
from web.rendering.shell import flash, language_links, page
from web.wording import texts
from web.wording.texts import format_datetime
from web.wording.texts import gettext as _

__all__ = ["due_of", "flash", "form_context", "instant", "locale", "page"]

#: Where the quick exit leads: a harmless page that everybody knows.
EXIT = "https://www.gov.cn/"


def locale() -> str:
    """The catalogue of this request."""
    return "en" if session.language() == "en" else "zh"


def instant(value: datetime | None) -> str:
    """An instant as people of the station read it."""
    if value is None:
        return ""
    return format_datetime(value, _("M月d日 HH:mm"))


def install(app: Flask) -> None:
    """Give templates their globals."""
    texts.install(app)
    app.jinja_env.globals.update(
        asset=assets.asset,
        island_styles=assets.island_styles,
        island_chunks=assets.island_chunks,
        csrf_token=lambda: session.visitor().csrf,
        instant=instant,
        role_words=role_words,
        category_words=category_words,
        department_words=department_words,
    )
    app.context_processor(_common)
    app.before_request(_know_the_visitor)


def _know_the_visitor() -> None:
    """Recognise the visitor before a page begins its transaction: noting the visit writes too."""
    if request.endpoint != "static":
        session.visitor()


def _common() -> dict[str, object]:
    settings = session.runtime().settings
    return {
        "lang": session.language(),
        "zone": str(settings.zone),
        "server_ms": int(clock.now().timestamp() * 1000),
        "public": {"station": "", "languages": language_links(), "exit_url": EXIT},
    }
