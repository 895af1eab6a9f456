"""Every finding is said to people in Chinese and in English, without a gap."""

from __future__ import annotations

import re
import string

import pytest

from engine.errors import Finding, NotDeployable
from engine.lint import Profile, check, read, words
from engine.lint.gate import WORDS
from engine.lint.support import PREFIX
from tests.engine.lint.cases.station import BROKEN
from tests.engine.lint.hostile import HOSTILE
from tests.engine.lint.replacements import REPLACEMENTS
from tests.engine.lint.station_drawing import FACTS
from tests.engine.lint.test_bpmn_rules import CASES
from tests.engine.lint.test_station_rules import FACTS_OF

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def _every_finding() -> list[Finding]:
    found = [finding for broken, _ in CASES.values() for finding in check(broken)]
    found += [finding for each in REPLACEMENTS.values() for finding in check(each.refused)]
    for rule, files in BROKEN.items():
        for xml in files:
            facts = FACTS_OF.get(rule, FACTS)
            found += check(xml, profile=Profile.STATION, station=facts)
    for made, _ in HOSTILE.values():
        try:
            read(made())
        except NotDeployable as refused:
            found += refused.findings
    return found


FOUND = _every_finding()


def test_the_cases_make_every_rule_speak():
    spoken = {finding.rule for finding in FOUND}
    assert set(WORDS) <= spoken
    assert all(rule.startswith(PREFIX) for rule in spoken - set(WORDS))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_words_have_a_gap(language: str):
    gaps = {f.rule: words(f, language) for f in FOUND if "<" in words(f, language)}
    assert {rule: said for rule, said in gaps.items() if re.search(r"<\w+>", said)} == {}


@pytest.mark.parametrize("rule", WORDS)
def test_chinese_and_english_say_the_same_of_the_same_fields(rule: str):
    chinese, english = WORDS[rule]["zh"], WORDS[rule]["en"]
    assert set(WORDS[rule]) == {"zh", "en"}
    assert len(_CHINESE.findall(chinese)) >= 6
    assert not _CHINESE.search(english)
    assert chinese.endswith("。")
    assert english.endswith(".")
    assert _fields(chinese) == _fields(english)


@pytest.mark.parametrize("rule", WORDS)
def test_chinese_words_say_what_to_do(rule: str):
    assert re.search("请|应|不得|必须|只能|建议|可用", WORDS[rule]["zh"])


def test_names_of_rules_are_kebab_case():
    assert [rule for rule in WORDS if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule)] == []


def test_a_finding_of_another_gate_is_told_by_its_name_and_fields():
    finding = Finding(rule="timer-unreadable", fields={"text": "soon"})
    assert words(finding, "en") == "The check “timer-unreadable” failed: text=soon."
    assert words(finding, "zh") == "未通过检查“timer-unreadable”:text=soon。"


def test_an_unknown_language_reads_english():
    finding = FOUND[0]
    assert words(finding, "fr") == words(finding, "en")


def _fields(template: str) -> set[str]:
    """The fields of a template; some are given once for each language, and kinds are optional."""
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return {name.removesuffix("_en") for name in names} - {"kind"}
