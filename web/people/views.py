"""People and roles: who there is, one person with their posts, and a new person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import commands
from engine.database import new_id
from engine.errors import Refusal
from web.people import showing
from web.people.entries import day_begins, day_ends, today
from web.people.words import problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access import Permission, require
from workflows.people import actions
from workflows.people.directory import NoSuchPerson
from workflows.people.models import PersonRow

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
def page() -> ResponseReturnValue:
    """Units and the people who hold posts in them."""
    require(actor(), Permission.PERSON_READ)
    with runtime().database.read() as session:
        people = showing.listing(session, actor(), request.args.get("unit", ""))
        return signed_in_page(session, "people/page.html", active="people", people=people)


@blueprint.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A new account; its first password is shown once, on this answer only."""
    require(actor(), Permission.PERSON_MANAGE)
    if request.method == "GET":
        return _new_page({})
    try:
        entered = _add()
    except actions.BadEntry as bad:
        return _new_page(bad.problems, status=422)
    except actions.UsernameTaken:
        return _new_page({"username": "taken"}, status=409)
    if not entered["password"]:
        flash(_("这个页面已经提交过，账号只建了一次。需要新密码可以重置。"))
        return redirect(url_for("people.person", person_id=entered["person"]), code=303)
    return _person_page(entered["person"], password=entered["password"])


def _add() -> dict[str, Any]:
    """Add the person once; the password is never part of the stored reply."""
    form, shown = request.form, {"password": ""}

    def work() -> dict[str, Any]:
        entrance = actions.add(
            session, actor(), username=form.get("username", ""), name=form.get("name", ""),
            name_en=form.get("name_en", ""), phone=form.get("phone", ""),
        )  # fmt: skip
        shown["password"] = entrance.password
        return {"person": entrance.person_id}

    with runtime().database.begin() as session:
        key = form.get("idempotency_key", "")
        reply = commands.once(session, actor(), key, "person:add", work)
    return {**reply, **shown}


def _new_page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        return signed_in_page(
            session, "people/new.html", active="people", typed=request.form, key=new_id(),
            problems={field: problem_words(code) for field, code in problems.items()},
            status=status,
        )  # fmt: skip


@blueprint.get("/people/<person_id>")
def person(person_id: str) -> ResponseReturnValue:
    """One person with all posts, past and present."""
    require(actor(), Permission.PERSON_READ)
    return _person_page(person_id)


def _person_page(
    person_id: str,
    *,
    password: str = "",
    problems: dict[str, str] | None = None,
    words: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    with runtime().database.read() as session:
        row = _shown_person(session, person_id)
        return signed_in_page(
            session, "people/person.html", active="people", today=today().isoformat(),
            person=showing.person(session, actor(), row), password=password, words=words,
            choices=showing.choices(session, actor()), typed=request.form,
            problems={field: problem_words(code) for field, code in (problems or {}).items()},
            status=status,
        )  # fmt: skip


def _shown_person(session: Session, person_id: str) -> PersonRow:
    """The person, if the actor's list shows them."""
    row = session.get(PersonRow, (actor().tenant, person_id))
    listed = showing.listing(session, actor(), "")["sections"]
    seen = {one["id"] for section in listed for one in section["people"]}
    if row is None or row.id not in seen:
        raise NoSuchPerson(person=person_id)
    return row


@blueprint.post("/people/<person_id>/posts")
def give_post(person_id: str) -> ResponseReturnValue:
    """Give a post, from a day on."""
    require(actor(), Permission.PERSON_MANAGE)
    form = request.form
    try:
        with runtime().database.begin() as session:
            actions.give_post(
                session, actor(), person_id, role=form.get("role", ""),
                unit_id=form.get("unit", ""), title=form.get("title", ""),
                since=day_begins("since", form.get("since", "")),
                until=day_ends("until", form.get("until", "")),
            )  # fmt: skip
    except actions.BadEntry as bad:
        return _person_page(person_id, problems=bad.problems, status=422)
    except (actions.RolesApart, actions.OwnPost) as refusal:
        return _refused(person_id, refusal)
    flash(_("岗位已经给出。"))
    return _back(person_id)


@blueprint.post("/people/<person_id>/posts/<post_id>/end")
def end_post(person_id: str, post_id: str) -> ResponseReturnValue:
    """End a post now."""
    return _do(person_id, _("岗位已经结束。"), actions.end_post, post_id)


@blueprint.post("/people/<person_id>/deactivate")
def deactivate(person_id: str) -> ResponseReturnValue:
    """Shut the door; open sessions end at once."""
    return _do(person_id, _("账号已停用，已登录的地方都已退出。"), actions.deactivate)


@blueprint.post("/people/<person_id>/reactivate")
def reactivate(person_id: str) -> ResponseReturnValue:
    """Open the door again."""
    return _do(person_id, _("账号已恢复。"), actions.reactivate)


@blueprint.post("/people/<person_id>/password")
def reset_password(person_id: str) -> ResponseReturnValue:
    """A new first password, shown on this answer only."""
    require(actor(), Permission.PERSON_MANAGE)
    try:
        with runtime().database.begin() as session:
            entrance = actions.reset_password(session, actor(), person_id)
    except actions.OwnPost as refusal:
        return _refused(person_id, refusal)
    return _person_page(person_id, password=entrance.password)


def _do(person_id: str, done: str, verb: Any, *rest: str) -> ResponseReturnValue:
    require(actor(), Permission.PERSON_MANAGE)
    try:
        with runtime().database.begin() as session:
            verb(session, actor(), person_id, *rest)
    except actions.OwnPost as refusal:
        return _refused(person_id, refusal)
    flash(done)
    return _back(person_id)


def _refused(person_id: str, refusal: Refusal) -> ResponseReturnValue:
    return _person_page(person_id, words=refusal_words(refusal), status=403)


def _back(person_id: str) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=person_id), code=303)
