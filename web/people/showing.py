"""What the templates of people and duty read: units with their people, posts and open work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow, TaskStatus
from web import session as web_session
from web.rendering import instant
from web.rendering.names import name_of as name_words
from web.rendering.names import role_words
from workflows.access import Permission, may
from workflows.people import directory, rules
from workflows.people.models import DutyRow, PersonRow, PostRow, UnitKind, UnitRow
from workflows.people.roster import duties

_ORDER = (UnitKind.CENTRE, UnitKind.FEDERATION, UnitKind.STATION, UnitKind.DEPARTMENT)


def units_shown(session: Session, actor: Actor) -> list[UnitRow]:
    """An administrator sees every unit, a station head the own ones."""
    found = directory.units(session, actor.tenant)
    if not may(actor, Permission.PERSON_MANAGE):
        own = {group.partition("@")[2] for group in actor.groups}
        found = [unit for unit in found if unit.id in own]
    return sorted(found, key=lambda unit: (_ORDER.index(unit.kind), unit.id))


def listing(session: Session, actor: Actor, wanted: str) -> dict[str, Any]:
    """The people of one unit, or of all that may be seen, with those without a post at the end."""
    units = units_shown(session, actor)
    managing = may(actor, Permission.PERSON_MANAGE)
    chosen = [unit for unit in units if unit.id == wanted] or units
    sections = [_section(session, actor, unit) for unit in chosen]
    if managing and len(chosen) == len(units):
        sections.append(_without_post(session, actor))
    return {
        "sections": [section for section in sections if section["people"] or len(chosen) == 1],
        "units": [
            {"label": _("全部"), "url": url_for("people.page"), "current": len(chosen) > 1},
            *(
                {"label": name_words(unit), "url": url_for("people.page", unit=unit.id),
                 "current": unit.id == wanted}
                for unit in units if unit.kind != UnitKind.DEPARTMENT
            ),
        ],
        "managing": managing,
    }  # fmt: skip


def _section(session: Session, actor: Actor, unit: UnitRow) -> dict[str, Any]:
    found = session.execute(
        select(PersonRow, PostRow)
        .join(PostRow, (PostRow.tenant == PersonRow.tenant) & (PostRow.person_id == PersonRow.id))
        .where(PersonRow.tenant == actor.tenant, PostRow.unit_id == unit.id, _held(clock.now()))
        .order_by(PostRow.role, PersonRow.name)
    ).all()
    people: dict[str, dict[str, Any]] = {}
    for person, post in found:
        row = people.setdefault(person.id, person_row(person))
        row["posts"].append(post_words(post))
    duty = directory.on_duty(session, actor.tenant, unit.id, clock.now())
    return {
        "title": name_words(unit), "people": list(people.values()),
        "on_duty": duty.person_id if duty else "",
        "roster_url": url_for("people.roster", unit=unit.id)
        if may_roster(actor, unit) else "",
    }  # fmt: skip


def _held(at: datetime) -> Any:
    return (PostRow.since <= at) & or_(PostRow.until.is_(None), PostRow.until > at)


def _without_post(session: Session, actor: Actor) -> dict[str, Any]:
    holding = select(PostRow.person_id).where(PostRow.tenant == actor.tenant, _held(clock.now()))
    rows = session.scalars(
        select(PersonRow)
        .where(PersonRow.tenant == actor.tenant, PersonRow.id.not_in(holding))
        .order_by(PersonRow.name)
    )
    people = [person_row(row) for row in rows]
    return {"title": _("没有岗位"), "people": people, "on_duty": "", "roster_url": ""}


def person_row(person: PersonRow) -> dict[str, Any]:
    """One person in a list."""
    return {
        "id": person.id, "name": name_words(person), "initials": person.name[-2:],
        "username": person.username, "active": person.active, "posts": [],
        "url": url_for("people.person", person_id=person.id),
    }  # fmt: skip


def post_words(post: PostRow) -> str:
    """A post in a list: the role, and its title where it says more."""
    role = role_words(post.role)
    if web_session.language() == "en" or not post.title or post.title in role:
        return role
    return f"{role}（{post.title}）"


def person(session: Session, actor: Actor, row: PersonRow) -> dict[str, Any]:
    """The page of one person."""
    posts = session.scalars(
        select(PostRow)
        .where(PostRow.tenant == row.tenant, PostRow.person_id == row.id)
        .order_by(PostRow.since.desc(), PostRow.id.desc())
    ).all()
    units = {unit.id: unit for unit in directory.units(session, row.tenant)}
    return {
        **person_row(row), "posts": [_post(post, units) for post in posts],
        "tasks": _open_tasks(session, row), "me": row.id == actor.id,
        "managing": may(actor, Permission.PERSON_MANAGE),
        "locked": instant(row.locked_until)
        if row.locked_until and row.locked_until > clock.now() else "",
    }  # fmt: skip


def _post(post: PostRow, units: dict[str, UnitRow]) -> dict[str, Any]:
    now = clock.now()
    ended = post.until is not None and post.until <= now
    return {
        "id": post.id, "role": post_words(post),
        "unit": name_words(units[post.unit_id]) if post.unit_id in units else post.unit_id,
        "since": instant(post.since), "until": instant(post.until), "ended": ended,
        "state": _("已结束") if ended else _("尚未开始") if post.since > now else _("在岗"),
        "tone": "quiet" if ended else "warn" if post.since > now else "good",
    }  # fmt: skip


def _open_tasks(session: Session, row: PersonRow) -> int:
    """How much waits in a person's hands; what it is about is nobody's business here."""
    query = select(func.count()).where(
        TaskRow.tenant == row.tenant, TaskRow.assignee == row.id,
        TaskRow.status == TaskStatus.OPEN,
    )  # fmt: skip
    return session.scalar(query) or 0


def choices(session: Session, actor: Actor) -> dict[str, Any]:
    """Units and roles that a post can be made of."""
    return {
        "units": [
            {"value": unit.id, "label": name_words(unit)} for unit in units_shown(session, actor)
        ],
        "roles": [{"value": role, "label": role_words(role)} for role in rules.HELD_IN],
    }


def may_roster(actor: Actor, unit: UnitRow) -> bool:
    """An administrator enters duties everywhere, a station head at the own station."""
    return may(actor, Permission.PERSON_MANAGE) or f"R06@{unit.id}" in actor.groups


def roster(session: Session, unit: UnitRow) -> dict[str, Any]:
    """The coming duties of a unit, and who can be put on one."""
    now = clock.now()
    rows = duties(session, unit.tenant, unit.id, now)
    return {
        "unit": name_words(unit), "unit_id": unit.id,
        "duties": [_duty(session, row, now) for row in rows],
        "people": [
            {"value": person.id, "label": name_words(person)}
            for person in _holders(session, unit, now)
        ],
    }  # fmt: skip


def _duty(session: Session, row: DutyRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id, "name": directory.name_of(session, row.tenant, row.person_id),
        "since": instant(row.since), "until": instant(row.until),
        "role": role_words(row.role), "running": row.since <= now,
    }  # fmt: skip


def _holders(session: Session, unit: UnitRow, at: datetime) -> Sequence[PersonRow]:
    query = (
        select(PersonRow)
        .join(PostRow, (PostRow.tenant == PersonRow.tenant) & (PostRow.person_id == PersonRow.id))
        .where(
            PersonRow.tenant == unit.tenant, PersonRow.active, PostRow.unit_id == unit.id,
            _held(at),
        )
        .order_by(PersonRow.name)
        .distinct()
    )  # fmt: skip
    return session.scalars(query).all()
