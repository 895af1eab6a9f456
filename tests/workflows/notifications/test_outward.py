"""An address that somebody typed cannot make the server speak to itself or its neighbours."""

from __future__ import annotations

import itertools

import pytest

from tests.workflows.notifications.receivers import robot
from workflows.notifications.outward import AddressRefused, Way
from workflows.notifications.robots import way

PUBLIC = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"
OPEN = way(frozenset())


def resolved_to(*addresses: str, listed: frozenset[str] = frozenset()) -> Way:
    return Way(known=OPEN.known, listed=listed, resolve=lambda _host, _port: addresses)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "no-address"),
        ("gopher://qyapi.weixin.qq.com/", "no-address"),
        ("https://", "no-address"),
        ("https://[::1", "no-address"),
        ("https://me:word@qyapi.weixin.qq.com/x", "no-address"),
        ("http://qyapi.weixin.qq.com/x", "not-https"),
        ("https://qyapi.weixin.qq.com:8443/x", "host-not-listed"),
        ("https://127.0.0.1/x", "host-not-listed"),
        ("https://[::1]/x", "host-not-listed"),
        ("http://169.254.169.254/latest/meta-data", "host-not-listed"),
        ("https://2130706433/", "host-not-listed"),
        ("https://qyapi.weixin.qq.com.example.org/x", "host-not-listed"),
        ("https://example.org/?qyapi.weixin.qq.com", "host-not-listed"),
    ],
)
def test_an_address_that_is_not_listed_is_refused_before_anything_is_asked(
    url: str, why: str
) -> None:
    with pytest.raises(AddressRefused) as refused:
        OPEN.refuse(url)
    assert refused.value.why == why


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.8", "172.16.3.1", "192.168.1.1", "0.0.0.0",  # noqa: S104
     "fe80::1%eth0", "fc00::7", "::ffff:127.0.0.1", "::ffff:10.0.0.8", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_a_known_name_that_leads_inside_is_refused(address: str) -> None:
    for addresses in ([address], ["140.207.54.1", address]):
        with pytest.raises(AddressRefused) as refused:
            resolved_to(*addresses).post(PUBLIC, b"{}", {})
        assert refused.value.why == "address-inside"


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254"],  # noqa: S104
)
def test_not_even_a_listed_host_may_be_the_metadata_of_a_machine(address: str) -> None:
    with pytest.raises(AddressRefused):
        resolved_to(address, listed=frozenset({"robot.inside"})).post(
            "http://robot.inside/", b"", {}
        )


def test_a_listed_host_of_a_closed_network_is_reached_without_tls() -> None:
    with robot() as chat:
        listed = frozenset({f"127.0.0.1:{chat.port}"})
        answer = way(listed).post(
            f"http://127.0.0.1:{chat.port}/send?key=k", b"{}", {"Idempotency-Key": "1"}
        )
    assert answer.status == 200
    assert chat.calls == [("1", "/send?key=k", {})]


def test_listing_one_port_opens_no_other() -> None:
    with pytest.raises(AddressRefused):
        way(frozenset({"127.0.0.1:8081"})).refuse("http://127.0.0.1:8082/")


def test_the_name_is_asked_once_and_the_judged_address_is_dialled() -> None:
    """A name server that gives a harmless address first and another one after is of no use."""
    with robot() as chat:
        addresses = itertools.chain([["127.0.0.1"]], itertools.repeat(["127.0.0.9"]))
        asked: list[str] = []

        def rebinding(host: str, _port: int) -> list[str]:
            asked.append(host)
            return next(addresses)

        house = Way(known=(), listed={"robot.inside"}, resolve=rebinding)
        house.post(f"http://robot.inside:{chat.port}/", b"{}", {})
    assert asked == ["robot.inside"]
    assert len(chat.calls) == 1


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(status: int) -> None:
    with robot() as chat:
        chat.answers = [status]
        listed = frozenset({f"127.0.0.1:{chat.port}"})
        answer = way(listed).post(f"http://127.0.0.1:{chat.port}/first", b"{}", {})
    assert answer.status == status
    assert [path for _, path, _ in chat.calls] == ["/first"]
