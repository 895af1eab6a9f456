"""Running cases of an older version: who may move them, what keeps some, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engine import definitions
from engine.models import DefinitionKind, InstanceRow
from tests.web.conftest import Browser, words
from tests.web.reception import Reception, actor, receive
from workflows.demo.cast import TENANT
from workflows.installing import BPMN
from workflows.runtime import Runtime

VISIT = (BPMN / "visit" / "visit.bpmn").read_text(encoding="utf-8")
#: The first step is called otherwise; nothing else differs.
RENAMED = VISIT.replace('name="查找来访人、家庭"', 'name="先查找来访人"')
#: The first step is another one, with an id and a name of its own.
REPLACED = (
    VISIT.replace("search-person", "look-first")
    .replace('sanlian:form="look-first"', 'sanlian:form="search-person"')
    .replace('name="查找来访人、家庭"', 'name="问是谁来"')
)
People = Callable[[str], Browser]


def deploy(runtime: Runtime, drawn: str) -> int:
    """A new version in use; answers its number."""
    with runtime.database.begin() as session:
        found = definitions.deploy_process(
            session, actor(session, "fanglei"), drawn.encode(), process_id="visit"
        )
        return found.version


def version_in_use(runtime: Runtime) -> int:
    with runtime.database.read() as session:
        return definitions.active(session, TENANT, DefinitionKind.PROCESS, "visit").version


def version_of(runtime: Runtime, visit: Reception) -> int:
    """The version that a case runs on."""
    with runtime.database.read() as session:
        query = select(InstanceRow).where(
            InstanceRow.business_key == visit.case_id, InstanceRow.process == "visit"
        )
        row = session.scalars(query).one()
        return definitions.version_of(session, TENANT, row.definition_id).version


def page_of(version: int) -> str:
    return f"/library/process/visit/{version}/cases"


@pytest.fixture
def waiting(runtime: Runtime) -> Reception:
    """A visitor whose first step is open."""
    return receive(runtime)


def test_cases_go_to_the_version_in_use_and_come_back(
    runtime: Runtime, browser: People, waiting: Reception
) -> None:
    old = version_in_use(runtime)
    before = waiting.task("search-person")
    new = deploy(runtime, RENAMED + f"<!-- {old} -->")
    fang = browser("fanglei")
    assert f'href="{page_of(old)}"' in fang.get("/library/process/visit").text
    shown = words(fang.get(page_of(old)))
    assert "可以转" in shown
    assert version_of(runtime, waiting) == old
    assert fang.post(page_of(old), {"reason": ""}).status_code == 422
    assert fang.post(page_of(old), {"reason": "第一步改了名字"}).status_code == 303
    assert version_of(runtime, waiting) == new
    assert waiting.task("search-person").id == before.id
    assert f"没有案件按第 {old} 版在办" in words(fang.get(page_of(old)))
    assert fang.post(f"{page_of(old)}/undo", {"reason": "转早了"}).status_code == 303
    assert version_of(runtime, waiting) == old
    assert waiting.task("search-person").id == before.id


def test_what_keeps_a_case_is_said_in_words_and_not_which_case(
    runtime: Runtime, browser: People, waiting: Reception
) -> None:
    old = version_in_use(runtime)
    deploy(runtime, REPLACED + f"<!-- {old} -->")
    fang = browser("fanglei")
    shown = words(fang.get(page_of(old)))
    assert "这一步了。 1 件" in shown
    assert "XG-DH-" not in shown
    fang.post(page_of(old), {"reason": "第一步换了"})
    assert version_of(runtime, waiting) == old
    assert "留在原来的版本" in words(fang.get(page_of(old)))
    deploy(runtime, VISIT + f"<!-- {old} again -->")


def test_a_case_that_went_on_stays_where_it_went(
    runtime: Runtime, browser: People, waiting: Reception
) -> None:
    old = version_in_use(runtime)
    new = deploy(runtime, RENAMED + f"<!-- {old} and on -->")
    fang = browser("fanglei")
    fang.post(page_of(old), {"reason": "第一步改了名字"})
    waiting.until("screen-safety")
    assert "撤回换版" not in words(fang.get(page_of(old)))
    fang.post(f"{page_of(old)}/undo", {"reason": "转早了"})
    assert version_of(runtime, waiting) == new


@pytest.mark.parametrize("who", ["chenjing", "limei", "liuyan", "zhoulan", "police"])
def test_only_who_deploys_diagrams_moves_cases(browser: People, who: str) -> None:
    somebody = browser(who)
    assert somebody.get(page_of(1)).status_code == 403
    assert somebody.post(page_of(1), {"reason": "…"}).status_code == 403
    assert somebody.post(f"{page_of(1)}/undo", {"reason": "…"}).status_code == 403
