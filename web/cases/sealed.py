"""What pages say of a seal: whether it can be set, who is inside, and whose glass is broken."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from web.rendering import instant
from web.rendering.names import group_words, name_of, role_words
from web.wording import BASES
from web.wording.texts import gettext as _
from workflows.access.models import MemberRow
from workflows.cases import glass, queries, sealing
from workflows.cases.models import CaseRow
from workflows.people import directory
from workflows.people.models import PersonRow


def sealing_part(session: Session, actor: Actor, case: CaseRow) -> dict[str, Any]:
    """The link to seal the case or keep its circle; what a reader by broken glass is told."""
    until = glass.open_until(session, actor, case.id)
    return {
        "seal": _link(session, actor, case),
        "glass_words": _(
            "您在用紧急授权查看，%(at)s 到期。每次查看都有记录，站长和安全审计员已收到通知。",
            at=instant(until),
        ) if until else "",
    }  # fmt: skip


def _link(session: Session, actor: Actor, case: CaseRow) -> dict[str, str] | None:
    if not sealing.may_seal(session, actor, case):
        return None
    if queries.is_sealed(session, case.tenant, case.id):
        return {"label": _("知情范围"), "url": url_for("cases.circle", case_id=case.id)}
    return {"label": _("设为保密案件"), "url": url_for("cases.seal", case_id=case.id)}


def circle(session: Session, actor: Actor, case: CaseRow) -> dict[str, Any]:
    """The circle with who may come in; buttons for whoever keeps it."""
    return {
        "members": [_member(session, row) for row in sealing.circle(session, case.tenant, case.id)],
        "people": [
            {"value": person.id, "label": _candidate(session, person)}
            for person in sealing.candidates(session, case)
        ],
        "stuck": _("、").join(
            _("%(name)s（%(roles)s）", name=name_of(task), roles=role_words(task.role))
            for task in sealing.without_hands(session, case)
        ),
        "case_url": url_for("cases.case", case_id=case.id),
        "number": case.number or _("还没有编号"),
        "id": case.id,
    }


def _member(session: Session, row: MemberRow) -> dict[str, str]:
    units = {unit.id: unit for unit in directory.units(session, row.tenant)}
    person = session.get(PersonRow, (row.tenant, row.person_id)) if row.person_id else None
    return {
        "id": row.id,
        "name": name_of(person) if person else group_words(row.member_group or "", units),
        "roles": _roles(session, person) if person else "",
        "basis": str(BASES.get(row.basis, row.basis)),
        "since": instant(row.since),
    }


def _candidate(session: Session, person: PersonRow) -> str:
    return _("%(name)s（%(roles)s）", name=name_of(person), roles=_roles(session, person))


def _roles(session: Session, person: PersonRow) -> str:
    held = directory.posts_of(session, person.tenant, person.id, clock.now())
    return _("、").join(dict.fromkeys(role_words(post.role) for post in held))


def openings(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Who broke the glass, why, until when, and how much they read."""
    now = clock.now()
    return [
        {
            "at": instant(one.row.at), "until": instant(one.until), "running": one.until > now,
            "name": one.row.person_name, "role": role_words(one.row.acting_role),
            "number": one.case.number or _("还没有编号") if one.case else _("保密案件"),
            "reason": one.row.reason if one.case else _("您不在知情范围，不显示"),
            "reads": one.reads,
        }
        for one in glass.openings(session, actor)
    ]  # fmt: skip
