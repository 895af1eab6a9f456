"""A hostile file is refused by name, within a bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from engine.errors import NotDeployable
from engine.lint import StationFacts, check, read
from engine.lint.profiles import Profile
from tests.engine.lint.drawing import TASK, line
from tests.engine.lint.hostile import HEAVY, HOSTILE

_ROOT = Path(__file__).parents[3]
#: A hundred megabytes.
_MOST = 100 * 1024
#: Seconds.
_LONGEST = 2.0

_CHILD = """
import resource, sys, time
from engine.lint import Profile, StationFacts, check
from tests.engine.lint.drawing import TASK, line
from tests.engine.lint.hostile import HEAVY, HOSTILE
everything = {**{name: made for name, (made, _) in HOSTILE.items()}, **HEAVY}
check(line(TASK), profile=Profile.STATION, station=StationFacts())
for name, made in everything.items():
    xml = made()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    check(xml, profile=Profile.STATION, station=StationFacts())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(name, grown, time.process_time() - began, sep="\\t")
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name(name: str):
    made, rule = HOSTILE[name]
    with pytest.raises(NotDeployable) as refused:
        read(made())
    assert [finding.rule for finding in refused.value.findings] == [rule]


def test_no_file_costs_more_memory_or_time_than_its_bound():
    """Measured in a fresh process: kilobytes above the peak before, and seconds of processor."""
    told = subprocess.run(
        [sys.executable, "-c", _CHILD], cwd=_ROOT, capture_output=True, text=True, check=True
    ).stdout
    costs = {name: cost for name, *cost in (row.split("\t") for row in told.splitlines())}
    assert set(costs) == {*HOSTILE, *HEAVY}
    assert {name: cost for name, cost in costs.items() if int(cost[0]) > _MOST} == {}
    assert {name: cost for name, cost in costs.items() if float(cost[1]) > _LONGEST} == {}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_is_judged_and_not_feared(name: str):
    assert isinstance(check(HEAVY[name]()), tuple)


@pytest.mark.parametrize("encoding", ["UTF-8", "us-ascii", "ISO-8859-1", "Windows-1252", "UTF-16"])
def test_what_tools_write_is_read_in_the_encoding_it_declares(encoding: str):
    xml = line(TASK).decode().replace("UTF-8", encoding).encode(encoding)
    assert read(xml).tag.endswith("definitions")


def test_chinese_names_survive_the_encodings_of_chinese_tools():
    xml = line('<task id="do" name="来访登记"/>').decode().replace("UTF-8", "GB18030")
    names = [task.get("name") for task in read(xml.encode("gb18030")).iter("{*}task")]
    assert names == ["来访登记"]


def test_a_mark_of_utf_8_is_no_obstacle():
    assert read(b"\xef\xbb\xbf" + line(TASK)).tag.endswith("definitions")


def test_comments_do_not_split_a_text():
    xml = line('<task id="do"><documentation>one<!-- two --> three</documentation></task>')
    (text,) = [node.text for node in read(xml).iter("{*}documentation")]
    assert text == "one three"


def test_foreign_namespaces_are_let_pass():
    xml = line('<task id="do" xmlns:y="urn:y" y:colour="red"><extensionElements><y:note/>'
               "</extensionElements></task>")  # fmt: skip
    assert isinstance(read(xml), etree._Element)
    assert check(xml) == ()


def test_checking_never_raises_for_a_hostile_file():
    for made, rule in HOSTILE.values():
        findings = check(made(), profile=Profile.STATION, station=StationFacts())
        assert [finding.rule for finding in findings] == [rule]
