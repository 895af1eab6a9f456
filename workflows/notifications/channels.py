"""The channels that carry a notice out of the house; a row in this table is all a new one needs.

`spool` writes one small file a delivery into the installation's own folder, from where a gateway of
the centre (an SMS box, a script of the operator) takes it. It is named by the receiver key, so a
repeated delivery overwrites itself. Mail and robots wait for a network and so tick by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from engine.database import Database
from engine.outbox import Channel, Delivery
from workflows.notifications.mail import by_mail
from workflows.notifications.onward import MAIL, ROBOT
from workflows.notifications.robot_channel import by_robot
from workflows.notifications.robots import way
from workflows.settings import Settings

#: Channels that may keep a delivery waiting.
FAR = frozenset({MAIL, ROBOT})


def spool_into(folder: Path) -> Channel:
    """A channel that leaves files for a gateway."""

    def send(delivery: Delivery) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = "".join(c if c.isalnum() else "-" for c in delivery.receiver_key)
        text = json.dumps(
            {"key": delivery.receiver_key, **delivery.payload}, ensure_ascii=False, sort_keys=True
        )
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / f"{name}.json")

    return send


def channels(settings: Settings, database: Database) -> Mapping[str, Channel]:
    """All channels of an installation by name."""
    return {
        "sms": spool_into(settings.home / "spool" / "sms"),
        "phone": spool_into(settings.home / "spool" / "phone"),
        MAIL: by_mail(database, settings),
        ROBOT: by_robot(database, settings, way(settings.robot_hosts)),
    }
