"""A protected value is readable with its key in its place, and found by its fingerprint."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, select, text

from engine import protection
from engine.database import Database
from engine.models import CommandRow, DraftRow
from engine.protection import KeyMissing, Keyring, Protected, Sensitivity, Tampered, keyring_at

PLACE = "party.personal"
VALUE = {"name": "孙小菲", "ages": [9, None], "ok": True}


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again_and_never_looks_the_same_twice(value: bytes) -> None:
    ring = Keyring.fresh()
    once, twice = ring.seal(value, PLACE), ring.seal(value, PLACE)
    assert ring.open(once, PLACE) == ring.open(twice, PLACE) == value
    assert once != twice


def test_a_value_moved_to_another_column_is_refused() -> None:
    ring = Keyring.fresh()
    with pytest.raises(Tampered):
        ring.open(ring.seal(b"secret", PLACE), "party.protected")


@pytest.mark.parametrize("position", [1, 13, -1], ids=["nonce", "text", "tag"])
def test_a_value_with_one_bit_changed_is_refused(position: int) -> None:
    ring = Keyring.fresh()
    sealed = bytearray(ring.seal(b"secret", PLACE))
    sealed[position] ^= 1
    with pytest.raises(Tampered):
        ring.open(bytes(sealed), PLACE)


@pytest.mark.parametrize("left", [0, 1, 5, 13])
def test_a_value_cut_short_is_refused(left: int) -> None:
    ring = Keyring.fresh()
    with pytest.raises(Tampered):
        ring.open(ring.seal(b"", PLACE)[:left], PLACE)


def test_another_key_of_the_same_number_does_not_open() -> None:
    with pytest.raises(Tampered):
        Keyring.fresh().open(Keyring.fresh().seal(b"secret", PLACE), PLACE)


def test_after_a_rotation_old_values_open_and_new_ones_need_the_new_key() -> None:
    old = Keyring.fresh()
    rotated = replace(old, keys={**old.keys, 2: b"\x02" * 32}, current=2)
    before = old.seal(b"old", PLACE)
    assert rotated.open(before, PLACE) == b"old"
    with pytest.raises(KeyMissing, match="key 2"):
        old.open(rotated.seal(b"new", PLACE), PLACE)


def test_a_fingerprint_is_equal_for_equal_values_of_one_kind_under_one_key_only() -> None:
    ring, other = Keyring.fresh(), Keyring.fresh()
    print_of = ring.fingerprint("name", "李梅")
    assert print_of == ring.fingerprint("name", "李梅")
    assert print_of != ring.fingerprint("phone", "李梅")
    assert print_of != other.fingerprint("name", "李梅")


def test_a_ring_comes_back_from_its_text_and_shows_no_key_when_printed() -> None:
    ring = Keyring.fresh()
    assert Keyring.from_text(ring.to_text()) == ring
    secrets = {ring.search, *ring.keys.values()}
    assert not any(repr(each) in repr(ring) or each.hex() in repr(ring) for each in secrets)


K = "00" * 32


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "no json",
        "[]",
        '{"current": 1}',
        f'{{"current": 2, "keys": {{"1": "{K}"}}, "search": "{K}"}}',
        f'{{"current": 1, "keys": {{"1": "00"}}, "search": "{K}"}}',
        f'{{"current": 1, "keys": {{"1": "{K}"}}, "search": ""}}',
        f'{{"current": 1, "keys": {{"1": "zz"}}, "search": "{K}"}}',
        f'{{"current": 256, "keys": {{"256": "{K}"}}, "search": "{K}"}}',
    ],
)
def test_a_broken_key_file_is_refused_before_anything_is_written_with_it(broken: str) -> None:
    with pytest.raises(KeyMissing):
        Keyring.from_text(broken)


def test_the_key_file_is_made_once_for_its_owner_only_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path, start = tmp_path / "new" / "keys.json", threading.Barrier(8)

    def open_ring(_: int) -> Keyring:
        start.wait()
        return keyring_at(path)

    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(open_ring, range(8)))
    assert all(ring == rings[0] for ring in rings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["keys.json"]


def test_without_an_installed_ring_nothing_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "_installed", None)
    with pytest.raises(KeyMissing, match="none was installed"):
        protection.fingerprint("name", "x")


def test_a_protected_column_without_a_table_does_not_know_its_place() -> None:
    with pytest.raises(KeyMissing):
        _ = Protected("C2").place


def test_each_column_binds_to_its_own_place_and_keeps_its_class() -> None:
    one, other = Protected("C2"), Protected(Sensitivity.C4)
    Table("t", MetaData(), Column("a", one), Column("b", other))
    assert (one.place, other.place, other.sensitivity) == ("t.a", "t.b", Sensitivity.C4)


def test_a_protected_column_gives_the_value_back_and_the_file_never_holds_it(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        session.add(DraftRow(tenant="xg", task_id="t", person="limei", fields=VALUE, saved_at=now))
    with database.read() as session:
        assert session.scalars(select(DraftRow)).one().fields == VALUE
        stored: Any = session.execute(text("select fields from draft")).scalar_one()
    assert "孙小菲".encode() not in bytes(stored)
    assert bytes(stored)[0] == protection.keyring().current


def test_a_stored_value_copied_to_another_table_is_refused_when_read(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        session.add(DraftRow(tenant="xg", task_id="t", person="limei", fields=VALUE, saved_at=now))
        session.flush()
        session.execute(
            text(
                "insert into command (tenant, key, actor, verb, reply, at)"
                " select tenant, 'k', person, 'v', fields, saved_at from draft"
            )
        )
    with pytest.raises(Tampered, match=r"command\.reply"), database.read() as session:
        session.scalars(select(CommandRow)).one()
