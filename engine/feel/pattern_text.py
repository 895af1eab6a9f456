"""Regular expressions of XPath read into a program for the matcher (XPath F&O 3.1 §5.6.1).

Python's own engine is not used because it can hang for ever on a short pattern and cannot be
stopped; this one is small, bounded, and speaks the standard's dialect.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.feel import pattern_classes as classes
from engine.feel.pattern_classes import PatternFault, Test

#: Longest pattern in characters, and longest program in instructions.
LONGEST = 1_000
LARGEST = 4_000


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step of the matcher: a test, a jump, a mark, an anchor, a back reference, or the end."""

    action: str
    test: Test | None = None
    first: int = 0
    second: int = 0


@dataclass
class Pattern:
    """A program with the number of its groups."""

    program: list[Instruction] = field(default_factory=list)
    groups: int = 0


class _Reader:
    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.at = 0
        self.flags = flags
        self.pattern = Pattern()
        self.depth = 0
        #: How many bracket classes are open; spaces count inside them even under `x`.
        self.class_depth = 0
        self.closed: set[int] = set()
        #: Instructions ever emitted; counted because repeats read their atom again.
        self.emitted = 0

    def emit(self, action: str, test: Test | None = None, first: int = 0, second: int = 0) -> int:
        self.emitted += 1
        if len(self.pattern.program) >= LARGEST or self.emitted > 5 * LARGEST:
            raise PatternFault("too large")
        self.pattern.program.append(Instruction(action, test, first, second))
        return len(self.pattern.program) - 1

    def patch(self, index: int, first: int, second: int) -> None:
        old = self.pattern.program[index]
        self.pattern.program[index] = Instruction(old.action, old.test, first, second)

    def here(self) -> int:
        return len(self.pattern.program)

    def peek(self) -> str:
        if "x" in self.flags and not self.class_depth:
            while self.at < len(self.text) and self.text[self.at] in " \t\n\r":
                self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def next(self) -> str:
        char = self.peek()
        if not char:
            raise PatternFault("ends too early")
        self.at += 1
        return char

    def take(self, char: str) -> bool:
        if self.peek() != char:
            return False
        self.at += 1
        return True

    def alternatives(self) -> None:
        self.depth += 1
        if self.depth > 30:
            raise PatternFault("nests too deeply")
        split = self.emit("split")
        self.sequence()
        if not self.take("|"):
            self.patch(split, split + 1, split + 1)
        else:
            leave = self.emit("jump")
            self.patch(split, split + 1, self.here())
            self.alternatives()
            self.patch(leave, self.here(), 0)
        self.depth -= 1

    def sequence(self) -> None:
        while self.peek() not in ("", "|", ")"):
            self.piece()

    def piece(self) -> None:
        start, groups = self.here(), self.pattern.groups
        source = self.at
        self.atom()
        bounds = self.quantifier()
        if bounds is None:
            return
        after = self.at
        del self.pattern.program[start:]
        least, most = bounds
        is_lazy = self.take("?")
        end = self.at if is_lazy else after
        self.repeat(source, groups, least, most, is_lazy=is_lazy)
        self.at = end

    def again(self, source: int, groups: int) -> None:
        self.at, self.pattern.groups = source, groups
        self.atom()

    def repeat(
        self, source: int, groups: int, least: int, most: int | None, *, is_lazy: bool
    ) -> None:
        for _ in range(least):
            self.again(source, groups)
        if most is None:
            split = self.emit("split")
            self.again(source, groups)
            self.emit("jump", first=split)
            self.fork(split, is_lazy=is_lazy)
            return
        splits = []
        for _ in range(most - least):
            splits.append(self.emit("split"))
            self.again(source, groups)
        for split in splits:
            self.fork(split, is_lazy=is_lazy)
        if most == 0:
            self.count_groups(source)

    def count_groups(self, source: int) -> None:
        mark = self.here()
        self.at = source
        self.atom()
        del self.pattern.program[mark:]

    def fork(self, split: int, *, is_lazy: bool) -> None:
        inside, outside = split + 1, self.here()
        self.patch(split, outside if is_lazy else inside, inside if is_lazy else outside)

    def quantifier(self) -> tuple[int, int | None] | None:
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        char = self.peek()
        if char in simple:
            self.at += 1
            return simple[char]
        return self.counted() if self.take("{") else None

    def counted(self) -> tuple[int, int | None]:
        least = self.number()
        if least is None:
            raise PatternFault("a count was awaited")
        most: int | None = least
        if self.take(","):
            most = self.number()
        if not self.take("}") or (most is not None and most < least):
            raise PatternFault("a count is not closed or turned round")
        return least, most

    def number(self) -> int | None:
        digits = ""
        while self.peek().isdigit() and len(digits) < 5:
            digits += self.next()
        return int(digits) if digits else None

    def atom(self) -> None:
        char = self.next()
        match char:
            case "(":
                self.group()
            case "[":
                self.emit("test", self.case_free(classes.bracket(self)))
            case ".":
                self.emit("test", classes.anything if "s" in self.flags else classes.not_newline)
            case "^" | "$":
                self.emit("anchor", first=ord(char), second="m" in self.flags)
            case "\\":
                self.escape()
            case "*" | "+" | "?" | "{" | "}" | "]" | ")":
                raise PatternFault(f"{char} stands alone")
            case _:
                self.emit("test", self.case_free(classes.exactly(char)))

    def group(self) -> None:
        if self.text.startswith("?:", self.at):
            self.at += 2
            self.alternatives()
        else:
            self.pattern.groups += 1
            number = self.pattern.groups
            self.emit("mark", first=2 * number)
            self.alternatives()
            self.closed.add(number)
            self.emit("mark", first=2 * number + 1)
        if not self.take(")"):
            raise PatternFault("a group is not closed")

    def escape(self) -> None:
        char = self.next()
        if char.isdigit() and char != "0":
            number = int(char)
            if number not in self.closed:
                raise PatternFault("a back reference names no group")
            self.emit("again", first=number, second="i" in self.flags)
            return
        self.emit("test", self.case_free(classes.escaped(self, char)))

    def case_free(self, test: Test) -> Test:
        if "i" not in self.flags:
            return test
        return lambda char: test(char) or test(char.lower()) or test(char.upper())


def read(text: str, flags: str) -> Pattern:
    """The program of a pattern; raises PatternFault."""
    if set(flags) - set("smixq") or len(text) > LONGEST:
        raise PatternFault("unknown flags or too long")
    reader = _Reader(text, flags)
    if "q" in flags:
        for char in text:
            reader.emit("test", reader.case_free(classes.exactly(char)))
    else:
        reader.alternatives()
        if reader.peek():
            raise PatternFault("a bracket closes nothing")
    reader.emit("end")
    return reader.pattern
