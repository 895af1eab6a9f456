"""What an installation may choose, read once from the environment; nonsense stops the start.

A secret may also come from a file named by `<NAME>_FILE`. Nothing here reaches for the network or
the database.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.errors import Invalid

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_HIGHEST_PORT = 65535


class BadSetting(Invalid):
    """A setting cannot be what it says."""

    code = "bad-setting"
    sentence = "Expected {name} to be {wanted}, but it is {given!r}."


class MailSecurity(StrEnum):
    """How the line to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "ssl"
    #: Only for a server on the same machine or in the same rack.
    NONE = "insecure"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The mail server that takes what the house sends."""

    host: str
    port: int
    security: MailSecurity
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The choices of one installation."""

    #: SQLAlchemy URL; SQLite in `home` by default.
    database_url: str = field(repr=False)
    #: Folder for the database and the keys, outside the program's own folder.
    home: Path
    #: File of the encryption keys; made by the first run.
    key_file: Path
    #: Folder of the sealed files that people bring; several machines share one.
    files: Path
    #: Keys given as text instead of a file.
    key_text: str | None = field(repr=False)
    host: str
    port: int
    #: Seed two stations with believable cases; never in production.
    demo: bool
    #: A production installation refuses demo data and a movable clock.
    production: bool
    #: Tests may move the clock of the served product.
    movable_clock: bool
    #: Zone in which people read times.
    zone: ZoneInfo
    threads: int
    #: Where visitors reach the pages from outside; printed on receipts.
    public_url: str
    #: The mail server of the house; without a host nothing is mailed.
    mail: MailServer
    #: Hosts of robots inside a closed network, as "host" or "host:port".
    robot_hosts: frozenset[str]

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; every value that makes no sense is refused by name."""
        read = _Reader(os.environ if env is None else env)
        home = Path(read.text("SANLIAN_HOME", str(_default_home()))).expanduser().absolute()
        settings = cls(
            database_url=_with_driver(
                read.secret("DATABASE_URL") or f"sqlite:///{home / 'sanlian.db'}"
            ),
            home=home,
            key_file=Path(read.text("SANLIAN_KEY_FILE", str(home / "keys.json"))),
            files=Path(read.text("SANLIAN_FILES", str(home / "files"))),
            key_text=read.secret("SANLIAN_KEYS"),
            host=read.text("HOST", "127.0.0.1"),
            port=read.number("PORT", 8000, 1, _HIGHEST_PORT),
            demo=read.flag("DEMO", default=True),
            production=read.flag("SANLIAN_PRODUCTION", default=False),
            movable_clock=read.flag("SANLIAN_MOVABLE_CLOCK", default=False),
            zone=read.zone("SANLIAN_ZONE", "Asia/Shanghai"),
            threads=read.number("SANLIAN_THREADS", 384, 8, 4096),
            public_url=read.address("SANLIAN_PUBLIC_URL"),
            mail=_mail_server(read),
            robot_hosts=frozenset(read.text("SANLIAN_ROBOT_HOSTS", "").replace(",", " ").split()),
        )
        return settings.checked()

    def checked(self) -> Settings:
        """The same settings, if they hold together."""
        if self.production and self.movable_clock:
            raise BadSetting(name="SANLIAN_MOVABLE_CLOCK", wanted="off in production", given="on")
        if self.production and self.demo:
            raise BadSetting(name="DEMO", wanted="0 in production", given="1")
        return self


_SECURITY = {"starttls": MailSecurity.STARTTLS, "tls": MailSecurity.TLS, "none": MailSecurity.NONE}
_USUAL_PORT = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}


def _mail_server(read: _Reader) -> MailServer:
    host, word = read.text("SANLIAN_SMTP_HOST", ""), read.text("SANLIAN_SMTP_SECURITY", "starttls")
    if word not in _SECURITY:
        raise BadSetting(name="SANLIAN_SMTP_SECURITY", wanted="starttls, tls or none", given=word)
    security, sender = _SECURITY[word], read.text("SANLIAN_MAIL_FROM", "")
    if host and "@" not in sender:
        raise BadSetting(name="SANLIAN_MAIL_FROM", wanted="an e-mail address", given=sender)
    return MailServer(
        host=host, security=security, user=read.text("SANLIAN_SMTP_USER", ""), sender=sender,
        password=read.secret("SANLIAN_SMTP_PASSWORD") or "",
        port=read.number("SANLIAN_SMTP_PORT", _USUAL_PORT[security], 1, _HIGHEST_PORT),
    )  # fmt: skip


def _default_home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "sanlian"


def _with_driver(url: str) -> str:
    """Name our PostgreSQL driver when the URL leaves it open."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    driver, found, rest = url.partition("://")
    if not found or driver not in {"sqlite", "postgresql+psycopg"}:
        # The driver only: what follows may be a password.
        raise BadSetting(name="DATABASE_URL", wanted="sqlite or postgresql", given=driver[:20])
    if driver == "sqlite" and (not rest.startswith("/") or rest in {"/", "/:memory:"}):
        raise BadSetting(name="DATABASE_URL", wanted="a file for sqlite", given="none")
    return url


class _Reader:
    """Typed access to the environment."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def text(self, name: str, default: str) -> str:
        return self._env.get(name) or default

    def secret(self, name: str) -> str | None:
        path = self._env.get(f"{name}_FILE")
        if not path:
            return self._env.get(name) or None
        try:
            return Path(path).read_text().strip()
        except (OSError, UnicodeDecodeError) as broken:
            raise BadSetting(name=f"{name}_FILE", wanted="a readable file", given=path) from broken

    def flag(self, name: str, *, default: bool) -> bool:
        given = self._env.get(name, "").strip().lower()
        if not given:
            return default
        if given not in _YES | _NO:
            raise BadSetting(name=name, wanted="0 or 1", given=given)
        return given in _YES

    def number(self, name: str, default: int, least: int, most: int) -> int:
        given = self._env.get(name, "").strip() or str(default)
        if not given.isdecimal() or not least <= int(given) <= most:
            raise BadSetting(name=name, wanted=f"a number from {least} to {most}", given=given)
        return int(given)

    def address(self, name: str) -> str:
        """A web address without its last slash; by default where this installation listens."""
        own = f"http://{self.text('HOST', '127.0.0.1')}:{self.text('PORT', '8000')}"
        given = self.text(name, own).rstrip("/")
        if not given.startswith(("http://", "https://")) or any(c.isspace() for c in given):
            raise BadSetting(name=name, wanted="an address like https://…", given=given)
        return given

    def zone(self, name: str, default: str) -> ZoneInfo:
        given = self.text(name, default)
        try:
            return ZoneInfo(given)
        except (ZoneInfoNotFoundError, ValueError) as broken:
            raise BadSetting(name=name, wanted="a time zone", given=given) from broken
