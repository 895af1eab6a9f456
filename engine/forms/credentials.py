"""Chinese phone numbers and resident identity numbers, read into one form each.

Identity numbers follow GB 11643-1999: six digits of place, birth date, three of order (odd is
male), a check character. Phones follow the national numbering plan; foreign ones are kept in
international form. Nothing here asks anybody whether a number exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from engine.forms.refusals import Unreadable
from engine.forms.writing import fold

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ID_SHAPE = re.compile(r"[1-9]\d{16}[\dX]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND_LINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_SERVICE = re.compile(r"1[12]\d|12\d{3}|9\d{4}|[48]00\d{7}")
_FOREIGN = re.compile(r"\+(?!86)[1-9]\d{6,14}")
_HYPHENED = re.compile(r"((?:0\d{2,3}-)?\d{7,8})-(\d{1,6})")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)(\d{1,6})$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an identity number tells about its holder."""

    #: "female" or "male".
    sex: str
    birth_date: date


def phone(raw: str) -> str:
    """`13812345678`, `0712-2345678`, `0712-2345678-123`, `12338` or `+85212345678`."""
    number, extension = _apart(re.sub(r"[\s()]", "", fold(raw)))
    digits = _at_home(number.replace("-", ""))
    if not digits.isascii():
        raise Unreadable("bad-phone")
    if line := _LAND_LINE.fullmatch(digits):
        return f"{line[1]}-{line[2]}" + (f"-{extension}" if extension else "")
    if _LOCAL.fullmatch(digits):
        return digits + (f"-{extension}" if extension else "")
    if extension or not any(shape.fullmatch(digits) for shape in (_MOBILE, _SERVICE, _FOREIGN)):
        raise Unreadable("bad-phone")
    return digits


def _apart(text: str) -> tuple[str, str]:
    if said := _EXTENSION.search(text):
        return text[: said.start()], said[1]
    if written := _HYPHENED.fullmatch(text):
        return written[1], written[2]
    return text, ""


def _at_home(digits: str) -> str:
    """The number as dialled inside the country, without +86 and with the area code's zero."""
    bare = re.sub(r"^(\+86|0086|86(?=1[3-9]\d{9}$))", "", digits)
    # Abroad the zero of the area code is left out; a mobile number has eleven digits, not ten.
    return f"0{bare}" if bare != digits and len(bare) in {9, 10} else bare


def id_number(raw: str, *, today: date) -> str:
    """The eighteen characters, X upper case; shape, birth date and check character must hold."""
    number = re.sub(r"[\s-]", "", fold(raw)).upper()
    if not number.isascii() or not _ID_SHAPE.fullmatch(number):
        raise Unreadable("bad-id-card")
    if not date(1900, 1, 1) <= told(number).birth_date <= today:
        raise Unreadable("bad-id-card-birth-date")
    if check_character(number[:17]) != number[17]:
        raise Unreadable("bad-id-card-check-digit")
    return number


def check_character(first: str) -> str:
    """The last character that belongs to the first seventeen digits (ISO 7064, mod 11-2)."""
    return _CHECKS[sum(w * int(d) for w, d in zip(_WEIGHTS, first, strict=True)) % 11]


def told(number: str) -> Told:
    """What a well-formed number tells; a day that no calendar has is refused."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable("bad-id-card-birth-date") from None
    return Told(sex="male" if int(number[16]) % 2 else "female", birth_date=born)
