"""Every verb of the front door is in one table, and says so when it cannot act."""

from __future__ import annotations

import pytest

from engine.errors import Conflict
from web import cli


def test_help_names_every_verb_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(()) == 0
    shown = capsys.readouterr().out
    for name, verb in cli.VERBS.items():
        assert name in shown
        assert verb.zh in shown
        assert verb.en in shown


def test_an_unknown_verb_is_named_and_the_list_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(("fly",)) == cli.NOT_BUILT
    shown = capsys.readouterr().out
    assert "`fly`" in shown
    assert cli.usage() in shown


@pytest.mark.parametrize("name", cli.VERBS)
def test_a_verb_whose_module_is_there_has_its_function(name: str) -> None:
    module, _, function = cli.VERBS[name].action.partition(":")
    assert module.startswith("web.")
    assert function.isidentifier()
    found = cli.action_of(cli.VERBS[name])
    assert found is None or callable(found)


def test_a_verb_that_is_still_to_come_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = cli.Verb(zh="将来", en="to come", action="web.to_come:begin")
    monkeypatch.setitem(cli.VERBS, "later", coming)
    assert cli.main(("later",)) == cli.NOT_BUILT
    assert "`later` is not built yet" in capsys.readouterr().out


def test_a_refusal_is_said_in_its_own_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_words: object) -> int:
        raise Conflict(what="the station")

    monkeypatch.setattr(cli, "test", refuse)
    monkeypatch.setitem(cli.VERBS, "test", cli.Verb(zh="测试", en="test", action="web.cli:test"))
    assert cli.main(("test",)) == 1
    assert "Expected to change the station" in capsys.readouterr().out


def step(name: str, status: int) -> cli.Step:
    return cli.Step(name=name, words=("-c", f"raise SystemExit({status})"))


@pytest.mark.parametrize(
    ("statuses", "status", "verdict"),
    [
        ((0, 0, 0), 0, "all 3 steps passed"),
        # The first failure gives the status, and the steps after it still run.
        ((0, 3, 4), 3, "failed: step-1, step-2"),
        ((0, 0, 5), 5, "failed: step-2"),
    ],
)
def test_check_runs_every_step_and_closes_with_the_first_failure(
    capsys: pytest.CaptureFixture[str], statuses: tuple[int, ...], status: int, verdict: str
) -> None:
    steps = tuple(step(f"step-{number}", each) for number, each in enumerate(statuses))
    assert cli.run_all(steps) == status
    shown = capsys.readouterr().out
    assert verdict in shown
    assert all(f"----- {each.name}: " in shown for each in steps)


def test_a_step_that_is_still_to_come_is_said_and_does_not_fail(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run_all((cli.Step(name="words", words=("-m", "web.to_come")),)) == 0
    assert "words: not built yet" in capsys.readouterr().out
