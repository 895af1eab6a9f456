"""Personal values are unreadable in every file: one column type encrypts them, one key finds them.

A `Protected` column holds key id, nonce and AES-256-GCM text, bound to its table and column, so a
value cannot be moved to another place unnoticed. A fingerprint (keyed hash) stands beside a value
that must be found again. The keys live outside the database; who may *see* a value is not decided
here but in the domain's access law.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Dialect, LargeBinary
from sqlalchemy.sql.base import SchemaEventTarget
from sqlalchemy.types import TypeDecorator

from engine.errors import Invalid

_NONCE_BYTES = 12
_KEY_BYTES = 32
#: A key's number is the first byte of what it sealed.
_HIGHEST_KEY = 255


class Sensitivity(StrEnum):
    """The four classes of the station's papers; a later class includes the care of the earlier."""

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"


class KeyMissing(Invalid):
    """No keys are installed, or the stored value names one that is not in the ring."""

    code = "key-missing"
    sentence = "Expected an encryption key, but {problem}."


class Tampered(Invalid):
    """A stored value does not belong to the place it was read from."""

    code = "protected-value-tampered"
    sentence = "Expected an intact value in {place}, but it was changed or moved."


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """The secrets of one installation."""

    #: Encryption keys of 32 bytes by number; old ones stay for reading.
    keys: dict[int, bytes] = field(repr=False)
    #: Number of the key that writes.
    current: int
    #: Key of the fingerprints; changing it makes every search index unusable.
    search: bytes = field(repr=False)

    def seal(self, text: bytes, place: str) -> bytes:
        """Encrypt a value for one table and column."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text, place.encode())
        return bytes([self.current]) + nonce + sealed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt a value; refuses one that was changed or moved."""
        if len(sealed) <= 1 + _NONCE_BYTES:
            raise Tampered(place=place)
        number, nonce, text = sealed[0], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if number not in self.keys:
            raise KeyMissing(problem=f"key {number} is not in the ring")
        try:
            return AESGCM(self.keys[number]).decrypt(nonce, text, place.encode())
        except InvalidTag as broken:
            raise Tampered(place=place) from broken

    def fingerprint(self, kind: str, text: str) -> str:
        """The keyed hash by which an equal value of one kind is found (32 hex characters)."""
        message = f"{kind}\x00{text}".encode()
        return hmac.new(self.search, message, hashlib.sha256).hexdigest()[:32]

    def to_text(self) -> str:
        """The ring as the text of a key file."""
        keys = {str(number): key.hex() for number, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys, "search": self.search.hex()})

    @classmethod
    def from_text(cls, text: str) -> Keyring:
        """Read a key file; a broken one is refused before anything is written with it."""
        try:
            read = json.loads(text)
            keys = {int(number): bytes.fromhex(key) for number, key in read["keys"].items()}
            ring = cls(keys=keys, current=read["current"], search=bytes.fromhex(read["search"]))
        except (ValueError, KeyError, TypeError, AttributeError) as broken:
            raise KeyMissing(problem="the key file cannot be read") from broken
        ring.require_whole()
        return ring

    def require_whole(self) -> None:
        """Refuse a ring that could not write, or that wrote what nobody can read."""
        lengths = {len(key) for key in (*self.keys.values(), self.search)}
        numbered = all(0 <= number <= _HIGHEST_KEY for number in self.keys)
        if self.current not in self.keys or lengths != {_KEY_BYTES} or not numbered:
            raise KeyMissing(problem="the key file is incomplete")

    @classmethod
    def fresh(cls) -> Keyring:
        """A new ring with one key."""
        key, search = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_KEY_BYTES)
        return cls(keys={1: key}, current=1, search=search)


def keyring_at(path: Path) -> Keyring:
    """The ring of a key file, made on first use, readable by its owner only.

    The file appears whole or not at all, and of two processes that start together one makes it:
    what was encrypted with a key that is lost again can never be read.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_once(path, Keyring.fresh().to_text())
    return Keyring.from_text(path.read_text())


def _make_once(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_installed: Keyring | None = None


def install(keyring: Keyring) -> None:
    """Make a ring the one of this process; called once by the composition root."""
    global _installed
    _installed = keyring


def keyring() -> Keyring:
    """The ring of this process."""
    if _installed is None:
        raise KeyMissing(problem="none was installed")
    return _installed


def fingerprint(kind: str, text: str) -> str:
    """The keyed hash of a normalised value under the installed ring."""
    return keyring().fingerprint(kind, text)


class Protected(TypeDecorator[Any]):
    """A column whose value is readable only through the application: any JSON value, encrypted."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, sensitivity: Sensitivity | str) -> None:
        super().__init__()
        self.sensitivity = Sensitivity(sensitivity)
        self._column: Column[Any] | None = None

    def _set_parent_with_dispatch(self, parent: SchemaEventTarget, **kw: Any) -> None:
        """Learn which column this is the type of, as SQLAlchemy tells its own types."""
        if isinstance(parent, Column):
            self._column = parent
        super()._set_parent_with_dispatch(parent, **kw)

    @property
    def place(self) -> str:
        """The table and column that the stored value is bound to."""
        column = self._column
        if column is None or column.table is None:
            raise KeyMissing(problem="a protected column was used outside a table")
        return f"{column.table.name}.{column.name}"

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return keyring().seal(text, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        return None if value is None else json.loads(keyring().open(bytes(value), self.place))
