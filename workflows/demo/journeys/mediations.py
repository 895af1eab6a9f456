"""Mediations: from the visit to the archive, with every way in which one ends or stands still."""

from __future__ import annotations

from workflows.demo import agreement_answers as ends
from workflows.demo import answers
from workflows.demo import mediation_answers as typed
from workflows.demo.house import Journey
from workflows.demo.journeys.course import Course, Stopped, step
from workflows.demo.journeys.endings import after_first_session, ending
from workflows.demo.journeys.visits import receive
from workflows.demo.scene import Scene
from workflows.demo.waits import days, minutes, working_days


def mediated(scene: Scene, course: Course) -> Journey:
    """A visit that goes to mediation and takes its course."""
    yield from receive(scene, {"route": "mediate"})
    yield minutes(3)
    scene.complete("issue-receipt", answers.receipt(scene))
    try:
        yield from _intake(scene, course)
        if course.answer == "consent" and not course.ground:
            yield from _appointment(scene, course)
            yield from _work(scene, course)
    except Stopped:
        return


def _intake(scene: Scene, course: Course) -> Journey:
    yield minutes(20)
    step(scene, course, "apply-mediation", lambda: typed.application(scene))
    yield minutes(15)
    step(scene, course, "judge-mediability", lambda: typed.mediability(scene, course.ground))
    if course.ground:
        yield minutes(30)
        scene.complete("tell-refusal", ends.routes(scene))
        return
    yield working_days(1, "10:20")
    step(scene, course, "ask-respondent", lambda: typed.respondent(scene, course.answer))
    yield working_days(1, "09:10")
    if course.answer != "consent":
        scene.complete(
            "decide-acceptance", typed.acceptance(scene, refused_for="refused_respondent")
        )
        yield minutes(20)
        scene.complete("tell-refusal", ends.routes(scene))
        return
    chosen = scene.house.people["limei"] if course.mediator == "chosen" else ""
    step(scene, course, "decide-acceptance", lambda: typed.acceptance(scene, chosen=chosen))


def _appointment(scene: Scene, course: Course) -> Journey:
    yield minutes(scene.random.randint(60, 200))
    match course.mediator:
        case "chosen":
            scene.complete("declare-conflict", typed.declaration(scene))
        case "recused":
            scene.complete("claim-case", typed.claim(scene, "kin"))
            yield minutes(50)
            scene.complete("appoint-mediator", typed.assignment(_another(scene)))
            yield minutes(30)
            scene.complete("declare-conflict", typed.declaration(scene))
        case "unclaimed":
            yield working_days(2, "10:00")
            step(scene, course, "assign-unclaimed", lambda: typed.assignment(_another(scene)))
            yield minutes(30)
            scene.complete("declare-conflict", typed.declaration(scene))
        case _:
            step(scene, course, "claim-case", lambda: typed.claim(scene))


def _another(scene: Scene) -> str:
    """A mediator who has not stepped back from this case."""
    before = scene.staff.get(f"R04@{scene.station}")
    name = "zhaomin" if scene.station == "south-gate" else "limei"
    if name == before:
        name = "wangqiang"
    scene.staff[f"R04@{scene.station}"] = name
    return scene.house.people[name]


def _work(scene: Scene, course: Course) -> Journey:
    yield minutes(25)
    step(scene, course, "invite-departments", lambda: {"invitation": "none"})
    yield working_days(2, "14:40")
    step(scene, course, "investigate", lambda: typed.investigation(scene))
    for number in range(1, course.sessions + 1):
        yield from _session(scene, course, number)
        if number == 1 and course.event:
            yield from after_first_session(scene, course)
    yield minutes(10)
    step(scene, course, "record-outcome", lambda: ends.outcome(scene, course.outcome))
    yield from ending(scene, course)


def _session(scene: Scene, course: Course, number: int) -> Journey:
    yield minutes(15)
    at = working_days(scene.random.randint(3, 5), "09:30")
    begins = at(scene.local())
    step(scene, course, "schedule-session", lambda: typed.session(begins))
    if course.extended and number == course.sessions:
        yield from _extension(scene)
    yield lambda _at: begins
    step(scene, course, "check-safety-before-session", lambda: typed.check(scene))
    yield minutes(70)
    if course.no_show and number == 1:
        scene.complete("hold-session", typed.minutes_of(scene, number, "no_show"))
        yield minutes(30)
        later = working_days(3, "15:00")(scene.local())
        again = {
            "absent_side": "respondent",
            "excused": "true",
            "absence_reason": "孩子发烧住院",
            "no_show_decision": "reschedule",
            "session_at": f"{later:%Y-%m-%d %H:%M}",
        }
        scene.complete("reschedule-no-show", again)
        yield lambda _at: later
        scene.complete("check-safety-before-session", typed.check(scene))
        yield minutes(60)
    last = number == course.sessions
    failed = course.outcome == "failed_no_agreement"
    result = "next_session" if not last else "failure" if failed else "agreement"
    next_at = "" if last else f"{working_days(5, '09:30')(scene.local()):%Y-%m-%d %H:%M}"
    if scene.open_nodes().get("hold-session"):
        step(
            scene,
            course,
            "hold-session",
            lambda: typed.minutes_of(scene, number, result, next_at),
        )


def _extension(scene: Scene) -> Journey:
    """Both are asked seven days before the end of T08 and want twenty days more."""
    while not scene.open_nodes().get("ask-both-for-extension"):
        yield days(1, "10:00")
    wish = {"extension_wish": "both", "asked_on": scene.today(), "asked_days": "20"}
    scene.complete("ask-both-for-extension", wish)
    yield minutes(60)
    granted = {
        "extension_decision": "granted",
        "asked_on": scene.today(),
        "both_signed": "true",
        "extension_days": "20",
        "extension_reason": "双方都愿意继续谈。",
    }
    scene.complete("decide-extension", granted)
