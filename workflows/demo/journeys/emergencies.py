"""Emergencies: running, a department silent, stood down, a false alarm, a child's sealed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.cases import files
from workflows.demo import answers
from workflows.demo import emergency_answers as typed
from workflows.demo.cast import TENANT
from workflows.demo.house import Journey
from workflows.demo.scene import Scene
from workflows.demo.waits import hours, minutes, working_days
from workflows.emergency_linkage.actions import report_incident


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """How one emergency goes."""

    kind: str = "domestic_violence"
    what: str = "丈夫酒后砸门，扬言要打人。"
    severity: str = "III"
    facts: tuple[str, ...] = ("threat_to_kill",)
    #: People with slight injuries.
    hurt: int = 1
    #: Departments that answer; the others named by the grade stay silent.
    answering: tuple[str, ...] = ()
    child: bool = False
    #: running (after the reports), graded, reported, stood-down, false-alarm.
    ends: str = "stood-down"
    #: The file is sealed in the end: from then on it exists for those who worked on it only.
    sealed: bool = False


def from_visit(scene: Scene, alarm: Alarm) -> Journey:
    """Somebody comes in danger; the registration follows while help is under way."""
    scene.open_visit()
    yield minutes(2)
    scene.complete("search-person", answers.search(scene))
    yield minutes(2)
    dangers = ("afraid_to_go_home", "threat_to_kill")
    scene.complete("screen-safety", answers.screen(scene, *dangers))
    yield from _help(scene, alarm)
    yield from _registration(scene)


def _registration(scene: Scene) -> Journey:
    """What the reception asks anybody, with a red grade; there is no triage after an emergency."""
    yield minutes(6)
    scene.complete("register-visit", answers.registration(scene, violence=True))
    yield minutes(3)
    scene.complete("give-consent", answers.consent(scene))
    yield minutes(4)
    red = ("weapon_used", "threat_kill", "escalating")
    scene.complete("grade-risk", {**answers.grade(scene, "red"), "dv_facts": list(red)})
    yield minutes(2)
    scene.complete("classify-matter", answers.classification(scene))
    yield minutes(5)
    scene.complete("issue-receipt", answers.receipt(scene))


def reported(scene: Scene, alarm: Alarm) -> Journey:
    """Somebody calls; the incident is registered at once."""
    form = typed.registration(
        scene,
        alarm.kind,
        alarm.what,
        child=alarm.child,
        threat="threat_to_kill" in alarm.facts,
        hurt=alarm.hurt,
    )
    with scene.house.runtime.database.begin() as session:
        actor = scene.by(session, f"R02@{scene.station}")
        began = report_incident(
            session,
            scene.house.runtime.calls,
            actor,
            station=scene.station,
            submitted=form,
            key=f"demo:{scene.visitor.phone}",
        )
        scene.case_id = began.case_id
    yield from _help(scene, alarm)


def _seal(scene: Scene) -> None:
    with scene.house.runtime.database.begin() as session:
        head = scene.by(session, f"R06@{scene.station}")
        case = files.load(session, TENANT, scene.case_id)
        files.seal(
            session, head, case, at=case.opened_at, reason="涉及未成年人，只限办案人员查看。"
        )


def _do(scene: Scene, nodes: Mapping[str, Any]) -> None:
    """Finish those of some steps that are open now."""
    there = scene.open_nodes()
    for node, filled in nodes.items():
        if node in there:
            scene.complete(node, filled)


def _help(scene: Scene, alarm: Alarm) -> Journey:
    yield minutes(1)
    called = {"police_called": "true", "police_called_at": scene.now(), "ambulance_needed": "false"}
    _do(scene, {"call-110-120": called})
    if alarm.ends == "reported":
        return
    yield minutes(2)
    scene.complete(
        "confirm-grade", typed.grade(scene, alarm.severity, *alarm.facts, hurt=alarm.hurt)
    )
    yield from _answers(scene, alarm)
    if alarm.ends == "false-alarm":
        yield minutes(15)
        scene.press("FalseAlarmReported", "R03", typed.false_alarm(scene))
        yield minutes(30)
        _do(scene, {"choose-measures": _measures(alarm)})
        return
    if alarm.ends == "stood-down":
        yield from _closing(scene, alarm)
        yield from _aftermath(scene, alarm)


def _answers(scene: Scene, alarm: Alarm) -> Journey:
    """Departments acknowledge one after another, reports go up the chain."""
    yield minutes(2)
    for department in alarm.answering:
        scene.complete("acknowledge-notice", typed.acknowledgement(scene), item=department)
        yield minutes(1)
    if alarm.ends == "graded":
        return
    street = typed.phone_report(scene, "street_reported_at")
    scene.complete("send-first-report-street", street)
    if alarm.child:
        _do(scene, {"log-mandatory-report": typed.report_number(scene)})
    yield minutes(6)
    county = typed.phone_report(scene, "county_reported_at")
    scene.complete("send-first-report-county", county)
    yield minutes(9)
    scene.complete("send-written-report", typed.bulletin(scene))


def _measures(alarm: Alarm) -> dict[str, Any]:
    chosen = ["mandatory_report"] if alarm.child else []
    return {
        "measures": chosen,
        "no_measure_reason": "" if chosen else "已由派出所处理，本人不需要其他措施。",
        "victim_wish": "agrees",
    }


def _closing(scene: Scene, alarm: Alarm) -> Journey:
    yield minutes(20)
    scene.complete("record-on-scene", typed.scene_record(scene))
    scene.complete("choose-measures", _measures(alarm))
    yield minutes(25)
    for department in alarm.answering:
        scene.complete("close-department-item", typed.item_closed(scene), item=department)
        yield minutes(4)
    asked = {"ask_reason": "现场已平静。", "danger_gone": "true", "victim_safe": "true"}
    scene.press("StandDownAsked", "R03", asked)
    yield minutes(10)
    scene.complete("stand-down", typed.stand_down(scene))


def _aftermath(scene: Scene, alarm: Alarm) -> Journey:
    yield hours(3)
    scene.complete("send-final-report", typed.final_report(scene))
    yield working_days(1, "10:00")
    scene.complete("plan-safety", typed.safety_plan(scene))
    if alarm.sealed:
        _seal(scene)
    yield working_days(scene.random.randint(4, 7), "15:00")
    scene.complete("review-incident", typed.review(scene))
