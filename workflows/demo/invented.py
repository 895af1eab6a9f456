"""Invented people for the demo: names, ages, telephone numbers; the same ones each time.

Nobody here exists. Numbers are from a range that is given to nobody (138 0000 xxxx), places are
names of compounds that could be anywhere, and nobody has the name of somebody of the cast.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from workflows.demo.cast import CAST

_NAMES: dict[str, list[str]] = {
    kind: words.split()
    for kind, words in yaml.safe_load(
        Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
    ).items()
}
_STAFF = frozenset(member.name for member in CAST)


@dataclass(frozen=True, kw_only=True)
class Invented:
    """Somebody who comes to a station, or the other side."""

    name: str
    sex: str
    age: int
    phone: str
    address: str


class Invention:
    """Makes people up, each phone number once."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._phones = 1000

    def woman(self, youngest: int = 21, oldest: int = 72) -> Invented:
        """A visitor."""
        return self._somebody("female", "women", youngest, oldest)

    def man(self, youngest: int = 23, oldest: int = 72) -> Invented:
        """A visitor or the other side."""
        return self._somebody("male", "men", youngest, oldest)

    def _somebody(self, sex: str, given: str, youngest: int, oldest: int) -> Invented:
        pick = self._random
        self._phones += 1
        return Invented(
            name=self._name(given), sex=sex, age=pick.randint(youngest, oldest),
            phone=f"138 0000 {self._phones:04d}",
            address=f"{pick.choice(_NAMES['compounds'])} {pick.randint(1, 28)} 栋",
        )  # fmt: skip

    def _name(self, given: str) -> str:
        while True:
            name = self._random.choice(_NAMES["family"]) + self._random.choice(_NAMES[given])
            if name not in _STAFF:
                return name
