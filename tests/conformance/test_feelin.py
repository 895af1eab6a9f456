"""Generated expressions give the same here and in feelin, or the difference is explained."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conformance import engine_docs, feelin
from tests.conformance.feel_expressions import CONTEXT, Maker

EXPRESSIONS = 6_000


@pytest.mark.campaign
def test_both_say_the_same_or_it_is_known_why(full_length: bool) -> None:
    if not full_length:
        pytest.skip("compared at full length only, because Node fetches the other FEEL")
    if not feelin.is_there():
        pytest.skip("Node is not on this machine")
    feelin.install()
    texts = [Maker(seed).expression() for seed in range(EXPRESSIONS)]
    counted: Counter[str] = Counter()
    unexplained = []
    for text, theirs in zip(texts, feelin.theirs(texts, CONTEXT), strict=True):
        ours = feelin.ours(text, CONTEXT)
        if not feelin.same(ours, theirs):
            why = feelin.explanation(text)
            counted[why or ""] += 1
            if why is None:
                unexplained.append((text, ours, theirs))
    print(f"\n{EXPRESSIONS - sum(counted.values())} of {EXPRESSIONS} the same; {dict(counted)}")
    assert unexplained == []
    # Most of what is compared says the same, or the comparison would say little.
    assert sum(counted.values()) < 0.1 * EXPRESSIONS


@pytest.mark.parametrize("seed", range(200))
def test_a_generated_expression_is_evaluated_or_refused(seed: int) -> None:
    feelin.ours(Maker(seed).expression(), CONTEXT)


def test_the_explanations_stand_in_the_page_about_the_engine() -> None:
    page = engine_docs.PAGE.read_text(encoding="utf-8")
    assert [name for name, _, _ in feelin.EXPLAINED if f"| {name} |" not in page] == []
