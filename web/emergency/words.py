"""Grades, standings and titles of incidents in words; on a wall nothing tells whom or what."""

from __future__ import annotations

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import definitions
from engine.errors import NotFound
from engine.forms import Input
from engine.models import DefinitionKind
from web import session as web_session
from web.emergency.departments import Department
from web.emergency.incidents import GRADES, Incident
from web.rendering.names import category_words, name_of
from workflows.emergency_linkage.rules import NoticeState
from workflows.people import directory


def grade_words(incident: Incident) -> str:
    """The grade on the badge."""
    if not incident.row.severity:
        return str(_("待定级"))
    return str(_("%(grade)s 级", grade=incident.row.severity))


def grade_number(incident: Incident) -> int:
    """1 to 4 for the colour; an ungraded one looks like the second."""
    return GRADES.index(incident.row.severity) or 2


def title(session: Session, incident: Incident, *, wall: bool = False) -> str:
    """What it is about, from codes; on a wall only where it belongs."""
    if wall:
        unit = directory.unit(session, incident.row.tenant, incident.row.station)
        return name_of(unit) if unit else ""
    kind = _type_words(session, incident) or str(_("突发事件"))
    return str(_("，")).join([kind, *_flags(incident)])


def _type_words(session: Session, incident: Incident) -> str:
    code = incident.row.incident_type or str(incident.facts.get("known_type") or "")
    if not code:
        return category_words(incident.case.category_d) if incident.case else ""
    return choice_words(session, incident.row.tenant, "incident_type", code)


def choice_words(session: Session, tenant: str, key: str, value: str) -> str:
    """A choice of the report form in the page's language."""
    try:
        row = definitions.active(session, tenant, DefinitionKind.FORM, "report-incident")
    except NotFound:
        return value
    for slot in definitions.form(session, tenant, row.id).page:
        if isinstance(slot.part, Input) and slot.part.key == key:
            labels = {choice.value: choice.label for choice in slot.part.choices}
            if value in labels:
                return labels[value].in_language(web_session.language())
    return value


def _flags(incident: Incident) -> list[str]:
    facts = incident.facts
    told = (
        (facts.get("weapon"), _("有凶器")),
        (facts.get("threat_to_kill") or facts.get("threat"), _("扬言伤人")),
        (facts.get("injury") or incident.row.injured, _("有人受伤")),
        (facts.get("minors_involved"), _("有未成年人")),
    )
    return [str(words) for holds, words in told if holds]


def standing_words(one: Department) -> tuple[str, str]:
    """The state of a department and its tone."""
    if one.state == NoticeState.SENT and one.notice.rung:
        return _late_words(one.notice.rung), "bad"
    notice = one.notice
    words = {
        NoticeState.WANTED: (_("待通知"), None, "warn"),
        NoticeState.SENT: (_("待签收"), None, "warn"),
        NoticeState.OBJECTED: (_("称不属本部门"), notice.acked_at, "bad"),
        NoticeState.ACKNOWLEDGED: (_("已签收"), notice.acked_at, "good"),
        NoticeState.ARRIVED: (_("已到场"), notice.arrived_at, "good"),
        NoticeState.CLOSED: (_("已办结"), notice.closed_at, "good"),
        NoticeState.SUBSTITUTED: (_("已由其他单位替代"), None, "quiet"),
        NoticeState.RELEASED: (_("已通知停止"), None, "quiet"),
    }
    text, at, tone = words[one.state]
    return f"{text} {format_datetime(at, 'HH:mm')}" if at else str(text), tone


def _late_words(rung: int) -> str:
    words = {
        1: _("第一次超时，已换渠道再发"),
        2: _("第二次超时，已报负责人和值班领导"),
    }
    return str(words.get(rung, _("第三次超时，待指定替代单位")))


def detail_words(one: Department) -> str:
    """The limit that runs, or how long the acknowledgement took and when they will be there."""
    if one.due_at is not None and one.state == NoticeState.SENT:
        minutes = round((one.due_at - one.stretch_from).total_seconds() / 60)
        due = format_datetime(one.due_at, "HH:mm")
        return str(_("限时 %(m)s 分，%(at)s 到期", m=minutes, at=due))
    if one.notice.acked_at is None or one.notice.sent_at is None:
        return ""
    took = one.notice.acked_at - one.notice.sent_at
    words = str(_("签收用时 %(m)s 分", m=max(1, round(took.total_seconds() / 60))))
    if one.state == NoticeState.ACKNOWLEDGED and one.notice.eta_minutes:
        words += str(_("，预计 %(m)s 分到场", m=one.notice.eta_minutes))
    return words
