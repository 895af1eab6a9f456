"""Which cases a demo has and when each began; the first dozen show the main kinds once.

After the written list the rest is drawn: mostly questions, then referrals, transfers, mediations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from workflows.demo.cast import EAST_LAKE, SOUTH_GATE
from workflows.demo.house import House, Journey, Wait
from workflows.demo.invented import Invention
from workflows.demo.journeys import visits
from workflows.demo.journeys.course import Course
from workflows.demo.journeys.emergencies import Alarm, from_visit, reported
from workflows.demo.journeys.mediations import mediated
from workflows.demo.matters import ELSEWHERE, FAMILY, VIOLENCE, Matter
from workflows.demo.scene import Scene
from workflows.demo.waits import back, back_any_day, back_working, just_now

#: The demo is the same each time.
SEED = 20111023
_III = ("police", "civil-affairs", "womens-federation", "village")
_II = ("police", "ambulance", "womens-federation", "centre-duty")
_MOMENTS = ("08:40", "09:05", "09:30", "10:10", "10:45", "14:10", "14:50", "15:30")
_CHANNELS = ("walk-in", "walk-in", "walk-in", "12338", "12345", "online", "grid")


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One case: when it began, about what, and what becomes of it."""

    began: Wait
    journey: Callable[[Scene], Journey]
    matters: tuple[Matter, ...] = FAMILY
    station: str = EAST_LAKE
    channel: str = "walk-in"


def _mediation(began: Wait, course: Course, station: str = EAST_LAKE) -> Recipe:
    return Recipe(began=began, station=station, journey=partial(mediated, course=course))


def _alarm(began: Wait, alarm: Alarm, *, visit: bool = False, station: str = EAST_LAKE) -> Recipe:
    start = from_visit if visit else reported
    return Recipe(
        began=began, station=station, matters=VIOLENCE, journey=partial(start, alarm=alarm)
    )


def _transfer(
    began: Wait, answer: str, station: str = EAST_LAKE, *, petition: bool = False
) -> Recipe:
    journey = partial(visits.transferred, answer=answer, petition=petition)
    return Recipe(began=began, station=station, matters=ELSEWHERE, journey=journey)


def _standing(began: Wait, stop: str, station: str = EAST_LAKE, channel: str = "walk-in") -> Recipe:
    return Recipe(
        began=began,
        station=station,
        channel=channel,
        matters=FAMILY + ELSEWHERE,
        journey=partial(visits.standing, stop=stop),
    )


_ARMED = Alarm(
    severity="II",
    facts=("armed_threat", "threat_to_kill"),
    answering=_II,
    ends="running",
    what="丈夫拿着菜刀堵在门口，说今天谁也别想走。",
)
_CHILD = Alarm(
    kind="child_harm",
    severity="III",
    facts=("threat_to_kill",),
    answering=_III,
    child=True,
    sealed=True,
    ends="stood-down",
    what="学校老师发现孩子手臂有伤，孩子说不敢回家。",
)
_QUARREL = Alarm(
    kind="threat",
    severity="IV",
    facts=("contained",),
    hurt=0,
    ends="stood-down",
    answering=("police", "village", "station"),
    what="前夫在楼下叫骂，邻居报来。",
)
_NIGHT = Alarm(answering=_III)

