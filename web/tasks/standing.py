"""How a task stands beside its form: delegated, resting, urged, who signs, who got a copy."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.models import TaskRow
from web.rendering import instant
from web.tasks.acts_asked import reason_words
from web.wording.texts import gettext as _
from workflows.cases import queries, telling
from workflows.people.directory import name_of


def standing(session: Session, actor: Actor, row: TaskRow) -> list[dict[str, str]]:
    """The lines, each with a tone: warn keeps the task open, the others only tell."""
    return [
        *_own(session, row),
        *_signatures(session, actor, row),
        *_copies(session, row),
    ]


def _line(text: str, tone: str = "") -> dict[str, str]:
    return {"text": text, "tone": tone}


def _own(session: Session, row: TaskRow) -> list[dict[str, str]]:
    found = tasks.standing_of(session, row)
    if found is None:
        return []
    lines = []
    if found.suspended_because is not None:
        because = reason_words(found.suspended_because)
        words = _(
            "已挂起：%(because)s（%(name)s，%(at)s）", because=because,
            name=found.suspended_by or "", at=instant(found.suspended_at),
        )  # fmt: skip
        lines.append(_line(words, "warn"))
    if found.owner is not None:
        words = _(
            "%(owner)s 在 %(at)s 委派给 %(name)s，办好后交回。", owner=found.owner_name or "",
            at=instant(found.delegated_at), name=row.assignee_name or "",
        )  # fmt: skip
        lines.append(_line(words))
    if found.urges and found.urged_at is not None:
        words = _(
            "已催办 %(n)s 次，最近一次：%(name)s，%(at)s", n=found.urges,
            name=found.urged_by or "", at=instant(found.urged_at),
        )  # fmt: skip
        lines.append(_line(words, "warn"))
    return lines


def _signatures(session: Session, actor: Actor, row: TaskRow) -> list[dict[str, str]]:
    """Who signs; what they wrote is for those who read the file."""
    reads = row.assignee == actor.id or queries.reads_the_file(actor)
    kinds = {tasks.Signing.ALL: _("会签"), tasks.Signing.ANY: _("或签")}
    return [
        _line(
            _(
                "%(kind)s：%(name)s %(state)s", kind=kinds[each.signing], name=each.person_name,
                state=_signed(each, reads=reads),
            ),
            "" if each.agreed else "warn",
        )
        for each in tasks.signers_of(session, row.tenant, row.id)
    ]  # fmt: skip


def _signed(signer: tasks.SignerRow, *, reads: bool) -> str:
    if signer.signed_at is None:
        return _("还没有签")
    word = _("同意") if signer.agreed else _("不同意")
    remark = f"：{signer.remark}" if reads and signer.remark else ""
    return f"{word}（{instant(signer.signed_at)}）{remark}"


def _copies(session: Session, row: TaskRow) -> list[dict[str, str]]:
    lines = []
    for notice in telling.copies_of(session, row):
        name = name_of(session, row.tenant, notice.person_id or "")
        read = (
            _("%(at)s 已阅", at=instant(notice.read_at))
            if notice.read_at is not None
            else _("未阅")
        )
        lines.append(_line(_("抄送：%(name)s %(read)s", name=name, read=read)))
    return lines
