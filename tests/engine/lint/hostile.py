"""Files that want to harm whoever reads them, each with the rule that must refuse it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from tests.engine.lint.drawing import BPMN, TASK, line, process

_OPEN = f'<definitions xmlns="{BPMN}" targetNamespace="urn:test">'.encode()
_NAMES = [f"a{at}" for at in range(30)]


def _laughs() -> bytes:
    entities = ['<!ENTITY a0 "ha">'] + [
        f'<!ENTITY {name} "&{before};&{before};&{before};">' for before, name in pairwise(_NAMES)
    ]
    return f"<!DOCTYPE l [{''.join(entities)}]><l>&a29;</l>".encode()


def _quadratic() -> bytes:
    return b'<!DOCTYPE l [<!ENTITY a "' + b"a" * 50_000 + b'">]><l>' + b"&a;" * 50_000 + b"</l>"


def _attributes(value: str, count: int) -> bytes:
    return _OPEN[:-1] + b"".join(f' b{at}="{value}"'.encode() for at in range(count)) + b"/>"


#: Name to (how to make the file, the rule that refuses it).
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (_laughs, "xml-doctype"),
    "quadratic entities": (_quadratic, "xml-doctype"),
    "a file as an entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "xml-doctype"),
    "an address as an entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>',
        "xml-doctype"),
    "an outside document type": (
        lambda: b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "xml-doctype"),
    "a parameter entity": (
        lambda: b'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><a/>',
        "xml-doctype"),
    "a document type behind a comment": (
        lambda: b"<!-- <a> --><?pi x?>\n<!DOCTYPE a><a/>", "xml-doctype"),
    "an entity of nowhere": (lambda: b"<a>&nowhere;</a>", "xml-malformed"),
    "a million elements": (lambda: process("<task/>" * 1_000_000), "xml-too-large"),
    "as many elements as two megabytes hold": (
        lambda: _OPEN + b"<a/>" * 500_000, "xml-too-large"),
    "5001 elements": (lambda: process("<task/>" * 5_001), "xml-too-large"),
    "three hundred thousand levels": (lambda: _OPEN + b"<a>" * 300_000, "xml-too-deep"),
    "a hundred and one levels": (
        lambda: process("<subProcess>" * 101 + "</subProcess>" * 101), "xml-too-deep"),
    "a crowd of attributes": (lambda: _attributes("", 150_000), "xml-too-large"),
    "a crowd of attributes with brackets": (lambda: _attributes(">", 150_000), "xml-too-large"),
    "a crowd of namespaces": (
        lambda: _OPEN[:-1] + b"".join(b' xmlns:n%d="u"' % at for at in range(2_000)) + b"/>",
        "xml-too-large"),
    "no byte": (lambda: b"", "xml-malformed"),
    "only blanks": (lambda: b" \n\t ", "xml-malformed"),
    "only a declaration": (lambda: b'<?xml version="1.0"?>', "xml-malformed"),
    "a packed archive": (lambda: b"PK\x03\x04" + bytes(range(256)) * 4, "xml-encoding"),
    "zeros": (lambda: b"\0" * 1_000, "xml-encoding"),
    "a zero in the text": (lambda: line('<task id="a\0b"/>'), "xml-encoding"),
    "UTF-7": (lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "xml-encoding"),
    "UTF-16 without a mark": (lambda: line(TASK).decode().encode("utf-16-le"), "xml-encoding"),
    "UTF-8 that says it is UTF-16": (
        lambda: line(TASK).replace(b"UTF-8", b"UTF-16"), "xml-encoding"),
    "UTF-16 that says it is UTF-8": (
        lambda: line(TASK).decode().encode("utf-16"), "xml-encoding"),
    "an encoding of nowhere": (lambda: line(TASK).replace(b"UTF-8", b"EBCDIC"), "xml-encoding"),
    "another encoding than declared": (
        lambda: line('<task id="do" name="来访"/>').decode().encode("gbk"), "xml-encoding"),
    "two roots": (lambda: line(TASK) + b"<a/>", "xml-malformed"),
    "a cut file": (lambda: line(TASK)[:-20], "xml-malformed"),
    "an unknown prefix": (lambda: line('<x:task id="do"/>'), "xml-malformed"),
    "another language": (lambda: b"<html/>", "xml-not-bpmn"),
    "BPMN without its namespace": (lambda: b"<definitions/>", "xml-not-bpmn"),
}  # fmt: skip


#: Heavy but honest files: whatever is said of them, it is said soon and cheaply.
HEAVY: dict[str, Callable[[], bytes]] = {
    "one long text": lambda: process(f"<documentation>{'x' * 1_900_000}</documentation>"),
    "one long section": lambda: process(
        f"<documentation><![CDATA[{'<a ' * 600_000}]]></documentation>"),
    "one long comment": lambda: process(f"<!--{'<a ' * 600_000}-->"),
    "links to everywhere": lambda: process("".join(
        f'<intermediateThrowEvent id="t{at}"><linkEventDefinition name="a"/>'
        f'</intermediateThrowEvent><intermediateCatchEvent id="c{at}">'
        '<linkEventDefinition name="a"/></intermediateCatchEvent>' for at in range(1_200))),
    "borders without end": lambda: process(TASK + "".join(
        f'<boundaryEvent id="b{at}" attachedToRef="do" cancelActivity="false">'
        "<timerEventDefinition/></boundaryEvent>" for at in range(2_400))),
    "a knot of flows": lambda: process("".join(
        f'<task id="t{at}"/>' for at in range(1_500)) + "".join(
        f'<sequenceFlow id="f{at}" sourceRef="t{at % 1_500}" targetRef="t{at * 7 % 1_500}"/>'
        for at in range(3_400))),
    "sub-processes in each other": lambda: process("".join(
        f'<subProcess id="s{at}"><startEvent id="e{at}"/>' for at in range(95))
        + "</subProcess>" * 95),
    "a deep expression": lambda: process(
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression>'
        f"{'(' * 200_000}</conditionExpression></sequenceFlow>"),
    "a long duration": lambda: process(
        '<intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>'
        f"P{'1' * 60_000}</timeDuration></timerEventDefinition></intermediateCatchEvent>"),
    "a long cron table": lambda: process(
        '<intermediateCatchEvent id="t"><timerEventDefinition><timeCycle>'
        f"{'* ' * 400_000}!</timeCycle></timerEventDefinition></intermediateCatchEvent>"),
}  # fmt: skip
