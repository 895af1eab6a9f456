from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from workflows.codes import PACK, PackBroken, load_lists, load_map

MAP = load_map()


@pytest.mark.parametrize(
    ("story", "a", "c", "d"),
    [
        ("O2", "0101", "C01", "F31"),
        ("O6", "0701", "C10", "F42"),
        ("O8", "1102", "C08", "F33"),
        ("O8", "0901", "C07", "F33"),
    ],
)
def test_the_categories_of_a_story_go_together(story: str, a: str, c: str, d: str) -> None:
    assert MAP.statistics_for(a) == c
    assert d in MAP.federation_for(a)
    assert a in MAP.governance_for(d)


def test_every_governance_category_leads_somewhere() -> None:
    codes = [code.code for code in load_lists()["categories-a"]]
    assert [code for code in codes if not MAP.statistics_for(code)] == []
    assert [code for code in codes if not MAP.federation_for(code)] == []


def test_a_map_to_an_unknown_code_is_refused(tmp_path: Path) -> None:
    shutil.copytree(PACK, tmp_path / "cn")
    file = tmp_path / "cn" / "category-map.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["rows"][0]["d"] = ["F00"]
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PackBroken, match="F00 is no code of categories-d"):
        load_map(tmp_path / "cn")
