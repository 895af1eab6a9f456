"""The files of a case as a card: what is there, who may open it, and where to add more."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import new_id
from web.wording import FILE_KINDS, PURPOSES
from web.wording.filling import shown
from web.wording.texts import gettext as _
from workflows.access import Sight
from workflows.attachments.actions import TAKE_BACK
from workflows.attachments.kinds import BY_ENDING
from workflows.attachments.models import CLASS_OF, AttachmentRow, Purpose
from workflows.attachments.queries import Listed, may_add, of_case
from workflows.attachments.rules import MEGABYTE, MOST_MEGABYTES
from workflows.cases.models import CaseRow, Track

#: What the file dialogue offers; the server judges by itself.
ACCEPT = ",".join(["image/jpeg", "image/png", *(f".{ending}" for ending in sorted(BY_ENDING))])


def attachments_card(
    session: Session, actor: Actor, case: CaseRow, sight: Sight, *, task_id: str = ""
) -> dict[str, Any]:
    """What `attachments/card.html` needs; nothing for those who neither read nor work."""
    adds = may_add(session, actor, case.id)
    rows = of_case(session, actor, case.id, sight)
    if not adds and not rows:
        return {}
    evidence = case.track == Track.PROTECTION
    return {
        "id": case.id, "topic": f"case:{case.id}", "task": task_id, "adds": adds,
        "rows": [_row(one, actor) for one in rows], "key": new_id(),
        "list_url": url_for("cases.attachments", case_id=case.id),
        "url": url_for("cases.attach", case_id=case.id), "accept": ACCEPT,
        "most": MOST_MEGABYTES, "most_bytes": MOST_MEGABYTES * MEGABYTE,
        "purposes": [
            {"value": each.value, "label": str(PURPOSES[each.value]),
             "checked": (each == Purpose.EVIDENCE) == evidence}
            for each in (Purpose.OTHER, Purpose.EVIDENCE)
        ],
    }  # fmt: skip


def _row(one: Listed, actor: Actor) -> dict[str, Any]:
    row = one.row
    fresh = row.person_id == actor.id and clock.now() <= row.added_at + TAKE_BACK
    return {
        "id": row.id,
        "name": row.about.get("name", "") if one.named else _("受保护的材料"),
        "url": _address("cases.attachment", row) if one.readable else "",
        "kind": str(FILE_KINDS[row.kind]), "size": size_words(row.size),
        "purpose": str(PURPOSES[row.purpose.value]), "class": CLASS_OF[row.purpose].value,
        "by": row.person_name, "at": shown(row.added_at),
        "taken": _taken(row.about.get("taken_at", "")) if one.readable else "",
        "take_back": _address("cases.take_back", row) if fresh else "",
    }  # fmt: skip


def _address(endpoint: str, row: AttachmentRow) -> str:
    return url_for(endpoint, case_id=row.case_id, file_id=row.id)


def _taken(told: str) -> str:
    """When the camera took it, as far as the camera says so."""
    day, _blank, time = told.partition(" ")
    return _("拍摄于 %(at)s", at=f"{day.replace(':', '-')} {time[:5]}") if time else ""


def size_words(size: int) -> str:
    """A number of bytes as people say it."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / MEGABYTE:.1f} MB"
