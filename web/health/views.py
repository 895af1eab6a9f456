"""Health for machines (`/healthz`, `/readyz`) and what kept failing for those who mend it."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import repairing
from web.health.probes import Readiness
from web.health.showing import failure_row
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from workflows.access import Permission, require

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(ok=True)


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether this process can work; 503 when any probe is red."""
    readiness = current_app.extensions.setdefault(
        "sanlian_readiness", Readiness(database=runtime().database)
    )
    probes = cast("Readiness", readiness).ask()
    ok = all(probe.ok for probe in probes.values())
    answer = jsonify(ok=ok, probes={name: probe.as_json() for name, probe in probes.items()})
    return answer, 200 if ok else 503


@blueprint.get("/failures")
def failures() -> ResponseReturnValue:
    """What waits for a hand, and what was settled lately; no case content."""
    require(actor(), Permission.FAILURE_READ)
    with runtime().database.read() as session:
        return signed_in_page(
            session, "health/failures.html", active="failures", failures=_lists(session)
        )


@blueprint.get("/failures/rows")
def rows() -> ResponseReturnValue:
    """The open ones alone, for a page that heard of a change."""
    require(actor(), Permission.FAILURE_READ)
    with runtime().database.read() as session:
        return signed_in_page(
            session, "health/rows.html", active="failures", failures=_lists(session)
        )


def _lists(session: Session) -> dict[str, Any]:
    tenant = actor().tenant
    return {
        "open": [failure_row(session, row) for row in repairing.unsettled(session, tenant)],
        "settled": [failure_row(session, row) for row in repairing.settled(session, tenant)],
    }


@blueprint.post("/failures/<failure_id>/retry")
def retry(failure_id: str) -> ResponseReturnValue:
    """Let a dead timer or delivery run again."""
    require(actor(), Permission.FAILURE_READ)
    with runtime().database.begin() as session:
        repairing.retry(session, actor(), failure_id, request.form.get("reason", ""))
    flash(_("已重新安排，几秒内会再试一次。"))
    return redirect(url_for("health.failures"), code=303)


@blueprint.post("/failures/<failure_id>/set-aside")
def set_aside(failure_id: str) -> ResponseReturnValue:
    """Say that nothing more is to be tried."""
    require(actor(), Permission.FAILURE_READ)
    with runtime().database.begin() as session:
        repairing.set_aside(session, actor(), failure_id, request.form.get("reason", ""))
    flash(_("已记下，不再重试。"))
    return redirect(url_for("health.failures"), code=303)
