"""Walking ground of 突发事件联动: a station that knows which departments are told, and its steps.

Two things go beyond the common walk: a step may belong to one department, and what the diagram
throws to itself (a department that acknowledged by telephone) arrives as in the corridor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from engine.spiff import advance as spiff
from tests.diagrams.walking import (
    CASE,
    MONDAY,
    SEED,
    Answer,
    Do,
    Ground,
    Hear,
    Path,
    Station,
    Step,
    Walked,
    _Walk,
    answered,
)
from workflows.emergency_linkage import rules

NOW = MONDAY.isoformat()
#: Few departments keep the paths short; which ones the law names is tested with the package.
TOLD = {"I": ("police", "civil-affairs", "town"), "II": ("police", "civil-affairs")}

Inputs = Mapping[str, object]
Result = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class DoAt(Do):
    """A task of one department."""

    department: str


@dataclass(frozen=True, kw_only=True)
class HearAt(Hear):
    """A message of one department."""

    department: str


def at(department: str, step: Step) -> Step:
    """The same step, done by one department among several."""
    match step:
        case Do():
            return DoAt(node=step.node, answers=step.answers, department=department)
        case Hear():
            return HearAt(message=step.message, payload=step.payload, department=department)
    return step


class Desk(Station):
    """The domain of an emergency, kept in two sets."""

    def __init__(self) -> None:
        super().__init__({})
        #: Departments wanted and not told yet, and those told with an open item.
        self.wanted: list[str] = []
        self.open: list[str] = []
        self.known: set[str] = set()
        self.verbs: Mapping[str, Callable[[Inputs], Result]] = {
            "open": self._open, "confirm-grade": self._confirm, "regrade": self._regrade,
            "settle-lowering": self._settle, "weigh-facts": self._weigh,
            "choose-departments": self._choose, "want-departments": self._want,
            "assign-substitute": self._substitute, "close-item": self._close,
            "release-departments": self._release, "check-stand-down": self._check,
            "stand-down": lambda _: self._over("stood_down", void=False),
            "close-false-alarm": lambda _: self._over("false_alarm", void=True),
            "hand-over": lambda _: self._over("handed_over", void=True),
            "plan-follow-up": self._plan, "record-measures": self._measures,
            "record-order": self._order, "record-stay": self._stay,
            "record-shelter": lambda given: {"shelter_from": given["at"]},
            "record-admonition": lambda _: {"visit_dates": ["2026-03-09"]},
            "record-info-report": lambda _: {"sent_at": self.now.isoformat()},
            "record-recontact": self._recontact, "record-refusal": self._refusal,
            "send-notice": lambda _: {
                "notice_sent_at": self.now.isoformat(), "substitution": None,
                "notice_answer": None,
            },
            "go-silent": lambda _: {"silent_mode": True, "call_back_safe": False},
            "record-mandatory-report": lambda _: {"report_logged": True},
        }  # fmt: skip

    def operate(self, call: spiff.OperationCall) -> Mapping[str, object]:
        self.performed.append((call.operation, dict(call.inputs)))
        domain, _, verb = call.operation.partition(".")
        if domain != "emergency" or verb not in self.verbs:
            return {}
        return self.verbs[verb](call.inputs)

    def _open(self, given: Inputs) -> Result:
        due = given.get("mandatory_report") is True
        return {
            "incident_id": "i-1", "incident_no": "TF-2026-0001", "case_id": CASE,
            "centre": "centre", "priority": 0,
            "grade_due": (self.now + timedelta(minutes=5)).isoformat(),
            "incident_joined": given.get("source") == "again", "incident_over": False,
            "incident_void": False, "no_more_measures": False, "wanted_round": 0,
            "asked_round": 0, "outcome": None, "report_asked": due, "report_found_at": NOW,
        }  # fmt: skip

    def _confirm(self, given: Inputs) -> Result:
        chosen, suggested = str(given["chosen"]), str(given["suggested"])
        self.severity = rules.gravest(chosen, suggested)
        return {
            "severity": self.severity, "graded_at": NOW, "follow_from": NOW,
            "grade_state": rules.weigh_grade(chosen, suggested).value,
            "proposed_severity": chosen,
        }  # fmt: skip

    def _regrade(self, given: Inputs) -> Result:
        wanted = str(given["severity"])
        if rules.is_graver(self.severity, wanted):
            return {"grade_change": "lowered", "proposed_severity": wanted}
        self.severity = wanted
        round_ = int(str(given["round"])) + 1
        return {
            "grade_change": "raised", "severity": wanted, "wanted_round": round_,
            "follow_from": self.now.isoformat(),
        }  # fmt: skip

    def _settle(self, given: Inputs) -> Result:
        if given["lowering"] == "approved":
            self.severity = str(given["proposed"])
        return {"severity": self.severity, "follow_from": self.now.isoformat()}

    def _weigh(self, given: Inputs) -> Result:
        severity, suggested = given["severity"], str(given["suggested_severity"])
        raised = severity is not None and rules.is_graver(suggested, str(severity))
        return {"suggestion_raised": raised}

    def _choose(self, given: Inputs) -> Result:
        grade = TOLD.get(self.severity, ("police",))
        now = [each for each in (*grade, *self.wanted) if each not in self.known]
        self.known.update(now)
        self.open += now
        self.wanted.clear()
        return {"departments": now, "asked_round": given["round"]}

    def _want(self, given: Inputs) -> Result:
        named = given.get("departments")
        names = [str(each) for each in named] if isinstance(named, list) else []
        self.wanted += [each for each in names if each not in self.known]
        return {"wanted_round": int(str(given.get("round") or 0)) + 1}

    def _substitute(self, given: Inputs) -> Result:
        self.open.remove(str(given["department"]))
        name = str(given["substitute"])
        if name in self.known:
            return {"substitution": "known"}
        self.known.add(name)
        self.open.append(name)
        return {"substitution": "notify", "department": name}

    def _close(self, given: Inputs) -> Result:
        self.open.remove(str(given["department"]))
        receiver = str(given["handed_over_to"] or "")
        new = receiver != "" and receiver not in self.known
        self.wanted += [receiver] if new else []
        return {"more_departments": new}

    def _release(self, given: Inputs) -> Result:
        self.open.clear()
        return {}

    def _check(self, given: Inputs) -> Result:
        return {"may_stand_down": not self.open, "open_departments": list(self.open)}

    def _over(self, outcome: str, *, void: bool) -> Result:
        return {
            "incident_over": True, "incident_void": void, "outcome": outcome,
            "stood_down_at": self.now.isoformat(),
        }  # fmt: skip

    def _plan(self, given: Inputs) -> Result:
        over = given.get("incident_over") is True
        state = rules.follow_state(str(given["severity"]), over=over)
        return {"cycle_severity": given["severity"], "follow_state": state.value}

    def _measures(self, given: Inputs) -> Result:
        asked = given.get("report_asked") is True
        wanted = given.get("measures")
        chosen = [
            each for each in (wanted if isinstance(wanted, list) else [])
            if not (asked and each == "mandatory_report")
        ]  # fmt: skip
        found = self.now.isoformat()
        return {
            "chosen_measures": chosen, "report_found_at": found,
            "report_asked": asked or "mandatory_report" in chosen,
        }  # fmt: skip

    def _order(self, given: Inputs) -> Result:
        made = given["state"] == "made"
        return {
            "order_expires_at": "2026-09-02" if made else None, "order_warnings": [],
            "order_reconsider_by": None,
        }  # fmt: skip

    def _stay(self, given: Inputs) -> Result:
        return {"shelter_from": self.now.isoformat()}

    def _recontact(self, given: Inputs) -> Result:
        state = rules.recontact_state(str(given["result"]), given["next_at"])
        return {"recontact_state": state.value, "recontact_at": given["next_at"]}

    def _refusal(self, given: Inputs) -> Result:
        due = given["children_at_risk"] is True and given.get("report_asked") is not True
        return {
            "recontact_at": given["recontact_at"], "report_due": due,
            "report_asked": due or given.get("report_asked") is True,
            "report_found_at": self.now.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class EmergencyGround(Ground):
    """The diagram of the emergency with its desk."""

    process: str = "emergency-linkage"
    #: The desk answers itself.
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def walk(self, path: Path, *, restarted: bool = False) -> Walked:
        walk = _EmergencyWalk(self, path, restarted=restarted)
        for step in path.steps:
            walk.take(step)
        return walk.result()


class _EmergencyWalk(_Walk):
    """A walk whose station is a desk with memory."""

    def __init__(self, ground: Ground, path: Path, *, restarted: bool) -> None:
        self.ground, self.restarted, self.reading = ground, restarted, 0
        self.diagram, self.station = ground.diagram(0), Desk()
        self.trail: list[tuple[str, str, str]] = []
        self.thrown: list[spiff.Thrown] = []
        self.mine: list[spiff.Thrown] = []
        self._note(
            spiff.start(
                self.diagram, path.data, self.station, start_event=path.start_event,
                payload=path.payload, seed=SEED,
            )
        )  # fmt: skip

    def take(self, step: Step) -> None:
        super().take(step)
        self._hand_over()

    def _completion(self, step: Do) -> spiff.Command:
        whose = step.department if isinstance(step, DoAt) else None
        waiting = [
            task
            for task in self.at.tasks
            if task.node == step.node and whose in {None, task.data.get("department")}
        ]
        open_now = [(task.node, task.data.get("department")) for task in self.at.tasks]
        assert waiting, f"{step.node} of {whose} is not open; open are {open_now}"
        form = self.diagram.nodes[step.node].form
        given = answered(self.ground.process, form, step.answers)
        return spiff.CompleteTask(token=waiting[0].token, data=given)

    def _delivery(self, step: Hear) -> spiff.Command:
        key = f"{CASE}|{step.department}" if isinstance(step, HearAt) else CASE
        waiting = [
            each for each in self.at.subscriptions
            if each.message == step.message and each.correlation == key
        ]  # fmt: skip
        assert waiting, f"nobody waits for {step.message} of {key}"
        form = self.diagram.nodes[waiting[0].node].form
        payload = answered(self.ground.process, form, step.payload)
        return spiff.Deliver(message=step.message, payload=payload, correlation=key)

    def _hand_over(self) -> None:
        """What was thrown and is awaited here arrives, as the corridor would see to."""
        while self.mine:
            thrown = self.mine.pop(0)
            self._apply(
                spiff.Deliver(
                    message=thrown.message, payload=thrown.payload,
                    correlation=thrown.correlation,
                )
            )  # fmt: skip

    def _note(self, result: spiff.Advance) -> None:
        super()._note(result)
        awaited = {(each.message, each.correlation) for each in result.subscriptions}
        self.mine += [each for each in result.thrown if (each.message, each.correlation) in awaited]
