"""What collides and what does not, by table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workflows.appointments.rules import LENGTH, Appointment, Clash, clash, clashes

NINE = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)


def session(
    id_: str = "a",
    *,
    after: timedelta = timedelta(0),
    case: str = "",
    station: str = "east-lake",
    room: str = "",
    mediators: str = "",
    parties: str = "",
) -> Appointment:
    return Appointment(
        id=id_, case_id=case or f"case-{id_}", station=station, begins=NINE + after, room=room,
        mediators=frozenset(mediators.split()), parties=frozenset(parties.split()),
    )  # fmt: skip


ONE = session(room="第一 调解室", mediators="limei", parties="p1 p2")


@pytest.mark.parametrize(
    ("other", "kinds"),
    [
        (session("b", room="第一调解室"), (Clash.ROOM,)),
        (session("b", room="第一调解室", station="south-gate"), ()),
        (session("b", room="第二调解室"), ()),
        (session("b", room=""), ()),
        (session("b", mediators="wangqiang limei"), (Clash.MEDIATOR,)),
        (session("b", mediators="limei", station="south-gate"), (Clash.MEDIATOR,)),
        (session("b", parties="p2"), (Clash.PARTY,)),
        (session("b", case="case-a"), (Clash.PARTY,)),
        (session("b", room="第一调解室", mediators="limei", parties="p1"), tuple(Clash)),
        (session("b", mediators="limei", after=LENGTH), ()),
        (session("b", mediators="limei", after=-LENGTH), ()),
        (session("b", mediators="limei", after=LENGTH - timedelta(minutes=1)), (Clash.MEDIATOR,)),
        (session("b", mediators="limei", after=timedelta(minutes=1) - LENGTH), (Clash.MEDIATOR,)),
        (ONE, ()),
    ],
)
def test_two_sessions_collide_in_room_mediator_or_party(
    other: Appointment, kinds: tuple[Clash, ...]
) -> None:
    assert clash(ONE, other) == kinds
    assert clash(other, ONE) == kinds


def test_each_of_a_pair_names_the_other() -> None:
    found = clashes([ONE, session("b", mediators="limei"), session("c")])
    assert found == {"a": [("b", (Clash.MEDIATOR,))], "b": [("a", (Clash.MEDIATOR,))]}
