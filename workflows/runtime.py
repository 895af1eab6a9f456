"""The composition root: settings become a database, keys, operations, channels and a metronome.

Web, command line, stories and tests all build the same house here and differ only in settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine import protection
from engine.database import Database
from engine.instances import Calls
from engine.outbox import Channel
from engine.protection import Keyring, keyring_at
from engine.scheduler import Metronome
from workflows import catalog
from workflows.attachments.actions import sweep as sweep_files
from workflows.attachments.vault import Vault, shelf_of_minute
from workflows.cases.work import guard
from workflows.codes import CodeLists, Departments, load_departments, load_lists
from workflows.deadlines.handlers import StationDeadlines
from workflows.deadlines.house_rules import changes_of
from workflows.documents import Press
from workflows.documents.making import PRESS
from workflows.form_codes import FormCodes
from workflows.notifications.channels import FAR, channels
from workflows.people.directory import name_of
from workflows.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """Everything that a shell needs."""

    settings: Settings
    database: Database
    calls: Calls
    codes: CodeLists
    departments: Departments
    #: The sealed files that people bring.
    vault: Vault
    #: Prints papers after the transaction that asked for them.
    press: Press
    channels: Mapping[str, Channel] = field(default_factory=dict)

    def metronome(self) -> Metronome:
        """A new metronome for this process."""
        return Metronome(
            self.database, self.calls, self.channels, far=FAR, chores=[self._sweep_files]
        )

    def _sweep_files(self, database: Database) -> None:
        sweep_files(database, self.vault, shelf_of_minute())


def compose(settings: Settings) -> Runtime:
    """Build the house; the first run makes the keys."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    protection.install(keys_of(settings))
    codes, departments = load_lists(), load_departments()
    calls = Calls(
        deadlines=StationDeadlines(changes_of=changes_of), operations=catalog.operations(),
        recorders=catalog.recorders(),
        guard=guard, name_of=name_of, codes=FormCodes(codes=codes, departments=departments),
    )  # fmt: skip
    database = Database(settings.database_url)
    press = Press(database=database, address=f"{settings.public_url}/query")
    return Runtime(
        settings=settings, database=database, calls=calls, codes=codes, departments=departments,
        vault=Vault(folder=settings.files), press=press,
        channels={**channels(settings, database), PRESS: press},
    )  # fmt: skip


def keys_of(settings: Settings) -> Keyring:
    """The encryption keys from the environment, else from the key file."""
    if settings.key_text:
        return Keyring.from_text(settings.key_text)
    return keyring_at(settings.key_file)
