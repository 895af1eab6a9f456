"""Two drawings of one process differ element by element; what a tool only writes otherwise is equal."""

from __future__ import annotations

import pytest

from engine.definitions import Change, Detail, differences
from workflows.installing import BPMN

DRAWING = (BPMN / "visit" / "visit.bpmn").read_bytes()


def only(after: bytes, before: bytes = DRAWING):
    found = differences(before, after)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("path", sorted(BPMN.glob("*/*.bpmn")), ids=lambda path: path.stem)
def test_a_drawing_does_not_differ_from_itself(path):
    assert differences(path.read_bytes(), path.read_bytes()) == ()


def test_a_default_that_is_written_out_is_no_difference():
    event = b'<boundaryEvent id="search-overdue"'
    assert event in DRAWING
    quiet = DRAWING.replace(b' cancelActivity="true"', b"")
    assert differences(DRAWING, quiet) == ()


#: What is written otherwise: element, name of the detail, before and after.
CHANGES = [
    (b'sanlian:form="screen-safety"', b'sanlian:form="other"', "form", "screen-safety", "other"),
    (b'sanlian:deadline="H01"', b'sanlian:deadline="H02"', "deadline", "H01", "H02"),
    (b'sanlian:locked="true"', b"", "locked", "true", ""),
]


@pytest.mark.parametrize(("old", "new", "what", "before", "after"), CHANGES)
def test_a_changed_attribute_is_named_with_both_values(old, new, what, before, after):
    at = DRAWING.index(b'id="screen-safety"')
    changed = DRAWING[:at] + DRAWING[at:].replace(old, new, 1)
    one = only(changed)
    assert (one.element, one.change) == ("screen-safety", Change.CHANGED)
    assert one.details == (Detail(what=what, before=before, after=after),)


def test_a_timer_and_a_condition_are_compared_by_their_text():
    changed = DRAWING.replace(
        b"danger = true</conditionExpression>", b"danger</conditionExpression>", 1
    )
    (detail,) = only(changed).details
    assert (detail.what, detail.after) == ("conditionExpression", "danger")
    changed = DRAWING.replace(b'deadline("H03"', b'deadline("H04"', 1)
    (detail,) = only(changed).details
    assert detail.what == "timerEventDefinition.timeDate"


def test_an_input_is_compared_by_its_name():
    assert b'<sanlian:input name="deadline" value="&quot;H01&quot;"/>' in DRAWING
    changed = DRAWING.replace(b'value="&quot;H01&quot;"', b'value="&quot;H02&quot;"', 1)
    (detail,) = only(changed).details
    assert (detail.what, detail.before) == ("input deadline", '"H01"')


def test_a_shape_that_only_stands_elsewhere_has_moved():
    at = DRAWING.index(b'bpmnElement="screen-safety"')
    bounds = DRAWING[at:].index(b' x="') + at
    changed = DRAWING[:bounds] + DRAWING[bounds:].replace(b' x="', b' x="1', 1)
    one = only(changed)
    assert (one.element, one.change, one.details) == ("screen-safety", Change.MOVED, ())


def test_what_is_new_and_what_is_gone_are_named():
    shape = (
        b'<bpmndi:BPMNShape id="extra_di" bpmnElement="extra">'
        b'<dc:Bounds x="1" y="1" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>'
    )
    task = '<task id="extra" name="多一步" sanlian:nameEn="One more"/></process>'.encode()
    more = DRAWING.replace(b"</process>", task).replace(b"</bpmndi:BPMNPlane>", shape)
    added = only(more)
    assert (added.element, added.change, added.kind) == ("extra", Change.ADDED, "task")
    assert (added.name, added.name_en) == ("多一步", "One more")
    gone = only(DRAWING, more)
    assert (gone.element, gone.change) == ("extra", Change.REMOVED)
