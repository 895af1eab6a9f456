"""A station with real receivers on the loopback: a mail server, a group chat, a mediator with mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from engine import clock, outbox
from engine.actors import Actor
from engine.database import Database, new_id
from engine.models import FailureRow, OutboxRow
from tests.cast import ZHOU_LAN
from tests.workflows.notifications.receivers import Chat, Mailbox, mail_server, robot
from workflows.demo.cast import EAST_LAKE, TENANT, seed_cast
from workflows.notifications.channels import channels
from workflows.notifications.choosing import Choice, choose
from workflows.notifications.models import NoticeRow
from workflows.notifications.onward import ROBOT, carry_onward
from workflows.notifications.outward import Way
from workflows.notifications.robot_channel import by_robot
from workflows.notifications.robots import Wanted, add
from workflows.people.directory import actor_of
from workflows.settings import Settings

LINK = "https://sanlian.county.example/notices"


@dataclass
class Station:
    """East Lake with a mail server, a robot in its group chat, and a mediator who reads mail."""

    database: Database
    settings: Settings
    chat: Chat
    box: Mailbox
    limei: Actor
    outward: Way
    robot_id: str = ""
    keys: dict[str, list[str]] = field(default_factory=dict)

    def chooses(self, mailed: str, quiet: tuple[str, str] = ("", ""), revision: int = 0) -> None:
        with self.database.begin() as session:
            choose(session, self.limei, Choice(
                email="limei@station.example", mailed=mailed, quiet_from=quiet[0],
                quiet_until=quiet[1], revision=revision,
            ))  # fmt: skip

    def has_robot(
        self, *, kind: str = "wecom", secret: str = "", urgent_only: bool = False
    ) -> None:
        address = f"http://127.0.0.1:{self.chat.port}/send?key=the-key"
        with self.database.begin() as session:
            self.robot_id = add(session, ZHOU_LAN, Wanted(
                unit=EAST_LAKE, kind=kind, name="东湖群", address=address, secret=secret,
                urgent_only=urgent_only,
            ), self.outward).id  # fmt: skip

    def tell(self, case: str, *, urgent: bool = False) -> str:
        """A notice for the mediators; returns the key of the robot's post."""
        with self.database.begin() as session:
            notice = NoticeRow(
                tenant=TENANT, id=new_id(), unit=EAST_LAKE, case_id=case,
                member_group=f"R04@{EAST_LAKE}", template="deadline-missed", sent_at=clock.now(),
            )  # fmt: skip
            session.add(notice)
            carry_onward(session, notice, urgent=urgent)
        key = f"notice:{notice.id}:robot:{self.robot_id}"
        self.keys.setdefault(case, []).append(key)
        return key

    def deliver(self) -> int:
        ways = dict(channels(self.settings, self.database))
        ways[ROBOT] = by_robot(self.database, self.settings, self.outward)
        return outbox.deliver_due(self.database, ways)

    def wait_and_deliver(self, times: int) -> None:
        for _ in range(times):
            clock.travel_to(clock.now() + outbox.LONGEST_WAIT)
            self.deliver()

    def rows(self) -> list[OutboxRow]:
        with self.database.read() as session:
            return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))

    def failures(self) -> list[FailureRow]:
        with self.database.read() as session:
            return list(session.scalars(select(FailureRow)))


@contextmanager
def station_in(database: Database, home: Path) -> Iterator[Station]:
    """The station, while its receivers answer."""
    with database.begin() as session:
        people = seed_cast(session)
        limei = actor_of(session, TENANT, people["limei"].id)
    with mail_server() as box, robot() as chat:
        settings = Settings.from_env({
            "SANLIAN_HOME": str(home), "SANLIAN_SMTP_HOST": "127.0.0.1",
            "SANLIAN_SMTP_PORT": str(box.port), "SANLIAN_SMTP_SECURITY": "none",
            "SANLIAN_MAIL_FROM": "sanlian@county.example",
            "SANLIAN_PUBLIC_URL": LINK.removesuffix("/notices"),
            "SANLIAN_ROBOT_HOSTS": f"127.0.0.1:{chat.port}",
        })  # fmt: skip
        outward = Way(known=(), listed=settings.robot_hosts, patience=0.5)
        yield Station(database, settings, chat, box, limei, outward)
