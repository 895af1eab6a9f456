"""Each act on a task as a page: offered to whom it may be, done once, refused in place, undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock, instances, tasks
from engine.models import TaskRow
from tests.web.conftest import Browser, hidden, words
from tests.web.reception import Reception, actor, answers, receive
from workflows.cases import files
from workflows.cases.models import CaseRow
from workflows.cases.resting import wake_left_behind
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.demo.cast import TENANT
from workflows.notifications import NoticeRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def person(runtime: Runtime, who: str) -> str:
    """The id of somebody of the cast."""
    with runtime.database.read() as session:
        return actor(session, who).id


def form_of(browser: Browser, task: TaskRow, act: str, said: Mapping[str, str]) -> dict[str, str]:
    """What the page of an act would send."""
    page = browser.get(f"/tasks/{task.id}/do/{act}")
    assert page.status_code == 200
    keys = ("idempotency_key", "_version")
    return {**{key: hidden(page, key) for key in keys}, **said}


def does(browser: Browser, task: TaskRow, act: str, **said: str) -> str:
    """Do an act by its page; answers where it leads."""
    sent = browser.post(f"/tasks/{task.id}/do/{act}", form_of(browser, task, act, said))
    assert sent.status_code == 303, words(sent)
    return sent.headers["Location"]


def offered(browser: Browser, task: TaskRow) -> set[str]:
    """The acts in the menu of a task's page."""
    return set(re.findall(r"/do/([a-z-]+)", browser.get(f"/tasks/{task.id}").text))


def fresh(runtime: Runtime, task: TaskRow) -> TaskRow:
    with runtime.database.read() as session:
        return session.get_one(TaskRow, (TENANT, task.id))


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who does an act where, with what, and what then holds."""

    act: str
    step: str
    holder: str
    who: str
    said: Mapping[str, str]
    #: A word of the page afterwards.
    seen: str
    to: str = ""


CASES = (
    Case(act="send-back", step="give-consent", holder="liuyan", who="liuyan",
         said={"target": "register-visit", "reason": "电话填错了"}, seen="来访登记"),
    Case(act="reassign", step="give-consent", holder="liuyan", who="liuyan", to="wangqiang",
         said={"reason": "换班"}, seen="王强"),
    Case(act="reassign", step="give-consent", holder="liuyan", who="chenjing", to="wangqiang",
         said={"reason": "换班"}, seen="王强"),
    Case(act="delegate", step="register-visit", holder="liuyan", who="liuyan", to="wangqiang",
         said={"reason": "请帮我登记"}, seen="刘燕 在 3月2日 09:00 委派给 王强"),
    Case(act="add-signer", step="decide-route", holder="hetao", who="hetao", to="chenjing",
         said={"choice": "all", "reason": "请站长看"}, seen="会签：陈静 还没有签"),
    Case(act="copy", step="register-visit", holder="liuyan", who="liuyan", to="limei",
         said={"reason": ""}, seen="抄送：李梅 未阅"),
    Case(act="urge", step="register-visit", holder="liuyan", who="chenjing",
         said={"reason": "来访人在等"}, seen="已催办 1 次，最近一次：陈静"),
)  # fmt: skip


def on(runtime: Runtime, case: Case) -> tuple[Reception, TaskRow]:
    """A visit with the step of a case in its holder's hands."""
    visit = receive(runtime).until(case.step)
    return visit, visit.claim(case.step, case.holder)


def said_in(runtime: Runtime, case: Case) -> dict[str, str]:
    return {**case.said, **({"person": person(runtime, case.to)} if case.to else {})}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.act} by {case.who}")
def test_an_act_is_offered_done_and_shown(runtime: Runtime, browser: People, case: Case) -> None:
    _, task = on(runtime, case)
    somebody = browser(case.who)
    assert case.act in offered(somebody, task)
    does(somebody, task, case.act, **said_in(runtime, case))
    assert case.seen in words(browser("chenjing").get(f"/tasks/{task.id}")) or case.seen in words(
        browser("chenjing").get(f"/cases/{task.business_key}")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.act} by {case.who}")
