"""Deadlines for their pages: the table of law and house rules, one with its history, a preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.calendars import Span, Terms
from web.rendering import instant
from web.rendering.names import code_words
from web.session import language
from web.wording.texts import format_datetime
from web.wording.texts import gettext as _
from workflows.access import Permission, may
from workflows.codes import Wording
from workflows.deadlines import HouseChange, Rule, load_table
from workflows.deadlines.choosing import terms_of
from workflows.deadlines.house_models import HouseRuleRow
from workflows.deadlines.house_rules import (
    change_of,
    changes_of,
    editable,
    in_effect,
    running_by_rule,
    today,
    versions_of,
)
from workflows.deadlines.queries import calendar_for
from workflows.deadlines.reckoning import recount
from workflows.deadlines.units import unit_text
from workflows.people.directory import name_of

_Changes = Mapping[str, HouseChange]


def said(words: Wording) -> str:
    """A text of the law table in the language of the page."""
    return words.en if language() == "en" else words.zh


def full_name(rule: Rule) -> str:
    """The name of a rule; a part says what it is a part of."""
    parent = load_table().rules.get(rule.code.partition(".")[0])
    if parent is None or parent is rule or parent.name == rule.name:
        return said(rule.name)
    return _("%(whole)s：%(part)s", whole=said(parent.name), part=said(rule.name))


def listing(session: Session, actor: Actor, which: str) -> dict[str, Any]:
    """The table; `which` is house, law or all."""
    changes = changes_of(session, actor.tenant, actor.unit)
    running = running_by_rule(session, actor.tenant)
    rules = [rule for rule in load_table().rules.values() if rule.period or rule.unnumbered]
    shown = [rule for rule in rules if which == "all" or rule.locked is (which == "law")]
    return {
        "rows": [_row(rule, changes, running) for rule in shown],
        "filters": [
            {"label": label, "current": key == which, "count": count,
             "url": url_for("deadlines.page", which=key)}
            for key, label, count in (
                ("house", _("内部时限"), sum(not rule.locked for rule in rules)),
                ("law", _("法定期限"), sum(rule.locked for rule in rules)),
                ("all", _("全部"), len(rules)),
            )
        ],
    }  # fmt: skip


def _row(rule: Rule, changes: _Changes, running: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": rule.code, "name": full_name(rule), "length": length_words(rule, changes),
        "warnings": warning_words(rule, changes), "basis": said(rule.basis), "law": rule.locked,
        "changed": rule.code in changes, "running": running.get(rule.code, 0),
        "url": url_for("deadlines.one", code=rule.code),
    }  # fmt: skip


def cases_of(rule: Rule) -> tuple[str, ...]:
    """The facts by which its length differs; "" alone when it has one length."""
    return tuple(rule.period.by_case.cases) if rule.period and rule.period.by_case else ("",)


def _terms(rule: Rule, case: str, changes: _Changes) -> Terms:
    by_case = rule.period.by_case if rule.period else None
    return terms_of(rule, {by_case.parameter: case} if by_case else {}, changes)


def length_words(rule: Rule, changes: _Changes) -> str:
    """How long it is, by case when it differs."""
    period = rule.period
    if period is None:
        return said(rule.unnumbered) if rule.unnumbered else "—"
    if period.length is None and period.by_case is None and period.in_range:
        least, most = period.in_range.least, period.in_range.most
        spans = [Span(unit=period.unit, length=length) for length in (least, most)]
        texts = [said(unit_text(Terms(span=span, points=()))) for span in spans]
        return " – ".join(texts)
    parts = [(case, said(unit_text(_terms(rule, case, changes)))) for case in cases_of(rule)]
    return _("；").join(f"{case_words(case)} {text}".strip() for case, text in parts)


def case_words(case: str) -> str:
    """The fact by which a length differs; so far only the severity of an incident decides one."""
    words = code_words("severities", case)
    return case if language() == "en" else words.partition("（")[0]


def warning_words(rule: Rule, changes: _Changes) -> str:
    """When people are warned, as the points are written."""
    if rule.period is None or (rule.period.length is None and rule.period.by_case is None):
        return "—"
    return " ".join(map(str, _terms(rule, cases_of(rule)[0], changes).points)) or _("不提醒")


def one(session: Session, actor: Actor, rule: Rule) -> dict[str, Any]:
    """The page of one rule."""
    changes = changes_of(session, actor.tenant, actor.unit)
    rows = versions_of(session, actor.tenant, actor.unit, rule.code)
    return {
        **_row(rule, changes, running_by_rule(session, actor.tenant)),
        "at_end": said(rule.at_end), "verify": said(rule.verify) if rule.verify else "",
        "shipped": length_words(rule, {}), "shipped_warnings": warning_words(rule, {}),
        "editable": editable(rule) and may(actor, Permission.DEFINITION_DEPLOY),
        "seen": rows[0].version if rows else 0, "history": list(_history(session, rule, rows)),
        "today": today().isoformat(),
    }  # fmt: skip


def _history(
    session: Session, rule: Rule, rows: Sequence[HouseRuleRow]
) -> Iterator[dict[str, Any]]:
    now = clock.now()
    current = in_effect(rows, now)
    for row in rows:
        change = {row.code: change_of(row)}
        state = (
            ("good", _("现行")) if row is current
            else ("warn", _("将要生效")) if row.effective_from > now
            else ("quiet", _("已被替代"))
        )  # fmt: skip
        yield {
            "version": row.version, "length": length_words(rule, change),
            "warnings": warning_words(rule, change), "from": instant(row.effective_from),
            "author": name_of(session, row.tenant, row.author), "made": instant(row.made_at),
            "reason": row.reason, "tone": state[0], "state": state[1],
        }  # fmt: skip


def fields(rule: Rule, changes: _Changes, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """A number for each case, as it was typed or as it counts now."""
    rows = []
    for case in cases_of(rule):
        name = f"length-{case}" if case else "length"
        now = str(_terms(rule, case, changes).span.length)
        rows.append({"name": name, "case": case_words(case), "value": typed.get(name, now)})
    return rows


def preview(
    session: Session, actor: Actor, rule: Rule, change: HouseChange, start: datetime
) -> list[dict[str, Any]]:
    """When a clock that starts then would end: as it counts now, and after the change."""
    changes = changes_of(session, actor.tenant, actor.unit)
    calendar = calendar_for(session, actor.tenant)

    def due(case: str, by: _Changes) -> dict[str, str]:
        counted = recount(rule, _terms(rule, case, by), start=start, calendar=calendar)
        return {
            "due": _moment(counted.effective),
            "warnings": _("、").join(map(_moment, counted.warnings)),
        }

    return [
        {
            "case": case_words(case),
            "now": due(case, changes),
            "then": due(case, {**changes, rule.code: change}),
        }
        for case in cases_of(rule)
    ]


def _moment(value: datetime) -> str:
    return format_datetime(value, _("yyyy年M月d日 EEEE HH:mm"))
