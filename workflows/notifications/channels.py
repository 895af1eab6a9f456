"""The channels that carry a notice out of the house; a row in this table is all a new one needs.

`spool` writes one small file a delivery into the installation's own folder, from where a gateway of
the centre (an SMS box, a script of the operator) takes it. It is named by the receiver key, so a
repeated delivery overwrites itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from engine.outbox import Channel, Delivery
from workflows.settings import Settings


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


def channels(settings: Settings) -> Mapping[str, Channel]:
    """All channels of an installation by name."""
    return {
        "sms": spool_into(settings.home / "spool" / "sms"),
        "phone": spool_into(settings.home / "spool" / "phone"),
    }
