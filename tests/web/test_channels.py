"""An administrator connects group chats, everybody chooses how to be told, and no secret comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engine import outbox
from engine.models import OutboxRow
from tests.web.conftest import hidden, words
from tests.web.reception import actor
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.notifications.choosing import contact_of
from workflows.notifications.models import RobotRow

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-secret-key"


@pytest.fixture
def zhoulan(browser):
    return browser("zhoulan")


def filled(page, **typed):
    key = hidden(page, "idempotency_key")
    return {
        "idempotency_key": key, "unit": EAST_LAKE, "kind": "wecom", "name": f"东湖群 {key[-5:]}",
        "address": ADDRESS, "secret": "", "what": "urgent", **typed,
    }  # fmt: skip


def robot_called(runtime, name):
    with runtime.database.read() as session:
        return session.scalars(select(RobotRow).where(RobotRow.name == name)).all()


def choice(page, **typed):
    return {
        "revision": hidden(page, "revision"), "email": "someone@station.example", "mailed": "all",
        "quiet_from": "21:30", "quiet_until": "6:45", **typed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"),
    [("zhoulan", 200), ("chenjing", 403), ("limei", 403), ("fanglei", 403), ("police", 403)],
)
def test_channels_are_for_the_administrator(browser, who, status):
    visitor = browser(who)
    assert visitor.get("/channels").status_code == status
    assert ("通知渠道" in visitor.get("/inbox").text) == (status == 200)
    if status == 403:
        for url in ("/channels/robots", "/channels/robots/x/switch", "/channels/robots/x/test"):
            assert visitor.post(url).status_code == 403, url


def test_a_robot_is_added_once_and_its_address_is_never_shown(zhoulan, runtime):
    form = filled(zhoulan.get("/channels"))
    for _ in range(2):
        assert zhoulan.post("/channels/robots", form).status_code == 303
    assert len(robot_called(runtime, form["name"])) == 1
    page = zhoulan.get("/channels")
    assert form["name"] in page.text
    assert "0123-secret-key" not in page.text
    assert "qyapi.weixin.qq.com" in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "http://169.254.169.254/latest"}, "只能用企业微信或钉钉的机器人地址"),
        ({"address": "https://127.0.0.1:8000/x"}, "只能用企业微信或钉钉的机器人地址"),
        ({"address": ADDRESS.replace("https", "http")}, "地址要以 https:// 开头"),
        ({"address": ADDRESS.partition("?")[0]}, "地址里缺少机器人的密钥"),
        ({"kind": "dingtalk"}, "这个地址属于另一种机器人"),
        ({"unit": "nowhere"}, "这一项必须填写"),
        ({"name": " "}, "请写一个名字"),
    ],
)
def test_a_wrong_entry_is_said_at_its_field_and_what_was_typed_stays(zhoulan, runtime, typed, said):
    form = filled(zhoulan.get("/channels"), **typed)
    page = zhoulan.post("/channels/robots", form)
    assert page.status_code == 422
    assert said in words(page)
    assert form["name"].strip() in page.text
    assert not form["name"].strip() or robot_called(runtime, form["name"]) == []


def test_a_test_goes_through_the_outbox_and_its_result_is_shown(zhoulan, runtime):
    form = filled(zhoulan.get("/channels"))
    zhoulan.post("/channels/robots", form)
    robot = robot_called(runtime, form["name"])[0]
    assert zhoulan.post(f"/channels/robots/{robot.id}/test").status_code == 303
    assert "正在发送" in words(zhoulan.get("/channels"))

    def refusing(_):
        reason = "the robot answered 404"
        raise outbox.DeliveryFailed(reason, permanent=True)

    outbox.deliver_due(runtime.database, {"robot": refusing}, only={"robot"})
    shown = words(zhoulan.get("/channels/tests"))
    assert "没有送出" in shown
    assert "the robot answered 404" in shown
    assert "the robot answered 404" in zhoulan.get("/failures").text


def test_a_robot_switched_off_is_tested_no_more_and_can_come_back(zhoulan, runtime):
    form = filled(zhoulan.get("/channels"))
    zhoulan.post("/channels/robots", form)
    robot = robot_called(runtime, form["name"])[0]
    for _ in range(2):
        assert zhoulan.post(f"/channels/robots/{robot.id}/switch", {"on": "0"}).status_code == 303
    assert zhoulan.post(f"/channels/robots/{robot.id}/test").status_code == 404
    zhoulan.post(f"/channels/robots/{robot.id}/switch", {"on": "1"})
    assert zhoulan.post(f"/channels/robots/{robot.id}/test").status_code == 303


def test_everybody_chooses_for_themselves(browser, runtime):
    limei = browser("limei")
    assert "/me/channels" in limei.get("/me").text
    assert limei.post("/me/channels", choice(limei.get("/me/channels"))).status_code == 303
    with runtime.database.read() as session:
        row = contact_of(session, TENANT, actor(session, "limei").id)
        assert (row.email, row.mailed) == ("someone@station.example", "all")
        assert (row.quiet_from, row.quiet_until) == (21 * 60 + 30, 6 * 60 + 45)
    page = limei.get("/me/channels").text
    assert 'value="someone@station.example"' in page
    assert 'value="06:45"' in page
    assert "someone@station.example" not in browser("wangqiang").get("/me/channels").text


def test_an_older_page_writes_nothing(browser, runtime):
    liuyan = browser("liuyan")
    old = choice(liuyan.get("/me/channels"), mailed="urgent")
    assert liuyan.post("/me/channels", old).status_code == 303
    page = liuyan.post("/me/channels", {**old, "mailed": "all"})
    assert page.status_code == 409
    assert "什么都没有写入" in words(page)
    with runtime.database.read() as session:
        assert contact_of(session, TENANT, actor(session, "liuyan").id).mailed == "urgent"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "not an address"}, "请填写完整的邮箱地址"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "请填写完整的邮箱地址"),
        ({"email": ""}, "这一项必须填写"),
        ({"quiet_from": "25:00"}, "请按 时:分 填写"),
        ({"quiet_until": ""}, "请按 时:分 填写"),
        ({"mailed": "everything"}, "这一项必须填写"),
    ],
)
def test_a_wrong_choice_is_said_at_its_field(browser, runtime, typed, said):
    hetao = browser("hetao")
    page = hetao.post("/me/channels", choice(hetao.get("/me/channels"), **typed))
    assert page.status_code == 422
    assert said in words(page)
    assert 'value="6:45"' in page.text or "quiet_until" in typed
    with runtime.database.read() as session:
        assert contact_of(session, TENANT, actor(session, "hetao").id) is None


def test_a_test_to_me_needs_my_address_first(browser, runtime):
    chenjing = browser("chenjing")
    assert chenjing.post("/me/channels/test").status_code == 422
    chenjing.post("/me/channels", choice(chenjing.get("/me/channels"), mailed="nothing"))
    assert chenjing.post("/me/channels/test").status_code == 303
    with runtime.database.read() as session:
        mine = actor(session, "chenjing").id
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.order_key.startswith(f"test:{mine}:"))
        ).one()
    assert row.payload == {"person": mine, "urgent": True, "test": True}


def test_the_pages_speak_english(zhoulan):
    zhoulan.get("/language/en")
    assert "Group robots" in zhoulan.get("/channels").text
    assert "How I am told" in zhoulan.get("/me/channels").text
