"""A small diagram with one of everything that the corridor must carry, and a house around it.

A clerk checks a request; after two hours the head is told; an act stops everything; a service task
writes into the world; at the end a message goes to whoever waits for the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine import definitions
from engine.actors import Actor, group
from engine.instances import Call, Calls, DeadlineCall, Due

TENANT, UNIT, CASE = "xg", "east-lake", "case-1"

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:sanlian="urn:sanlian:bpmn:1" id="permit-file" targetNamespace="urn:test">
  <message id="Withdrawn" name="Withdrawn"/>
  <message id="PermitDecided" name="PermitDecided"/>
  <message id="PermitAsked" name="PermitAsked"/>
  <process id="permit" name="许可" sanlian:nameEn="Permit" isExecutable="true">
    <laneSet id="lanes"><lane id="desk" name="窗口" sanlian:role="R02">
      <flowNodeRef>check</flowNodeRef><flowNodeRef>decide</flowNodeRef></lane></laneSet>
    <startEvent id="asked"><outgoing>f0</outgoing></startEvent>
    <startEvent id="asked-by-message"><outgoing>f0m</outgoing>
      <messageEventDefinition id="am" messageRef="PermitAsked"/></startEvent>
    <sequenceFlow id="f0" sourceRef="asked" targetRef="note"/>
    <sequenceFlow id="f0m" sourceRef="asked-by-message" targetRef="note"/>
    <serviceTask id="note" name="记录" sanlian:operation="permit.note">
      <extensionElements><sanlian:input name="what" value="&quot;asked&quot;"/></extensionElements>
      <incoming>f0</incoming><incoming>f0m</incoming><outgoing>f1</outgoing></serviceTask>
    <sequenceFlow id="f1" sourceRef="note" targetRef="check"/>
    <userTask id="check" name="审查" sanlian:nameEn="Check" sanlian:deadline="D1">
      <incoming>f1</incoming><outgoing>f2</outgoing></userTask>
    <boundaryEvent id="late" attachedToRef="check" cancelActivity="false"><outgoing>f9</outgoing>
      <timerEventDefinition id="lt"><timeDuration xsi:type="tFormalExpression">deadline("D1")</timeDuration>
      </timerEventDefinition></boundaryEvent>
    <sequenceFlow id="f9" sourceRef="late" targetRef="tell"/>
    <serviceTask id="tell" name="催办" sanlian:operation="permit.note">
      <extensionElements><sanlian:input name="what" value="&quot;late&quot;"/></extensionElements>
      <incoming>f9</incoming><outgoing>f10</outgoing></serviceTask>
    <sequenceFlow id="f10" sourceRef="tell" targetRef="told"/>
    <endEvent id="told"><incoming>f10</incoming></endEvent>
    <boundaryEvent id="withdrawn" name="撤回" sanlian:nameEn="Withdraw" sanlian:act="true"
      sanlian:roles="R02" attachedToRef="check"><outgoing>f7</outgoing>
      <messageEventDefinition id="wm" messageRef="Withdrawn"/></boundaryEvent>
    <sequenceFlow id="f7" sourceRef="withdrawn" targetRef="gone"/>
    <endEvent id="gone"><incoming>f7</incoming></endEvent>
    <sequenceFlow id="f2" sourceRef="check" targetRef="decide"/>
    <userTask id="decide" name="决定" sanlian:notBy="check"><incoming>f2</incoming>
      <outgoing>f3</outgoing></userTask>
    <sequenceFlow id="f3" sourceRef="decide" targetRef="answer"/>
    <sendTask id="answer" name="答复" messageRef="PermitDecided"><incoming>f3</incoming>
      <outgoing>f4</outgoing></sendTask>
    <sequenceFlow id="f4" sourceRef="answer" targetRef="done"/>
    <endEvent id="done"><incoming>f4</incoming></endEvent>
  </process>
</definitions>"""

_WAITER = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:sanlian="urn:sanlian:bpmn:1" id="waiter-file" targetNamespace="urn:test">
  <message id="PermitDecided" name="PermitDecided"/>
  <process id="waiter" name="等待" isExecutable="true">
    <startEvent id="begun"><outgoing>w0</outgoing></startEvent>
    <sequenceFlow id="w0" sourceRef="begun" targetRef="heard"/>
    <intermediateCatchEvent id="heard"><incoming>w0</incoming><outgoing>w1</outgoing>
      <messageEventDefinition id="hm" messageRef="PermitDecided"/></intermediateCatchEvent>
    <sequenceFlow id="w1" sourceRef="heard" targetRef="over"/>
    <endEvent id="over"><incoming>w1</incoming></endEvent>
  </process>
</definitions>"""


def actor(person: str, *roles: str) -> Actor:
    """Somebody with posts at the desk's unit."""
    return Actor(
        tenant=TENANT, id=person, name=person.title(), role=roles[0] if roles else "",
        unit=UNIT, groups=frozenset(group(role, UNIT) for role in roles),
    )  # fmt: skip


LI, WANG, ZHAO = actor("li", "R02"), actor("wang", "R02"), actor("zhao", "R09")


class TwoHours:
    """Every deadline is two hours after its start."""

    def due(self, call: DeadlineCall) -> Due:
        """Two hours after the start, a warning after one."""
        at = call.start + timedelta(hours=2)
        return Due(effective=at, expires=at, warnings=(call.start + timedelta(hours=1),))

    def settle(
        self, session: Session, tenant: str, instance_id: str, anchor: str | None, at: datetime,
        *, outcome: str = "met",
    ) -> None:  # fmt: skip
        """Nothing is kept."""


@dataclass
class Notebook:
    """What the diagram's operations wrote, and whether they should fail."""

    lines: list[str] = field(default_factory=list)
    broken: bool = False

    def note(self, call: Call) -> Mapping[str, Any]:
        """`permit.note`: write `what`, or raise when broken."""
        if self.broken:
            raise RuntimeError("the notebook is broken")
        self.lines.append(str(call.inputs["what"]))
        return {}

    def calls(self) -> Calls:
        """The house with this notebook."""
        return Calls(deadlines=TwoHours(), operations={"permit.note": self.note})


def deploy(session: Session) -> None:
    """Both diagrams, active."""
    definitions.deploy_process(session, LI, DIAGRAM.encode())
    definitions.deploy_process(session, LI, _WAITER.encode())
