"""A Monday morning of a station, lived through before it is served.

Cases run with the journeys of the demo, on the served house's own functions, and stand still when
the day begins. Names and facts are those of the demo; none of these people exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from engine import clock
from workflows.demo.cast import EAST_LAKE
from workflows.demo.duties import enter_duties
from workflows.demo.house import House, Journey, Wait
from workflows.demo.invented import Invention
from workflows.demo.journeys.course import Course
from workflows.demo.journeys.emergencies import Alarm, reported
from workflows.demo.journeys.mediations import mediated
from workflows.demo.journeys.visits import consulted
from workflows.demo.matters import FAMILY
from workflows.demo.scene import Scene
from workflows.demo.waits import back, back_working, just_now
from workflows.runtime import Runtime

#: The local moment at which the day begins.
DAY, BEGINS = "2026-03-30", "2026-03-30T08:50"
ZONE = "+08:00"
#: Her colleagues leave the mediations to her.
STAFF = {f"R04@{EAST_LAKE}": "limei", f"R02@{EAST_LAKE}": "liuyan"}


class Untouched(Random):
    """Chance of a day on which nobody takes a task before the story says so."""

    def random(self) -> float:
        """High, so that no journey holds the task at which it stops."""
        return 0.99


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A case that began so long ago, and how it came to stand where it stands."""

    name: str
    began: Wait
    journey: Callable[[Scene], Journey]


def _mediation(name: str, began: Wait, stop: str, mediator: str = "claimed") -> Stand:
    course = Course(stop=stop, mediator=mediator)
    return Stand(name=name, began=began, journey=partial(mediated, course=course))


#: A mediator's full desk: seven mediations, each at another step.
FULL_DESK = (
    _mediation("race", back_working(3, "08:40"), "claim-case"),
    _mediation("lost race", back_working(3, "09:20"), "claim-case"),
    _mediation("invite", back(6, "08:40"), "invite-departments"),
    _mediation("outcome", back(17, "14:10"), "record-outcome"),
    _mediation("session", back(14, "14:10"), "check-safety-before-session"),
    _mediation("first to plan", back(12, "10:10"), "schedule-session"),
    _mediation("second to plan", back(12, "14:10"), "schedule-session"),
)
#: What a station's head finds: a case nobody took, an emergency, and a receptionist's open visit.
HEAD_FINDS = (
    _mediation("unclaimed", back(9), "assign-unclaimed", "unclaimed"),
    Stand(
        name="emergency", began=just_now(4),
        journey=partial(reported, alarm=Alarm(ends="reported", what="邻居听到隔壁女人呼救。")),
    ),
    Stand(name="question", began=just_now(40), journey=partial(consulted, stop=True)),
)  # fmt: skip


def live_until_monday(
    runtime: Runtime, people: Mapping[str, str], stands: Sequence[Stand]
) -> dict[str, Scene]:
    """Let cases run from their beginnings to Monday morning; answers each by its name."""
    begins = clock.instant_from_iso(f"{BEGINS}{ZONE}")
    house, scenes = House(runtime, dict(people), begins), {}
    with clock.frozen(clock.instant_from_iso(f"2026-03-01T08:00{ZONE}")):
        enter_duties(house)
        invention = Invention(7)
        for number, stand in enumerate(stands):
            scenes[stand.name] = scene = Scene(
                house=house, random=Untouched(number), station=EAST_LAKE,
                matter=FAMILY[number % 3], visitor=invention.woman(), other=invention.man(),
                staff=dict(STAFF),
            )  # fmt: skip
            house.begin_at(stand.began(begins), stand.journey(scene))
        house.run(lambda: None)
    assert house.stuck == []
    return scenes


def moment(words: str) -> datetime:
    """A local moment of the day as a naive time, as people type it."""
    return datetime.fromisoformat(f"{DAY}T{words}")
