"""The page of a task keeps what was typed, says who was faster, and has one effect."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.models import SubmissionRow
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import SAFE, Reception, actor, answers, local, receive
from workflows.access import AccessRow
from workflows.cases import work
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def submissions(visit: Reception, form: str) -> int:
    with visit.runtime.database.read() as session:
        query = select(func.count()).where(
            SubmissionRow.business_key == visit.case_id, SubmissionRow.form_key == form
        )
        return session.scalar(query) or 0


def flat(given: dict[str, object]) -> dict[str, object]:
    """A moment goes to the page in two inputs."""
    sent: dict[str, object] = {}
    for key, value in given.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(value)):
            sent[f"{key}.date"], sent[f"{key}.time"] = str(value).split(" ")
        else:
            sent[key] = value
    return sent


def sent_with(page_of: Browser, url: str, given: dict[str, object]) -> dict[str, object]:
    page = page_of.get(url)
    return {
        "idempotency_key": hidden(page, "idempotency_key"), "_version": hidden(page, "_version"),
        **flat(given),
    }  # fmt: skip


def test_an_error_names_the_field_and_keeps_the_rest(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    given = {**SAFE, "screened_at": local()}
    given.pop("weapon_shown")
    url = f"/tasks/{task.id}"
    page = somebody.post(f"{url}/complete", sent_with(somebody, url, given))
    assert page.status_code == 422
    assert 'href="#weapon_shown"' in page.text
    assert "还有 1 处需要补充或更正" in words(page)
    assert 'name="violence_now" value="false" checked' in page.text
    assert submissions(visit, "screen-safety") == 0


def test_the_script_gets_the_article_alone_and_then_the_way_on(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}"
    refused = somebody.htmx(f"{url}/complete", "task", sent_with(somebody, url, {}))
    assert refused.status_code == 422
    assert "<html" not in refused.text
    given = {**SAFE, "screened_at": local()}
    done = somebody.htmx(f"{url}/complete", "task", sent_with(somebody, url, given))
    assert done.status_code == 200
    assert done.headers["HX-Redirect"].startswith("/tasks/")


def test_whoever_sits_with_the_visitor_goes_on_with_the_next_step(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}"
    given = sent_with(somebody, url, {**SAFE, "screened_at": local()})
    page = somebody.post(f"{url}/complete", given)
    following = visit.task("register-visit")
    assert page.headers["Location"].endswith(following.id)
    assert following.assignee_name == "刘燕"


def test_sent_twice_it_has_one_effect(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}"
    given = sent_with(somebody, url, {**SAFE, "screened_at": local()})
    first = somebody.post(f"{url}/complete", given)
    second = somebody.post(f"{url}/complete", given)
    assert (first.status_code, second.status_code) == (303, 303)
    assert submissions(visit, "screen-safety") == 1


def test_a_stale_page_keeps_what_was_typed_and_says_who_moved_on(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}"
    given = sent_with(somebody, url, {**SAFE, "screened_at": local()})
    with runtime.database.begin() as session:
        chief = actor(session, "chenjing")
        work.reassign(
            session, runtime.calls, chief, task.id, actor(session, "wangqiang").id, "换班"
        )
    page = somebody.post(f"{url}/complete", given)
    assert page.status_code == 409
    assert "陈静，3月2日 09:00" in words(page)
    assert 'name="violence_now" value="false" checked' in page.text
    assert submissions(visit, "screen-safety") == 0


def test_a_task_done_elsewhere_answers_by_whom_and_when(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}"
    given = sent_with(somebody, url, {**SAFE, "screened_at": local()})
    visit.complete("screen-safety", "liuyan", answers("screen-safety"))
    page = somebody.post(f"{url}/complete", given)
    assert page.status_code == 409
    assert "刘燕" in words(page)
    assert "没有写入任何内容" in words(page)


def test_a_draft_is_kept_said_and_restored(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime)
    task = visit.task("search-person")
    somebody = browser("liuyan")
    kept = somebody.post(f"/tasks/{task.id}/draft", {"name": "欧阳静怡", "phone": ""})
    assert kept.json == {"at": "3月2日 09:00"}
    page = somebody.get(f"/tasks/{task.id}")
    assert 'value="欧阳静怡"' in page.text
    assert "草稿已保存 3月2日 09:00" in words(page)
    assert "欧阳静怡" not in browser("wangqiang").get(f"/tasks/{task.id}").text


def test_a_condition_shows_its_field_when_it_holds(runtime: Runtime, browser: People) -> None:
    task = receive(runtime).task("search-person")
    somebody = browser("liuyan")
    url = f"/tasks/{task.id}/fields"
    hidden_now = somebody.htmx(url, "form-fields", {"search_result": "new_person"})
    shown = somebody.htmx(url, "form-fields", {"search_result": "same_matter"})
    assert "matched_case_no" not in hidden_now.text
    assert 'name="matched_case_no"' in shown.text
    assert "<html" not in shown.text


def test_rows_are_added_and_taken_away_with_and_without_the_script(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.claim("register-visit", "liuyan")
    somebody = browser("liuyan")
    typed = {"visitor_count": "6", "representatives.0.name": "甲", "summary": "集体来访"}
    with_script = somebody.htmx(
        f"/tasks/{task.id}/fields", "form-fields", {**typed, "_add": "representatives"}
    )
    assert 'name="representatives.1.name"' in with_script.text
    assert "data-focus" in with_script.text
    page = somebody.get(f"/tasks/{task.id}")
    sent = {**typed, "_version": hidden(page, "_version"), "_add": "representatives"}
    without = somebody.post(f"/tasks/{task.id}/complete", sent)
    assert without.status_code == 200
    assert 'name="representatives.1.name"' in without.text
    assert "集体来访" in without.text
    sent = {**typed, "representatives.1.name": "乙", "_remove": "representatives.0"}
    fewer = somebody.htmx(f"/tasks/{task.id}/fields", "form-fields", sent)
    assert 'name="representatives.1.name"' not in fewer.text
    assert 'value="乙"' in fewer.text
    assert submissions(visit, "register-visit") == 0


def test_the_registration_knows_what_the_search_asked(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("register-visit", name="欧阳静怡", phone="13811112222")
    task = visit.claim("register-visit", "liuyan")
    page = browser("liuyan").get(f"/tasks/{task.id}")
    assert 'value="欧阳静怡"' in page.text
    assert 'value="13811112222"' in page.text
    assert 'value="2026-03-02"' in page.text


def test_the_search_finds_masked_and_a_pick_fills_the_form(
    runtime: Runtime, browser: People
) -> None:
    earlier = receive(runtime).until("give-consent", name="司马如烟", phone="13877776666")
    visit = receive(runtime)
    task = visit.task("search-person")
    somebody = browser("liuyan")
    found = somebody.htmx(f"/tasks/{task.id}/search", "found", {"phone": "138 7777 6666"})
    number = earlier.case().number
    assert number is not None
    assert number in found.text
    assert "司**" in found.text
    assert "司马如烟" not in found.text
    assert "13877776666" not in found.text
    picked = somebody.htmx(
        f"/tasks/{task.id}/fields", "form-fields", {"_pick": f"same_matter:{number}"}
    )
    assert f'value="{number}"' in picked.text
    assert 'value="same_matter" checked' in picked.text


def test_the_search_tells_nothing_of_another_station(runtime: Runtime, browser: People) -> None:
    receive(runtime).until("give-consent", name="司马如云", phone="13877775555")
    page = browser("zhaomin").post("/search", {"q": "13877775555"})
    assert "没有找到" in words(page)


@pytest.mark.parametrize("who", ["zhaomin", "zhoulan", "fanglei", "police"])
def test_a_task_does_not_exist_for_strangers(runtime: Runtime, browser: People, who: str) -> None:
    task = receive(runtime).task("search-person")
    somebody = browser(who)
    for url in (f"/tasks/{task.id}", f"/tasks/{task.id}/now"):
        assert somebody.get(url).status_code == 404
    for verb in ("claim", "fields", "draft", "complete", "release", "do/reassign", "search"):
        assert somebody.post(f"/tasks/{task.id}/{verb}").status_code == 404, verb


def test_a_finished_task_shows_what_was_sent_by_sight_and_logs_it(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.task("register-visit")
    said = {"dv_flag": "true", "safe_contact": "姐姐家座机", "safe_time": "上午",
            "summary": "半夜被赶出门"}  # fmt: skip
    visit.complete("register-visit", "liuyan", answers("register-visit", **said))
    page = browser("liuyan").get(f"/tasks/{task.id}")
    assert "半夜被赶出门" in page.text
    assert "姐姐家座机" not in page.text
    with runtime.database.read() as session:
        opened = session.scalars(
            select(AccessRow.opened).where(AccessRow.case_id == visit.case_id)
        ).all()
    assert "form:register-visit" in opened


def test_an_act_asks_first_and_then_interrupts(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("end")
    chief = browser("chenjing")
    page = chief.get(f"/cases/{visit.case_id}")
    found = re.search(r'href="(/tasks/acts/[^"]+)">风险上升', page.text)
    assert found is not None, words(page)[:600]
    asked = chief.get(found[1])
    assert "确认：风险上升" in words(asked)
    refused = chief.post(found[1], {"idempotency_key": "act-1"})
    assert refused.status_code == 422
    assert browser("zhaomin").get(found[1]).status_code == 404
    assert browser("zhaomin").post(found[1]).status_code == 404


def test_a_stale_page_shows_what_changed_by_whom_and_in_which_fields(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.claim("register-visit", "liuyan")
    first, second = browser("liuyan"), browser("liuyan")
    url = f"/tasks/{task.id}"
    said = {**answers("register-visit"), "summary": "他昨晚又来过。"}
    mine = sent_with(first, url, said) | {"_seen": hidden(first.get(url), "_seen")}
    other = sent_with(second, url, {**said, "summary": "他前天来过。", "sex": "male"})
    first.post(f"/cases/{visit.case_id}/comments", {"text": "请先别登记"})
    assert second.post(f"{url}/complete", other).status_code == 303
    page = first.post(f"{url}/complete", mine)
    assert page.status_code == 409
    told = words(page)
    assert "打开页面以后的变化" in told
    assert "办结“来访登记”" in told
    assert "刘燕 ・ 接待员" in told
    assert "登记立案" not in told.partition("打开页面以后的变化")[2].partition("填写不同的地方")[0]
    differing = page.text.partition("changed-fields")[2].partition("</table>")[0]
    assert "他前天来过。" in differing
    assert "他昨晚又来过。" in differing
    assert "138****" not in differing
    assert differing.count("<tr>") == 3


def test_a_draft_outlives_signing_out(runtime: Runtime, browser: People) -> None:
    task = receive(runtime).task("search-person")
    before = browser("liuyan")
    before.post(f"/tasks/{task.id}/draft", {"name": "龘女士", "phone": "139 0000 0000"})
    before.post("/sign-out")
    assert before.get(f"/tasks/{task.id}").status_code in {302, 303}
    page = browser("liuyan").get(f"/tasks/{task.id}")
    assert 'value="龘女士"' in page.text
    assert "已恢复您上次填写的内容" in words(page)


def test_the_page_of_a_task_hears_of_its_case_and_beside_the_list_of_lists(
    runtime: Runtime, browser: People
) -> None:
    """A colleague's page hears that the holder has finished, though her own list does not change."""
    visit = receive(runtime)
    task, wang = visit.claim("search-person", "liuyan"), browser("wangqiang")
    heard = re.compile(r'id="task-now" data-live="([^"]+)"')
    alone, beside = f"http://localhost/tasks/{task.id}", f"http://localhost/inbox?task={task.id}"
    assert heard.findall(wang.get(f"/tasks/{task.id}").text) == [f"case:{visit.case_id}"]
    assert heard.findall(wang.get(f"/inbox?task={task.id}").text) == ["inbox"]
    for page, topic in ((alone, f"case:{visit.case_id}"), (beside, "inbox")):
        part = wang.htmx(f"/tasks/{task.id}/now", "task-now", HX_Current_URL=page)
        assert heard.findall(part.text) == [topic]
