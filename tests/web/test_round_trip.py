"""What the editor reads it writes again, whole: every element, attribute, text and place."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from typing import Any

import pytest
from lxml import etree

from engine.definitions import differences
from tests.web.test_static import FRONTEND
from workflows.installing import BPMN

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(
        not (FRONTEND / "node_modules").is_dir(), reason="web/frontend/node_modules: run npm ci"
    ),
]

#: What means the same when it is not written; the library leaves it out.
DEFAULTS = {("cancelActivity", "true"), ("isInterrupting", "true"), ("isSequential", "false")}
NUMBERS = {"x", "y", "width", "height"}


def written(drawing: bytes, language: str) -> tuple[bytes, str]:
    done = subprocess.run(
        ["node", "moddle/round-trip.mjs", language], cwd=FRONTEND, input=drawing,
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout, done.stderr.decode()


def said(element: Any) -> tuple[Any, ...]:
    """An element without the freedom that XML leaves its writer."""
    attributes = {
        (name, str(float(value)) if name in NUMBERS else value)
        for name, value in element.attrib.items()
        if (name, value) not in DEFAULTS
    }
    return element.tag, (element.text or "").strip(), frozenset(attributes)


def all_said(drawing: bytes) -> Counter[tuple[Any, ...]]:
    parser = etree.XMLParser(remove_comments=True)
    return Counter(said(each) for each in etree.fromstring(drawing, parser).iter())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", sorted(BPMN.glob("*/*.bpmn")), ids=lambda path: path.stem)
def test_nothing_is_lost_and_nothing_is_added(path, language):
    drawing = path.read_bytes()
    again, warnings = written(drawing, language)
    assert warnings == ""
    before, after = all_said(drawing), all_said(again)
    assert (before - after, after - before) == (Counter(), Counter())
    assert differences(drawing, again) == ()


def test_a_name_that_the_library_takes_for_a_reference_is_kept():
    drawing = (BPMN / "emergency-linkage" / "emergency-linkage.bpmn").read_bytes()
    assert b"<loopDataInputRef>departments</loopDataInputRef>" in written(drawing, "zh")[0]


@pytest.mark.parametrize("name", [b"", b' name="H01"', ' name="只有中文"'.encode()])
def test_an_element_without_an_english_name_gets_none(name):
    drawing = (BPMN / "visit" / "visit.bpmn").read_bytes()
    task = b'id="screen-safety" name="\xe5\x8d\xb3\xe6\x97\xb6\xe5\xae\x89\xe5\x85\xa8\xe7\xad\x9b\xe6\x9f\xa5" sanlian:nameEn="Immediate safety screen"'
    assert task in drawing
    drawing = drawing.replace(task, b'id="screen-safety"' + name)
    again, _warnings = written(drawing, "en")
    assert all_said(drawing) == all_said(again)
