"""A sealed file is whole or refuses to open, and stands under its name only when it is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import protection
from engine.protection import KeyMissing, Keyring, Tampered
from engine.sealed_files import CHUNK, Unsealed, seal_into

PLACE = "attachment/xg/1"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7]


def kept(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "a" / "b" / "file.sealed"
    seal_into(path, content, PLACE)
    return path


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back_byte_by_byte(tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    path = kept(tmp_path, content)
    assert Unsealed(path, PLACE).whole() == content
    assert [each.name for each in path.parent.iterdir()] == ["file.sealed"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_disk_holds_nothing_of_the_content(tmp_path: Path) -> None:
    words = "她住在杏花巷八号院".encode()
    assert words not in kept(tmp_path, words * 9000).read_bytes()


def test_the_same_content_is_never_sealed_alike(tmp_path: Path) -> None:
    first = kept(tmp_path, b"same").read_bytes()
    assert kept(tmp_path, b"same").read_bytes() != first


def changes(lying: bytes) -> dict[str, bytes]:
    """What somebody with the disk but without the key could do."""
    head, chunk = 12, CHUNK + 16
    first, second, last = (lying[head + n * chunk : head + (n + 1) * chunk] for n in range(3))
    return {
        "a byte of the head": bytes([lying[0] ^ 1]) + lying[1:],
        "a byte of the prefix": lying[:6] + bytes([lying[6] ^ 1]) + lying[7:],
        "a byte of the text": lying[:-3] + bytes([lying[-3] ^ 1]) + lying[-2:],
        "the last chunk gone": lying[:head] + first + second,
        "a chunk gone from the middle": lying[:head] + first + last,
        "two chunks changed over": lying[:head] + second + first + last,
        "a chunk added": lying + last,
        "cut in a chunk": lying[:-5],
        "only the head": lying[:head],
        "nothing": b"",
    }


@pytest.mark.parametrize("what", list(changes(b"\x00" * (12 + 3 * (CHUNK + 16)))))
def test_what_was_changed_refuses_to_open(tmp_path: Path, what: str) -> None:
    path = kept(tmp_path, b"x" * (2 * CHUNK + 100))
    path.write_bytes(changes(path.read_bytes())[what])
    with pytest.raises(Tampered):
        Unsealed(path, PLACE).whole()


def test_what_was_moved_to_another_place_refuses_to_open(tmp_path: Path) -> None:
    path = kept(tmp_path, b"content")
    with pytest.raises(Tampered):
        Unsealed(path, "attachment/xg/2")


def test_a_later_key_writes_and_an_earlier_one_still_reads(
    tmp_path: Path, keyring: Keyring
) -> None:
    path = kept(tmp_path, b"before")
    newer = Keyring.fresh().keys[1]
    turned = Keyring(keys={**keyring.keys, 2: newer}, current=2, search=keyring.search)
    protection.install(turned)
    try:
        assert Unsealed(path, PLACE).whole() == b"before"
        assert kept(tmp_path, b"after").read_bytes()[4] == 2
    finally:
        protection.install(keyring)
    with pytest.raises(KeyMissing):
        Unsealed(path, PLACE)


def test_a_file_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Unsealed(tmp_path / "none", PLACE)


def test_a_write_that_fails_leaves_no_part_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a" / "b" / "file.sealed"

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("engine.sealed_files.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            seal_into(path, b"content", PLACE)
    assert list(path.parent.iterdir()) == []
