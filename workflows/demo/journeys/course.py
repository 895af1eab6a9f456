"""How one mediation of the demo goes, and a step at which it may stand still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.demo.scene import Scene


@dataclass(frozen=True, kw_only=True)
class Course:
    """How one mediation goes."""

    #: What the other side says: consent, refuse, silent.
    answer: str = "consent"
    #: Ground that forbids it (DT5), or "".
    ground: str = ""
    #: Step at which it stands still, or "".
    stop: str = ""
    #: How the mediator is found: claimed, chosen, recused, or nobody takes it.
    mediator: str = "claimed"
    sessions: int = 1
    #: The other side misses the first session.
    no_show: bool = False
    #: success_written, success_oral, partial, failed_no_agreement.
    outcome: str = "success_written"
    #: What happens after the first session: withdrawn, risk, new-fact, change, complaint, or "".
    event: str = ""
    #: Both want more time, seven days before the end.
    extended: bool = False
    #: What comes after an agreement: confirmed, declined, or nothing yet.
    confirmation: str = ""


class Stopped(Exception):
    """The course ends here for the demo."""


def step(scene: Scene, course: Course, node: str, filled: Callable[[], Mapping[str, Any]]) -> None:
    """Finish a step, or stand before it."""
    if node == course.stop:
        if scene.random.random() < 0.6:
            scene.hold(node)
        raise Stopped
    scene.complete(node, filled())
