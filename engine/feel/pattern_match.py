"""Running a pattern: backtracking that never visits one place twice, so no pattern can hang.

Without back references the work is at most program length times text length; with them the steps
of the evaluation's budget bound it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from engine.feel.pattern_classes import PatternFault
from engine.feel.pattern_text import Instruction, Pattern, read
from engine.feel.run import Run

#: Where each group began and ended; None where it took no part. Group 0 is the whole.
Spans = tuple[int | None, ...]

__all__ = ["PatternFault", "Spans", "find_all", "pattern"]


@functools.lru_cache(maxsize=256)
def pattern(text: str, flags: str) -> Pattern:
    """The program of a pattern, read once."""
    return read(text, flags)


def find_all(run: Run, wanted: Pattern, text: str) -> Iterator[Spans]:
    """Every match from left to right, without overlap."""
    may_repeat = any(step.action == "again" for step in wanted.program)
    at = 0
    seen: set[tuple[int, int]] = set()
    while at <= len(text):
        spans = _match(run, wanted, text, at, None if may_repeat else seen)
        if spans is None:
            at += 1
            continue
        yield spans
        seen = set()
        end = spans[1] or 0
        at = end if end > at else at + 1


def _match(
    run: Run, wanted: Pattern, text: str, start: int, seen: set[tuple[int, int]] | None
) -> Spans | None:
    """The best match that begins at `start`; `seen` places lead nowhere."""
    nothing: Spans = (start,) + (None,) * (2 * wanted.groups + 1)
    stack: list[tuple[int, int, Spans]] = [(0, start, nothing)]
    while stack:
        index, at, spans = stack.pop()
        while True:
            if seen is not None:
                if (index, at) in seen:
                    break
                seen.add((index, at))
            run.left -= 1
            if run.left < 0:
                run.spend()
            step = wanted.program[index]
            if step.action == "end":
                return (start, at, *spans[2:])
            if step.action == "split":
                if step.second != step.first:
                    stack.append((step.second, at, spans))
                index = step.first
                continue
            moved = _move(step, text, at, spans)
            if moved is None:
                break
            jump, at, spans = moved
            index = index + 1 if jump is None else jump
    return None


def _move(
    step: Instruction, text: str, at: int, spans: Spans
) -> tuple[int | None, int, Spans] | None:
    match step.action:
        case "test":
            fits = at < len(text) and step.test is not None and step.test(text[at])
            return (None, at + 1, spans) if fits else None
        case "jump":
            return step.first, at, spans
        case "mark":
            return None, at, (*spans[: step.first], at, *spans[step.first + 1 :])
        case "anchor":
            return (None, at, spans) if _anchored(step, text, at) else None
    return _repeated(step, text, at, spans)


def _anchored(step: Instruction, text: str, at: int) -> bool:
    if step.first == ord("^"):
        return at == 0 or bool(step.second and text[at - 1] == "\n")
    return at == len(text) or bool(step.second and text[at] == "\n")


def _repeated(
    step: Instruction, text: str, at: int, spans: Spans
) -> tuple[int | None, int, Spans] | None:
    start, end = spans[2 * step.first], spans[2 * step.first + 1]
    if start is None or end is None:
        return None, at, spans
    piece, here = text[start:end], text[at : at + end - start]
    same = piece.lower() == here.lower() if step.second else piece == here
    return (None, at + end - start, spans) if same else None
