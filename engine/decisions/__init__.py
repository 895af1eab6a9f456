"""DMN decisions: tables with every hit policy, requirement graphs, knowledge, services (DMN 1.5).

Texts are FEEL, evaluated by `engine.feel`; external functions are refused by design. Nothing here
knows processes or a domain.
"""

from __future__ import annotations

from engine.decisions.loading import load, load_leniently
from engine.decisions.model import Model, NoSuchDecision, Outcome
from engine.decisions.outline import Named, Outline, outline
from engine.decisions.problems import problems
from engine.decisions.reading import NotDecisionModel

__all__ = [
    "Model",
    "Named",
    "NoSuchDecision",
    "NotDecisionModel",
    "Outcome",
    "Outline",
    "load",
    "load_leniently",
    "outline",
    "problems",
]