#: Each kind once, the main ones first.
WRITTEN: tuple[Recipe, ...] = (
    Recipe(began=back(20), journey=visits.consulted),
    _standing(just_now(7), "screen-safety"),
    _transfer(back_working(1, "15:10"), "silent"),
    _transfer(back_working(2, "10:00"), "objected"),
    _mediation(back(50), Course(sessions=2)),
    _mediation(back(9), Course(mediator="unclaimed", stop="assign-unclaimed")),
    _mediation(back(13, "08:40"), Course(stop="hold-session")),
    _mediation(back(40), Course(outcome="failed_no_agreement")),
    _mediation(back(36), Course(event="withdrawn", sessions=2)),
    _alarm(just_now(21), _ARMED),
    _alarm(back_any_day(12, "21:10"), _NIGHT, visit=True),
    _alarm(back_any_day(25, "13:20"), Alarm(ends="false-alarm", answering=("police",))),
    _alarm(back_any_day(9, "11:05"), _CHILD),
    _mediation(back(29), Course(sessions=2, stop="schedule-session", answer="consent")),
    # Receptions that stand at each step today.
    _standing(just_now(3), "search-person", SOUTH_GATE),
    _standing(just_now(28), "register-visit"),
    _standing(just_now(24), "give-consent", channel="12338"),
    _standing(just_now(31), "grade-risk"),
    _standing(just_now(38), "classify-matter", SOUTH_GATE),
    _standing(just_now(48), "decide-route", channel="12345"),
    _standing(just_now(70), "decide-route", SOUTH_GATE),
    _standing(back_working(1, "16:50"), "decide-route", channel="online"),
    _standing(back_working(1, "16:20"), "register-visit"),
    Recipe(began=just_now(90), journey=partial(visits.consulted, stop=True)),
    Recipe(
        began=back_working(1, "15:40"), journey=partial(visits.consulted, by_lawyer=True, stop=True)
    ),
    Recipe(began=back(4), journey=partial(visits.consulted, by_lawyer=True), station=SOUTH_GATE),
    # Departments: late, holding, accepted, a petition.
    _transfer(back_working(3, "09:20"), "silent"),
    _transfer(back_working(1, "09:40"), "held"),
    _transfer(back_working(1, "14:20"), "acknowledged"),
    _transfer(back(15), "accepted"),
    _transfer(back_working(1, "10:30"), "silent", SOUTH_GATE, petition=True),
    Recipe(
        began=back(12),
        journey=partial(visits.referred, kind="petition", stop=True),
        matters=ELSEWHERE,
    ),
    Recipe(began=back(30), journey=partial(visits.referred, kind="petition"), matters=ELSEWHERE),
    Recipe(began=back(8), journey=partial(visits.referred, kind="hardship"), matters=ELSEWHERE),
    Recipe(began=back(17), journey=partial(visits.referred, kind="legal_aid"), matters=VIOLENCE),
    Recipe(began=back(5), journey=visits.refused),
    Recipe(began=back(11), journey=visits.declined),
    # Mediations at every step.
    _mediation(back_working(1, "10:00"), Course(stop="apply-mediation")),
    _mediation(back_working(2, "14:30"), Course(stop="ask-respondent")),
    _mediation(back_working(3, "09:00"), Course(stop="decide-acceptance")),
    _mediation(back_working(3, "08:40"), Course(stop="claim-case")),
    _mediation(back_working(2, "15:30"), Course(stop="judge-mediability"), SOUTH_GATE),
    _mediation(back(6, "08:40"), Course(stop="invite-departments")),
    _mediation(back(9, "09:30"), Course(stop="investigate")),
    _mediation(back(12, "10:10"), Course(stop="schedule-session"), SOUTH_GATE),
    _mediation(back(14, "14:10"), Course(stop="check-safety-before-session")),
    _mediation(back(17, "14:10"), Course(stop="record-outcome")),
    _mediation(back(19, "09:00"), Course(stop="draft-agreement")),
    _mediation(back(20, "10:00"), Course(stop="sign-agreement")),
    _mediation(back(24, "15:10"), Course(stop="confirm-judicially")),
    _mediation(back(38, "09:20"), Course(confirmation="confirmed", stop="record-ruling")),
    _mediation(back(57, "09:20"), Course(confirmation="confirmed")),
    _mediation(back(44), Course(stop="schedule-session", sessions=2)),
    _mediation(back(48), Course(extended=True, sessions=2)),
    _mediation(back(33), Course(mediator="recused", outcome="success_oral")),
    _mediation(back(31), Course(mediator="chosen", outcome="partial")),
    _mediation(back(26), Course(no_show=True)),
    _mediation(back(22), Course(event="new-fact", sessions=2)),
    _mediation(back(18), Course(event="risk", sessions=2)),
    _mediation(back(21), Course(event="change", sessions=2)),
    _mediation(back(16), Course(event="complaint", sessions=2, stop="hold-session")),
    _mediation(back(27), Course(answer="refuse")),
    _mediation(back(19), Course(ground="case_pending")),
    _mediation(back(46), Course(outcome="success_oral"), SOUTH_GATE),
    # Emergencies.
    _alarm(just_now(55), Alarm(answering=_III[:3], ends="running"), station=SOUTH_GATE),
    _alarm(just_now(4), Alarm(ends="reported", what="邻居听到隔壁女人呼救。")),
    _alarm(back_any_day(33, "22:40"), _NIGHT),
    _alarm(back_any_day(19, "19:15"), _QUARREL, station=SOUTH_GATE),
    _alarm(back_any_day(2, "20:30"), _NIGHT, visit=True),
)


def cases_of(house: House, number: int) -> Iterator[tuple[datetime, Journey]]:
    """The first `number` cases of the demo, each with the instant at which it begins."""
    invention, draw = Invention(SEED), Random(SEED)
    for index in range(number):
        recipe = WRITTEN[index] if index < len(WRITTEN) else _drawn(draw)
        matter = draw.choice(recipe.matters)
        scene = Scene(
            house=house,
            random=Random(SEED + index),
            station=recipe.station,
            matter=matter,
            visitor=invention.woman(*matter.ages),
            other=invention.man(),
            channel=recipe.channel,
        )
        yield recipe.began(house.until), recipe.journey(scene)


def _drawn(draw: Random) -> Recipe:
    """One more case of the everyday kind."""
    began = back(draw.randint(1, 58), draw.choice(_MOMENTS))
    station = draw.choices((EAST_LAKE, SOUTH_GATE), (7, 3))[0]
    kind = draw.choices(tuple(_EVERYDAY), tuple(weight for weight, _ in _EVERYDAY.values()))[0]
    journey, matters = _EVERYDAY[kind][1](draw)
    return Recipe(
        began=began,
        station=station,
        channel=draw.choice(_CHANNELS),
        journey=journey,
        matters=matters,
    )


Drawing = Callable[[Random], tuple[Callable[[Scene], Journey], tuple[Matter, ...]]]

#: Kind → how often, and how one is drawn.
_EVERYDAY: dict[str, tuple[int, Drawing]] = {
    "question": (42, lambda _draw: (visits.consulted, FAMILY + ELSEWHERE)),
    "lawyer": (8, lambda _draw: (partial(visits.consulted, by_lawyer=True), FAMILY)),
    "refused": (14, lambda _draw: (visits.refused, FAMILY)),
    "referred": (
        16,
        lambda draw: (
            partial(visits.referred, kind=draw.choice(("hardship", "legal_aid"))),
            ELSEWHERE,
        ),
    ),
    "transferred": (10, lambda _draw: (visits.transferred, ELSEWHERE)),
    "refused-mediation": (
        4,
        lambda _draw: (partial(mediated, course=Course(answer="refuse")), FAMILY),
    ),
    "mediated": (
        6,
        lambda draw: (
            partial(
                mediated, course=Course(outcome=draw.choice(("success_oral", "success_written")))
            ),
            FAMILY,
        ),
    ),
}
