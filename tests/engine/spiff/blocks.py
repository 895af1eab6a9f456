"""Random diagrams made of blocks, and an interpreter of blocks that knows nothing of BPMN.

A block is drawn as a sketch and is also run as a tree of runs; after every step both must have the
same tasks open. Blocks nest: sequence, parallel, exclusive and inclusive choice, rework loop,
sub-process that a message interrupts, several items, call of a service.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

VARIABLES = [f"v{n}" for n in range(6)]


@dataclass
class Block:
    """A block of a drawing; the name is that of its task, gateway or sub-process."""

    kind: str
    name: str
    inner: list[Block] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    items: int = 0


class Maker:
    """Makes random blocks with names of their own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    def block(self, depth: int) -> Block:
        kinds = ["task", "task", "items", "service"]
        if depth:
            kinds += ["seq", "seq", "par", "xor", "or", "loop", "sub", "sub"]
        kind = self.random.choice(kinds)
        self.made += 1
        block = Block(kind, f"{kind}{self.made}")
        if kind == "items":
            block.items = self.random.randint(0, 3)
        if kind in {"seq", "par", "xor", "or"}:
            block.inner = [self.block(depth - 1) for _ in range(self.random.randint(2, 3))]
        if kind in {"loop", "sub"}:
            block.inner = [self.block(depth - 1)]
        if kind in {"loop", "xor", "or"}:
            block.variables = self.random.sample(VARIABLES, max(1, len(block.inner) - 1))
        return block


def sketch_of(block: Block) -> str:
    lines, first, last = _draw(block)
    return "\n".join(["start s", *lines, "end e", f"s -> {first}", f"{last} -> e"])


def _draw(block: Block) -> tuple[list[str], str, str]:
    name = block.name
    if block.kind == "task":
        return [f"user {name}"], name, name
    if block.kind == "items":
        return [f"user {name} count={block.items} item=x"], name, name
    if block.kind == "service":
        return [f"service {name} operation=nothing"], name, name
    parts = [_draw(each) for each in block.inner]
    lines = [line for part in parts for line in part[0]]
    if block.kind == "seq":
        joints = [f"{a[2]} -> {b[1]}" for a, b in pairwise(parts)]
        return lines + joints, parts[0][1], parts[-1][2]
    if block.kind == "sub":
        inner = [f"sub {name} {{", f"start {name}s", *lines, f"{name}s -> {parts[0][1]}", "}"]
        outer = [
            f"boundary {name}b on={name} message={name}",
            f"user {name}h",
            f"xor {name}m",
            f"{name} -> {name}m",
            f"{name}b -> {name}h -> {name}m",
        ]
        return inner + outer, name, f"{name}m"
    if block.kind == "loop":
        again = block.variables[0]
        outer = [
            f"xor {name}i",
            f"xor {name}o",
            f"{name}i -> {parts[0][1]}",
            f"{parts[0][2]} -> {name}o",
            f"{name}o -> {name}i if {again}",
            f"xor {name}x",
            f"{name}o -> {name}x else",
        ]
        return lines + outer, f"{name}i", f"{name}x"
    return _drawn_choice(block, parts, lines)


def _drawn_choice(block, parts, lines):
    gate = {"par": "and", "xor": "xor", "or": "or"}[block.kind]
    outer = [f"{gate} {block.name}i", f"{gate} {block.name}o"]
    for index, part in enumerate(parts):
        guard = ""
        if block.kind != "par":
            last = index == len(block.variables)
            guard = " else" if last or index > len(block.variables) else ""
            guard = guard or f" if {block.variables[index]}"
        outer.append(f"{block.name}i -> {part[1]}{guard}")
        outer.append(f"{part[2]} -> {block.name}o")
    return lines + outer, f"{block.name}i", f"{block.name}o"


class Run:
    """One run of a block: the independent interpreter."""

    def __init__(self, block: Block, data: dict[str, bool]) -> None:
        self.block = block
        self.data = data
        self.left = {"task": 1, "items": block.items}.get(block.kind, 0)
        self.at = 0
        self.interrupted = False
        self.inner: list[Run] = []
        self._enter()

    def _enter(self) -> None:
        kind, inner = self.block.kind, self.block.inner
        if kind in {"seq", "loop", "sub"}:
            self.inner = [Run(inner[0], self.data)]
        elif kind == "par":
            self.inner = [Run(each, self.data) for each in inner]
        elif kind in {"xor", "or"}:
            true = [i for i, name in enumerate(self.block.variables) if self.data[name]]
            chosen = true[:1] if kind == "xor" else true
            self.inner = [Run(inner[i], self.data) for i in chosen or [len(inner) - 1]]
        self.settle()

    def settle(self) -> None:
        """Go on where an inner run is done."""
        for run in self.inner:
            run.settle()
        while self.inner and all(run.done for run in self.inner):
            if self.block.kind == "seq" and self.at + 1 < len(self.block.inner):
                self.at += 1
                self.inner = [Run(self.block.inner[self.at], self.data)]
            elif self.block.kind == "loop" and self.data[self.block.variables[0]]:
                self.inner = [Run(self.block.inner[0], self.data)]
            else:
                self.inner = []

    @property
    def done(self) -> bool:
        return not self.left and not self.inner

    def open(self) -> list[str]:
        """Names of the tasks that are open."""
        name = f"{self.block.name}h" if self.interrupted else self.block.name
        return [name] * self.left + [each for run in self.inner for each in run.open()]

    def finish(self, name: str) -> bool:
        """Complete one task of that name."""
        own = f"{self.block.name}h" if self.interrupted else self.block.name
        if self.left and own == name:
            self.left -= 1
            return True
        return any(run.finish(name) for run in self.inner)

    def interruptible(self) -> list[str]:
        """Names of the sub-processes that wait for their message."""
        own = [self.block.name] if self.block.kind == "sub" and self.inner else []
        return own + [each for run in self.inner for each in run.interruptible()]

    def interrupt(self, name: str) -> bool:
        """Let the message of a sub-process arrive."""
        if self.block.kind == "sub" and self.inner and self.block.name == name:
            self.inner, self.left, self.interrupted = [], 1, True
            return True
        return any(run.interrupt(name) for run in self.inner)
