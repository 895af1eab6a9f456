"""What is not executed is refused by name with a replacement, and the replacement really runs."""

from __future__ import annotations

import pytest

from engine.errors import Severity
from engine.lint import check, words
from engine.lint.support import OTHERS, WORDS
from engine.spiff import parser
from tests.engine.lint.replacements import REPLACEMENTS, Replacement
from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import Walk


def test_every_construct_that_has_words_has_its_replacement_here() -> None:
    assert set(REPLACEMENTS) == set(WORDS)


@pytest.mark.parametrize("rule", REPLACEMENTS)
def test_it_is_refused_by_its_name_and_told_what_to_draw(rule: str) -> None:
    found = [finding for finding in check(REPLACEMENTS[rule].refused) if finding.rule == rule]
    assert len(found) == 1
    assert found[0].severity is Severity.ERROR
    assert found[0].element
    assert "请" in words(found[0], "zh")
    assert words(found[0], "en") != words(found[0], "zh")


@pytest.mark.parametrize("rule", REPLACEMENTS)
def test_the_replacement_is_accepted(rule: str) -> None:
    drawn = draw(REPLACEMENTS[rule].instead)
    assert [f for f in check(drawn) if f.severity is Severity.ERROR] == []
    assert parser.parse(drawn, process_id="p").nodes


@pytest.mark.parametrize("rule", REPLACEMENTS)
def test_the_replacement_is_walked_to_its_end(rule: str) -> None:
    replacement = REPLACEMENTS[rule]
    walk = _walked(replacement)
    assert walk.now.ended
    assert replacement.passes <= {fact.node for fact in walk.facts}


def _walked(replacement: Replacement) -> Walk:
    acts = [act.split() for act in replacement.walk]
    begin = acts.pop(0)[1] if acts and acts[0][0] == "start" else None
    walk = Walk(replacement.instead, replacement.data, start_event=begin)
    for act, name in acts:
        {"finish": walk.finish, "send": walk.send, "fire": walk.fire}[act](name)
    return walk


def test_an_element_that_nobody_foresaw_is_refused_all_the_same() -> None:
    drawn = draw("start s\nuser a\nend e\ns -> a -> e").decode()
    drawn = drawn.replace("</process>", '<callChoreography id="x"/></process>')
    found = [f for f in check(drawn.encode()) if f.rule == "unsupported-call-choreography"]
    assert words(found[0], "zh") == OTHERS["zh"].format(tag="callChoreography")
