"""Visits: answered, refused, referred, handed to a department, or left standing at a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workflows.demo import answers
from workflows.demo.house import Journey
from workflows.demo.scene import Scene
from workflows.demo.waits import minutes, working_days

#: The steps of a reception, in order, at which a case may stand.
RECEPTION = (
    "search-person",
    "screen-safety",
    "register-visit",
    "give-consent",
    "grade-risk",
    "classify-matter",
    "decide-route",
)

#: The department says that it is not competent; the duty leader has to name the lead.
_OBJECTION = {
    "transfer_answer": "object",
    "objection_reason": "not_competent",
    "objection_note": "按职责清单应由其他部门牵头。",
    "proposed_department": "trade-union",
}
Filled = Callable[[], Mapping[str, Any]]


def receive(scene: Scene, route: Mapping[str, Any], *, stop: str = "") -> Journey:
    """From the door to the triage; stands at `stop`, in somebody's hands, when one is named."""
    typed: dict[str, Filled] = {
        "search-person": lambda: answers.search(scene),
        "screen-safety": lambda: answers.screen(scene),
        "register-visit": lambda: answers.registration(scene, violence=bool(scene.matter.dv_facts)),
        "give-consent": lambda: answers.consent(scene),
        "grade-risk": lambda: answers.grade(scene, scene.matter.risk),
        "classify-matter": lambda: answers.classification(scene),
        "decide-route": lambda: route,
    }
    scene.open_visit()
    for node in RECEPTION:
        yield minutes(scene.random.randint(1, 5))
        if node == stop:
            draft = {"summary": scene.matter.summary} if node == "register-visit" else None
            if node != "decide-route":
                scene.hold(node, draft)
            return
        scene.complete(node, typed[node]())


def standing(scene: Scene, stop: str) -> Journey:
    """A reception that stands at a step."""
    yield from receive(scene, {}, stop=stop)


def _farewell(scene: Scene, told: str) -> Journey:
    yield minutes(scene.random.randint(2, 6))
    scene.complete("give-feedback", answers.feedback(scene, told))


def _receipt(scene: Scene) -> Journey:
    yield minutes(scene.random.randint(1, 4))
    scene.complete("issue-receipt", answers.receipt(scene))


def consulted(scene: Scene, *, by_lawyer: bool = False, stop: bool = False) -> Journey:
    """A question is answered, by the receptionist or by the lawyer on duty."""
    yield from receive(scene, {"route": "consult"})
    yield from _receipt(scene)
    yield minutes(scene.random.randint(3, 20))
    if by_lawyer:
        scene.complete("answer-question", answers.answer(scene, consultation_result="needs_lawyer"))
        yield minutes(scene.random.randint(5, 60))
    node, by = ("answer-as-adviser", "lawyer") if by_lawyer else ("answer-question", "receptionist")
    if stop:
        return scene.hold(node)
    scene.complete(node, answers.answer(scene, by))
    yield from _farewell(scene, "已当面解答。")


def refused(scene: Scene) -> Journey:
    """Not for the station: refused in writing, with the reason and the right channel."""
    why = scene.random.choice((("in_litigation", "court"), ("not_in_scope", "department")))
    route = {
        "route": "refuse",
        "refuse_reason": why[0],
        "right_channel": why[1],
        "refuse_note": "这件事应当由别处办，地址和电话写在告知书上。",
    }
    yield from receive(scene, route)
    yield from _farewell(scene, "已说明不予受理的理由和正确渠道。")


def declined(scene: Scene) -> Journey:
    """The visitor does not want to be registered; nothing is forced."""
    scene.open_visit()
    no = {**answers.consent(scene), "consent_service": "false", "consent_sensitive": "false"}
    typed: dict[str, Filled] = {
        "search-person": lambda: answers.search(scene),
        "screen-safety": lambda: answers.screen(scene),
        "register-visit": lambda: answers.registration(scene),
        "give-consent": lambda: {**no, "signed_at": scene.now()},
        "grade-risk": lambda: answers.grade(scene, scene.matter.risk),
        "classify-matter": lambda: answers.classification(scene),
    }
    for node, filled in typed.items():
        yield minutes(scene.random.randint(1, 5))
        scene.complete(node, filled())
    yield from _farewell(scene, "尊重本人意愿，给了服务卡。")


def referred(scene: Scene, kind: str, *, stop: bool = False) -> Journey:
    """Handed on to petition, legal aid or hardship help."""
    yield from receive(scene, {"route": kind})
    yield from _receipt(scene)
    if kind == "petition":
        if stop:
            return
        yield working_days(3)
        scene.complete(
            "notify-petitioner",
            {
                "petition_forwarded_on": scene.today(),
                "notice_method": "handed",
                "notified_at": scene.now(),
                "petition_no": f"XF-{scene.random.randint(100, 999)}",
            },
        )
    yield from _farewell(scene, "已转介，请等待对方联系。")


def transferred(scene: Scene, *, answer: str = "accepted", petition: bool = False) -> Journey:
    """Handed to a department, which is silent, acknowledges, accepts or objects."""
    route = {
        "route": "transfer",
        "lead_department": scene.matter.department,
        "co_departments": ["womens-federation"],
        "petition_transfer": "true" if petition else "false",
        "transfer_request": "请依法办理，并把结果告诉本站。",
    }
    yield from receive(scene, route)
    yield from _receipt(scene)
    if answer == "silent":
        return
    yield minutes(scene.random.randint(40, 300))
    if answer == "held":
        return scene.hold("acknowledge-transfer")
    if answer == "objected":
        return scene.complete("acknowledge-transfer", _OBJECTION)
    scene.complete("acknowledge-transfer", _acknowledged(scene, planned=answer == "accepted"))
    if answer == "accepted":
        yield working_days(scene.random.randint(2, 6), "15:00")
        yield from _farewell(scene, "部门已受理，经办人会联系您。")


def _acknowledged(scene: Scene, *, planned: bool) -> dict[str, Any]:
    return {
        "transfer_answer": "ack",
        "handler_name": "经办人",
        "handler_phone": "138 0000 0000",
        "planned_on": scene.today() if planned else "",
    }
