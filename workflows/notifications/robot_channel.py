"""What a robot is sent, and what its answer means.

Not by `apprise`: it takes "200, but your key is wrong" for success, and resolves the host's name by
itself after it was judged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from engine import clock
from engine.database import Database
from engine.outbox import Channel, Delivery, DeliveryFailed, NotYet
from workflows.notifications.models import RobotRow
from workflows.notifications.onward import attempts_for, tone_of
from workflows.notifications.outward import AddressRefused, Answer, Way
from workflows.notifications.quiet import HOUSE_QUIET, quiet_until
from workflows.notifications.robots import Kind
from workflows.notifications.texts import text_of
from workflows.settings import Settings

#: The header by which a receiver knows a repetition, in the words of the IETF draft.
KEY_HEADER = "Idempotency-Key"
#: Answers that come to mean something else by waiting; other 4xx do not.
_WAIT = frozenset({408, 425, 429})
#: A robot's own codes for "you may not": wrong key, wrong signature, wrong words.
_NEVER = frozenset({93000, 300001, 300005, 310000, 400101, 40035})


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A robot as it is needed for one call."""

    kind: str
    address: str = field(repr=False)
    secret: str | None = field(repr=False)


def by_robot(database: Database, settings: Settings, way: Way) -> Channel:
    """The channel of all robots of an installation."""

    def send(delivery: Delivery) -> None:
        robot = _robot(database, delivery)
        if robot is None:
            # Switched off meanwhile: nobody waits for it in the chat.
            return
        until = quiet_until(clock.now(), settings.zone, *HOUSE_QUIET)
        if until is not None and not delivery.payload.get("urgent"):
            raise NotYet(until)
        text = text_of(tone_of(delivery), "zh").with_link(f"{settings.public_url}/notices")
        _judge(_call(way, robot, text, delivery), attempts_for(delivery))

    return send


def _robot(database: Database, delivery: Delivery) -> Reached | None:
    with database.read() as session:
        row = session.get(RobotRow, (delivery.tenant, str(delivery.payload["robot"])))
        if row is None or not row.active:
            return None
        return Reached(kind=row.kind, address=row.address, secret=row.secret)


def _call(way: Way, robot: Reached, text: str, delivery: Delivery) -> Answer:
    body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "Sanlian",
        KEY_HEADER: delivery.receiver_key,
    }  # fmt: skip
    try:
        return way.post(_signed(robot, clock.now()), body.encode(), headers)
    except AddressRefused as refused:
        reason = f"the robot's address is refused ({refused.why})"
        raise DeliveryFailed(reason, permanent=True) from refused
    except (OSError, http.client.HTTPException) as failure:
        reason = f"the robot cannot be reached ({type(failure).__name__})"
        raise DeliveryFailed(reason, most=attempts_for(delivery)) from failure


def _signed(robot: Reached, now: datetime) -> str:
    """The address with DingTalk's signature over the time, when the robot has a secret."""
    if robot.kind != Kind.DINGTALK or not robot.secret:
        return robot.address
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.digest(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode(), hashlib.sha256)
    signed = urlencode({"timestamp": stamp, "sign": base64.b64encode(digest).decode()})
    return f"{robot.address}{'&' if '?' in robot.address else '?'}{signed}"


def _judge(answer: Answer, most: int) -> None:
    """Success is 200 and no error code of the robot's own."""
    if answer.status != http.HTTPStatus.OK:
        lasting = 300 <= answer.status < 500 and answer.status not in _WAIT
        reason = f"the robot answered {answer.status}"
        raise DeliveryFailed(reason, permanent=lasting, most=most)
    code = _error_code(answer.body)
    if code:
        reason = f"the robot refused with code {code}"
        raise DeliveryFailed(reason, permanent=code in _NEVER, most=most)


def _error_code(body: bytes) -> int:
    try:
        told = json.loads(body)
    except ValueError:
        return 0
    code = told.get("errcode", 0) if isinstance(told, dict) else 0
    return code if isinstance(code, int) else -1
