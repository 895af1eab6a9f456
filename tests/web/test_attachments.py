"""Files come to a case whole, once and by name; they leave it as downloads, by class, and logged."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engine import clock
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, actor, receive
from tests.workflows.attachments import samples
from workflows.access import AccessRow
from workflows.attachments import actions
from workflows.attachments.actions import sweep
from workflows.attachments.models import AttachmentRow, Purpose
from workflows.cases import files
from workflows.cases.models import Track
from workflows.demo.cast import TENANT
from workflows.runtime import Runtime

People = Callable[[str], Browser]
#: (name, content, declared)
Sent = tuple[str, bytes, str]

PHOTO: Sent = ("伤情照片.jpg", samples.picture(), "image/jpeg")
PAPER: Sent = ("诊断证明.pdf", samples.paper(), "application/pdf")


@pytest.fixture
def visit(runtime: Runtime) -> Reception:
    return receive(runtime).until("register-visit")


def send(
    who: Browser,
    visit: Reception,
    *sent: Sent,
    key: str = "",
    purpose: str = "other",
    script: bool = True,
) -> TestResponse:
    """As the script sends one file, or the form without it several."""
    given = [FileStorage(io.BytesIO(c), name, content_type=declared) for name, c, declared in sent]
    data = {
        "file": given, "purpose": purpose, "idempotency_key": key, "csrf_token": who.csrf,
    }  # fmt: skip
    # In memory: the test client would leave large bodies open in a temporary file.
    boundary, body = encode_multipart(data)
    who.last = who.client.post(
        f"/cases/{visit.case_id}/files", data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": "application/json"} if script else {},
    )  # fmt: skip
    return who.last


def rows(visit: Reception) -> Sequence[AttachmentRow]:
    with visit.runtime.database.read() as session:
        query = select(AttachmentRow).where(AttachmentRow.case_id == visit.case_id)
        return session.scalars(query.order_by(AttachmentRow.id)).all()


def download(who: Browser, row: AttachmentRow) -> TestResponse:
    answer = who.get(f"/cases/{row.case_id}/files/{row.id}")
    answer.get_data()
    return answer


def opened(visit: Reception) -> list[tuple[str, str, str]]:
    with visit.runtime.database.read() as session:
        query = select(AccessRow).where(
            AccessRow.case_id == visit.case_id, AccessRow.opened.startswith("file:")
        )
        return [
            (row.person_name, row.opened, row.sensitivity)
            for row in session.scalars(query.order_by(AccessRow.id))
        ]


def test_a_file_is_stored_shown_and_read_again_as_a_download(
    visit: Reception, browser: People
) -> None:
    somebody = browser("liuyan")
    answer = send(somebody, visit, PAPER)
    assert (answer.status_code, answer.json) == (200, {"name": "诊断证明.pdf", "words": ""})
    page = somebody.get(f"/cases/{visit.case_id}")
    assert "诊断证明.pdf" in page.text
    [row] = rows(visit)
    read = download(browser("chenjing"), row)
    assert read.data == PAPER[1]
    assert read.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E8%AF%8A%E6%96%AD%E8%AF%81%E6%98%8E.pdf"
    )
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert read.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert read.headers["Cache-Control"] == "no-store"
    assert read.mimetype == "application/pdf"
    assert opened(visit) == [("陈静", f"file:{row.id}", "C3")]


def test_on_the_disk_lies_a_generated_name_and_nothing_that_can_be_read(
    visit: Reception, browser: People, runtime: Runtime
) -> None:
    send(browser("liuyan"), visit, ("龘女士的话.txt", "他打断了她的手".encode(), "text/plain"))
    [row] = rows(visit)
    [path] = runtime.settings.files.glob(f"**/{row.id}.sealed")
    lying = path.read_bytes()
    assert "他打断了".encode() not in lying
    assert path.stat().st_mode & 0o077 == 0
    assert row.about["name"] == "龘女士的话.txt"


def test_a_changed_byte_is_noticed_before_anything_is_served(
    visit: Reception, browser: People, runtime: Runtime
) -> None:
    send(browser("liuyan"), visit, PAPER)
    [row] = rows(visit)
    [path] = runtime.settings.files.glob(f"**/{row.id}.sealed")
    lying = bytearray(path.read_bytes())
    lying[-1] ^= 1
    path.write_bytes(lying)
    answer = download(browser("chenjing"), row)
    assert answer.status_code == 422
    assert samples.paper()[:40] not in answer.data


def test_a_photo_of_20_megabytes_arrives_and_no_longer_says_where_it_was_taken(
    visit: Reception, browser: People
) -> None:
    content = samples.photo_of_20_megabytes()
    answer = send(browser("liuyan"), visit, ("现场.jpg", content, "image/jpeg"))
    assert answer.json == {"name": "现场.jpg", "words": ""}
    [row] = rows(visit)
    read = download(browser("liuyan"), row).data
    assert samples.position_of(content)
    assert samples.position_of(read) == {}
    assert len(read) == row.size > 18_000_000
    assert "拍摄于 2026-03-01 22:15" in words(browser("liuyan").get(f"/cases/{visit.case_id}"))


def test_a_paper_of_three_hundred_pages_arrives_whole(visit: Reception, browser: People) -> None:
    content = samples.paper(300, scanned=60_000)
    assert len(content) > 18_000_000
    assert (
        send(browser("liuyan"), visit, ("案卷.pdf", content, "application/pdf")).status_code == 200
    )
    [row] = rows(visit)
    assert download(browser("liuyan"), row).data == content


REFUSED = [
    ("合同.pdf", samples.PROGRAM, "application/pdf", "内容和扩展名不符"),
    ("安装.exe", samples.PROGRAM, "application/x-msdownload", "不收“安装.exe”这种文件"),
    ("图.svg", samples.SCRIPTED_DRAWING, "image/svg+xml", "不收"),
    ("页.html", samples.PAGE, "text/html", "不收"),
    ("照片.exe.jpg", samples.picture(), "image/jpeg", "文件名不能用"),
    ("../../keys.pdf", samples.paper(), "application/pdf", "文件名不能用"),
    ("图.jpg", samples.picture() + samples.package(), "image/jpeg", "内容和扩展名不符"),
    ("病毒.txt", samples.TEST_VIRUS, "text/plain", "病毒特征"),
    ("坏.jpg", samples.picture()[:300], "image/jpeg", "打不开"),
    ("空.pdf", b"", "application/pdf", "是空的"),
    ("大.txt", b"a" * (25 * 1024 * 1024 + 1), "text/plain", "最多 25 MB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "declared", "said"), REFUSED, ids=[ascii(r[0]) for r in REFUSED]
)
def test_what_is_refused_is_named_and_nothing_of_it_stays(
    visit: Reception, browser: People, runtime: Runtime, name: str, content: bytes, declared: str,
    said: str,
) -> None:  # fmt: skip
    before = set(runtime.settings.files.glob("**/*.sealed"))
    answer = send(browser("liuyan"), visit, (name, content, declared))
    assert answer.status_code == 422
    assert answer.json is not None
    assert said in answer.json["words"]
    assert name in answer.json["words"]
    assert rows(visit) == []
    assert set(runtime.settings.files.glob("**/*.sealed")) == before


def test_the_same_key_twice_makes_one_file(visit: Reception, browser: People) -> None:
    somebody = browser("liuyan")
    first = send(somebody, visit, PAPER, key="one-key")
    second = send(somebody, visit, PAPER, key="one-key")
    assert first.json == second.json
    assert len(rows(visit)) == 1


def test_another_file_of_the_same_page_is_another_file(visit: Reception, browser: People) -> None:
    """Back after sending, and the form of that page sends something else."""
    somebody = browser("liuyan")
    key = hidden(somebody.get(f"/cases/{visit.case_id}"), "idempotency_key")
    send(somebody, visit, PAPER, key=key, script=False)
    send(somebody, visit, PHOTO, key=key, script=False)
    send(somebody, visit, PHOTO, key=key, script=False)
    assert [row.about["name"] for row in rows(visit)] == ["诊断证明.pdf", "伤情照片.jpg"]


def test_without_the_script_several_go_at_once_and_each_refusal_is_named(
    visit: Reception, browser: People
) -> None:
    wrong: Sent = ("合同.pdf", samples.PROGRAM, "application/pdf")
    page = send(browser("liuyan"), visit, PHOTO, wrong, PAPER, script=False)
    assert page.status_code == 422
    assert "有 1 个文件没有存" in words(page)
    assert "“合同.pdf”的内容和扩展名不符" in words(page)
    assert "已经存好的 伤情照片.jpg 诊断证明.pdf" in words(page)
    good = send(browser("liuyan"), visit, PHOTO, script=False)
    assert good.status_code == 303
    assert good.headers["Location"].endswith(f"/cases/{visit.case_id}#attachments")
    nothing = send(browser("liuyan"), visit, script=False)
    assert "没有选择文件" in words(nothing)


def test_a_lost_line_in_mid_upload_loses_nothing_that_was_stored(
    visit: Reception, browser: People
) -> None:
    somebody = browser("liuyan")
    send(somebody, visit, PHOTO, key="first")
    cut = somebody.client.post(
        f"/cases/{visit.case_id}/files", input_stream=io.BytesIO(b"--b\r\nContent-Disposition: form"),
        content_type="multipart/form-data; boundary=b", content_length=5_000_000,
        headers={"X-CSRF-Token": somebody.csrf, "Accept": "application/json"},
    )  # fmt: skip
    assert cut.status_code >= 400
    assert [row.about["name"] for row in rows(visit)] == ["伤情照片.jpg"]
    again = send(somebody, visit, PAPER, key="second")
    assert again.status_code == 200
    assert [row.about["name"] for row in rows(visit)] == ["伤情照片.jpg", "诊断证明.pdf"]


def test_more_than_a_form_may_send_is_answered_in_words(visit: Reception, browser: People) -> None:
    somebody = browser("liuyan")
    headers = {"X-CSRF-Token": somebody.csrf}
    page = somebody.client.post(
        f"/cases/{visit.case_id}/files", data=b"x" * 100, headers=headers,
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(200 * 1024 * 1024)},
    )  # fmt: skip
    assert page.status_code == 413
    assert "一个文件最多 25 MB" in words(page)
    elsewhere = somebody.client.post(
        f"/cases/{visit.case_id}/comments", headers=headers, data=b"x" * 100,
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(9 * 1024 * 1024)},
    )  # fmt: skip
    assert elsewhere.status_code == 413


def test_evidence_is_named_and_opened_by_those_who_may_read_it(
    visit: Reception, browser: People
) -> None:
    send(browser("liuyan"), visit, PHOTO, purpose="evidence")
    [row] = rows(visit)
    url = f"/cases/{visit.case_id}"
    assert "伤情照片.jpg" in browser("liuyan").get(url).text
    assert download(browser("liuyan"), row).status_code == 404
    chief = browser("chenjing")
    assert "伤情照片" not in chief.get(url).text
    assert "受保护的材料" in words(chief.get(url))
    assert download(chief, row).status_code == 404
    chief.post(f"{url}/protected", {"reason": "会前核对伤情"})
    assert "伤情照片.jpg" in chief.get(url).text
    assert download(chief, row).status_code == 200
    assert opened(visit) == [("陈静", f"file:{row.id}", "C4")]


@pytest.mark.parametrize("who", ["zhaomin", "limei", "zhoulan", "fanglei", "police", "xulaw"])
def test_files_do_not_exist_for_strangers(visit: Reception, browser: People, who: str) -> None:
    send(browser("liuyan"), visit, PAPER)
    [row] = rows(visit)
    stranger = browser(who)
    assert stranger.get(f"/cases/{visit.case_id}/files").status_code == 404
    assert download(stranger, row).status_code == 404
    assert send(stranger, visit, PHOTO).status_code == 404
    assert stranger.post(f"/cases/{visit.case_id}/files/{row.id}/back").status_code == 404
    assert len(rows(visit)) == 1


def test_a_file_is_not_found_under_another_case(visit: Reception, browser: People) -> None:
    send(browser("liuyan"), visit, PAPER)
    [row] = rows(visit)
    other = receive(visit.runtime)
    reader = browser("liuyan")
    assert reader.get(f"/cases/{other.case_id}/files/{row.id}").status_code == 404


def test_a_wrong_file_is_taken_back_for_half_an_hour_by_who_added_it(
    visit: Reception, browser: People, runtime: Runtime
) -> None:
    somebody = browser("liuyan")
    send(somebody, visit, PHOTO)
    send(somebody, visit, PAPER)
    photo, paper = rows(visit)
    assert (
        browser("chenjing").post(f"/cases/{visit.case_id}/files/{photo.id}/back").status_code == 403
    )
    assert somebody.post(f"/cases/{visit.case_id}/files/{photo.id}/back").status_code == 303
    assert list(runtime.settings.files.glob(f"**/{photo.id}.sealed")) == []
    assert download(somebody, photo).status_code == 404
    assert "伤情照片.jpg" not in somebody.get(f"/cases/{visit.case_id}").text
    assert "撤回刚添加的材料" in words(somebody.get(f"/cases/{visit.case_id}"))
    clock.travel_to(clock.now() + timedelta(minutes=31))
    assert somebody.post(f"/cases/{visit.case_id}/files/{paper.id}/back").status_code == 403
    assert download(somebody, paper).status_code == 200


def test_bytes_without_a_row_are_swept_after_a_day_and_no_others(
    visit: Reception, browser: People, runtime: Runtime
) -> None:
    send(browser("liuyan"), visit, PAPER)
    [row] = rows(visit)
    runtime.vault.keep(TENANT, "01900000-0000-7000-8000-0000000000aa", b"left by a crash")
    part = next(runtime.settings.files.glob("*/aa")) / ".x.sealed.0123"
    part.write_bytes(b"half")
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    for path in runtime.settings.files.glob("**/*sealed*"):
        os.utime(path, (two_days_ago, two_days_ago))
    assert sweep(runtime.database, runtime.vault) >= 1
    assert not part.exists()
    assert list(runtime.settings.files.glob("**/*00aa.sealed")) == []
    assert download(browser("liuyan"), row).data == PAPER[1]


def test_a_protected_case_takes_files_as_evidence_unless_said(
    visit: Reception, browser: People, runtime: Runtime
) -> None:
    url = f"/cases/{visit.case_id}"
    plain = browser("liuyan").get(url).text
    assert re.search(r'value="other" checked', plain)
    with runtime.database.begin() as session:
        files.set_track(files.load(session, TENANT, visit.case_id), Track.PROTECTION)
    assert re.search(r'value="evidence" checked', browser("liuyan").get(url).text)
    send(browser("liuyan"), visit, PAPER, purpose="")
    assert [row.purpose.value for row in rows(visit)] == ["evidence"]


def test_the_card_stands_on_the_task_and_leads_back_to_it(
    visit: Reception, browser: People
) -> None:
    task = visit.claim("register-visit", "liuyan")
    somebody = browser("liuyan")
    page = somebody.get(f"/tasks/{task.id}")
    assert 'capture="environment"' in page.text
    assert 'name="file" multiple' in page.text
    answer = somebody.post(
        f"/cases/{visit.case_id}/files",
        {"file": (io.BytesIO(PAPER[1]), PAPER[0], PAPER[2]), "task": task.id, "purpose": "other"},
    )
    assert answer.headers["Location"].endswith(f"/tasks/{task.id}#attachments")
    assert "诊断证明.pdf" in somebody.get(f"/tasks/{task.id}").text
    with visit.runtime.database.read() as session:
        assert actor(session, "liuyan").id == rows(visit)[0].person_id


class PowerCut(RuntimeError):
    """The machine stops between the bytes and the commit."""


def test_a_crash_before_the_commit_leaves_no_row_and_the_same_key_works_again(
    visit: Reception, runtime: Runtime
) -> None:
    name, content, declared = PAPER
    with runtime.database.read() as session:
        liu = actor(session, "liuyan")
    first = actions.prepare(runtime.vault, TENANT, name, declared, content)
    with pytest.raises(PowerCut), runtime.database.begin() as session:
        actions.attach(session, liu, visit.case_id, first, purpose=Purpose.OTHER, key="cut")
        raise PowerCut
    assert rows(visit) == []
    second = actions.prepare(runtime.vault, TENANT, name, declared, content)
    with runtime.database.begin() as session:
        actions.attach(session, liu, visit.case_id, second, purpose=Purpose.OTHER, key="cut")
    assert [row.id for row in rows(visit)] == [second.id]
    assert runtime.vault.open(TENANT, second.id).whole() == content


def test_one_key_from_two_lines_at_once_makes_one_file(visit: Reception, runtime: Runtime) -> None:
    name, content, declared = PAPER
    with runtime.database.read() as session:
        liu = actor(session, "liuyan")

    def arrive(_line: int) -> str:
        prepared = actions.prepare(runtime.vault, TENANT, name, declared, content)
        with runtime.database.begin() as session:
            return actions.attach(
                session, liu, visit.case_id, prepared, purpose=Purpose.OTHER, key="raced"
            )

    with ThreadPoolExecutor(4) as lines:
        answers = set(lines.map(arrive, range(4)))
    assert [row.id for row in rows(visit)] == list(answers)
