"""A global conversation holds participants, message flows and correlation keys (9.5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ARTIFACTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "global-conversation"
COVERS = ("EXT032",)
WORDS = {
    "zh": "全局会话“{label}”中不能有 {child}“{inner}”。请改用协作图,或删去它。",
    "en": "The global conversation “{label}” may not hold the {child} “{inner}”. Use a "
    "collaboration.",
}

_STRANGERS = ARTIFACTS | {
    "conversation",
    "subConversation",
    "callConversation",
    "conversationLink",
    "conversationAssociation",
    "choreographyRef",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield global conversations with artifacts or conversation nodes."""
    for conversation in model.all("globalConversation"):
        for inner in conversation.inside(*_STRANGERS):
            yield remark(RULE, conversation, child=inner.kind, inner=inner.label)
