"""A file on disk that only the house can read: sealed in chunks, whole or not there at all.

Each chunk is AES-256-GCM text whose nonce counts and marks the last one, bound to the place that
the caller names: a chunk that was changed, moved, dropped or added refuses to open. A file appears
under its name only after every byte of it is on the disk, so a row that names it may be committed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.protection import KeyMissing, Tampered, keyring

_MARK: Final = b"SLF1"
_PREFIX_BYTES: Final = 7
_HEAD_BYTES: Final = len(_MARK) + 1 + _PREFIX_BYTES
_TAG_BYTES: Final = 16
CHUNK: Final = 64 * 1024


def seal_into(path: Path, content: bytes, place: str) -> None:
    """Write a sealed file and return when it would outlive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(_sealed(content, place))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        _settle(folder)


def _settle(folder: Path) -> None:
    """Make the names in a folder outlive a power cut as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sealed(content: bytes, place: str) -> Iterator[bytes]:
    ring = keyring()
    prefix, cipher = os.urandom(_PREFIX_BYTES), AESGCM(ring.keys[ring.current])
    yield _MARK + bytes([ring.current]) + prefix
    starts = range(0, len(content), CHUNK) or range(1)
    for number, start in enumerate(starts):
        nonce = _nonce(prefix, number, last=start + CHUNK >= len(content))
        yield cipher.encrypt(nonce, content[start : start + CHUNK], place.encode())


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


class Unsealed:
    """The content of a sealed file in chunks, opened once; close it when nobody reads it."""

    def __init__(self, path: Path, place: str) -> None:
        """Open the first chunk at once.

        FileNotFoundError when there is no such file; Tampered when a byte is not what was written.
        """
        self._file = path.open("rb")
        try:
            self._chunks = _opened(self._file, place)
            self._first = next(self._chunks)
        except BaseException:
            self._file.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        """Every chunk in order; after the last one the file is given back."""
        with contextlib.closing(self):
            yield self._first
            yield from self._chunks

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def whole(self) -> bytes:
        """All of it at once."""
        return b"".join(self)


def _opened(file: BinaryIO, place: str) -> Iterator[bytes]:
    cipher, prefix = _cipher_of(file.read(_HEAD_BYTES), place)
    number, here = 0, file.read(CHUNK + _TAG_BYTES)
    while True:
        following = file.read(CHUNK + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not following), here, place.encode())
        except InvalidTag as broken:
            raise Tampered(place=place) from broken
        if not following:
            return
        number, here = number + 1, following


def _cipher_of(head: bytes, place: str) -> tuple[AESGCM, bytes]:
    if len(head) < _HEAD_BYTES or not head.startswith(_MARK):
        raise Tampered(place=place)
    number, keys = head[len(_MARK)], keyring().keys
    if number not in keys:
        raise KeyMissing(problem=f"key {number} is not in the ring")
    return AESGCM(keys[number]), head[len(_MARK) + 1 :]
