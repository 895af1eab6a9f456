"""A small diagram of the station in which everything is right, and ways to change one thing."""

from __future__ import annotations

from engine.lint import StationFacts
from tests.engine.lint.drawing import BPMN, SANLIAN, XSI, condition, flow

#: Everything that the small diagram names exists.
FACTS = StationFacts(
    forms=frozenset({"screen-safety", "register-visit", "tell-news"}),
    operations=frozenset({"visit.open-case"}),
    decisions=frozenset({"immediate-danger"}),
    roles=frozenset({"R02", "R03"}),
    deadlines=frozenset({"H01"}),
    called=frozenset({"joint-mediation"}),
    locked={"visit": frozenset({"screen-safety"})},
    unavoidable={"visit": frozenset({"screen-safety"})},
    guards={"visit": {"screen-safety": frozenset({"register-visit"})}},
    form_fields={
        "screen-safety": frozenset({"red_flags", "arrived_at"}),
        "register-visit": frozenset({"departments"}),
    },
    operation_results={"visit.open-case": frozenset({"case_id"})},
    start_keys=frozenset({"channel"}),
)

LANES = """
<laneSet id="lanes">
  <lane id="reception" name="接待" sanlian:nameEn="Reception" sanlian:role="R02">
    <flowNodeRef>screen-safety</flowNodeRef><flowNodeRef>register-visit</flowNodeRef>
  </lane>
</laneSet>"""

NODES = """
<startEvent id="visitor-arrived" name="来访" sanlian:nameEn="Visitor arrived"/>
<userTask id="screen-safety" name="安全筛查" sanlian:nameEn="Screen safety"
  sanlian:form="screen-safety" sanlian:deadline="H01" sanlian:locked="true"/>
<boundaryEvent id="screening-late" name="筛查超时" sanlian:nameEn="Screening late"
  attachedToRef="screen-safety" cancelActivity="false">
  <timerEventDefinition><timeDate>deadline("H01", {start: arrived_at})</timeDate>
  </timerEventDefinition>
</boundaryEvent>
<endEvent id="lateness-noted" name="已记超时" sanlian:nameEn="Lateness noted"/>
<businessRuleTask id="judge-danger" name="判断危险" sanlian:nameEn="Judge danger"
  sanlian:decision="immediate-danger" sanlian:result="danger">
  <extensionElements><sanlian:input name="red_flags" value="red_flags"/></extensionElements>
</businessRuleTask>
<exclusiveGateway id="is-in-danger" name="危险?" default="is-in-danger-to-register-visit"/>
<serviceTask id="open-case" name="立案" sanlian:nameEn="Open case"
  sanlian:operation="visit.open-case"/>
<exclusiveGateway id="both-ways"/>
<userTask id="register-visit" name="登记来访" sanlian:nameEn="Register visit"
  sanlian:form="register-visit" sanlian:notBy="screen-safety"/>
<endEvent id="visit-closed" name="已结束" sanlian:nameEn="Visit closed"/>
"""

FLOWS = "".join((
    flow("visitor-arrived", "screen-safety"),
    flow("screening-late", "lateness-noted"),
    flow("screen-safety", "judge-danger"),
    flow("judge-danger", "is-in-danger"),
    flow("is-in-danger", "open-case", condition("danger = true")),
    flow("is-in-danger", "register-visit"),
    flow("open-case", "both-ways"),
    flow("register-visit", "both-ways"),
    flow("both-ways", "visit-closed"),
))  # fmt: skip


def visit(inside: str, *, is_executable: str = "true") -> bytes:
    """A station file with one process."""
    return (
        f'<definitions xmlns="{BPMN}" xmlns:xsi="{XSI}" xmlns:sanlian="{SANLIAN}" id="file" '
        f'targetNamespace="urn:test"><process id="visit" name="来访联接" '
        f'sanlian:nameEn="Visit" isExecutable="{is_executable}">{inside}</process></definitions>'
    ).encode()


RIGHT = visit(LANES + NODES + FLOWS)


def changed(*changes: tuple[str, str]) -> bytes:
    """The small diagram with some of its text replaced; every text must be there."""
    text = RIGHT.decode()
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text.encode()


def added(inside: str) -> bytes:
    """The small diagram with something more in its process."""
    return changed(("</process>", f"{inside}</process>"))
