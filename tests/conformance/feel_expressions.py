"""Random FEEL expressions that mostly mean something: typed, small, over a fixed context."""

from __future__ import annotations

import random
from collections.abc import Callable

#: Names with spaces and Chinese names among the values that an expression may use.
CONTEXT: dict[str, object] = {
    "n": 3, "zero": 0, "price": 2.5, "yes": True, "no": False, "nothing": None,
    "word": "foobar", "empty": "", "year built": 1998, "年龄": 12,
    "numbers": [1, 2, 3, 2], "none": [], "words": ["a", "b", "c"],
    "person": {"name": "Li", "age": 30, "tags": ["x", "y"]},
    "people": [{"name": "Li", "age": 30}, {"name": "Wang", "age": 12}],
}  # fmt: skip


class Maker:
    """Makes one random expression."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def expression(self) -> str:
        """An expression of any type, shown as text where a value has no JSON."""
        kind = self.random.choice(["number", "truth", "text", "list", "context", "any", "moment"])
        depth = self.random.choice([1, 2, 2, 3])
        return f"string({self.moment(depth)})" if kind == "moment" else getattr(self, kind)(depth)

    def _one_of(self, *makers: Callable[[], str]) -> str:
        return self.random.choice(makers)()

    def any(self, depth: int) -> str:
        """Of whatever type."""
        return self._one_of(
            *[
                lambda make=make: make(depth)
                for make in (self.number, self.truth, self.text, self.list, self.context)
            ],
            lambda: "nothing",
        )

    def number(self, depth: int) -> str:
        """A number, or null where the operands do not fit."""
        if depth <= 0:
            return self.random.choice(
                ["0", "1", "2", "-3", "0.5", "10", "n", "zero", "price", "year built", "年龄",
                 "person.age", "numbers[2]", "numbers[-1]", "count(words)"]
            )  # fmt: skip
        a, b = (lambda: self.number(depth - 1)), (lambda: self.number(depth - 1))
        return self._one_of(
            lambda: f"{a()} {self.random.choice('+-*')} {b()}", lambda: f"({a()} / {b()})",
            lambda: f"({a()} ** {self.random.choice(['2', '3', '0', '-1'])})",
            lambda: f"-({a()})", lambda: f"if {self.truth(depth - 1)} then {a()} else {b()}",
            lambda: f"sum({self.numbers(depth - 1)})", lambda: f"max({self.numbers(depth - 1)})",
            lambda: f"min({self.numbers(depth - 1)})", lambda: f"mean({self.numbers(depth - 1)})",
            lambda: f"median({self.numbers(depth - 1)})", lambda: f"abs({a()})",
            lambda: f"floor({a()})", lambda: f"ceiling({a()})", lambda: f"modulo({a()}, {b()})",
            lambda: f"decimal({a()}, {self.random.choice('012')})",
            lambda: f"string length({self.text(depth - 1)})", lambda: f"number(string({a()}))",
            lambda: f"count({self.list(depth - 1)})",
            lambda: f"product({self.numbers(depth - 1)})", lambda: f"sqrt(abs({a()}))",
        )  # fmt: skip

    def numbers(self, depth: int) -> str:
        """A list of numbers."""
        if depth <= 0:
            return self.random.choice(["numbers", "none", "[1, 2, 3]", "[n, price]", "people.age"])
        inner = self.numbers(depth - 1)
        return self._one_of(
            lambda: f"[{self.number(depth - 1)}, {self.number(depth - 1)}]",
            lambda: f"({inner})[item > {self.number(0)}]",
            lambda: f"for i in {inner} return i * {self.number(0)}",
            lambda: f"for i in 1..{self.random.choice(['3', 'n'])} return i + {self.number(0)}",
            lambda: f"sort({inner}, function(x, y) x > y)", lambda: f"reverse({inner})",
            lambda: f"append({inner}, {self.number(0)})", lambda: f"sublist({inner}, 1, 2)",
            lambda: f"distinct values({inner})", lambda: f"remove({inner}, 1)",
            lambda: f"concatenate({inner}, {inner})", lambda: f"union({inner}, [9])",
            lambda: f"flatten([{inner}, [7]])", lambda: f"index of({inner}, 2)",
            lambda: f"insert before({inner}, 1, 0)",
        )  # fmt: skip

    def truth(self, depth: int) -> str:
        """True, false or null."""
        if depth <= 0:
            return self.random.choice(
                ["true", "false", "yes", "no", "nothing", "n > 2", "not(yes)"]
            )
        a, b = (lambda: self.truth(depth - 1)), (lambda: self.truth(depth - 1))
        number, text = (lambda: self.number(depth - 1)), (lambda: self.text(depth - 1))
        compare = self.random.choice(["<", "<=", ">", ">=", "=", "!="])
        return self._one_of(
            lambda: f"{a()} and {b()}", lambda: f"{a()} or {b()}", lambda: f"not({a()})",
            lambda: f"{number()} {compare} {number()}", lambda: f"({text()}) {compare} ({text()})",
            lambda: f"{number()} between {number()} and {number()}",
            lambda: f"{number()} in [{self.number(0)}..{self.number(0)}]",
            lambda: f"{number()} in ({self.number(0)}, > {self.number(0)})",
            lambda: f"some x in {self.numbers(depth - 1)} satisfies x > {self.number(0)}",
            lambda: f"every x in {self.numbers(depth - 1)} satisfies x > {self.number(0)}",
            lambda: f"contains({text()}, {text()})", lambda: f"starts with({text()}, {text()})",
            lambda: f"ends with({text()}, {text()})", lambda: f'matches({text()}, "^[a-f]+o*")',
            lambda: f"list contains({self.list(depth - 1)}, {self.any(depth - 1)})",
            lambda: f"all([{a()}, {b()}])", lambda: f"any([{a()}, {b()}])",
            lambda: f"({self.any(depth - 1)}) instance of "
            + self.random.choice(["number", "string", "boolean", "list<number>"]),
            lambda: f"({self.any(depth - 1)}) = ({self.any(depth - 1)})",
            lambda: f"even({number()})", lambda: f"odd({number()})",
        )  # fmt: skip

    def text(self, depth: int) -> str:
        """A string."""
        if depth <= 0:
            return self.random.choice(
                ['"foo"', '"bar"', '""', '"中文"', "word", "empty", "person.name", '"A b"']
            )
        inner, number = (lambda: self.text(depth - 1)), (lambda: self.number(0))
        return self._one_of(
            lambda: f"{inner()} + {inner()}", lambda: f"upper case({inner()})",
            lambda: f"lower case({inner()})", lambda: f"substring({inner()}, {number()})",
            lambda: f"substring({inner()}, {number()}, {number()})",
            lambda: f"substring before({inner()}, {inner()})",
            lambda: f"substring after({inner()}, {inner()})",
            lambda: f'replace({inner()}, "o+", "0")', lambda: f"string({self.number(depth - 1)})",
            lambda: f"string({self.truth(depth - 1)})", lambda: f'string join({self.texts()}, "-")',
            lambda: f"if {self.truth(depth - 1)} then {inner()} else {inner()}",
        )  # fmt: skip

    def texts(self) -> str:
        """A list of strings."""
        return self.random.choice(["words", "none", '["x", "y"]', 'split("a,b", ",")'])

    def list(self, depth: int) -> str:
        """A list."""
        return self._one_of(
            lambda: self.numbers(depth), self.texts, lambda: "people.name",
            lambda: f"[{self.any(depth - 1)}, {self.any(depth - 1)}]",
            lambda: f"people[age > {self.number(0)}].name", lambda: "people[1]",
        )  # fmt: skip

    def context(self, depth: int) -> str:
        """A context, or something out of one."""
        return self._one_of(
            lambda: f"{{a: {self.any(depth - 1)}, b: {self.any(depth - 1)}}}",
            lambda: f"{{a: {self.number(depth - 1)}, b: a + 1}}.b", lambda: "person",
            lambda: f'get value(person, "{self.random.choice(["name", "age", "x"])}")',
            lambda: f'context put(person, "z", {self.any(0)})', lambda: "person.missing",
            lambda: f"context merge([person, {{q: {self.any(0)}}}])",
        )  # fmt: skip

    def moment(self, depth: int) -> str:
        """A date, time or duration."""
        return self._one_of(
            lambda: f'date("{self._day()}") {self.random.choice("+-")} {self._period()}',
            lambda: f'(date("{self._day()}") - date("{self._day()}"))',
            lambda: f'date and time("{self._day()}T10:30:00Z") + {self._period()}',
            lambda: f"{self._period()} * {self.number(0)}",
            lambda: f'years and months duration(date("{self._day()}"), date("{self._day()}"))',
            lambda: f'(date("{self._day()}") < date("{self._day()}"))',
            lambda: f'date("{self._day()}").'
            + self.random.choice(["year", "month", "day", "weekday"]),
            lambda: f'duration("{self.random.choice(["P1D", "PT36H", "P14M", "-PT1M"])}")',
            lambda: f'day of week(date("{self._day()}"))', lambda: f'last day of month("{depth}")',
        )  # fmt: skip

    def _day(self) -> str:
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        return f"20{self.random.randint(10, 30)}-{month:02d}-{day:02d}"

    def _period(self) -> str:
        return f'duration("{self.random.choice(["P1D", "P10D", "P1M", "P2Y", "PT5H", "PT90M"])}")'
