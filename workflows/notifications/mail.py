"""Mail by SMTP, with `apprise` behind it: one neutral text to one person.

The library says only whether the server took the mail, so each failure is tried again. Its own
log would name the receiver and the account; it is silenced.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from apprise import AppriseAsset, NotifyFormat
from apprise.plugins.email.base import NotifyEmail

from engine import clock
from engine.database import Database
from engine.outbox import Channel, Delivery, DeliveryFailed, NotYet
from workflows.notifications.choosing import contact_of
from workflows.notifications.onward import attempts_for, tone_of
from workflows.notifications.quiet import HOUSE_QUIET, quiet_until
from workflows.notifications.texts import Text, text_of
from workflows.people.models import PersonRow
from workflows.settings import MailServer, Settings

logging.getLogger("apprise").disabled = True

#: Header by which a receiver knows a repetition; the same for each attempt of one delivery.
KEY_HEADER = "X-Sanlian-Key"
_PATIENCE = 10


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Where a mail goes and in which language."""

    email: str = field(repr=False)
    language: str


def by_mail(database: Database, settings: Settings) -> Channel:
    """The channel of an installation's mail server."""

    def send(delivery: Delivery) -> None:
        if not settings.mail.host:
            reason = "no mail server is set"
            raise DeliveryFailed(reason, permanent=True)
        to = _addressee(database, delivery, settings)
        if to is None:
            # The choice or the account is gone meanwhile: nobody is waiting for this mail.
            return
        text = text_of(tone_of(delivery), to.language)
        if not _mailed(settings.mail, to, text, f"{settings.public_url}/notices", delivery):
            reason = "the mail server did not take the mail"
            raise DeliveryFailed(reason, most=attempts_for(delivery))

    return send


def _addressee(database: Database, delivery: Delivery, settings: Settings) -> Addressee | None:
    """Look the address up now; outside of emergencies the person's quiet hours are kept."""
    person_id = str(delivery.payload["person"])
    with database.read() as session:
        contact = contact_of(session, delivery.tenant, person_id)
        person = session.get(PersonRow, (delivery.tenant, person_id))
        if contact is None or not contact.email or person is None or not person.active:
            return None
        found = Addressee(email=contact.email, language=person.language)
        hours = (contact.quiet_from, contact.quiet_until)
    begins, ends = HOUSE_QUIET if None in hours else (hours[0] or 0, hours[1] or 0)
    until = quiet_until(clock.now(), settings.zone, begins, ends)
    if until is not None and not delivery.payload.get("urgent"):
        raise NotYet(until)
    return found


def _mailed(server: MailServer, to: Addressee, text: Text, link: str, delivery: Delivery) -> bool:
    # The library tells nothing of its types.
    plugin = NotifyEmail(  # type: ignore[no-untyped-call]
        host=server.host, smtp_host=server.host, port=server.port,
        secure_mode=server.security.value, secure=server.security.value != "insecure",
        user=server.user or None, password=server.password or None, from_addr=server.sender,
        targets=[to.email], headers={KEY_HEADER: delivery.receiver_key},
        asset=AppriseAsset(app_id="Sanlian", app_desc="Sanlian", app_url=""),
        format=NotifyFormat.TEXT, cto=_PATIENCE, rto=_PATIENCE,
    )  # fmt: skip
    taken = plugin.send(body=text.with_link(link), title=text.subject)  # type: ignore[no-untyped-call]
    return bool(taken)
