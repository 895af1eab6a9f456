"""Where an actor can go: only what their posts open, with the numbers of what waits there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import url_for

from engine.actors import Actor
from web.rendering.names import number_words
from web.wording.texts import gettext as _
from workflows.access import Permission, may


def groups(actor: Actor, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The navigation at the left: daily work first, then what the role may manage."""
    found = [{"title": "", "items": list(_work(actor, counts))}]
    managing = list(_managing(actor, counts))
    if managing:
        found.append({"title": _("管理"), "items": managing})
    return found


def _work(actor: Actor, counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    yield _item("inbox", _("收件箱"), "inbox.page", "inbox", counts.get("all", 0))
    if _meets_emergencies(actor):
        yield _item(
            "emergency", _("突发联动"), "emergency.page", "alarm", counts.get("emergency", 0),
            alarm=True,
        )  # fmt: skip
    if may(actor, Permission.VISIT_REGISTER):
        yield _item("visit", _("新来访登记"), "visits.new", "register")
        yield _item("waiting", _("等候接待"), "waiting.page", "people")
    if may(actor, Permission.CASE_READ):
        yield _item("cases", _("案件"), "cases.page", "folder")
        if _is_of_a_station(actor):
            yield _item("calendar", _("调解会日历"), "calendar.page", "clock")
        yield _item("absences", _("请假与代班"), "inbox.absences_page", "person")


def _managing(actor: Actor, counts: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    if _leads(actor):
        yield _item("station", _("本站今天"), "cockpit.station", "clock")
        yield _item("team", _("团队任务"), "cockpit.team", "people")
    if may(actor, Permission.DEFINITION_READ):
        yield _item("library", _("流程库"), "library.page", "flow")
        yield _item("papers", _("文书模板"), "documents.template_list", "document")
    if may(actor, Permission.PERSON_READ):
        yield _item("people", _("人员与岗位"), "people.page", "people")
    if may(actor, Permission.CHANNEL_MANAGE):
        yield _item("channels", _("通知渠道"), "channels.page", "phone")
    if may(actor, Permission.ACCESS_LOG_READ):
        yield _item("access-log", _("查看记录"), "cases.access_log", "lock")
    if may(actor, Permission.FAILURE_READ):
        yield _item(
            "failures", _("待处理故障"), "health.failures", "warn", counts.get("failures", 0),
            alarm=True,
        )  # fmt: skip


def bottom(actor: Actor, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The four items of the phone's bottom bar."""
    items = [_item("inbox", _("收件箱"), "inbox.page", "inbox", counts.get("all", 0))]
    if _meets_emergencies(actor):
        items.append(
            _item("emergency", _("突发"), "emergency.page", "alarm",
                  counts.get("emergency", 0), alarm=True)
        )  # fmt: skip
    if may(actor, Permission.VISIT_REGISTER):
        items.append(_item("visit", _("登记"), "visits.new", "register"))
    if may(actor, Permission.CASE_READ):
        items.append(_item("cases", _("案件"), "cases.page", "folder"))
    return items


def _meets_emergencies(actor: Actor) -> bool:
    return may(actor, Permission.INCIDENT_READ) or may(actor, Permission.INCIDENT_REPORT)


#: Roles that are held at a station.
_OF_STATIONS = frozenset({"R02", "R03", "R04", "R05", "R06", "R11"})


def _is_of_a_station(actor: Actor) -> bool:
    return any(post.partition("@")[0] in _OF_STATIONS for post in actor.groups)


def _leads(actor: Actor) -> bool:
    """Whether the actor steers the work of a station: the chair, the head, the officer on duty."""
    return may(actor, Permission.TASK_REASSIGN)


def _item(
    key: str, label: str, endpoint: str, icon: str, count: int = 0, *, alarm: bool = False
) -> dict[str, Any]:
    return {
        "key": key, "label": label, "url": url_for(endpoint), "icon": icon,
        "count": number_words(count),
        "alarm": alarm and count > 0,
    }  # fmt: skip
