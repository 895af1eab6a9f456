"""Where the bytes lie: one sealed file an attachment, named by its id, in a folder of the house.

Bytes are on the disk before their row is committed. A crash between the two leaves a file without
a row; the sweep takes it away after a day, when no transaction can still be about to name it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import clock
from engine.errors import NotFound
from engine.sealed_files import Unsealed, seal_into

#: How long a file without a row may still be somebody's upload under way.
UNDER_WAY = timedelta(days=1)
_ENDING = ".sealed"


class FileLost(NotFound):
    """The row is there and its bytes are not; an operator must look."""

    code = "file-lost"
    sentence = "Expected the bytes of {file}, but they are not where they were put."


@dataclass(frozen=True, kw_only=True)
class Vault:
    """The sealed files of one installation."""

    folder: Path

    def keep(self, tenant: str, file_id: str, content: bytes) -> None:
        """Put bytes down; they outlive a power cut when this returns."""
        seal_into(self._path(tenant, file_id), content, _place(tenant, file_id))

    def open(self, tenant: str, file_id: str) -> Unsealed:
        """The bytes again, in chunks."""
        try:
            return Unsealed(self._path(tenant, file_id), _place(tenant, file_id))
        except FileNotFoundError as gone:
            raise FileLost(file=file_id) from gone

    def forget(self, tenant: str, file_id: str) -> None:
        """Take bytes away; doing it twice changes nothing."""
        self._path(tenant, file_id).unlink(missing_ok=True)

    def settled(self, shelf: str = "*") -> Iterator[tuple[str, str]]:
        """(tenant, id) of everything on a shelf that lies there for longer than an upload takes."""
        latest = clock.now() - UNDER_WAY
        for path in sorted(self.folder.glob(f"*/{shelf}/*{_ENDING}")):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < latest:
                yield path.parent.parent.name, path.name.removesuffix(_ENDING)

    def drop_parts(self, shelf: str = "*") -> None:
        """Take away what a crash left half written."""
        latest = clock.now() - UNDER_WAY
        for path in self.folder.glob(f"*/{shelf}/.*{_ENDING}.*"):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < latest:
                path.unlink(missing_ok=True)

    def _path(self, tenant: str, file_id: str) -> Path:
        # The last letters of an id are chance, so the folders fill evenly.
        return self.folder / tenant / file_id[-2:] / f"{file_id}{_ENDING}"


def shelf_of_minute() -> str:
    """One of the 256 shelves, another each minute, so that a sweep never reads the whole vault."""
    return f"{int(clock.now().timestamp()) // 60 % 256:02x}"


def _place(tenant: str, file_id: str) -> str:
    return f"attachment/{tenant}/{file_id}"


def missing(found: Collection[str], known: Collection[str]) -> set[str]:
    """Ids of files that no row names."""
    return set(found) - set(known)
