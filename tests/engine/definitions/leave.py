"""A leave request with a form: one desk, one head, small enough to deploy again and again."""

from __future__ import annotations

import json

_FORM = {
    "schemaVersion": 18,
    "id": "ask-leave",
    "type": "default",
    "properties": {"name": "请假", "nameEn": "Leave"},
    "components": [
        {
            "type": "textfield",
            "id": "why",
            "key": "why",
            "label": "原因",
            "validate": {"required": True, "maxLength": 200},
            "properties": {"class": "C3", "labelEn": "Why"},
        },
        {
            "type": "radio",
            "id": "length",
            "key": "length",
            "label": "长短",
            "values": [
                {"value": "short", "label": "短", "labelEn": "Short"},
                {"value": "long", "label": "长", "labelEn": "Long"},
            ],
            "validate": {"required": True},
            "properties": {"class": "C1", "labelEn": "Length", "process": True},
        },
    ],
}


def form(hint: str = "") -> bytes:
    """The form's file; another hint is another version."""
    asked = json.loads(json.dumps(_FORM))
    asked["components"][0]["label"] = f"原因{hint}"
    return json.dumps(asked, ensure_ascii=False).encode()


def process(*, extra: str = "", start: str = "") -> bytes:
    """The diagram; `extra` is said in its documentation, `start` names a message that starts it."""
    by_message = (
        f'<message id="{start}" name="{start}"/>',
        (
            f'<startEvent id="written"><outgoing>m0</outgoing>'
            f'<messageEventDefinition id="wm" messageRef="{start}"/></startEvent>'
            f'<sequenceFlow id="m0" sourceRef="written" targetRef="ask"/>'
        ),
        "<incoming>m0</incoming>",
    )
    message, event, incoming = by_message if start else ("", "", "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:sanlian="urn:sanlian:bpmn:1" id="leave-file" targetNamespace="urn:test">
  {message}
  <process id="leave" name="请假" sanlian:nameEn="Leave" isExecutable="true">
    <documentation id="doc">{extra}</documentation>
    <laneSet id="lanes"><lane id="desk" name="窗口" sanlian:role="R02">
      <flowNodeRef>ask</flowNodeRef><flowNodeRef>decide</flowNodeRef></lane></laneSet>
    <startEvent id="wanted"><outgoing>f0</outgoing></startEvent>
    {event}
    <sequenceFlow id="f0" sourceRef="wanted" targetRef="ask"/>
    <userTask id="ask" name="申请" sanlian:form="ask-leave" sanlian:acts="reassign"><incoming>f0</incoming>{incoming}
      <outgoing>f1</outgoing></userTask>
    <sequenceFlow id="f1" sourceRef="ask" targetRef="decide"/>
    <userTask id="decide" name="决定" sanlian:form="ask-leave"><incoming>f1</incoming>
      <outgoing>f2</outgoing></userTask>
    <sequenceFlow id="f2" sourceRef="decide" targetRef="over"/>
    <endEvent id="over"><incoming>f2</incoming></endEvent>
  </process>
</definitions>""".encode()
