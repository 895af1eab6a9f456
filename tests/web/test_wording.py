"""Every code that can reach a person has words, in both languages' source and without gaps."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine.errors import Refusal
from engine.spiff.outcome import FactTag
from tests.architecture.sources import PACKAGES, product
from tests.architecture.test_refusals import PROGRAMS
from tests.databases import ROOT
from web.public.views import STAGES
from web.rendering.stages import STAGES as STEPPERS
from web.wording import FIELD_ERRORS, HISTORY, NOTICES, REFUSALS, RISKS, STATES, refusal_words
from workflows.cases.models import CaseState, Risk
from workflows.cases.query_code import _PUBLIC

#: Said on a command line only, never on a page.
NOT_ON_PAGES = frozenset({"bad-argument"})


def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def test_every_refusal_has_words() -> None:
    for source in product():
        if not PROGRAMS.search(source.module):
            importlib.import_module(source.module)
    ours = (kind for kind in below(Refusal) if kind.__module__.partition(".")[0] in PACKAGES)
    assert sorted({kind.code for kind in ours} - set(REFUSALS) - NOT_ON_PAGES) == []


def test_every_error_of_a_field_has_words() -> None:
    text = "".join(path.read_text() for path in (ROOT / "engine" / "forms").glob("*.py"))
    raised = set(
        re.findall(r'(?:Unreadable|FieldError)\(\s*(?:path=path, code=)?"([a-z-]+)"', text)
    )
    raised |= set(re.findall(r'\.refuse\([^,]+, "([a-z-]+)"', text))
    assert {"required", "bad-phone", "too-few-rows"} <= raised
    assert sorted(raised - set(FIELD_ERRORS) - {"refused-by-rule"}) == []


def tags_in(paths: Iterator[Path]) -> set[str]:
    """Every `noun:participle` that the source writes into a history."""
    pattern = re.compile(r'"([a-z]+:[a-z]+(?:-[a-z]+)*)"')
    found: set[str] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "once(" not in line and "Permission" not in line and " = " not in line:
                found |= set(pattern.findall(line))
    return found


def test_every_fact_of_a_history_has_words() -> None:
    written = tags_in(
        path
        for folder in ("engine", "workflows")
        for path in (ROOT / folder).rglob("*.py")
        if not {"access", "scenario", "demo"} & set(path.parts)
    )
    written |= {tag.value for tag in FactTag} | {f"case:{state.value}" for state in CaseState}
    others = {"visit:open", "incident:report", "host:port"}
    # Names of elements, of BPMN and of Word, look like facts.
    others |= {word for word in written if word.startswith(("sanlian:", "w:", "wp:", "a:", "r:"))}
    assert "task:claimed" in written
    assert sorted(written - set(HISTORY) - others) == []


def test_every_notice_of_a_diagram_has_words() -> None:
    from web.notices.words import WORDS

    sent = set()
    for path in (ROOT / "bpmn").rglob("*.bpmn"):
        values = re.findall(r'name="template" value="([^"]*)"', path.read_text(encoding="utf-8"))
        sent |= {text.replace("&quot;", "") for text in values}
    assert "deadline-near" in sent
    known = set(NOTICES) | set(WORDS)
    assert sorted(text for text in sent - known if re.fullmatch(r"[a-z-]+", text)) == []


def test_every_state_risk_and_public_stage_has_words() -> None:
    assert {state.value for state in CaseState} == set(STATES)
    assert {risk.value for risk in Risk} == set(RISKS)
    assert set(_PUBLIC.values()) == set(STAGES)


def test_every_stage_that_a_diagram_names_stands_in_its_stepper() -> None:
    for process, stages in STEPPERS.items():
        path = ROOT / "bpmn" / process / f"{process}.bpmn"
        if not path.exists():
            continue
        named = set(re.findall(r'sanlian:stage="([^"]+)"', path.read_text(encoding="utf-8")))
        assert named <= {key for key, _words in stages}, process


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_words_need_no_field_to_be_said(app: Flask, code: str) -> None:
    kind = type("Kind", (Refusal,), {"code": code, "sentence": "Expected this, but no."})
    with app.test_request_context("/"):
        said = refusal_words(kind())
    assert said
    assert "%(" not in said
