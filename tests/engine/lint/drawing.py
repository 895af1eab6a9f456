"""Minimal diagrams for the tests of the linter: only what a case needs stands in its XML."""

from __future__ import annotations

import itertools
import re

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SANLIAN = "urn:sanlian:bpmn:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

START = '<startEvent id="start"/>'
END = '<endEvent id="end"/>'
TASK = '<task id="do"/>'


def definitions(inside: str, *, attributes: str = "") -> bytes:
    """A whole file around some top-level elements."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{BPMN}" xmlns:xsi="{XSI}" '
        f'id="file" targetNamespace="urn:test" {attributes}>{inside}</definitions>'
    ).encode()


def process(inside: str, *, top: str = "", below: str = "", is_executable: str = "true") -> bytes:
    """A file with one process; `top` stands before it, `below` after it."""
    return definitions(
        f'{top}<process id="case" isExecutable="{is_executable}">{inside}</process>{below}'
    )


def flow(source: str, target: str, inside: str = "", attributes: str = "") -> str:
    """One sequence flow, with its id made of its ends."""
    return (
        f'<sequenceFlow id="{source}-to-{target}" sourceRef="{source}" targetRef="{target}" '
        f"{attributes}>{inside}</sequenceFlow>"
    )


def chain(*elements: str) -> str:
    """Elements one after the other, joined by sequence flows."""
    ids = [_id(element) for element in elements]
    flows = [flow(source, target) for source, target in itertools.pairwise(ids)]
    return "".join((*elements, *flows))


def line(*elements: str, **whole: str) -> bytes:
    """A process that goes from a start through the elements to an end."""
    return process(chain(START, *elements, END), **whole)


def condition(text: str) -> str:
    """A condition for a sequence flow."""
    return f'<conditionExpression xsi:type="tFormalExpression">{text}</conditionExpression>'


def _id(element: str) -> str:
    found = re.search(r'\bid="([^"]*)"', element)
    assert found is not None, element
    return found[1]
