"""What every page needs: globals for templates, the frame around a page, dues and forms as words."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask_babel import format_datetime
from flask_babel import gettext as _

from engine import clock
from web import assets, session
from web.rendering.due import due_of
from web.rendering.fields import form_context
from web.rendering.shell import flash, page, role_words

__all__ = ["due_of", "flash", "form_context", "instant", "locale", "page"]


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
    app.jinja_env.globals.update(
        asset=assets.asset,
        island_styles=assets.island_styles,
        csrf_token=lambda: session.visitor().csrf,
        instant=instant,
        role_words=role_words,
    )
    app.context_processor(_common)


def _common() -> dict[str, object]:
    settings = session.runtime().settings
    return {
        "lang": session.language(),
        "zone": str(settings.zone),
        "server_ms": int(clock.now().timestamp() * 1000),
        "public": {
            "station": "",
            "languages": languages(),
            "exit_url": "https://www.gov.cn/",
        },
    }


def languages() -> list[dict[str, object]]:
    """The two languages with the links that switch to them."""
    from web.rendering.shell import language_links

    return language_links()
