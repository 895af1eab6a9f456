"""The only way to an address that somebody typed: asked, resolved, judged, and then dialled itself.

A robot's address may be a trap that makes the server speak to its own network. So: only hosts that
are known or that the operator has listed; a name is resolved once and the connection goes to the
very address that was judged; no redirect is followed; without TLS only to a listed host.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from engine.errors import Invalid

_MOST_ANSWER = 64 * 1024

#: All addresses of a host and port.
Resolve = Callable[[str, int], Sequence[str]]


class AddressRefused(Invalid):
    """The server will not speak to this address; `why` is a code."""

    code = "address-refused"
    sentence = "Expected an address that may be reached, but {why}."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why=why)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: bytes = field(repr=False)


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True, kw_only=True)
class Way:
    """Whom the house may call: `known` hosts on the internet and `listed` ones of a closed net."""

    known: Collection[str]
    listed: Collection[str]
    resolve: Resolve = resolve
    #: Seconds without a sign after which the other side counts as gone.
    patience: float = 10

    def refuse(self, url: str) -> SplitResult:
        """The parts of an address that may be tried; refused by its looks, nothing is asked."""
        try:
            parts = urlsplit(url.strip())
            port, host = parts.port, parts.hostname or ""
        except ValueError as broken:
            raise AddressRefused("no-address") from broken
        if parts.scheme not in {"https", "http"} or not host or parts.username is not None:
            raise AddressRefused("no-address")
        if self._is_listed(host, port):
            return parts
        if host not in self.known or port not in {None, 443}:
            raise AddressRefused("host-not-listed")
        if parts.scheme != "https":
            raise AddressRefused("not-https")
        return parts

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send once to an address that was judged now; a redirect is an answer like others."""
        parts = self.refuse(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        address = self._judged(host, port, inside=self._is_listed(host, parts.port))
        dial = _Tls if secure else _Plain
        line = dial(host, port, address, self.patience)
        try:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            line.request("POST", path, body=body, headers=dict(headers))
            answer = line.getresponse()
            return Answer(status=answer.status, body=answer.read(_MOST_ANSWER))
        finally:
            line.close()

    def _is_listed(self, host: str, port: int | None) -> bool:
        return host in self.listed or f"{host}:{port}" in self.listed

    def _judged(self, host: str, port: int, *, inside: bool) -> str:
        """One address of a host; refused when any of them is where nobody may be sent."""
        addresses = [
            ipaddress.ip_address(each.partition("%")[0]) for each in self.resolve(host, port)
        ]
        if not addresses or not all(_reachable(each, inside=inside) for each in addresses):
            raise AddressRefused("address-inside")
        return str(addresses[0])


def _reachable(address: ipaddress.IPv4Address | ipaddress.IPv6Address, *, inside: bool) -> bool:
    """A listed host may stand in a closed network; link-local (and so metadata) never."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return inside or address.is_global


class _Plain(http.client.HTTPConnection):
    """HTTP to one host at one address that was judged before."""

    def __init__(self, host: str, port: int, address: str, patience: float) -> None:
        super().__init__(host, port, timeout=patience)
        self._address = address

    def connect(self) -> None:
        """Dial the address and never ask for the name again."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Tls(_Plain):
    """The same with TLS; the certificate must be the host's."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Dial, then shake hands in the host's name."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
