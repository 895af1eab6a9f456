"""People and roles: only those who keep them, nobody their own, and a shut door shuts at once."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select

from engine import clock
from engine.models import CommandRow
from tests.web.conftest import hidden, words
from tests.web.reception import actor
from workflows.demo.cast import EAST_LAKE, PASSWORD, TENANT
from workflows.people import directory, signing_in
from workflows.people.models import PersonRow, PostRow

_NUMBERS = count(1)


@pytest.fixture
def zhoulan(browser):
    return browser("zhoulan")


def person(runtime, username):
    with runtime.database.read() as session:
        return session.scalar(select(PersonRow).where(PersonRow.username == username))


def added(zhoulan, runtime, name="孟晓"):
    """A new account with its first password."""
    username = f"new-{next(_NUMBERS)}.{runtime.database.engine.dialect.name[0]}"
    key = hidden(zhoulan.get("/people/new"), "idempotency_key")
    page = zhoulan.post("/people/new", {"idempotency_key": key, "username": username, "name": name})
    assert page.status_code == 200, words(page)
    password = re.search(r'class="code-input">([^<]+)<', page.text)
    return person(runtime, username), password[1]


def fits(runtime, username, password):
    with runtime.database.begin() as session:
        return signing_in.check_password(session, username, password).person is not None


@pytest.mark.parametrize(
    ("username", "seen"),
    [("zhoulan", 200), ("chenjing", 200), ("liuyan", 403), ("limei", 403), ("fanglei", 403),
     ("police", 403)],
)  # fmt: skip
def test_the_list_is_for_administrators_and_station_heads(browser, username, seen):
    assert browser(username).get("/people").status_code == seen


def test_a_station_head_sees_the_own_station_and_changes_nothing(browser, runtime):
    page = browser("chenjing").get("/people")
    assert "李梅" in page.text
    assert "赵敏" not in page.text
    zhaomin = person(runtime, "zhaomin")
    limei = person(runtime, "limei")
    assert browser("chenjing").get(f"/people/{zhaomin.id}").status_code == 404
    shown = browser("chenjing").get(f"/people/{limei.id}")
    assert shown.status_code == 200
    assert "停用账号" not in shown.text
    assert browser("chenjing").post(f"/people/{limei.id}/deactivate").status_code == 403
    assert browser("chenjing").get("/people/new").status_code == 403


def test_an_administrator_opens_no_case(zhoulan):
    for url in ("/cases", "/emergency", "/library", "/visits/new"):
        assert zhoulan.get(url).status_code in {403, 404}, url


def test_a_first_password_is_shown_once_and_stored_nowhere(zhoulan, runtime):
    new, password = added(zhoulan, runtime)
    assert fits(runtime, new.username, password)
    assert password not in zhoulan.get(f"/people/{new.id}").text
    with runtime.database.read() as session:
        for row in session.scalars(select(CommandRow).where(CommandRow.verb == "person:add")):
            assert password not in str(row.reply)


def test_a_double_press_adds_one_person(zhoulan, runtime):
    key = hidden(zhoulan.get("/people/new"), "idempotency_key")
    form = {"idempotency_key": key, "username": f"twice-{key[-6:]}", "name": "两次"}
    assert zhoulan.post("/people/new", form).status_code == 200
    again = zhoulan.post("/people/new", form)
    assert again.status_code == 303
    assert "只建了一次" in zhoulan.get(again.location).text


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"username": "", "name": "某人"}, 422, "小写字母"),
        ({"username": "UPPER case", "name": "某人"}, 422, "小写字母"),
        ({"username": "good", "name": " "}, 422, "必须填写"),
        ({"username": "limei", "name": "李梅"}, 409, "已经有人使用"),
    ],
)
def test_a_wrong_account_is_refused_and_keeps_what_was_typed(zhoulan, form, status, told):
    key = hidden(zhoulan.get("/people/new"), "idempotency_key")
    page = zhoulan.post("/people/new", {"idempotency_key": key, **form})
    assert page.status_code == status
    assert told in page.text
    assert f'value="{form["name"].strip()}"' in page.text or not form["name"].strip()


def test_a_post_is_given_and_ended(zhoulan, runtime, browser):
    new, password = added(zhoulan, runtime)
    page = zhoulan.post(
        f"/people/{new.id}/posts", {"unit": EAST_LAKE, "role": "R04", "title": "调解员"}
    )
    assert page.status_code == 303
    with runtime.database.read() as session:
        post = session.scalars(select(PostRow).where(PostRow.person_id == new.id)).one()
        assert "R04@east-lake" in actor(session, new.username).groups
    assert zhoulan.post(f"/people/{new.id}/posts/{post.id}/end").status_code == 303
    with runtime.database.read() as session:
        assert actor(session, new.username).groups == frozenset()


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"unit": "police", "role": "R04"}, 422, "没有这个岗位"),
        ({"unit": "nowhere", "role": "R04"}, 422, "必须填写"),
        ({"unit": EAST_LAKE, "role": "R13"}, 422, "没有这个岗位"),
        ({"unit": EAST_LAKE, "role": "R04", "since": "tomorrow"}, 422, "年-月-日"),
        ({"unit": EAST_LAKE, "role": "R04", "since": "2026-05-01", "until": "2026-04-01"}, 422,
         "晚于"),
    ],
)  # fmt: skip
def test_a_post_that_cannot_be_is_refused(zhoulan, runtime, form, status, told):
    new, _password = added(zhoulan, runtime)
    page = zhoulan.post(f"/people/{new.id}/posts", form)
    assert page.status_code == status
    assert told in page.text
    with runtime.database.read() as session:
        assert session.scalar(select(PostRow.id).where(PostRow.person_id == new.id)) is None


def test_a_post_through_a_day_ends_with_that_day(zhoulan, runtime):
    new, _password = added(zhoulan, runtime)
    zhoulan.post(
        f"/people/{new.id}/posts",
        {"unit": EAST_LAKE, "role": "R04", "since": "2026-03-02", "until": "2026-03-03"},
    )
    with runtime.database.read() as session:
        until = session.scalars(select(PostRow.until).where(PostRow.person_id == new.id)).one()
    zone = runtime.settings.zone
    assert until.astimezone(zone).isoformat() == "2026-03-04T00:00:00+08:00"


def test_the_administrator_of_the_system_gets_no_case_work(zhoulan, runtime):
    new, _password = added(zhoulan, runtime)
    zhoulan.post(f"/people/{new.id}/posts", {"unit": "centre", "role": "R13"})
    refused = zhoulan.post(f"/people/{new.id}/posts", {"unit": EAST_LAKE, "role": "R06"})
    assert refused.status_code == 403
    with runtime.database.read() as session:
        roles = session.scalars(select(PostRow.role).where(PostRow.person_id == new.id)).all()
    assert roles == ["R13"]


def test_nobody_changes_their_own_account(zhoulan, runtime):
    me = person(runtime, "zhoulan")
    for url, form in (
        (f"/people/{me.id}/posts", {"unit": "centre", "role": "R14"}),
        (f"/people/{me.id}/deactivate", {}),
        (f"/people/{me.id}/password", {}),
    ):
        assert zhoulan.post(url, form).status_code == 403
    assert person(runtime, "zhoulan").active


def test_a_deactivated_person_is_out_at_once(zhoulan, runtime, browser):
    new, password = added(zhoulan, runtime)
    theirs = browser(new.username)
    assert theirs.get("/me/password").status_code == 200
    assert zhoulan.post(f"/people/{new.id}/deactivate").status_code == 303
    assert theirs.get("/inbox").status_code == 302
    assert not fits(runtime, new.username, password)
    assert zhoulan.post(f"/people/{new.id}/reactivate").status_code == 303
    assert fits(runtime, new.username, password)


def test_a_reset_password_replaces_the_old_one_everywhere(zhoulan, runtime, browser):
    new, password = added(zhoulan, runtime)
    theirs = browser(new.username)
    page = zhoulan.post(f"/people/{new.id}/password")
    fresh = re.search(r'class="code-input">([^<]+)<', page.text)[1]
    assert not fits(runtime, new.username, password)
    assert fits(runtime, new.username, fresh)
    assert theirs.get("/inbox").status_code == 302


def test_a_person_changes_the_own_password_and_stays_signed_in_here_only(zhoulan, runtime, browser):
    new, password = added(zhoulan, runtime)
    here, elsewhere = browser(new.username), browser(new.username)
    form = {"present": password, "new": "长一点的句子更安全", "again": "长一点的句子更安全"}
    assert here.post("/me/password", form).status_code == 303
    assert here.get("/me/password").status_code == 200
    assert elsewhere.get("/inbox").status_code == 302
    assert fits(runtime, new.username, form["new"])


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"new": "short", "again": "short"}, "至少要 8 个字符"),
        ({"new": "long enough", "again": "long enougH"}, "不一样"),
        ({"present": "wrong", "new": "long enough", "again": "long enough"}, "现在的密码不对"),
    ],
)
def test_a_wrong_password_form_names_the_field(zhoulan, runtime, browser, form, told):
    new, password = added(zhoulan, runtime)
    page = browser(new.username).post("/me/password", {"present": password, **form})
    assert page.status_code == 422
    assert told in page.text
    assert fits(runtime, new.username, password)


def test_guessing_the_present_password_locks_the_account(zhoulan, runtime, browser):
    new, _password = added(zhoulan, runtime)
    theirs = browser(new.username)
    form = {"present": PASSWORD, "new": "long enough", "again": "long enough"}
    answers = [theirs.post("/me/password", form).status_code for _try in range(6)]
    assert answers == [422] * 5 + [403]


def test_who_is_on_duty_stands_on_every_page(browser, runtime):
    head, limei = browser("chenjing"), person(runtime, "limei")
    day = clock.now().astimezone(runtime.settings.zone)
    form = {
        "person": limei.id, "since.date": f"{day:%Y-%m-%d}", "since.time": "08:00",
        "until.date": f"{day:%Y-%m-%d}", "until.time": "20:00",
    }  # fmt: skip
    assert head.post(f"/people/duty/{EAST_LAKE}", form).status_code == 303
    assert "李梅" in head.get("/people").text
    assert "今日值班" in browser("liuyan").get("/inbox").text
    with runtime.database.read() as session:
        duty = directory.on_duty(session, TENANT, EAST_LAKE, clock.now())
    assert duty.person_id == limei.id
    assert head.post(f"/people/duty/{EAST_LAKE}/{duty.id}/strike").status_code == 303
    assert "今日值班" not in browser("liuyan").get("/inbox").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"until.time": "07:00"}, "晚于开始"),
        ({"until.date": "2026-03-09"}, "48 小时"),
        ({"since.time": "soon"}, "日期和时刻"),
        ({"person": "nobody"}, "没有岗位"),
    ],
)
def test_a_wrong_duty_is_refused(browser, runtime, changed, told):
    form = {
        "person": person(runtime, "limei").id, "since.date": "2026-03-02", "since.time": "08:00",
        "until.date": "2026-03-02", "until.time": "20:00", **changed,
    }  # fmt: skip
    page = browser("chenjing").post(f"/people/duty/{EAST_LAKE}", form)
    assert page.status_code == 422
    assert told in page.text


def test_another_station_keeps_its_own_roster(browser):
    assert browser("zhaomin").get(f"/people/duty/{EAST_LAKE}").status_code == 403
    assert browser("zhaomin").get("/people/duty/south-gate").status_code == 200
    assert browser("limei").get(f"/people/duty/{EAST_LAKE}").status_code == 403
    assert browser("zhoulan").get("/people/duty/nowhere").status_code == 404


def test_pages_with_people_are_kept_by_no_cache(zhoulan, runtime):
    page = zhoulan.get(f"/people/{person(runtime, 'limei').id}")
    assert page.headers["Cache-Control"] == "no-store"
    assert "李梅" not in re.search(r"<title>([^<]*)</title>", page.text)[1]


def test_a_locked_account_says_until_when(zhoulan, runtime):
    new, _password = added(zhoulan, runtime)
    with runtime.database.begin() as session:
        row = session.get_one(PersonRow, (TENANT, new.id))
        row.locked_until = clock.now() + timedelta(minutes=5)
    assert "前锁定" in zhoulan.get(f"/people/{new.id}").text
