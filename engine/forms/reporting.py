"""The notebook of the deploy gate: findings, and typed looks at untyped JSON.

Each look either gives a value of the asked kind or notes a finding and gives a harmless one, so
that one pass over a broken file names everything that is wrong with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from engine import feel
from engine.errors import Finding
from engine.forms.model import Words

Json = Mapping[str, object]


class Notebook:
    """Findings on one file."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def note(self, rule: str, element: str, **fields: object) -> None:
        """One finding on a field (by key), a part (by id) or the file ("")."""
        self.findings.append(Finding(rule=rule, element=element, fields=fields))

    def mapping(self, holder: Json, key: str, element: str) -> Json:
        """The JSON object under a key, {} when absent."""
        found = holder.get(key, {})
        if isinstance(found, dict):
            return found
        self.note("wrong-type", element, key=key, expected="object")
        return {}

    def sequence(self, holder: Json, key: str, element: str) -> list[object]:
        """The JSON array under a key, [] when absent."""
        found = holder.get(key, [])
        if isinstance(found, list):
            return found
        self.note("wrong-type", element, key=key, expected="array")
        return []

    def mappings(self, holder: Json, key: str, element: str) -> list[Json]:
        """The JSON objects of the array under a key."""
        found = self.sequence(holder, key, element)
        objects: list[Json] = [item for item in found if isinstance(item, dict)]
        if len(objects) < len(found):
            self.note("wrong-type", element, key=key, expected="array of objects")
        return objects

    def text(self, holder: Json, key: str, element: str) -> str:
        """The text under a key, "" when absent."""
        found = holder.get(key, "")
        if isinstance(found, str):
            return found.strip()
        self.note("wrong-type", element, key=key, expected="text")
        return ""

    def flag(self, holder: Json, key: str, element: str) -> bool:
        """The truth under a key, false when absent; the editor writes properties as text."""
        found = holder.get(key, False)
        if found in (True, "true"):
            return True
        if found not in (False, "false", ""):
            self.note("wrong-type", element, key=key, expected="boolean")
        return False

    def number(self, holder: Json, key: str, element: str) -> Decimal | None:
        """The number under a key, None when absent; the editor writes some as text."""
        found = holder.get(key)
        if found is None or found == "":
            return None
        try:
            if isinstance(found, int | Decimal | str) and not isinstance(found, bool):
                read = Decimal(found)
                if read.is_finite() and abs(read.adjusted()) < 20:
                    return read
        except InvalidOperation:
            pass
        self.note("wrong-type", element, key=key, expected="number")
        return None

    def count(self, holder: Json, key: str, element: str, *, otherwise: int, most: int) -> int:
        """The whole number from 0 to `most` under a key."""
        read = self.number(holder, key, element)
        if read is None:
            return otherwise
        if read != read.to_integral_value() or not 0 <= read <= most:
            self.note("out-of-bounds", element, key=key, least=0, most=most)
            return otherwise
        return int(read)

    def words(self, zh: str, en: str, element: str, *, key: str) -> Words:
        """Both languages of one text; a missing one is a finding."""
        if not zh:
            self.note("missing-chinese", element, key=key)
        if not en:
            self.note("missing-english", element, key=key)
        return Words(zh=zh, en=en)

    def expression(self, holder: Json, key: str, element: str) -> feel.Expression | None:
        """The FEEL expression under a key, written with a leading "="."""
        text = self.text(holder, key, element)
        if not text:
            return None
        if not text.startswith("="):
            self.note("feel-without-equals", element, key=key)
            return None
        try:
            return feel.parse(text[1:].strip())
        except feel.FeelSyntaxError as error:
            self.note("bad-feel", element, key=key, **error.fields)
            return None

    def only(self, holder: Json, allowed: Collection[str], element: str, *, where: str) -> None:
        """Refuse every key that is not known here."""
        for key in holder:
            if key not in allowed:
                self.note("unknown-key", element, key=key, where=where)
