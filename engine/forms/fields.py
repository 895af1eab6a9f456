"""One input component becomes an Input: words, class, kind, limits, conditions, choices."""

from __future__ import annotations

from decimal import Decimal

from engine import feel
from engine.forms import grammar
from engine.forms.model import Choice, Input, Refusal, Sight, Type, Words
from engine.forms.reporting import Json, Notebook


def build_input(component: Json, kind: str, key: str, note: Notebook) -> Input:
    """The field; whatever is wrong with it is noted under its key."""
    return _Field(component, kind, key, note).build()


class _Field:
    def __init__(self, component: Json, kind: str, key: str, note: Notebook) -> None:
        self.component, self.key, self.note = component, key, note
        self.properties = note.mapping(component, "properties", key)
        self.validate = note.mapping(component, "validate", key)
        note.only(
            self.validate,
            grammar.VALIDATE_KEYS.get(kind, grammar.VALIDATE_OTHERS),
            key,
            where="validate",
        )
        self.special = note.text(self.properties, "kind", key)
        self.type = self._type(kind)

    def build(self) -> Input:
        note, key, properties = self.note, self.key, self.properties
        shortest, longest = self._lengths()
        least = note.number(self.validate, "min", key)
        most = note.number(self.validate, "max", key)
        if least is not None and most is not None and least > most:
            note.note("bounds-crossed", key, least=str(least), most=str(most))
        return Input(
            key=key,
            type=self.type,
            label=self._label(),
            hint=self._hint(),
            sight=self._sight("class", needed=True) or Sight.C4,
            raised=self._raised(),
            kind="" if self.special == "yes-no" else self.special.partition(":")[0],
            choices=self._choices(),
            codes=self._codes(),
            required=note.flag(self.validate, "required", key),
            required_when=note.expression(properties, "requiredWhen", key),
            hide=note.expression(note.mapping(self.component, "conditional", key), "hide", key),
            min_length=shortest,
            max_length=longest,
            minimum=least,
            maximum=most,
            digits=self._digits(),
            pattern=self._pattern(),
            not_before=note.expression(properties, "notBefore", key),
            not_after=note.expression(properties, "notAfter", key),
            refuse=self._refusal(),
            default=self._default(),
            process=note.flag(properties, "process", key),
            search=self._search(),
            suggests=self._suggests(),
        )

    def _type(self, kind: str) -> Type:
        if kind == "datetime":
            subtype = self.note.text(self.component, "subtype", self.key)
            if subtype not in grammar.MOMENTS:
                self.note.note("bad-subtype", self.key, subtype=subtype)
            return grammar.MOMENTS.get(subtype, Type.DATETIME)
        plain = grammar.INPUTS[kind]
        self._check_kind(plain)
        return Type.YES_NO if plain is Type.RADIO and self.special == "yes-no" else plain

    def _check_kind(self, plain: Type) -> None:
        name, _, listed = self.special.partition(":")
        if name and (name not in grammar.KINDS or (listed and name != "code")):
            self.note.note("bad-kind", self.key, kind=self.special)
        elif name and plain not in grammar.KINDS[name]:
            self.note.note("kind-misplaced", self.key, kind=self.special, type=plain.value)

    def _label(self) -> Words:
        source = {Type.DATE: "dateLabel", Type.DATETIME: "dateLabel", Type.TIME: "timeLabel"}
        zh = self.note.text(self.component, source.get(self.type, "label"), self.key)
        en = self.note.text(self.properties, "labelEn", self.key)
        return self.note.words(zh, en, self.key, key="label")

    def _hint(self) -> Words | None:
        zh = self.note.text(self.component, "description", self.key)
        en = self.note.text(self.properties, "descriptionEn", self.key)
        return self.note.words(zh, en, self.key, key="description") if zh or en else None

    def _sight(self, key: str, *, needed: bool) -> Sight | None:
        name = self.note.text(self.properties, key, self.key)
        if name in Sight.__members__:
            return Sight(name)
        if name or needed:
            self.note.note("bad-class" if name else "missing-class", self.key, given=name)
        return None

    def _raised(self) -> tuple[Sight, feel.Expression] | None:
        higher = self._sight("raisedClass", needed=False)
        when = self.note.expression(self.properties, "raisedWhen", self.key)
        if higher is not None and when is not None:
            return higher, when
        if higher is not None or "raisedWhen" in self.properties:
            self.note.note("raised-incomplete", self.key)
        return None

    def _choices(self) -> tuple[Choice, ...]:
        options = [
            self._choice(option)
            for option in self.note.mappings(self.component, "values", self.key)
        ]
        values = [option.value for option in options]
        if len(set(values)) < len(values) or "" in values:
            self.note.note("bad-options", self.key)
        if self.type is Type.YES_NO and values not in (["true", "false"], ["false", "true"]):
            self.note.note("yes-no-values", self.key)
        is_choice = self.type in {Type.SELECT, Type.RADIO, Type.CHECKLIST}
        if is_choice and bool(options) == bool(self._codes()):
            self.note.note("values-or-codes", self.key)
        return tuple(options)

    def _choice(self, option: Json) -> Choice:
        self.note.only(option, grammar.OPTION_KEYS, self.key, where="values")
        read = {name: self.note.text(option, name, self.key) for name in grammar.OPTION_KEYS}
        words = self.note.words(read["label"], read["labelEn"], self.key, key="values")
        return Choice(value=read["value"], label=words)

    def _codes(self) -> str:
        if self.special.startswith("code:"):
            return self.special.removeprefix("code:")
        return self.note.text(self.properties, "codes", self.key)

    def _lengths(self) -> tuple[int, int]:
        usual, most = grammar.TEXT_LENGTHS.get(self.type, (0, 0))
        count = self.note.count
        longest = count(self.validate, "maxLength", self.key, otherwise=usual, most=most)
        shortest = count(self.validate, "minLength", self.key, otherwise=0, most=longest)
        return shortest, longest

    def _digits(self) -> int:
        most = grammar.MOST_DIGITS
        return self.note.count(self.component, "decimalDigits", self.key, otherwise=0, most=most)

    def _pattern(self) -> str:
        pattern = self.note.text(self.validate, "pattern", self.key)
        # A pattern that cannot be read makes `matches` null; one that can gives true or false.
        if pattern and feel.evaluate("matches(text, pattern)", _tried(pattern)) is None:
            self.note.note("bad-pattern", self.key, pattern=pattern[:100])
        return pattern

    def _refusal(self) -> Refusal | None:
        condition = self.note.expression(self.properties, "refuseWhen", self.key)
        zh = self.note.text(self.properties, "refuseText", self.key)
        en = self.note.text(self.properties, "refuseTextEn", self.key)
        if condition is None:
            if zh or en:
                self.note.note("refusal-incomplete", self.key)
            return None
        words = self.note.words(zh, en, self.key, key="refuseText")
        return Refusal(condition=condition, words=words)

    def _default(self) -> str | feel.Expression:
        holder = self.properties if "default" in self.properties else self.component
        key = "default" if holder is self.properties else "defaultValue"
        if isinstance(given := holder.get(key), str) and given.startswith("="):
            return self.note.expression(holder, key, self.key) or ""
        if isinstance(given, str | int | Decimal):
            return str(given).lower() if isinstance(given, bool) else str(given)
        if given is not None:
            self.note.note("wrong-type", self.key, key=key, expected="text")
        return ""

    def _search(self) -> str:
        search = self.note.text(self.properties, "search", self.key)
        if search and search not in grammar.SEARCHES:
            self.note.note("bad-search", self.key, search=search)
        return search

    def _suggests(self) -> dict[str, str]:
        named = {
            fact: self.note.text(self.properties, name, self.key)
            for fact, name in grammar.SUGGESTS.items()
        }
        return {fact: key for fact, key in named.items() if key}


def _tried(pattern: str) -> dict[str, object]:
    return {"text": "", "pattern": f"^({pattern})$"}