def test_sent_twice_an_act_has_one_effect(runtime: Runtime, browser: People, case: Case) -> None:
    visit, task = on(runtime, case)
    somebody = browser(case.who)
    sent = form_of(somebody, task, case.act, said_in(runtime, case))
    url = f"/tasks/{task.id}/do/{case.act}"
    first = somebody.post(url, sent)
    with runtime.database.read() as session:
        before = session.scalars(select(TaskRow.id).where(TaskRow.business_key == visit.case_id))
        opened = sorted(before)
    second = somebody.post(url, sent)
    assert (first.status_code, second.status_code) == (303, 303)
    with runtime.database.read() as session:
        after = session.scalars(select(TaskRow.id).where(TaskRow.business_key == visit.case_id))
        assert sorted(after) == opened
        standing = tasks.standing_of(session, task)
        assert standing is None or standing.urges <= 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.act} by {case.who}")
def test_to_another_station_the_act_does_not_exist(
    runtime: Runtime, browser: People, case: Case
) -> None:
    _, task = on(runtime, case)
    stranger = browser("zhaomin")
    url = f"/tasks/{task.id}/do/{case.act}"
    assert stranger.get(url).status_code == 404
    assert stranger.post(url, said_in(runtime, case)).status_code == 404


@pytest.mark.parametrize("act", ["send-back", "delegate", "reassign"])
def test_a_page_that_is_too_late_says_who_was_first_and_keeps_the_words(
    runtime: Runtime, browser: People, act: str
) -> None:
    step = {"send-back": "give-consent"}.get(act, "register-visit")
    visit = receive(runtime).until(step)
    task = visit.claim(step, "liuyan")
    somebody, chief = browser("liuyan"), browser("chenjing")
    said = {"person": person(runtime, "wangqiang"), "target": "register-visit", "reason": "换人办"}
    stale = form_of(somebody, task, act, said)
    does(chief, task, "reassign", person=person(runtime, "wangqiang"), reason="换班")
    late = somebody.post(f"/tasks/{task.id}/do/{act}", stale)
    assert late.status_code in {403, 409}
    assert fresh(runtime, task).assignee_name == "王强"
    assert "换人办" in late.text


