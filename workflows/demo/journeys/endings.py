"""How mediations end or are disturbed: agreement, court, failure, withdrawal, danger, complaint."""

from __future__ import annotations

from workflows.demo import agreement_answers as typed
from workflows.demo.house import Journey
from workflows.demo.journeys.course import Course, Stopped, step
from workflows.demo.mediation_answers import ROOM
from workflows.demo.scene import Scene
from workflows.demo.waits import days, minutes, working_days


def after_first_session(scene: Scene, course: Course) -> Journey:
    """Something happens between two sessions; all but the last two end the mediation."""
    yield minutes(90)
    today = scene.today()
    match course.event:
        case "withdrawn":
            left = {"withdrawn_by": "applicant", "withdrawn_on": today, "under_pressure": "false"}
            scene.press("Withdrawn", "R04", left)
        case "new-fact":
            fact = {
                "fact_kind": "case_pending",
                "learned_on": today,
                "fact_note": "对方已经向法院起诉。",
            }
            scene.press("NewFactReported", "R04", fact)
        case "risk":
            seen = {
                "risk_kind": "threat",
                "police_called": "true",
                "anyone_injured": "false",
                "minors_present": "false",
                "risk_place": ROOM,
                "risk_words": "扬言要烧房子。",
            }
            scene.press("RiskRaised", "R04", seen)
            raise Stopped
        case "complaint":
            said = {
                "complained_by": "respondent",
                "complaint_kind": "delay",
                "complaint_note": "约好的时间改了两次。",
            }
            scene.press("ComplaintRaised", "R05", said)
            return
        case _:
            asked = {"asked_by": "respondent", "change_ground": "language", "change_note": ""}
            scene.press("MediatorChangeRequested", "R05", asked)
            return
    yield minutes(60)
    scene.complete("tell-routes", typed.routes(scene))
    yield working_days(3, "16:00")
    scene.complete("archive-file", typed.archive(scene, agreed=False))
    raise Stopped


def ending(scene: Scene, course: Course) -> Journey:
    """What follows the recorded outcome."""
    yield minutes(25)
    if course.outcome == "failed_no_agreement":
        scene.complete("tell-routes", typed.routes(scene))
        yield working_days(4, "16:00")
        scene.complete("archive-file", typed.archive(scene, agreed=False))
        return
    if course.outcome == "success_oral":
        scene.complete("register-oral-agreement", typed.oral(scene))
    else:
        kind = "partial" if course.outcome == "partial" else "full"
        due = f"{days(20)(scene.local()):%Y-%m-%d}"
        step(scene, course, "draft-agreement", lambda: typed.agreement(scene, kind, due))
        yield minutes(40)
        step(scene, course, "sign-agreement", lambda: typed.signature(scene))
        yield from _confirmation(scene, course)
    yield working_days(6, "16:20")
    step(scene, course, "archive-file", lambda: typed.archive(scene, agreed=True))


def _confirmation(scene: Scene, course: Course) -> Journey:
    """Both ask the court to confirm, or leave it."""
    yield working_days(4, "10:00")
    apply = course.confirmation == "confirmed"
    wish = {
        "judicial_confirmation": "apply" if apply else "decline",
        "confirmation_subjects": ["payment"],
        "confirmation_request": "请求确认协议约定的付款有效。",
        "applied_jointly": "true",
        "court": "孝城县人民法院",
        "confirmation_applied_on": scene.today(),
    }
    declined = {"judicial_confirmation": "decline", "decline_reason": "已经当场履行。"}
    step(scene, course, "confirm-judicially", lambda: wish if apply else declined)
    if not apply:
        return
    yield working_days(2, "11:00")
    accepted = {"court_answer": "accepted", "court_answered_on": scene.today()}
    step(scene, course, "record-court-acceptance", lambda: accepted)
    yield working_days(8, "15:30")
    ruled = {"court_answer": "confirmed", "court_answered_on": scene.today()}
    step(scene, course, "record-ruling", lambda: ruled)
