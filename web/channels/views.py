"""The administrator's page: the mail server, robots in group chats, and a test of each."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import commands
from engine.database import new_id
from web.channels import showing
from web.channels.door import blueprint, problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording.texts import gettext as _
from workflows.access import Permission, require
from workflows.notifications import robots


@blueprint.get("/channels")
def page() -> ResponseReturnValue:
    """What there is, and what came of the last tests."""
    return _page({})


def _page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    require(actor(), Permission.CHANNEL_MANAGE)
    typed = request.form
    with runtime().database.read() as session:
        return signed_in_page(
            session, "channels/page.html", active="channels", mail=showing.mail_server(),
            robots=showing.robot_rows(session, actor()), tests=showing.tests(session, actor()),
            units=showing.unit_options(session, actor()), kinds=showing.kind_options(),
            typed=typed, key=typed.get("idempotency_key") or new_id(), status=status,
            problems=problem_words(problems),
        )  # fmt: skip


@blueprint.get("/channels/tests")
def tests() -> ResponseReturnValue:
    """The last tests alone, for a page that waits for one; everybody sees their own."""
    with runtime().database.read() as session:
        found = showing.tests(session, actor())
        return signed_in_page(session, "channels/tests.html", tests=found)


@blueprint.post("/channels/robots")
def add_robot() -> ResponseReturnValue:
    """A new robot; pressed twice it is one."""
    require(actor(), Permission.CHANNEL_MANAGE)
    form = request.form
    wanted = robots.Wanted(
        unit=form.get("unit", ""), kind=form.get("kind", ""), name=form.get("name", ""),
        address=form.get("address", ""), secret=form.get("secret", ""),
        urgent_only=form.get("what", "urgent") != "all",
    )  # fmt: skip
    outward = robots.way(runtime().settings.robot_hosts)

    def work() -> dict[str, Any]:
        return {"robot": robots.add(session, actor(), wanted, outward).id}

    try:
        with runtime().database.begin() as session:
            key = form.get("idempotency_key", "")
            commands.once(session, actor(), key, "robot:add", work)
    except robots.BadRobot as bad:
        return _page(bad.problems, status=422)
    flash(_("群机器人已添加，请试发一条。"))
    return redirect(url_for("channels.page"), code=303)


@blueprint.post("/channels/robots/<robot_id>/switch")
def switch_robot(robot_id: str) -> ResponseReturnValue:
    """Switch a robot on or off."""
    require(actor(), Permission.CHANNEL_MANAGE)
    on = request.form.get("on") == "1"
    with runtime().database.begin() as session:
        robots.switch(session, actor(), robot_id, on=on)
    flash(_("已启用。") if on else _("已停用，不再往这个群里发。"))
    return redirect(url_for("channels.page"), code=303)


@blueprint.post("/channels/robots/<robot_id>/test")
def test_robot(robot_id: str) -> ResponseReturnValue:
    """Let a robot say a word."""
    require(actor(), Permission.CHANNEL_MANAGE)
    with runtime().database.begin() as session:
        robots.send_test(session, actor(), robot_id)
    flash(_("已交给发送队列，结果见下面的试发记录。"))
    return redirect(url_for("channels.page"), code=303)
