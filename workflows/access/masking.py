"""How a value looks to somebody who may not read it; the one place where values are masked.

A masked value keeps just enough to recognise a colleague's mention of it, never enough to find the
person: a surname, the last four digits, nothing of an address.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.protection import Sensitivity

HIDDEN = "***"
_SHORTEST_PHONE = 7


def mask_name(name: str) -> str:
    """孙女士 → 孙**; a one-character name or an alias keeps its first character only."""
    text = name.strip()
    return f"{text[0]}**" if text else ""


def mask_phone(phone: str) -> str:
    """13812345678 → *******5678."""
    digits = "".join(character for character in phone if character.isdigit())
    if len(digits) < _SHORTEST_PHONE:
        return HIDDEN if digits else ""
    return "*" * (len(digits) - 4) + digits[-4:]


def mask_id_number(number: str) -> str:
    """Only the last two characters of an identity document stay."""
    return "*" * (len(number) - 2) + number[-2:] if len(number) > 4 else HIDDEN


_BY_FIELD: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "respondent_name": mask_name,
    "phone": mask_phone,
    "respondent_phone": mask_phone,
    "id_no": mask_id_number,
}


def masked(key: str, value: object) -> str:
    """The masked text of any field."""
    if value in (None, "", [], {}):
        return ""
    mask = _BY_FIELD.get(key)
    return HIDDEN if mask is None else mask(str(value))


def shown(
    key: str, value: object, sensitivity: Sensitivity, clear: frozenset[Sensitivity]
) -> object:
    """The value itself when its class may be read, else its masked text."""
    return value if sensitivity in clear else masked(key, value)