def test_without_a_reason_the_form_comes_back(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    somebody = browser("liuyan")
    sent = form_of(somebody, task, "send-back", {"target": "register-visit", "reason": " "})
    page = somebody.post(f"/tasks/{task.id}/do/send-back", sent)
    assert page.status_code == 422
    assert "请写明理由" in words(page)
    assert visit.open_nodes() == ["give-consent"]


def test_what_the_diagram_does_not_open_is_not_offered_and_is_refused(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("screen-safety")
    task = visit.claim("screen-safety", "liuyan")
    somebody = browser("liuyan")
    assert offered(somebody, task) == {"reassign"}
    for act in ("send-back", "delegate", "suspend", "copy", "add-signer"):
        assert somebody.get(f"/tasks/{task.id}/do/{act}").status_code == 404
        said = {"person": person(runtime, "limei"), "choice": "hospital", "reason": "试一试"}
        assert somebody.post(f"/tasks/{task.id}/do/{act}", said).status_code == 403
    assert fresh(runtime, task).version == task.version


def test_a_step_sent_back_waits_for_its_doer_with_what_was_typed_and_a_notice(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("grade-risk")
    task = visit.claim("grade-risk", "liuyan")
    somebody = browser("liuyan")
    page = somebody.get(f"/tasks/{task.id}/do/send-back")
    targets = re.findall(r'<option value="([a-z-]+)"', page.text)
    assert targets == ["give-consent", "register-visit"]
    does(somebody, task, "send-back", target="register-visit", reason="电话填错了")
    again = visit.task("register-visit")
    assert (again.assignee_name, visit.open_nodes()) == ("刘燕", ["register-visit"])
    assert "13800001111" in somebody.get(f"/tasks/{again.id}").text
    assert "被退回，请重新办理" in words(somebody.get("/notices"))
    visit.complete("register-visit", "liuyan", answers("register-visit", phone="13800002222"))
    assert visit.open_nodes() == ["give-consent"]


def test_a_finished_step_is_taken_back_until_somebody_goes_on(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("classify-matter")
    task = visit.claim("classify-matter", "liuyan")
    visit.complete("classify-matter", "liuyan", answers("classify-matter"))
    somebody = browser("liuyan")
    assert offered(somebody, task) == {"take-back"}
    does(somebody, task, "take-back", reason="分类选错了")
    again = visit.task("classify-matter")
    assert (again.assignee_name, visit.open_nodes()) == ("刘燕", ["classify-matter"])
    visit.complete("classify-matter", "liuyan", answers("classify-matter"))
    late = form_of(somebody, again, "take-back", {"reason": "又想改"})
    visit.claim("decide-route", "hetao")
    assert offered(somebody, again) == set()
    refused = somebody.post(f"/tasks/{again.id}/do/take-back", late)
    assert refused.status_code == 409
    assert "何涛 已在 3月2日 09:00 接着办理" in words(refused)


def test_a_delegate_works_and_the_owner_finishes(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.claim("register-visit", "liuyan")
    owner, delegate = browser("liuyan"), browser("wangqiang")
    does(owner, task, "delegate", person=person(runtime, "wangqiang"), reason="请帮我登记")
    assert "委派给您" in words(delegate.get("/notices"))
    assert "hand-back" in offered(delegate, task)
    page = delegate.get(f"/tasks/{task.id}")
    assert "完成" not in re.findall(r"<button[^>]*btn--main[^>]*>([^<]*)", page.text)
    kept = delegate.post(f"/tasks/{task.id}/do/hand-back/form", {"name": "张小芳"})
    assert kept.headers["Location"].endswith("/do/hand-back")
    does(delegate, task, "hand-back", reason="都填好了")
    page = owner.get(f"/tasks/{task.id}")
    assert "张小芳" in page.text
    assert fresh(runtime, task).assignee_name == "刘燕"
    visit.complete("register-visit", "liuyan", answers("register-visit"))


def test_all_who_were_asked_must_sign_and_an_objection_holds_the_task(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("decide-route")
    task = visit.claim("decide-route", "hetao")
    holder, signer = browser("hetao"), browser("chenjing")
    does(
        holder, task, "add-signer", person=person(runtime, "chenjing"), choice="all", reason="请看"
    )
    with pytest.raises(tasks.Unsigned):
        visit.complete("decide-route", "hetao", answers("decide-route"))
    assert "sign" in offered(signer, task)
    refused = signer.post(
        f"/tasks/{task.id}/do/sign", form_of(signer, task, "sign", {"choice": "object"})
    )
    assert refused.status_code == 422
    does(signer, task, "sign", choice="object", reason="应先问公安")
    assert "应先问公安" in words(holder.get(f"/tasks/{task.id}"))
    with pytest.raises(tasks.Unsigned):
        visit.complete("decide-route", "hetao", answers("decide-route"))
    does(holder, task, "drop-signer", person=person(runtime, "chenjing"), reason="已当面商量")
    visit.complete("decide-route", "hetao", answers("decide-route"))


def test_a_copy_has_a_receipt_once_it_was_opened(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.claim("register-visit", "liuyan")
    does(browser("liuyan"), task, "copy", person=person(runtime, "limei"), reason="")
    reader = browser("limei")
    assert "有一件任务抄送给您" in words(reader.get("/notices"))
    assert f"/tasks/{task.id}" in reader.get("/notices").text
    assert reader.get(f"/tasks/{task.id}").status_code == 200
    assert "抄送：李梅 3月2日 09:00 已阅" in words(browser("liuyan").get(f"/tasks/{task.id}"))


def test_an_urge_is_counted_and_not_repeated_at_once(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime).until("register-visit")
    task = visit.claim("register-visit", "liuyan")
    chief = browser("chenjing")
    again = form_of(chief, task, "urge", {"reason": ""})
    does(chief, task, "urge", reason="来访人在等")
    refused = chief.post(f"/tasks/{task.id}/do/urge", again)
    assert refused.status_code == 409
    assert "陈静 刚在 3月2日 09:00 催办过" in words(refused)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        does(chief, task, "urge", reason="")
    assert "已催办 2 次" in words(browser("liuyan").get(f"/tasks/{task.id}"))
    assert "被催办" in words(browser("liuyan").get("/notices"))
    assert "催办 2 次" in words(browser("liuyan").get("/inbox?view=mine"))


def test_a_suspended_task_rests_with_its_house_clock_and_goes_on_later(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("issue-receipt")
    task = visit.claim("apply-mediation", "hetao")
    somebody = browser("hetao")
    page = somebody.get(f"/tasks/{task.id}/do/suspend")
    assert re.findall(r'<option value="([a-z-]+)"', page.text) == [
        "appraisal", "hospital", "agreed",
    ]  # fmt: skip
    stands = re.search(
        r"受理调解决定（.*?）：因鉴定、当事人住院、双方书面同意可以暂停", words(page)
    )
    assert stands is not None, re.findall("受理调解决定.{40}", words(page))
    before = clock_of(runtime, visit)
    does(somebody, task, "suspend", choice="hospital", reason="住院一周")
    paused = clock_of(runtime, visit)
    assert (paused.state, fresh(runtime, task).due_at) == (DeadlineState.PAUSED, None)
    assert "已挂起：当事人住院" in words(somebody.get(f"/tasks/{task.id}"))
    assert {"resume"} <= offered(somebody, task)
    assert "suspend" not in offered(somebody, task)
    with clock.frozen(clock.now() + timedelta(days=7)):
        does(browser("hetao"), task, "resume", reason="出院了")
    after = clock_of(runtime, visit)
    assert after.state is DeadlineState.RUNNING
    assert after.effective > before.effective + timedelta(days=6)
    assert fresh(runtime, task).due_at == after.effective


def clock_of(runtime: Runtime, visit: Reception) -> DeadlineRow:
    """The clock of the decision on taking the mediation up."""
    with runtime.database.read() as session:
        query = select(DeadlineRow).where(
            DeadlineRow.business_key == visit.case_id, DeadlineRow.code == "H09"
        )
        return session.scalars(query).one()


def test_nobody_with_a_tie_to_the_case_is_chosen_for_anything(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("give-consent", name="王强")
    task = visit.claim("give-consent", "liuyan")
    somebody, wang = browser("liuyan"), person(runtime, "wangqiang")
    for act in ("reassign", "copy"):
        page = somebody.get(f"/tasks/{task.id}/do/{act}")
        assert wang not in page.text
        refused = somebody.post(f"/tasks/{task.id}/do/{act}", {"person": wang, "reason": "换班"})
        assert refused.status_code == 403
        assert "需要回避" in words(refused)
    assert fresh(runtime, task).assignee_name == "刘燕"


def test_only_its_own_circle_is_asked_about_a_sealed_case(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime).until("decide-route")
    task = visit.claim("decide-route", "hetao")
    with runtime.database.begin() as session:
        case = session.get_one(CaseRow, (TENANT, visit.case_id))
        files.seal(session, actor(session, "chenjing"), case, at=clock.now(), reason="涉及儿童")
    somebody = browser("hetao")
    page = somebody.get(f"/tasks/{task.id}/do/copy")
    # Liu Yan registered the visitor, so she is in the circle; Li Mei has nothing to do with it.
    assert person(runtime, "liuyan") in page.text
    assert person(runtime, "limei") not in page.text
    sent = form_of(somebody, task, "copy", {"person": person(runtime, "limei"), "reason": ""})
    assert somebody.post(f"/tasks/{task.id}/do/copy", sent).status_code == 422


UNDONE = (
    ("reassign", "register-visit", "liuyan", {"reason": "换班"}, "wangqiang"),
    ("delegate", "register-visit", "liuyan", {"reason": "请帮我"}, "wangqiang"),
    ("copy", "register-visit", "liuyan", {"reason": ""}, "limei"),
    ("send-back", "give-consent", "liuyan",
     {"target": "register-visit", "reason": "填错"}, ""),
    ("add-signer", "decide-route", "hetao", {"choice": "all", "reason": "请看"}, "chenjing"),
    ("suspend", "apply-mediation", "hetao", {"choice": "agreed", "reason": "双方同意"}, ""),
)  # fmt: skip


@pytest.mark.parametrize(("act", "step", "who", "said", "to"), UNDONE, ids=[u[0] for u in UNDONE])
def test_an_act_is_undone_within_ten_seconds_and_not_later(
    runtime: Runtime, browser: People, act: str, step: str, who: str, said: dict[str, str], to: str
) -> None:
    visit = receive(runtime).until("issue-receipt" if step == "apply-mediation" else step)
    task = visit.claim(step, who)
    somebody = browser(who)
    given = {**said, **({"person": person(runtime, to)} if to else {})}
    leads = does(somebody, task, act, **given)
    undo = re.search(r'action="([^"]+/undo/[^"]+)"', somebody.get(leads).text)
    assert undo is not None
    with clock.frozen(clock.now() + timedelta(seconds=30)):
        late = somebody.post(undo[1])
        assert "已经超过十秒" in words(somebody.get(late.headers["Location"]))
    with clock.frozen(clock.now() + timedelta(seconds=9)):
        assert somebody.post(undo[1]).status_code == 303
    now = visit.task(step)
    assert (now.assignee, visit.open_nodes().count(step)) == (person(runtime, who), 1)
    page = words(somebody.get(f"/tasks/{now.id}"))
    assert told_of_acts(runtime, visit) == []
    for word in ("委派给", "抄送：", "会签：", "已挂起"):
        assert word not in page
    visit.complete(step, who, answers(step)) if step != "apply-mediation" else None


def told_of_acts(runtime: Runtime, visit: Reception) -> list[str]:
    """The notices about acts on a case that nobody has read."""
    with runtime.database.read() as session:
        query = select(NoticeRow).where(
            NoticeRow.case_id == visit.case_id, NoticeRow.read_at.is_(None)
        )
        return [row.template for row in session.scalars(query) if "task" in row.facts]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_form_is_whole_in_both_languages(
    runtime: Runtime, browser: People, language: str
) -> None:
    visit = receive(runtime).until("give-consent")
    task = visit.claim("give-consent", "liuyan")
    somebody = browser("liuyan")
    somebody.get(f"/language/{language}?next=/")
    for act in ("send-back", "reassign", "copy"):
        page = somebody.get(f"/tasks/{task.id}/do/{act}")
        assert page.status_code == 200
        assert 'name="reason"' in page.text


@pytest.mark.parametrize("by", ["hand", "the next act"])
def test_a_clock_goes_on_when_the_case_leaves_the_resting_task_behind(
    runtime: Runtime, browser: People, by: str
) -> None:
    visit = receive(runtime).until("issue-receipt")
    task = visit.claim("apply-mediation", "hetao")
    somebody = browser("hetao")
    does(somebody, task, "suspend", choice="agreed", reason="双方同意缓一缓")
    with runtime.database.begin() as session:
        chief = actor(session, "chenjing")
        instances.move_token(
            session, runtime.calls, chief, task.instance_id, token=task.token,
            target="ask-respondent", reason="已有申请书",
        )  # fmt: skip
    assert clock_of(runtime, visit).state is DeadlineState.PAUSED
    assert offered(somebody, task) == {"resume"}
    if by == "hand":
        does(somebody, task, "resume", reason="继续")
    else:
        with runtime.database.begin() as session:
            wake_left_behind(session, runtime.calls, actor(session, "chenjing"), visit.case_id)
    assert clock_of(runtime, visit).state is DeadlineState.RUNNING
    assert offered(somebody, task) == set()
