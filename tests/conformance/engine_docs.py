"""Writes the tables of `docs/engine.md` from what the tests really walk and refuse.

`python -m tests.conformance.engine_docs` renews the file; a test says when it is not current.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from engine.lint.support import WORDS
from tests.conformance import feelin
from tests.conformance.walking import SAMPLE, sample, summary
from tests.oracle.constructs import chinese

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "engine.md"

#: Executed as well, and shown by a test of their own: Chinese, English, file, word in it.
ELSEWHERE = (
    ("消息开始事件", "message start event", "tests/engine/spiff/test_events.py",
     "a_message_starts_a_process_with_its_payload"),
    ("信号开始事件、跨案件的信号", "signal start event, signals from case to case",
     "tests/engine/instances/test_signals.py", "it_starts_what_it_starts"),
    ("业务规则任务", "business rule task", "tests/engine/spiff/test_events.py",
     "a_decision_gets_its_inputs"),
    ("服务任务、稍后答复的操作", "service task, operations that answer later",
     "tests/engine/spiff/test_events.py", "a_pending_operation_waits_for_its_result"),
    ("期限定时、预警时刻表", "deadline timers, lists of warning instants",
     "tests/engine/spiff/test_timers.py", "warnings_fire_at_each_instant"),
    ("按全部关联键的消息", "messages by all parts of their key",
     "tests/engine/spiff/test_events.py", "correlation_holds_all_parts"),
    ("脚本任务(仅模拟和一致性测试)", "script task (only simulated and in the outside suite)",
     "tests/conformance/betsy_house.py", "_perform"),
)  # fmt: skip


def tables(met: Counter[str]) -> dict[str, str]:
    """Every generated table by its name in the page."""
    return {
        "supported": _supported(met),
        "elsewhere": _elsewhere(),
        "refused": _refused(),
        "feel": _feel(),
    }


def counted() -> Counter[str]:
    """In how many walks of the fixed sample each construct is met."""
    return summary(sample())[1]


def _supported(met: Counter[str]) -> str:
    rows = [f"| {chinese(label)} | {label} | {count} |" for label, count in sorted(met.items())]
    return "\n".join(
        (f"| 结构 | construct | walks of {len(SAMPLE)} |", "| --- | --- | ---: |", *rows)
    )


def _elsewhere() -> str:
    rows = [f"| {zh} | {en} | `{file}` |" for zh, en, file, _ in ELSEWHERE]
    return "\n".join(("| 结构 | construct | shown by |", "| --- | --- | --- |", *rows))


def _refused() -> str:
    rows = [f"| `{rule}` | {words['zh']} | {words['en']} |" for rule, words in WORDS.items()]
    return "\n".join(("| rule | 说明 | instead |", "| --- | --- | --- |", *rows))


def _feel() -> str:
    rows = [f"| {name} | {words} |" for name, _, words in feelin.EXPLAINED]
    return "\n".join(("| difference | why |", "| --- | --- |", *rows))


def renewed(page: str, made: dict[str, str]) -> str:
    """The page with its tables as they are now."""
    for name, table in made.items():
        begin, end = f"<!-- generated: {name} -->", f"<!-- end: {name} -->"
        pattern = re.compile(f"{begin}.*?{end}", re.DOTALL)
        if not pattern.search(page):
            raise KeyError(name)
        page = pattern.sub(lambda _, t=table, b=begin, e=end: f"{b}\n{t}\n{e}", page)
    return page


def main(_words: Sequence[str]) -> int:
    """Renew the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), tables(counted())), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
