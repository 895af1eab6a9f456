"""House deadlines: the table, one rule with its history, a preview, and the next version of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import clock, commands
from engine.database import new_id
from web.library import deadline_showing as showing
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording.texts import gettext as _
from workflows.access import Permission, require
from workflows.deadlines import HouseChange, LawIsLocked, Rule, load_table
from workflows.deadlines.house_rules import (
    BadHouseRule,
    Wanted,
    change,
    changes_of,
    editable,
    refuse_bad,
    rule_of,
    today,
)

blueprint = Blueprint("deadlines", __name__, url_prefix="/library/deadlines")

_WHICH = ("house", "law", "all")
_NO_NUMBER = -1


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All deadlines: house rules first."""
    require(actor(), Permission.DEFINITION_READ)
    which = request.args.get("which", "house")
    with runtime().database.read() as session:
        shown = showing.listing(session, actor(), which if which in _WHICH else "house")
        return signed_in_page(session, "library/deadlines.html", active="library", shown=shown)


@blueprint.get("/<code>")
def one(code: str) -> ResponseReturnValue:
    """One deadline, where it comes from, who changed it, and the form when it may be changed."""
    require(actor(), Permission.DEFINITION_READ)
    rule = rule_of(code)
    with runtime().database.read() as session:
        return _page(session, rule, typed={})


def _page(
    session: Session,
    rule: Rule,
    *,
    typed: dict[str, str],
    problems: dict[str, str] | None = None,
    preview: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    shown = showing.one(session, actor(), rule)
    changes = changes_of(session, actor().tenant, actor().unit)
    return signed_in_page(
        session, "library/deadline.html", active="library", shown=shown, typed=typed,
        key=typed.get("idempotency_key") or new_id(), preview=preview,
        fields=showing.fields(rule, changes, typed) if shown["editable"] else [],
        problems={field: _problem(what) for field, what in (problems or {}).items()},
        start=_start(typed).strftime("%Y-%m-%d %H:%M"), status=status,
    )  # fmt: skip


def _problem(what: str) -> str:
    words = {
        "required": _("请写明为什么改。"), "past": _("生效日期不能早于今天。"),
        "bad-length": _("请填一个这种期限可以用的整数。"), "unknown": _("这里不能填长度。"),
        "bad-warnings": _("提醒点写成 50% 或 T-3（到期前 3 天），用空格分开。"),
        "bad-date": _("请填日期，例如 2026-08-01。"),
    }  # fmt: skip
    return str(words[what])


@blueprint.post("/<code>")
def send(code: str) -> ResponseReturnValue:
    """Show what a change would do, or make it; a second press makes it once."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    rule, typed = rule_of(code), request.form.to_dict()
    if not editable(rule):
        raise LawIsLocked(deadline=code)
    try:
        wanted = _wanted(rule, typed)
        if "preview" in typed:
            return _previewed(rule, wanted, typed)
        version = _made(wanted, typed)
    except BadHouseRule as bad:
        with runtime().database.read() as session:
            return _page(session, rule, typed=typed, problems=bad.problems, status=422)
    flash(_("%(code)s 第 %(n)s 版已写入，新起算的期限按它算。", code=code, n=version))
    return redirect(url_for("deadlines.one", code=code), code=303)


def _made(wanted: Wanted, typed: dict[str, str]) -> int:
    def work() -> dict[str, Any]:
        return {"version": change(session, actor(), wanted).version}

    with runtime().database.begin() as session:
        key = typed.get("idempotency_key", "")
        done = commands.once(session, actor(), key, f"deadline:change:{wanted.code}", work)
    return int(done["version"])


def _previewed(rule: Rule, wanted: Wanted, typed: dict[str, str]) -> ResponseReturnValue:
    refuse_bad(rule, wanted, reason_needed=False)
    asked = HouseChange(length=wanted.length, lengths=wanted.lengths, warnings=wanted.warnings)
    with runtime().database.read() as session:
        rows = showing.preview(session, actor(), rule, asked, _start(typed))
        return _page(session, rule, typed=typed, preview=rows)


def _wanted(rule: Rule, typed: dict[str, str]) -> Wanted:
    cases = showing.cases_of(rule)
    lengths = {case: _number(typed.get(f"length-{case}", "")) for case in cases if case}
    seen = typed.get("seen", "")
    return Wanted(
        code=rule.code, seen=int(seen) if seen.isdecimal() else 0, effective_on=_day(typed),
        reason=typed.get("reason", ""), lengths=lengths,
        length=None if lengths else _number(typed.get("length", "")),
        warnings=tuple(typed["warnings"].split()) if "warnings" in typed else None,
    )  # fmt: skip


def _number(text: str) -> int:
    """A whole number; anything else becomes one that no rule accepts."""
    return int(text) if text.strip().isdecimal() and len(text) < 6 else _NO_NUMBER


def _day(typed: dict[str, str]) -> date:
    text = typed.get("effective_on", "").strip()
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadHouseRule({"effective_on": "bad-date"}) from None


def _start(typed: dict[str, str]) -> datetime:
    """The example start; the present when nothing or nothing readable was given."""
    zone = load_table().zone
    try:
        return datetime.strptime(typed.get("start", ""), "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except ValueError:
        return clock.now().astimezone(zone)
