"""Random processes walk through the engine as the standard's token game allows, step for step.

A fixed sample here, 20,000 walks with `--full`. That the comparison has teeth is shown by engines
that were broken on purpose: each is found out within the sample.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from engine.errors import Refusal
from engine.spiff import catching, joins, leaving, loop, repeats, subprocesses, throwing
from engine.spiff.instance import Net
from engine.spiff.tokens import Token
from tests.conformance import engine_docs
from tests.conformance.walking import SAMPLE, Outcome, sample, summary, walk

FULL = 20_100
LEAST_EACH = 200
#: No order of events is looked at in more of the walks than this.
MOST_GIVEN_UP = 0.02


def walked(*, full: bool) -> Sequence[Outcome]:
    if not full:
        return sample()
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(walk, range(FULL), chunksize=100))


def test_the_page_about_the_engine_says_what_was_walked_and_refused() -> None:
    page = engine_docs.PAGE.read_text(encoding="utf-8")
    assert page == engine_docs.renewed(page, engine_docs.tables(engine_docs.counted()))


def test_what_is_shown_elsewhere_is_there() -> None:
    for _, _, file, word in engine_docs.ELSEWHERE:
        assert word in (engine_docs.ROOT / file).read_text(encoding="utf-8")


@pytest.mark.campaign
def test_the_engine_walks_as_the_standard_allows(full_length: bool) -> None:
    outcomes = walked(full=full_length)
    verdicts, met = summary(outcomes)
    print(f"\n{dict(verdicts)}, {sum(o.steps for o in outcomes)} steps")
    print("\n".join(f"{count:>6} {label}" for label, count in sorted(met.items())))
    different = [f"seed {o.seed}: {o.why}" for o in outcomes if o.verdict == "different"]
    assert different == []
    assert verdicts["same"] >= (1 - MOST_GIVEN_UP) * len(outcomes)
    if full_length:
        rare = {label: count for label, count in met.items() if count < LEAST_EACH}
        assert rare == {}


def test_the_oracle_knows_neither_the_engine_nor_the_library() -> None:
    folder = Path(__file__).parents[1] / "oracle"
    imported: Counter[str] = Counter()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                imported[(node.module or "").partition(".")[0]] += 1
    assert not {"engine", "SpiffWorkflow", "workflows", "web"} & set(imported)
    assert imported["tests"] == sum(
        "from tests.oracle" in line
        for file in folder.glob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "_may_still_come", lambda *_: False)


def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "_less_each", lambda _: {})


def _greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "chosen", lambda *given: given[-1].outgoing)


def _stubborn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Token, "cancel", lambda _: None)


def _deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throwing, "_catcher", lambda *_: None)


def _once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching, "stays", lambda *_: False)


def _blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching, "meet_conditions", lambda _: False)
    monkeypatch.setattr(loop.catching, "meet_conditions", lambda _: False)


def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "_is_over", lambda *_: True)


def _sleepy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocesses, "_is_quiet", lambda _: False)


def _mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Net, "tokens_here", lambda _: [])


@pytest.mark.parametrize(
    "broken",
    [
        _impatient, _forgetful, _greedy, _stubborn, _deaf, _once_only, _blind, _hasty, _sleepy,
        _mixed_up,
    ],
)  # fmt: skip
def test_a_broken_engine_is_found_out(broken, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert any(_is_found_out(seed) for seed in range(3 * len(SAMPLE)))


def _is_found_out(seed: int) -> bool:
    try:
        return walk(seed).verdict == "different"
    except (AssertionError, KeyError, Refusal):
        return True
