"""Every refusal has a code of its own, by which the edge finds its words."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.errors import Refusal
from tests.architecture.sources import PACKAGES, product

#: Run as programs, not imported: command lines and Alembic's own environment.
PROGRAMS = re.compile(r"(__main__|migrations\.(env|versions\..*))$")


def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


@pytest.fixture(scope="module")
def refusals() -> list[type[Refusal]]:
    for source in product():
        if not PROGRAMS.search(source.module):
            importlib.import_module(source.module)
    return [kind for kind in below(Refusal) if kind.__module__.partition(".")[0] in PACKAGES]


def test_each_names_its_own_code(refusals: list[type[Refusal]]) -> None:
    assert [kind.__qualname__ for kind in refusals if "code" not in vars(kind)] == []


def test_no_two_share_a_code(refusals: list[type[Refusal]]) -> None:
    counted = Counter(kind.code for kind in refusals)
    assert {code for code, times in counted.items() if times > 1} == set()


def test_codes_are_kebab_case(refusals: list[type[Refusal]]) -> None:
    kebab = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    assert [kind.code for kind in refusals if not kebab.fullmatch(kind.code)] == []


def test_each_says_what_was_expected_and_what_came(refusals: list[type[Refusal]]) -> None:
    sentence = re.compile(r"Expected .+, but .+\.", re.DOTALL)
    assert [kind.__qualname__ for kind in refusals if not sentence.fullmatch(kind.sentence)] == []
