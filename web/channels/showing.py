"""Robots, tests and a person's choice as the pages show them; never an address or a secret."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import request
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import OutboxRow, OutboxState
from web.rendering import instant
from web.rendering.names import name_of
from web.session import runtime
from web.wording.texts import gettext as _
from workflows.notifications import robots
from workflows.notifications.choosing import Mailed, contact_of
from workflows.notifications.models import ContactRow, RobotRow
from workflows.notifications.onward import MAIL
from workflows.people import directory


def kind_options() -> list[dict[str, str]]:
    """The kinds of robots."""
    return [
        {"value": robots.Kind.WECOM.value, "label": _("企业微信")},
        {"value": robots.Kind.DINGTALK.value, "label": _("钉钉")},
    ]


def unit_options(session: Session, actor: Actor) -> list[dict[str, str]]:
    """Every body of the centre."""
    return [
        {"value": unit.id, "label": name_of(unit)}
        for unit in directory.units(session, actor.tenant)
    ]


def mail_server() -> dict[str, str]:
    """Where mail goes out, as the operator has set it; no account and no password."""
    mail = runtime().settings.mail
    return {"host": f"{mail.host}:{mail.port}", "sender": mail.sender} if mail.host else {}


def robot_rows(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """All robots; of the address only the host."""
    units = {unit.id: name_of(unit) for unit in directory.units(session, actor.tenant)}
    kinds = {option["value"]: option["label"] for option in kind_options()}
    return [
        _robot(row, units.get(row.unit, row.unit), kinds.get(row.kind, row.kind))
        for row in robots.robots(session, actor.tenant)
    ]


def _robot(row: RobotRow, unit: str, kind: str) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "unit": unit, "kind": kind, "active": row.active,
        "host": urlsplit(row.address).hostname or "", "signed": bool(row.secret),
        "what": _("只有急办") if row.urgent_only else _("全部通知"),
    }  # fmt: skip


def tests(session: Session, actor: Actor) -> dict[str, Any]:
    """My latest tests with what came of them, and whether one is still under way."""
    rows = [_test(row) for row in robots.last_tests(session, actor)]
    return {"rows": rows, "waiting": any(row["waiting"] for row in rows)}


def _test(row: OutboxRow) -> dict[str, Any]:
    state, tone = _state(row)
    return {
        "at": instant(row.created_at), "state": state, "tone": tone,
        "waiting": row.state == OutboxState.WAITING, "error": row.last_error or "",
        "channel": _("邮件") if row.channel == MAIL else _("群机器人"),
    }  # fmt: skip


def _state(row: OutboxRow) -> tuple[str, str]:
    if row.state == OutboxState.SENT:
        return _("已送出"), "good"
    if row.state == OutboxState.DEAD:
        return _("没有送出"), "bad"
    return (_("还没成功，会再试"), "warn") if row.last_error else (_("正在发送"), "quiet")


def choice(session: Session, actor: Actor) -> dict[str, Any]:
    """What I have chosen, or else what was typed and not accepted."""
    row = contact_of(session, actor.tenant, actor.id)
    if request.method == "POST":
        return {**request.form, "saved": bool(row and row.email)}
    return {
        "email": (row.email if row else "") or "", "revision": row.revision if row else 0,
        "mailed": row.mailed if row else Mailed.NOTHING.value, "saved": bool(row and row.email),
        **_hours(row),
    }  # fmt: skip


def _hours(row: ContactRow | None) -> dict[str, str]:
    minutes = {"quiet_from": row.quiet_from, "quiet_until": row.quiet_until} if row else {}
    return {
        field: f"{minute // 60:02}:{minute % 60:02}"
        for field, minute in minutes.items()
        if minute is not None
    }


def mailed_options() -> list[dict[str, str]]:
    """What may be mailed."""
    return [
        {"value": Mailed.NOTHING.value, "label": _("不发邮件")},
        {"value": Mailed.URGENT.value, "label": _("只有急办")},
        {"value": Mailed.ALL.value, "label": _("全部通知")},
    ]
