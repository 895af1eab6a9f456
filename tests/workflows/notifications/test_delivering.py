"""What leaves the house, whose choice it is, and what comes of receivers that fail.

`tests/faults/test_channels.py` plays failing receivers by chance and in numbers.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine import clock, outbox, repairing
from engine.models import OutboxState
from tests.cast import ZHOU_LAN
from tests.workflows.notifications.station import LINK, Station
from workflows.notifications.choosing import Choice, ContactMoved, choose
from workflows.notifications.mail import KEY_HEADER
from workflows.notifications.onward import ROBOT
from workflows.notifications.robot_channel import by_robot
from workflows.notifications.robots import send_test_mail, switch, way
from workflows.notifications.texts import TEXTS


def body_of(mail: Any) -> str:
    return str(mail.get_payload(decode=True).decode())


# --- what goes out ---------------------------------------------------------------------------


def test_a_mail_holds_a_fixed_text_a_link_and_a_key(station: Station) -> None:
    station.chooses("all")
    station.tell("case-1")
    assert station.deliver() == 1
    mail = station.box.mails[0]
    assert station.box.receivers == ["limei@station.example"]
    assert body_of(mail).split() == TEXTS["calm", "zh"].with_link(LINK).split()
    assert mail[KEY_HEADER] == station.rows()[0].receiver_key
    assert "case-1" not in mail.as_string()


def test_a_robot_says_a_fixed_text_and_no_more(station: Station) -> None:
    station.has_robot()
    key = station.tell("case-1", urgent=True)
    station.deliver()
    said = {"msgtype": "text", "text": {"content": TEXTS["urgent", "zh"].with_link(LINK)}}
    assert station.chat.calls == [(key, "/send?key=the-key", said)]


def test_no_text_says_what_the_house_is_about() -> None:
    """Somebody else may look at the screen: no word of the matter, in either language."""
    told = ("家暴", "暴力", "调解", "案", "妇", "儿童", "求助", "维权", "保护", "地址", "case",
            "violence", "women", "child", "mediat", "victim")  # fmt: skip
    for each in TEXTS.values():
        assert [word for word in told if word in (each.subject + each.body).lower()] == []


def test_a_dingtalk_robot_is_signed_over_the_time_of_each_attempt(station: Station) -> None:
    station.has_robot(kind="dingtalk", secret="SECsecret")
    station.chat.answers = [500]
    station.tell("case-1")
    station.deliver()
    station.wait_and_deliver(1)
    first, second = (path.partition("&timestamp=")[2] for _, path, _ in station.chat.calls)
    assert first.partition("&")[0] == str(
        int((clock.now() - outbox.LONGEST_WAIT).timestamp() * 1000)
    )
    assert "&sign=" in first
    assert first.partition("&sign=")[2] != second.partition("&sign=")[2]


# --- whose choice it is ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mailed", "calm", "urgent"), [("nothing", 0, 0), ("urgent", 0, 1), ("all", 1, 1)]
)
def test_a_person_gets_what_they_chose(
    station: Station, mailed: str, calm: int, urgent: int
) -> None:
    station.chooses(mailed)
    station.tell("case-1")
    assert station.deliver() == calm
    station.tell("case-2", urgent=True)
    assert station.deliver() == urgent


def test_who_chose_nothing_gets_nothing_and_no_row_is_written(station: Station) -> None:
    station.tell("case-1", urgent=True)
    assert station.rows() == []


def test_quiet_hours_wait_for_the_morning_and_an_emergency_does_not(station: Station) -> None:
    station.chooses("all", ("22:00", "07:00"))
    evening = clock.now() + timedelta(hours=14)
    clock.travel_to(evening)
    station.tell("case-1")
    assert station.deliver() == 0
    station.tell("case-1", urgent=True)
    assert station.deliver() == 1, "of the same case, and behind a mail that waits"
    clock.travel_to(evening + timedelta(hours=7, minutes=59))
    assert station.deliver() == 0
    clock.travel_to(evening + timedelta(hours=8))
    assert station.deliver() == 1
    assert [row.attempts for row in station.rows()] == [1, 1], "waiting is no failed attempt"


def test_a_changed_choice_holds_for_what_waits(station: Station) -> None:
    station.chooses("all", ("08:00", "12:00"))
    station.tell("case-1")
    assert station.deliver() == 0
    with station.database.begin() as session:
        choose(session, station.limei, Choice(
            email="", mailed="nothing", quiet_from="", quiet_until="", revision=1,
        ))  # fmt: skip
    station.wait_and_deliver(20)
    assert station.box.mails == []
    assert station.failures() == []


def test_an_old_page_changes_nothing(station: Station) -> None:
    station.chooses("all")
    with pytest.raises(ContactMoved):
        station.chooses("nothing")
    station.tell("case-1")
    assert station.deliver() == 1


def test_a_robot_that_was_switched_off_says_nothing_more(station: Station) -> None:
    station.has_robot()
    station.tell("case-1")
    with station.database.begin() as session:
        switch(session, ZHOU_LAN, station.robot_id, on=False)
    station.deliver()
    assert station.chat.calls == []


def test_addresses_and_secrets_are_unreadable_in_the_tables(station: Station) -> None:
    station.chooses("all")
    station.has_robot(kind="dingtalk", secret="SECsecret")
    station.tell("case-1")
    with station.database.read() as session:
        stored = [
            bytes(cell)
            for table in ("contact", "robot", "outbox")
            for row in session.execute(text(f"select * from {table}"))
            for cell in row
            if isinstance(cell, bytes | memoryview)
        ]
    assert len(stored) >= 4
    for secret in (b"limei@", b"the-key", b"SECsecret"):
        assert not any(secret in cell for cell in stored)


# --- R14: receivers that fail ----------------------------------------------------------------


def test_a_mail_server_that_refuses_gets_the_mail_later_by_the_same_key(station: Station) -> None:
    station.chooses("all")
    station.box.refusing = True
    station.tell("case-1")
    station.deliver()
    assert (station.box.tried, station.box.mails) == (1, [])
    station.box.refusing = False
    clock.travel_to(clock.now() + timedelta(seconds=1))
    assert station.deliver() == 0, "not before the back-off is over"
    clock.travel_to(clock.now() + timedelta(seconds=1))
    assert station.deliver() == 1
    assert station.box.mails[0][KEY_HEADER] == station.rows()[0].receiver_key


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing(station: Station) -> None:
    """What is not urgent outlasts the hour; nobody is called for it."""
    station.chooses("all")
    station.box.refusing = True
    began = clock.now()
    station.tell("case-1")
    station.deliver()
    while station.rows()[0].next_try_at < began + timedelta(hours=1):
        clock.travel_to(station.rows()[0].next_try_at)
        station.deliver()
    assert station.failures() == []
    station.box.refusing = False
    station.wait_and_deliver(1)
    assert len(station.box.mails) == 1


def test_a_dead_mail_server_holds_up_no_robot_and_no_other_case(station: Station) -> None:
    station.chooses("all")
    station.has_robot()
    station.box.refusing = True
    first, second = station.tell("case-1"), station.tell("case-2")
    station.deliver()
    assert station.chat.posted() == [first, second]


@pytest.mark.parametrize("how", ["late", "drop"])
def test_an_answer_that_came_too_late_is_asked_again_with_the_same_key(
    station: Station, how: str
) -> None:
    """The robot has posted already; by the key it can know."""
    station.has_robot()
    station.chat.answers = [how]
    key = station.tell("case-1")
    assert station.deliver() == 0
    station.wait_and_deliver(1)
    assert [call[0] for call in station.chat.calls] == [key, key]
    assert station.chat.posted() == [key]
    assert [row.state for row in station.rows()] == [OutboxState.SENT]


@pytest.mark.parametrize(
    ("answers", "error_code"), [([404], 0), ([301], 0), ([200], 93000), ([200], 310000)]
)
def test_what_waiting_cannot_mend_is_a_failure_at_once(
    station: Station, answers: list[int | str], error_code: int
) -> None:
    station.has_robot()
    station.chat.answers, station.chat.error_code = list(answers), error_code
    station.tell("case-1")
    station.deliver()
    assert [row.state for row in station.rows()] == [OutboxState.DEAD]
    failure = station.failures()[0]
    assert (failure.kind, failure.business_key) == ("delivery", "case-1")
    assert "the-key" not in failure.error


def test_a_robot_that_says_200_and_means_no_is_tried_again(station: Station) -> None:
    """Too many posts a minute is said with status 200; it passes."""
    station.has_robot()
    station.chat.error_code = 45009
    station.tell("case-1")
    assert station.deliver() == 0
    station.chat.error_code = 0
    station.wait_and_deliver(1)
    assert [row.state for row in station.rows()] == [OutboxState.SENT]


def test_an_urgent_dead_letter_is_seen_within_minutes_and_goes_out_by_hand(
    station: Station,
) -> None:
    station.has_robot()
    station.chat.answers = [500] * outbox.MOST_ATTEMPTS
    key, began = station.tell("case-1", urgent=True), clock.now()
    station.deliver()
    while not station.failures():
        clock.travel_to(station.rows()[0].next_try_at)
        station.deliver()
    assert clock.now() - began < timedelta(minutes=5)
    with station.database.begin() as session:
        repairing.retry(session, ZHOU_LAN, station.failures()[0].id, "机器人已修好")
    assert station.deliver() == 1
    assert station.chat.posted() == [key]


def test_nothing_is_sent_while_a_transaction_is_open(station: Station) -> None:
    """The receiver itself writes to the house: it could not, if the sender still held the line."""
    station.chooses("nothing")
    station.has_robot()
    station.tell("case-1")
    way_out = by_robot(station.database, station.settings, station.outward)

    def writing(delivery: outbox.Delivery) -> None:
        with station.database.begin() as session:
            send_test_mail(session, station.limei)
        way_out(delivery)

    assert outbox.deliver_due(station.database, {ROBOT: writing}, only={ROBOT}) == 1


def test_a_public_host_is_not_reached_from_a_house_that_lists_none(station: Station) -> None:
    """A robot that was listed once and is not any more becomes a failure, and nothing is dialled."""
    station.has_robot()
    station.tell("case-1")
    closed = by_robot(station.database, station.settings, way(frozenset()))
    outbox.deliver_due(station.database, {ROBOT: closed})
    assert station.chat.calls == []
    assert "address is refused" in station.failures()[0].error


def test_no_log_names_an_address_an_account_or_a_secret(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.NOTSET)
    station.chooses("all")
    station.has_robot(kind="dingtalk", secret="SECsecret")
    station.box.refusing, station.chat.answers = True, [500]
    station.tell("case-1")
    station.deliver()
    assert (station.box.tried, len(station.chat.calls)) == (1, 1)
    for secret in ("limei@", "the-key", "SECsecret", "sanlian@county"):
        assert secret not in caplog.text
