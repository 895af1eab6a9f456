"""The process library: who sees it, what a file goes through, and that a refused one writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from tests.engine.lint.hostile import HOSTILE
from tests.web.conftest import Browser, hidden, words
from workflows.demo.cast import TENANT
from workflows.installing import BPMN

VISIT = (BPMN / "visit" / "visit.bpmn").read_bytes()
#: A diagram of its own, so that other tests keep the station's.
TRIAL = (
    (BPMN / "consultation" / "consultation.bpmn")
    .read_bytes()
    .replace(b'"consultation"', b'"consultation-trial"')
)
FORM = (BPMN / "visit" / "forms" / "screen-safety.json").read_bytes()
DMN = (BPMN / "decisions" / "dt1-immediate-danger.dmn").read_bytes()


@pytest.fixture
def editor(browser: Callable[[str], Browser]) -> Browser:
    return browser("fanglei")


def upload(browser, content: bytes, name: str):
    """Send a file as a browser does; the body is made here, because the test client leaves its
    own temporary file open.
    """
    edge = "edge-of-a-part"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.csrf}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return browser.client.post(
        "/library/upload", data=head.encode() + content + f"\r\n--{edge}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={edge}",
    )  # fmt: skip


def versions(runtime) -> int:
    with runtime.database.read() as session:
        return session.scalar(select(func.count()).select_from(DefinitionRow)) or 0


@pytest.mark.parametrize(
    ("username", "status"),
    [("fanglei", 200), ("chenjing", 200), ("liuyan", 403), ("limei", 403), ("zhoulan", 403),
     ("police", 403), ("sunwei", 403)],
)  # fmt: skip
def test_the_library_is_open_to_those_who_keep_processes(browser, username, status):
    assert browser(username).get("/library").status_code == status


def test_only_the_process_administrator_may_upload(browser):
    assert browser("chenjing").get("/library/upload").status_code == 403
    assert upload(browser("chenjing"), TRIAL, "x.bpmn").status_code == 403
    assert browser("fanglei").get("/library/upload").status_code == 200


def test_the_list_names_every_kind_with_version_author_and_state(editor):
    page = editor.get("/library?kind=all").text
    for word in ("群众来访联接", "立即危险", "安全筛查", "现行", "随产品提供", "第 1 版"):
        assert word in page


def test_a_diagram_shows_which_acts_each_step_opens(editor):
    page = words(editor.get("/library/process/visit"))
    assert "确认风险等级 grade-risk" in page
    assert "退回（→ 隐私告知与同意、来访登记） ・ 转办 ・ 抄送 ・ 催办" in page


def test_a_diagram_shows_its_steps_and_a_form_the_tasks_that_use_it(editor):
    assert "diagram-viewer" in editor.get("/library/process/visit").text
    page = editor.get("/library/form/screen-safety").text
    assert "/library/process/visit" in page
    assert "screen-safety" in page
    assert "/library/process/visit" in editor.get("/library/decision/dt1-immediate-danger").text


def test_a_decision_shows_its_tables_in_both_languages(editor):
    chinese = editor.get("/library/decision/dt5-mediable").text
    assert all(each in chinese for each in ("可否调解", "调解障碍", "家暴史", "结论"))
    editor.get("/language/en")
    english = editor.get("/library/decision/dt5-mediable").text
    wanted = ("Whether the matter may be mediated", "Obstacles to mediation", "History of violence",
              "Ended for risk before", "Conclusion", "Rules: 10")  # fmt: skip
    assert [each for each in wanted if each not in english] == []


def test_no_decision_speaks_chinese_on_its_english_page(editor):
    editor.get("/language/en")
    for path in sorted(BPMN.glob("decisions/*.dmn")):
        page = editor.get(f"/library/decision/{path.stem}").text
        told = re.sub(r"<code>.*?</code>", "", page.split("<h1>")[1].split("uses-title")[0])
        assert re.findall(r"[\u3400-\u9fff]+", told) == [], path.stem


def test_the_file_comes_back_byte_for_byte_and_never_as_a_page(editor):
    answer = editor.get("/library/process/visit/1/source")
    assert answer.data == VISIT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_not_there_is_not_found(editor):
    for url in ("/library/process/nothing", "/library/novel/visit", "/library/process/visit?v=99",
                "/library/process/visit/0/source", "/library/drafts/nothing"):  # fmt: skip
        assert editor.get(url).status_code == 404


def deployed(editor, content: bytes) -> None:
    location = upload(editor, content, "trial.bpmn").location
    editor.post(
        f"{location}/deploy", {"idempotency_key": hidden(editor.get(location), "idempotency_key")}
    )


def test_a_new_version_is_confirmed_before_it_is_used(runtime, editor):
    deployed(editor, TRIAL)
    changed = TRIAL.replace("答复咨询".encode(), "回答咨询".encode())
    assert changed != TRIAL
    answer = upload(editor, changed, "trial.bpmn")
    assert answer.status_code == 303
    page = editor.get(answer.location)
    assert "检查通过" in page.text
    assert "→ 回答咨询" in page.text
    before = active(runtime, "consultation-trial")
    done = editor.post(
        f"{answer.location}/deploy", {"idempotency_key": hidden(page, "idempotency_key")}
    )
    assert done.status_code == 303
    after = active(runtime, "consultation-trial")
    assert after.version == before.version + 1
    assert after.source == changed
    assert "在办案件仍按原来的版本办完" in editor.get(done.location).text


def active(runtime, key: str) -> DefinitionRow:
    with runtime.database.read() as session:
        return session.scalars(
            select(DefinitionRow).where(
                DefinitionRow.tenant == TENANT, DefinitionRow.key == key,
                DefinitionRow.kind == DefinitionKind.PROCESS,
                DefinitionRow.state == DefinitionState.ACTIVE,
            )
        ).one()  # fmt: skip


def test_a_double_press_deploys_once(runtime, editor):
    changed = TRIAL.replace("答复咨询".encode(), "解答咨询".encode())
    location = upload(editor, changed, "trial.bpmn").location
    key = hidden(editor.get(location), "idempotency_key")
    first = editor.post(f"{location}/deploy", {"idempotency_key": key})
    count = versions(runtime)
    second = editor.post(f"{location}/deploy", {"idempotency_key": key})
    assert (first.location, second.status_code) == (second.location, 303)
    assert versions(runtime) == count


def test_the_same_file_again_makes_no_version(runtime, editor):
    location = upload(editor, DMN, "dt1.dmn").location
    page = editor.get(location)
    assert "不会产生新版本" in page.text
    editor.post(f"{location}/deploy", {"idempotency_key": hidden(page, "idempotency_key")})
    with runtime.database.read() as session:
        rows = session.scalars(
            select(DefinitionRow.version).where(DefinitionRow.key == "dt1-immediate-danger")
        ).all()
    assert rows == [1]


def test_a_draft_can_be_thrown_away(runtime, editor):
    before = versions(runtime)
    location = upload(editor, FORM.replace(b'"maxLength"', b'"maxLength" '), "form.json").location
    assert versions(runtime) == before + 1
    assert editor.post(f"{location}/discard").status_code == 303
    assert versions(runtime) == before
    assert editor.get(location).status_code == 404


#: Name of a file, what is in it, and the words that must be said about it.
REFUSED = [
    ("a.bpmn", b"", "文件是空的"),
    ("a.txt", b"hello", "只接受 .bpmn"),
    ("a.bpmn", b"not xml at all", "XML"),
    ("a.bpmn", b"<a/>", "BPMN 2.0"),
    ("a.bpmn", b" " * (2 * 1024 * 1024 + 1), "2 MB"),
    ("a.bpmn", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
    ("a.dmn", b"<a/>", "决策表"),
    ("a.dmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "决策表"),
    ("a.json", b"{", "JSON"),
    ("a.json", b"[]", "JSON"),
    ("a.json", b'{"type": "other"}', "表单"),
    ("a.bpmn", VISIT.replace(b'sanlian:form="screen-safety"', b'sanlian:form="no-such-form"'), "no-such-form"),
    ("a.bpmn", VISIT.replace(b'id="screen-safety"', b'id="screen-later"'), "screen-safety"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=range(len(REFUSED)))
def test_a_wrong_file_is_refused_by_name_and_writes_nothing(runtime, editor, name, content, words):
    before = versions(runtime)
    answer = upload(editor, content, name)
    assert answer.status_code == 422
    assert "必须改正" in answer.text
    assert words in answer.text
    assert versions(runtime) == before


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_diagram_is_refused(runtime, editor, name):
    before = versions(runtime)
    answer = upload(editor, HOSTILE[name][0](), "hostile.bpmn")
    assert answer.status_code in {413, 422}
    assert "必须改正" in answer.text
    assert versions(runtime) == before


def test_a_request_beyond_every_limit_says_so_in_the_same_words(editor):
    answer = upload(editor, b" " * (9 * 1024 * 1024), "huge.bpmn")
    assert answer.status_code == 413
    assert "2 MB" in answer.text


def test_findings_are_in_the_language_of_the_page(editor):
    editor.get("/language/en")
    answer = upload(editor, b"<a/>", "a.bpmn")
    assert "Upload a BPMN file" in answer.text


def test_a_file_name_is_shown_and_never_run(editor):
    answer = upload(editor, b"<a/>", "<b>a</b>.bpmn")
    assert "<b>a</b>" not in answer.text
    assert "&lt;b&gt;a&lt;/b&gt;.bpmn" in answer.text


def test_files_of_the_house_pass_the_gate(editor):
    for path in [BPMN / "visit" / "visit.bpmn", *sorted(BPMN.glob("decisions/*.dmn"))]:
        assert upload(editor, path.read_bytes(), path.name).status_code == 303
