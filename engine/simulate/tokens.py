"""Script texts as tokens of a conformance suite: each token is performed here, none is executed.

A token logs an entry, counts, reads or writes a data object, throws, or takes ten virtual seconds.
Conditions in the suite's own spelling are written as FEEL before the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import Invalid
from engine.simulate.player import OPERATION_TIME
from engine.simulate.worlds import VirtualWorld
from engine.spiff.world import BpmnError, OperationCall, Pending

_CONTAINS = r"test\.contains\((\"[^\"]*\"|&quot;.*?&quot;)\)"
_SILENT = frozenset({"CREATE_LOG_FILE", "dummyScript", ""})
_VALUE = "String"


class TokenUnknown(Invalid):
    """A script is no token of the suite."""

    code = "script-token-unknown"
    sentence = "Expected a known script token, but it says {script}."


def translated(xml: bytes) -> bytes:
    """The file with its conditions in FEEL."""
    text = xml.decode("utf-8")
    text = re.sub(r"\$\{\s*(\w+)\s*\}", r"\1", text)
    text = re.sub(rf"!\s*{_CONTAINS}", r"not(contains(test, \1))", text)
    return re.sub(_CONTAINS, r"contains(test, \1)", text).encode()


@dataclass
class TokenScripts:
    """Performs tokens and keeps their log."""

    world: VirtualWorld
    log: list[str] = field(default_factory=list)
    #: When the timed scripts so far end.
    _ends: list[datetime] = field(default_factory=list)

    def perform(self, call: OperationCall) -> Mapping[str, object] | Pending:
        """Do what the token says."""
        script = call.operation.removeprefix("script:").strip()
        if script.startswith("SCRIPT_"):
            self.log.append(script)
        elif script == "CREATE_MARKER_FILE":
            self.log.append("MARKER_exists")
        elif script == "THROW_ERROR":
            raise BpmnError("ERR_CODE")
        elif script.startswith(("WAIT_TEN_SECONDS", "CREATE_TIMESTAMP_LOG_")):
            return self._take_time(script)
        elif script not in _SILENT:
            return self._handle_data(script, call)
        return {}

    def _take_time(self, script: str) -> Pending:
        if script.startswith("CREATE_TIMESTAMP_LOG_"):
            if any(end > self.world.now for end in self._ends):
                self.log.append("EXECUTION_parallel")
            self._ends.append(self.world.now + OPERATION_TIME)
        return Pending(reference=script)

    def _handle_data(self, script: str, call: OperationCall) -> Mapping[str, object]:
        if script.startswith("INCREMENT_INTEGER_VARIABLE"):
            if script.endswith("_AND_LOG"):
                self.log.append("INCREMENT")
            before = call.data.get("integerVariable")
            return {"integerVariable": (before if isinstance(before, int) else 0) + 1}
        if script == "SET_STRING_DATA":
            return dict.fromkeys(call.writes or ("data",), _VALUE)
        if script == "LOG_DATA":
            if all(call.data.get(name) == _VALUE for name in call.reads or ("data",)):
                self.log.append("DATA_correct")
            return {}
        raise TokenUnknown(script=script[:100])
