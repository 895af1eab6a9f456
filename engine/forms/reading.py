"""One raw answer becomes the typed value of its field, or says why it cannot.

The readers stand in one table by type. Reading is idempotent: a value that was read before, typed
or in its stored form, reads as itself. Whether an answer is needed, or fits others, is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from engine import feel
from engine.forms import credentials, figures, moments
from engine.forms.model import Choice, CodeLists, Input, Type, choices_of
from engine.forms.refusals import CodeListMissing, Unreadable
from engine.forms.writing import fold, tidy

#: What pages send for a tick or a yes.
TRUE = frozenset({"true", "on", "1", "yes"})
_FALSE = frozenset({"false", "off", "0", "no"})
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅●"), "·")
_MATCHES = "matches(text, pattern)"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What reading needs to know beside the field and the answer."""

    #: Aware instant of the request.
    now: datetime
    #: Zone in which people write times.
    zone: tzinfo
    codes: CodeLists

    @property
    def today(self) -> date:
        """The local day of the request."""
        return self.now.astimezone(self.zone).date()


def read(field: Input, raw: object, reading: Reading) -> object:
    """The value, or None for no answer (an unticked checkbox answers false); raises Unreadable."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return False if field.type is Type.CHECKBOX else None
    if isinstance(raw, list) and field.type is not Type.CHECKLIST:
        # A page may send a hidden and a visible input of one name: the later one speaks.
        return read(field, raw[-1], reading) if raw else None
    return _READERS[field.type](field, raw, reading)


def _text(field: Input, raw: object, reading: Reading) -> object:
    if not isinstance(raw, str):
        raise Unreadable("not-text")
    text = tidy(raw, lines=field.type is Type.TEXTAREA, longest=field.max_length)
    text = _special(field, text, reading)
    if text and len(text) < field.min_length:
        raise Unreadable("too-short", shortest=field.min_length)
    if text and field.pattern and not matches(text, field.pattern):
        raise Unreadable("bad-format")
    return text or None


def _special(field: Input, text: str, reading: Reading) -> str:
    match field.kind:
        case _ if not text:
            return text
        case "phone":
            return credentials.phone(text)
        case "id-card":
            return credentials.id_number(text, today=reading.today)
        case "person-name":
            return _name(text)
        case "code":
            return _one_of(field, fold(text), reading) if field.codes else fold(text)
    return text


def _name(text: str) -> str:
    name = " ".join(text.translate(_DOTS).split())
    # Scripts without case and characters that Python does not know yet count as letters here.
    if all(character.isascii() and not character.isalpha() for character in name):
        raise Unreadable("bad-name")
    return name


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text fits; FEEL's matcher is linear and cannot be made to hang."""
    context = {"text": text, "pattern": f"^({pattern})$"}
    return feel.evaluate(_MATCHES, context) is True


def _number(field: Input, raw: object, _: Reading) -> object:
    value = figures.number(raw, digits=field.digits, money=field.kind == "money")
    if field.minimum is not None and value < field.minimum:
        raise Unreadable("too-small", least=_plain(field.minimum))
    if field.maximum is not None and value > field.maximum:
        raise Unreadable("too-large", most=_plain(field.maximum))
    return value


def _plain(bound: Decimal) -> str:
    return format(bound, "f")


def _flag(_: Input, raw: object, __: Reading) -> object:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().lower() if isinstance(raw, str) else ""
    if word in TRUE or word in _FALSE:
        return word in TRUE
    raise Unreadable("not-yes-or-no")


def _choice(field: Input, raw: object, reading: Reading) -> object:
    if not isinstance(raw, str):
        raise Unreadable("not-in-list")
    return _one_of(field, raw.strip(), reading)


def _one_of(field: Input, value: str, reading: Reading) -> str:
    if value not in {choice.value for choice in known_choices(field, reading.codes)}:
        raise Unreadable("not-in-list")
    return value


def _several(field: Input, raw: object, reading: Reading) -> object:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple) or not all(isinstance(item, str) for item in given):
        raise Unreadable("not-in-list")
    asked = {item.strip() for item in given if item.strip()}
    known = [choice.value for choice in known_choices(field, reading.codes)]
    if not asked <= set(known):
        raise Unreadable("not-in-list")
    return [value for value in known if value in asked]


def known_choices(field: Input, codes: CodeLists) -> tuple[Choice, ...]:
    """What may be chosen; a code list that was not brought is the caller's error, not people's."""
    choices = choices_of(field, codes)
    if choices is None:
        raise CodeListMissing(name=field.codes)
    return tuple(choices)


def _date(_: Input, raw: object, reading: Reading) -> object:
    return moments.day(raw, today=reading.today)


def _time(_: Input, raw: object, __: Reading) -> object:
    return moments.clock_time(raw)


def _instant(_: Input, raw: object, reading: Reading) -> object:
    if isinstance(raw, Mapping):
        raw = moments.joined({str(key): str(part) for key, part in raw.items()})
        if not raw:
            return None
    return moments.instant(raw, now=reading.now, zone=reading.zone)


_READERS: Mapping[Type, Callable[[Input, object, Reading], object]] = {
    Type.TEXT: _text,
    Type.TEXTAREA: _text,
    Type.NUMBER: _number,
    Type.SELECT: _choice,
    Type.RADIO: _choice,
    Type.YES_NO: _flag,
    Type.CHECKBOX: _flag,
    Type.CHECKLIST: _several,
    Type.DATE: _date,
    Type.TIME: _time,
    Type.DATETIME: _instant,
}
