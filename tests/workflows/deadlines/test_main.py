from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workflows.deadlines.__main__ import main

ROOT = Path(__file__).resolve().parents[3]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(arguments) == 0
    return capsys.readouterr().out.splitlines()


def test_a_deadline_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "T08", "--start", "2026-04-01T10:00")[:7] == [
        "T08 人民调解期限",
        "时长\t1 个月",
        "起算\t2026-04-01 10:00:00",
        "名义到期\t2026-05-01 23:59:59",
        "实际到期\t2026-05-06 23:59:59 (末日为休息日，顺延至下一个工作日)",
        "提醒\t2026-04-16 08:30, 2026-04-24 08:30, 2026-04-28 08:30, 2026-04-30 08:30",
        "日历\t自然日",
    ]


def test_a_deadline_is_told_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "T04", "--start", "2026-08-18T09:00", "--language", "en")
    assert text[0] == "T04 Decide a petition that asks for redress"
    assert "Effective due\t2026-10-17 23:59:59 (last working day before it: 2026-10-16)" in text
    assert "Basis\tlegal period · Regulations on Petition Work, art. 34" in text


def test_a_provisional_date_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "T25.limitation", "--start", "2026-03-20")
    assert any("暂定" in line for line in text)


def test_facts_choose_and_an_offset_counts(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(
        capsys, "H08.2", "--start", "2026-05-02T12:48:00+00:00", "--with", "severity=II", "--json"
    )
    record = json.loads("\n".join(text))
    assert record["effective"] == record["expires"] == "2026-05-02T21:08:00+08:00"
    assert (record["calendar"], record["kind"]) == ("clock", "house")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["T99", "--start", "2026-04-01"], "there is no T99"),
        (["T08", "--start", "soon"], "got soon"),
        (["T08", "--start", "2026-02-30"], "got 2026-02-30"),
        (["H08.1", "--start", "2026-04-01"], "severity to be one of I, II, III, IV"),
        (["H08.1", "--start", "2026-04-01", "--with", "grade=II"], "severity=…"),
        (["T08", "--start", "2026-04-01", "--with", "x"], "no fact for T08"),
        (["T19", "--start", "2026-04-01"], "H02"),
        (["H07", "--start", "2026-04-01"], "H07.street"),
    ],
)
def test_a_wrong_call_exits_two_with_one_sentence(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    answered = capsys.readouterr()
    assert not answered.out
    assert problem in answered.err
    assert answered.err.count("\n") == 1


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "workflows.deadlines", "H05", "--start", "2026-08-05T11:00"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "实际到期\t2026-08-06 23:59:59" in done.stdout
