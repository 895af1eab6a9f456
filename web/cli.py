"""Behind `./sanlian VERB` stands one visible table: a verb, its words, and the function that acts.

Functions are named as text and imported when called, so that help needs no package installed and
one verb never pays for another. Nothing about a verb is decided here but for those that run our
own tools: `test`, `check`, `bench`, `conformance`, `faults`.
"""

from __future__ import annotations

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine import clock
from engine.errors import Refusal

ROOT: Final = Path(__file__).resolve().parent.parent

#: What a function behind a verb looks like: the words after the verb in, the exit status out.
Action = Callable[[Sequence[str]], int]

NOT_BUILT = 2
NO_TEST_COLLECTED = 5


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One thing that the front door does."""

    #: Chinese words for the list of verbs.
    zh: str
    #: The same in English.
    en: str
    #: `module:function` of an `Action`.
    action: str


VERBS: Final = {
    "run": Verb(
        zh="启动整个系统，首次启动写入演示数据",
        en="serve everything on one machine; seeds a demo at first",
        action="web.serving:run",
    ),
    "worker": Verb(
        zh="只启动定时与投递进程",
        en="timers and deliveries only, beside other web processes",
        action="web.serving:worker",
    ),
    "migrate": Verb(
        zh="把数据库升级到当前版本",
        en="bring the database to this version",
        action="web.serving:migrate",
    ),
    "admin": Verb(
        zh="创建或恢复管理员账号",
        en="create an administrator or let one back in",
        action="web.serving:admin",
    ),
    "test": Verb(zh="运行全部测试", en="the whole test suite", action="web.cli:test"),
    "check": Verb(zh="运行提交前的全部检查", en="everything CI checks", action="web.cli:check"),
    "conformance": Verb(
        zh="完整运行外部一致性测试", en="the outside suites in full", action="web.cli:conformance"
    ),
    "faults": Verb(
        zh="完整运行故障与竞争测试", en="kills, races and channels in full", action="web.cli:faults"
    ),
    "bench": Verb(zh="测量性能", en="benchmarks", action="web.cli:bench"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of our tools as `check` runs it."""

    name: str
    #: What follows the interpreter on the command line.
    words: tuple[str, ...]


def pytest_step(name: str, *words: str) -> Step:
    """A step that pytest runs."""
    return Step(name=name, words=("-m", "pytest", *words))


CHECKS: Final = (
    Step(name="format", words=("-m", "ruff", "format", "--check", ".")),
    Step(name="lint", words=("-m", "ruff", "check", "--output-format", "concise", ".")),
    Step(name="types", words=("-m", "mypy", "engine", "workflows", "web")),
    Step(name="imports", words=(str(Path(sys.executable).with_name("lint-imports")), "--no-logo")),
    Step(name="translations", words=("-m", "web.translations_check")),
    pytest_step("dependencies", "-q", "tests/architecture/test_dependencies.py"),
    # Two workers, because two cores is the machine that we promise to fit.
    pytest_step("tests", "-n", "2", "--dist", "worksteal"),
)


def check(_words: Sequence[str]) -> int:
    """What CI runs."""
    return run_all(CHECKS)


def run_all(steps: Sequence[Step]) -> int:
    """Run every step, whatever the ones before it said; the first failure gives the status."""
    began = clock.monotonic()
    outcomes = {step.name: _timed(step) for step in steps}
    failed = {name: status for name, status in outcomes.items() if status}
    verdict = f"failed: {', '.join(failed)}" if failed else f"all {len(outcomes)} steps passed"
    _say(f"check: {verdict} ({clock.monotonic() - began:.1f} s)")
    return next(iter(failed.values()), 0)


def test(words: Sequence[str]) -> int:
    """The whole suite on two workers, or what the words after the verb choose, on one."""
    return _run(pytest_step("test", *(words or ("-n", "2", "--dist", "worksteal"))))


def conformance(words: Sequence[str]) -> int:
    """The outside suites in full."""
    return _campaign("conformance", words)


def faults(words: Sequence[str]) -> int:
    """Kills, races and channels in full."""
    return _campaign("faults", words)


def bench(words: Sequence[str]) -> int:
    """Benchmarks, one after another on an otherwise idle machine."""
    if not (ROOT / "tests" / "bench").is_dir():
        return _not_built("bench")
    return _run(Step(name="bench", words=("-m", "tests.bench", *words)))


def _campaign(name: str, words: Sequence[str]) -> int:
    """A folder of tests at full length, without the limit of time that one test has."""
    folder = f"tests/{name}"
    if not (ROOT / folder).is_dir():
        return _not_built(name)
    return _run(pytest_step(name, folder, "--full", "--timeout=0", *words))


def _timed(step: Step) -> int:
    if _is_missing(step):
        _say(f"----- {step.name}: not built yet, nothing was checked")
        return 0
    began = clock.monotonic()
    _say(f"----- {step.name}")
    status = _run(step)
    word = "ok" if status == 0 else f"FAILED ({status})"
    _say(f"----- {step.name}: {word}, {clock.monotonic() - began:.1f} s")
    return status


def _is_missing(step: Step) -> bool:
    """A module of our own that is still to come; a missing tool is an error of its own."""
    module = step.words[1]
    return module.startswith("web.") and importlib.util.find_spec(module) is None


def _run(step: Step) -> int:
    status = subprocess.run([sys.executable, *step.words], cwd=ROOT, check=False).returncode
    if status == NO_TEST_COLLECTED and "pytest" in step.words:
        _say(f"{step.name}: pytest found no test to run")
    return status


def _not_built(verb: str) -> int:
    _say(f"sanlian: `{verb}` is not built yet")
    return NOT_BUILT


def _say(text: str) -> None:
    print(text, flush=True)


def usage() -> str:
    """The list of verbs."""
    rows = (f"  {name:<12} {verb.zh} · {verb.en}" for name, verb in VERBS.items())
    return "\n".join(("./sanlian VERB", *rows))


def main(arguments: Sequence[str]) -> int:
    """Find the verb in the table and do it; a refusal is said in its own sentence."""
    name, *words = arguments or ("help",)
    if name in {"help", "-h", "--help"}:
        _say(usage())
        return 0
    if name not in VERBS:
        _say(f"sanlian: no verb `{name}`\n{usage()}")
        return NOT_BUILT
    action = action_of(VERBS[name])
    if action is None:
        return _not_built(name)
    try:
        return action(words)
    except Refusal as refusal:
        _say(f"sanlian: {refusal}")
        return 1


def action_of(verb: Verb) -> Action | None:
    """The function behind a verb, or None while its module is not there."""
    module, _, function = verb.action.partition(":")
    if importlib.util.find_spec(module) is None:
        return None
    found: Action = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
