"""The editor's doors: draft, check, comparison, a new version; and that a refused one writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine import definitions
from engine.models import DefinitionKind, DefinitionRow
from tests.engine.lint.hostile import HOSTILE
from tests.web.conftest import Browser, hidden, words
from workflows import diagram_drafts
from workflows.demo.cast import TENANT
from workflows.diagram_drafts.models import DiagramDraftRow
from workflows.installing import BPMN
from workflows.people.administrators import give_post
from workflows.people.models import PersonRow

PROCESS = "consultation"
DRAWING = (BPMN / PROCESS / f"{PROCESS}.bpmn").read_bytes()
RENAMED = DRAWING.replace("答复咨询".encode(), "回答咨询".encode())
BROKEN = DRAWING.replace(b'sanlian:form="answer-question"', b'sanlian:form="no-such-form"')


@pytest.fixture
def editor(runtime, browser: Callable[[str], Browser]) -> Browser:
    """The process administrator, with nothing drafted and the shipped drawing in use."""
    with runtime.database.begin() as session:
        session.query(DiagramDraftRow).delete()
    return browser("fanglei")


@pytest.fixture
def colleague(runtime, browser: Callable[[str], Browser]) -> Browser:
    """A second process administrator: the head of the station, in another post."""
    with runtime.database.begin() as session:
        person = session.scalars(
            select(PersonRow).where(PersonRow.tenant == TENANT, PersonRow.username == "zhoulan")
        ).one()
        posts = [post.role for post in person_posts(session, person.id)]
        if "R14" not in posts:
            give_post(session, TENANT, person.id, "R14", "centre", title="流程管理员")
    return browser("zhoulan")


def person_posts(session, person_id):
    from workflows.people.models import PostRow

    return session.scalars(select(PostRow).where(PostRow.person_id == person_id)).all()


def put(browser: Browser, drawing: bytes, seen: str, process: str = PROCESS):
    return browser.client.put(
        f"/modeler/{process}/draft", data=drawing,
        headers={"If-Match": f'"{seen}"', "X-CSRF-Token": browser.csrf, "HX-Request": "true"},
    )  # fmt: skip


def saved(browser: Browser, drawing: bytes) -> str:
    """Save over whatever is there and answer the stamp."""
    seen = browser.get(f"/modeler/{PROCESS}/source").headers["ETag"].strip('"')
    answer = put(browser, drawing, seen)
    assert answer.status_code == 200, answer.text
    return str(answer.json["stamp"])


def checked(browser: Browser, drawing: bytes) -> dict:
    answer = browser.client.post(
        f"/modeler/{PROCESS}/check", data=drawing, headers={"X-CSRF-Token": browser.csrf}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def written(runtime) -> tuple[int, int]:
    """How many definitions and drafts there are."""
    with runtime.database.read() as session:
        count = func.count()
        return (
            session.scalar(select(count).select_from(DefinitionRow)) or 0,
            session.scalar(select(count).select_from(DiagramDraftRow)) or 0,
        )


def in_use(runtime) -> DefinitionRow:
    with runtime.database.read() as session:
        row = definitions.active(session, TENANT, DefinitionKind.PROCESS, PROCESS)
        assert row.source
        return row


@pytest.mark.parametrize(
    ("username", "status"), [("fanglei", 200), ("chenjing", 403), ("limei", 403), ("police", 403)]
)
def test_only_the_process_administrator_opens_the_editor(browser, username, status):
    assert browser(username).get(f"/modeler/{PROCESS}").status_code == status
    assert browser(username).get(f"/modeler/{PROCESS}/source").status_code == status


@pytest.mark.parametrize(
    ("method", "door"),
    [("put", "draft"), ("post", "check"), ("post", "publish"), ("post", "discard")],
)
def test_nobody_else_writes(runtime, browser, method, door):
    reader, before = browser("chenjing"), written(runtime)
    answer = getattr(reader.client, method)(
        f"/modeler/{PROCESS}/{door}", data=b"", headers={"X-CSRF-Token": reader.csrf}
    )
    assert answer.status_code == 403
    assert written(runtime) == before


def test_what_is_not_there_is_not_found(editor):
    for url in ("/modeler/nothing", "/modeler/nothing/source", f"/modeler/{PROCESS}/compare",
                f"/modeler/{PROCESS}/compare?old=1&new=99"):  # fmt: skip
        assert editor.get(url).status_code == 404, url
    assert put(editor, DRAWING, "", process="nothing").status_code == 404


def test_the_page_offers_what_the_station_has(editor):
    page = editor.get(f"/modeler/{PROCESS}").text
    for offered in ("R04", "answer-question", "H05.1", "consultation.record-answer"):
        assert offered in page
    assert 'aria-label="属性"' in page
    assert "/library/form" not in page.split("modeler-facts")[0]


def test_without_a_draft_the_version_in_use_is_what_is_changed(runtime, editor):
    answer = editor.get(f"/modeler/{PROCESS}/source")
    assert answer.data == in_use(runtime).source
    assert answer.headers["ETag"] == '""'
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_draft_is_kept_over_the_sign_out(editor, browser):
    saved(editor, RENAMED)
    editor.post("/sign-out")
    again = browser("fanglei")
    assert again.get(f"/modeler/{PROCESS}/source").data == RENAMED
    assert "草稿：方磊" in words(again.get(f"/modeler/{PROCESS}"))
    assert "正在改" in again.get("/library").text


def test_a_draft_may_be_unfinished(runtime, editor):
    before = in_use(runtime).source
    saved(editor, BROKEN)
    assert editor.get(f"/modeler/{PROCESS}/source").data == BROKEN
    assert in_use(runtime).source == before


def test_each_saving_names_the_state_before_it(editor):
    first = saved(editor, RENAMED)
    second = put(editor, DRAWING, first).json["stamp"]
    assert first != second
    assert put(editor, RENAMED, second).status_code == 200


@pytest.mark.parametrize("seen", ["", "first", "no-such-draft.1", "nonsense"])
def test_an_old_page_overwrites_nothing_and_is_told_by_whom(editor, colleague, seen):
    first = saved(editor, RENAMED)
    assert put(colleague, BROKEN, first).status_code == 200
    answer = put(editor, DRAWING, first if seen == "first" else seen)
    assert answer.status_code == 409
    assert answer.json["who"] == "周岚"
    assert answer.json["at"]
    assert editor.get(f"/modeler/{PROCESS}/source").data == BROKEN


def test_a_draft_begun_anew_is_not_the_one_that_was_seen(editor):
    first = saved(editor, RENAMED)
    editor.post(f"/modeler/{PROCESS}/discard", {"seen": first})
    second = saved(editor, BROKEN)
    assert put(editor, DRAWING, first).status_code == 409
    assert put(editor, DRAWING, second).status_code == 200


def test_a_draft_that_is_gone_says_so(editor):
    first = saved(editor, RENAMED)
    editor.post(f"/modeler/{PROCESS}/discard", {"seen": first})
    answer = put(editor, DRAWING, first)
    assert (answer.status_code, answer.json["who"]) == (409, "有人")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_drawing_is_kept_nowhere(runtime, editor, name):
    before = written(runtime)
    assert put(editor, HOSTILE[name][0](), "").status_code == 422
    assert written(runtime) == before


def test_a_drawing_beyond_two_megabytes_is_refused(runtime, editor):
    before = written(runtime)
    assert put(editor, b" " * (2 * 1024 * 1024 + 1), "").status_code == 422
    assert written(runtime) == before


#: What was done to the drawing: the element that is named, and words of the finding.
WRONG = [
    (BROKEN, "answer-question", "no-such-form"),
    (DRAWING.replace(b'sanlian:role="R02"', b'sanlian:role="R99"', 1), "", "R99"),
    (DRAWING.replace(b'id="consultation"', b'id="another"').replace(b'"consultation"', b'"another"'), "another", "consultation"),
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "element", "said"), WRONG, ids=["form", "role", "renamed"])
def test_the_check_names_the_element_and_writes_nothing(runtime, editor, drawing, element, said):
    before, now = written(runtime), in_use(runtime).version
    verdict = checked(editor, drawing)
    assert verdict["errors"] >= 1
    found = [one for one in verdict["findings"] if said in one["text"]]
    assert found, verdict
    assert not element or element in {one["element"] for one in found}
    assert (written(runtime), in_use(runtime).version) == (before, now)


def test_a_right_drawing_passes_the_check(editor):
    verdict = checked(editor, RENAMED)
    assert (verdict["errors"], verdict["version"] > 0) == (0, True)


def test_findings_are_in_the_language_of_the_reader(editor):
    editor.get("/language/en")
    texts = [one["text"] for one in checked(editor, BROKEN)["findings"]]
    editor.get("/language/zh")
    assert texts
    assert [text for text in texts if re.search(r"[\u3400-\u9fff]", text)] == []


def test_a_locked_step_is_not_deleted(editor):
    visit = (BPMN / "visit" / "visit.bpmn").read_bytes()
    without = visit.replace(b'id="screen-safety"', b'id="screen-later"')
    without = without.replace(b'"screen-safety"/>', b'"screen-later"/>')
    answer = editor.client.post(
        "/modeler/visit/check", data=without, headers={"X-CSRF-Token": editor.csrf}
    )
    assert answer.json["errors"]
    assert any("法定节点“screen-safety”被删除" in one["text"] for one in answer.json["findings"])
    put(editor, without, "", process="visit")
    page = editor.get("/modeler/visit/compare")
    assert "还不能启用" in page.text
    assert "启用</button>" not in page.text


def offer(editor: Browser, drawing: bytes) -> dict[str, str]:
    """Save a draft and read what the comparison would send."""
    saved(editor, drawing)
    page = editor.get(f"/modeler/{PROCESS}/compare")
    return {name: hidden(page, name) for name in ("seen", "over", "idempotency_key")}


def another(word: str) -> bytes:
    return DRAWING.replace("答复咨询".encode(), word.encode())


def test_the_comparison_says_what_differs_in_words(runtime, editor):
    changed = another("改了名").replace(b'<dc:Bounds x="', b'<dc:Bounds x="1', 1)
    offer(editor, changed)
    page = words(editor.get(f"/modeler/{PROCESS}/compare"))
    assert "改了名" in page
    assert "中文名称" in page
    assert "移动" in page
    assert "检查通过" in page


def test_a_draft_becomes_the_next_version_and_is_gone(runtime, editor):
    before = in_use(runtime)
    done = editor.post(f"/modeler/{PROCESS}/publish", offer(editor, another("解答咨询")))
    assert done.status_code == 303
    after = in_use(runtime)
    assert (after.version, after.source) == (before.version + 1, another("解答咨询"))
    assert "在办案件仍按原来的版本办完" in editor.get(done.location).text
    assert editor.get(f"/modeler/{PROCESS}/compare").status_code == 404
    two = editor.get(f"/modeler/{PROCESS}/compare?old={before.version}&new={after.version}")
    assert "解答咨询" in words(two)


def test_a_double_press_publishes_once(runtime, editor):
    sent = offer(editor, another("细答咨询"))
    first = editor.post(f"/modeler/{PROCESS}/publish", sent)
    count = written(runtime)
    second = editor.post(f"/modeler/{PROCESS}/publish", sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert written(runtime) == count


def test_what_was_not_compared_is_not_published(runtime, editor):
    sent = offer(editor, another("快答咨询"))
    saved(editor, another("慢答咨询"))
    now = in_use(runtime).version
    assert editor.post(f"/modeler/{PROCESS}/publish", sent).status_code == 409
    assert in_use(runtime).version == now
    assert editor.get(f"/modeler/{PROCESS}/source").data == another("慢答咨询")


def test_a_version_that_came_meanwhile_is_compared_first(runtime, editor):
    sent = offer(editor, another("先答咨询"))
    with runtime.database.begin() as session:
        from tests.web.reception import actor
        from workflows.station_facts import station_facts

        definitions.deploy_process(
            session, actor(session, "fanglei"), another("后答咨询"),
            station=station_facts(session, TENANT),
        )  # fmt: skip
    assert editor.post(f"/modeler/{PROCESS}/publish", sent).status_code == 409
    assert in_use(runtime).source == another("后答咨询")
    page = editor.get(f"/modeler/{PROCESS}/compare").text
    assert "已有新版本启用" in page


def test_a_refused_draft_is_not_published_and_stays(runtime, editor):
    now = in_use(runtime).version
    stamp = saved(editor, BROKEN)
    sent = {"seen": stamp, "over": str(now), "idempotency_key": "refused-once"}
    answer = editor.post(f"/modeler/{PROCESS}/publish", sent)
    assert answer.status_code == 422
    assert "no-such-form" in answer.text
    assert f"/modeler/{PROCESS}#answer-question" in answer.text
    assert in_use(runtime).version == now
    assert editor.get(f"/modeler/{PROCESS}/source").data == BROKEN


def test_a_draft_that_another_saved_is_not_thrown_away(editor, colleague):
    first = saved(editor, RENAMED)
    put(colleague, BROKEN, first)
    assert editor.post(f"/modeler/{PROCESS}/discard", {"seen": first}).status_code == 409
    assert editor.get(f"/modeler/{PROCESS}/source").data == BROKEN


def test_running_cases_are_counted_by_their_version(runtime, editor):
    from web.modeler.showing import running

    with runtime.database.read() as session:
        active = definitions.active(session, TENANT, DefinitionKind.PROCESS, "visit")
        rows = running(session, active)
    page = words(editor.get("/modeler/visit"))
    for row in rows:
        assert f"第 {row['version']} 版在办 {row['n']} 件" in page


def test_the_stamp_of_no_draft_is_empty():
    assert diagram_drafts.stamp_of(None) == ""
