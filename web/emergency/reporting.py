"""突发上报: the fewest questions on one page, and help is on its way when it is sent."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.database import new_id
from web.emergency.incidents import of_instance
from web.emergency.views import blueprint
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.names import name_of
from web.session import actor, runtime
from workflows.access import Permission, require
from workflows.emergency_linkage.reporting import start
from workflows.people import directory
from workflows.people.models import UnitKind

_ASKED = (
    "what_happens", "place", "happening_now", "weapon", "injured", "minors_involved",
    "offender_present", "call_back_safe",
)  # fmt: skip


@blueprint.get("/report")
def report() -> ResponseReturnValue:
    """The questions."""
    require(actor(), Permission.INCIDENT_REPORT)
    return _page({})


def _page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        stations = directory.units(session, actor().tenant, UnitKind.STATION)
        own = actor().unit in {unit.id for unit in stations}
        return signed_in_page(
            session, "emergency/report.html", active="emergency", key=new_id(), status=status,
            fields=_fields(problems), errors=[
                {"id": name, "text": text} for name, text in problems.items()
            ],
            stations=[] if own else [
                {"value": unit.id, "label": name_of(unit)} for unit in stations
            ],
            station_error=problems.get("station", ""), typed=request.form,
        )  # fmt: skip


def _fields(problems: dict[str, str]) -> list[dict[str, Any]]:
    """The questions as fields of `parts/fields.html`, with what was typed."""
    yes_no = [{"value": "true", "label": _("是")}, {"value": "false", "label": _("否")}]

    def ask(name: str, label: str, *, hint: str = "") -> dict[str, Any]:
        return {
            "type": "radio", "id": name, "name": name, "label": label, "hint": hint,
            "options": yes_no, "value": request.form.get(name, ""),
        }  # fmt: skip

    return [
        {
            "type": "textarea", "id": "what_happens", "name": "what_happens", "rows": 3,
            "label": _("正在发生什么"), "required": True, "maxlength": 2000, "class": "C4",
            "hint": _("一两句话就够，详情之后补。"), "error": problems.get("what_happens", ""),
            "value": request.form.get("what_happens", ""),
        },
        {
            "type": "textfield", "id": "place", "name": "place", "label": _("地点"), "class": "C4",
            "hint": _("说不清就写附近的标志物。"), "maxlength": 200,
            "value": request.form.get("place", ""),
        },
        ask("happening_now", _("事情还在进行吗？")),
        ask("weapon", _("有凶器吗？")),
        ask("injured", _("有人受伤吗？")),
        ask("minors_involved", _("有未成年人吗？")),
        ask("offender_present", _("施暴的人在旁边吗？"),
            hint=_("答“是”就静默处置：不回电、不发短信。")),
        ask("call_back_safe", _("可以回拨吗？"), hint=_("答“否”也不回电、不发短信。")),
    ]  # fmt: skip


@blueprint.post("/report")
def send_report() -> ResponseReturnValue:
    """Start the linkage; the full registration can be filled in afterwards."""
    person = actor()
    require(person, Permission.INCIDENT_REPORT)
    answers = {name: request.form.get(name, "").strip() for name in _ASKED}
    with runtime().database.read() as session:
        stations = {unit.id for unit in directory.units(session, person.tenant, UnitKind.STATION)}
    station = person.unit if person.unit in stations else request.form.get("station", "")
    problems = _problems(answers, known=station in stations)
    if problems:
        return _page(problems, status=422)
    with runtime().database.begin() as session:
        started = start(
            session, runtime().calls, person, station=station, answers=answers,
            key=request.form.get("idempotency_key", ""),
        )  # fmt: skip
    flash(_("已上报，联动已经启动。"))
    if started.task_id is not None:
        return redirect(url_for("tasks.page", task_id=started.task_id), code=303)
    with runtime().database.read() as session:
        known = of_instance(session, person.tenant, started.instance_id)
    return redirect(url_for("emergency.incident", incident_id=known), code=303)


def _problems(answers: dict[str, str], *, known: bool) -> dict[str, str]:
    found = {}
    if not answers["what_happens"]:
        found["what_happens"] = _("请用一句话说正在发生什么。")
    if not known:
        found["station"] = _("请选择由哪个服务站处置。")
    return found
