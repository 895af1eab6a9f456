from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from workflows import deadlines
from workflows.codes import PACK, PackBroken, UnknownCode, load_departments, load_lists

DEPARTMENTS = load_departments()


def test_a_serious_incident_is_told_to_the_five_of_the_story() -> None:
    assert [one.id for one in DEPARTMENTS.notified_at("II")] == [
        "police", "ambulance", "civil-affairs", "womens-federation", "centre-duty",
    ]  # fmt: skip


def test_an_extremely_serious_incident_is_told_to_everybody() -> None:
    assert len(DEPARTMENTS.notified_at("I")) == len(DEPARTMENTS.all)


@pytest.mark.parametrize(
    ("competence", "department"),
    [("violence", "police"), ("shelter", "civil-affairs"), ("labour", "human-resources"),
     ("labour", "trade-union"), ("protection-order", "court"), ("land", "agriculture"),
     ("public-interest", "procuratorate"), ("medical", "ambulance")],
)  # fmt: skip
def test_a_matter_finds_who_is_competent(competence: str, department: str) -> None:
    assert department in [one.id for one in DEPARTMENTS.competent_for(competence)]


def test_every_competence_has_a_department() -> None:
    codes = [code.code for code in load_lists()["competences"]]
    assert [code for code in codes if not DEPARTMENTS.competent_for(code)] == []


def test_every_acknowledgement_has_a_deadline() -> None:
    rules = deadlines.load_table().rules
    for one in DEPARTMENTS:
        assert one.emergency_ack in rules
        assert not one.ordinary_ack or one.ordinary_ack in rules


def test_an_unknown_department_is_refused() -> None:
    assert "post-office" not in DEPARTMENTS
    with pytest.raises(UnknownCode, match="post-office"):
        DEPARTMENTS["post-office"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"competences": ["magic"]}, "magic is no code of competences"),
        ({"notified_at": ["V"]}, "V is no code of severities"),
        ({"always_on": "yes"}, "true or false"),
        ({"id": "ambulance"}, "stands twice"),
        ({"phone": "110"}, "nobody reads phone"),
    ],
)
def test_a_broken_directory_is_refused(
    tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    shutil.copytree(PACK, tmp_path / "cn")
    file = tmp_path / "cn" / "departments.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["departments"][0] |= change
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PackBroken, match=problem):
        load_departments(tmp_path / "cn")
