"""A file addressed to another engine is shown as such (BPMN 2.0.2, 10.3.3, "implementation").

It says what is to run in that engine's own words: by the platform its modeler wrote down, or by a
technology that its tasks name. Whether it is complete enough to run is not judged then, so outside
files get a warning; the station refuses them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding, Severity
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "other-engine"
WORDS = {
    "zh": "文件是为其他引擎({engine})编写的,是否足以运行未作检查。部署前请改用本系统的扩展属性。",
    "en": "The file is written for another engine ({engine}); whether it could run was not judged. "
    "Use the extensions of this system before deploying it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield one finding when the file names another engine."""
    if model.other_engine:
        severity = Severity.ERROR if model.strict else Severity.WARNING
        yield remark(RULE, model.elements[0], severity=severity, engine=model.other_engine)
