"""What the list of cases reads: filters, lines with masked names, and the way to older ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.rendering.names import category_words, name_of
from web.wording import RISKS, state_words
from web.wording.case_words import STATE_TONES
from web.wording.texts import format_date, lazy_gettext
from web.wording.texts import gettext as _
from workflows.access import Permission, may
from workflows.access.law import REACHES, Scope
from workflows.cases.models import CaseRow, CaseState, Risk
from workflows.cases.parties import name_in_list
from workflows.cases.queries import Filter, main_parties, page_of_cases
from workflows.people import directory
from workflows.people.models import UnitKind, UnitRow

MOST = 40

#: Groups of states by which people look for cases.
PHASES = {
    "": (lazy_gettext("全部"), frozenset[CaseState]()),
    "reception": (
        lazy_gettext("接待中"), frozenset({CaseState.DRAFT, CaseState.REGISTERED}),
    ),
    "running": (
        lazy_gettext("办理中"),
        frozenset(
            {
                CaseState.TRIAGED, CaseState.CONSULT, CaseState.ACCEPTED, CaseState.IN_PROGRESS,
                CaseState.TRANSFERRED, CaseState.SUSPENDED,
            }
        ),
    ),
    "done": (
        lazy_gettext("已办结"),
        frozenset(
            {
                CaseState.RESOLVED, CaseState.FOLLOW_UP, CaseState.CLOSED, CaseState.ARCHIVED,
                CaseState.REFUSED, CaseState.MERGED, CaseState.WITHDRAWN,
            }
        ),
    ),
}  # fmt: skip


def listing(session: Session, actor: Actor) -> dict[str, Any]:
    """One page of the list, as the address asks for it."""
    phase = request.args.get("phase", "")
    phase = phase if phase in PHASES else ""
    risk = request.args.get("risk", "")
    risk = risk if risk in set(Risk) else ""
    stations = directory.units(session, actor.tenant, UnitKind.STATION)
    station = request.args.get("station", "")
    wanted = Filter(states=PHASES[phase][1], risk=Risk(risk) if risk else None, station=station)
    found = page_of_cases(
        session, actor, wanted, most=MOST + 1, after=request.args.get("after", "")
    )
    rows, chosen = found[:MOST], {"phase": phase, "risk": risk, "station": station}
    return {
        "break_glass_url": url_for("cases.break_glass")
        if may(actor, Permission.CASE_BREAK_GLASS)
        else "",
        "phases": [_pill(chosen, "phase", key, str(words)) for key, (words, _s) in PHASES.items()],
        "risks": [
            _pill(chosen, "risk", key, str(words))
            for key, words in {"": _("不限风险"), **RISKS}.items()
        ],
        "stations": _stations(actor, stations),
        "chosen": chosen,
        "rows": lines(session, actor, rows, {unit.id: unit for unit in stations}),
        "next_url": _address(chosen, after=rows[-1].id) if len(found) > MOST else "",
        "first_url": _address(chosen) if request.args.get("after") else "",
    }


def _stations(actor: Actor, stations: Sequence[UnitRow]) -> list[tuple[str, str]]:
    """What to choose from, for those who reach cases of more than one station."""
    held = {tuple(group.split("@", 1)) for group in actor.groups}
    wide = {REACHES.get(role) for role, _unit in held} & {Scope.CENTRE, Scope.RUNNING_INCIDENTS}
    own = {unit.id for unit in stations} & {unit for _role, unit in held}
    if not wide and len(own) < 2:
        return []
    return [(unit.id, name_of(unit)) for unit in stations if wide or unit.id in own]


def _pill(chosen: dict[str, str], name: str, key: str, words: str) -> dict[str, Any]:
    return {"label": words, "url": _address({**chosen, name: key}), "current": chosen[name] == key}


def _address(chosen: dict[str, str], **more: str) -> str:
    wanted = {key: text for key, text in {**chosen, **more}.items() if text}
    return url_for("cases.page", **wanted)  # type: ignore[arg-type]  # flask's own keywords


def lines(
    session: Session, actor: Actor, cases: Any, stations: dict[str, Any]
) -> list[dict[str, Any]]:
    """Cases as rows: names masked, whoever reads."""
    people = main_parties(session, actor.tenant, {case.id for case in cases})
    return [_line(case, people.get(case.id, []), stations) for case in cases]


def _line(case: CaseRow, people: Any, stations: dict[str, Any]) -> dict[str, Any]:
    names = _(" 与 ").join(name_in_list(party, clear=False) for party in people)
    station = stations.get(case.station)
    parts = [names, name_of(station) if station else ""]
    return {
        "url": url_for("cases.case", case_id=case.id),
        "title": category_words(case.category_d) or _("来访接待"),
        "context": " ・ ".join(part for part in parts if part),
        "number": " ・ ".join(
            [case.number or _("还没有编号"), format_date(case.opened_at, _("yyyy年M月d日"))]
        ),
        "risk": case.risk.value,
        "badge": state_words(case.state.value),
        "tone": STATE_TONES.get(case.state.value, ""),
    }
