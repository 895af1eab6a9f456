"""One telephone number has one text, however it was typed; people and parties are matched by it."""

from __future__ import annotations

#: Eleven digits of a mobile number behind the country code 86.
_WITH_COUNTRY = 13


def digits(text: str) -> str:
    """The digits of a telephone number without the country code."""
    found = "".join(character for character in text if character.isdigit())
    if len(found) == _WITH_COUNTRY and found.startswith("86"):
        return found[2:]
    return found
