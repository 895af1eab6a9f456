"""The deploy gate on diagrams: what may not run is refused here, by name, on its element.

`read` opens a file safely, `check` holds it against BPMN 2.0.2 and against the station, `words`
says a finding in Chinese or English. The rules are listed in `table`. Nothing here executes.
"""

from __future__ import annotations

from engine.lint.gate import check, refuses, words
from engine.lint.profiles import Profile, StationFacts
from engine.lint.reading import read

__all__ = ["Profile", "StationFacts", "check", "read", "refuses", "words"]
