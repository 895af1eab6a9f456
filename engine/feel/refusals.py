"""What FEEL refuses: a text that cannot be read, and an evaluation that may not go on.

A type error inside an evaluation is neither: DMN gives null for it, and the evaluation keeps a
warning. Only a caller that asks for strictness sees the first warning as a refusal.
"""

from __future__ import annotations

from typing import ClassVar

from engine.errors import Invalid


class FeelSyntaxError(Invalid):
    """The text is not FEEL, or names something that is not in scope."""

    code: ClassVar[str] = "feel-syntax"
    sentence: ClassVar[str] = "Expected FEEL at position {position}, but {problem}: {text}."

    def __init__(self, *, problem: str, position: int, text: str) -> None:
        #: Offset in characters into the text where reading stopped.
        self.position = position
        super().__init__(problem=problem, position=position, text=text[:200])


class FeelEvaluationError(Invalid):
    """An evaluation that ran out of its budget, or met a type error under strictness."""

    code: ClassVar[str] = "feel-evaluation"
    sentence: ClassVar[str] = "Expected the expression to have a value, but {problem}."

    def __init__(self, *, problem: str) -> None:
        super().__init__(problem=problem)
