"""`python -m engine.decisions FILE --decision NAME --inputs JSON`: one value as JSON, else exit 2.

Without `--decision` it tells the table problems of the file, one a line, and exits 1 if any.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import ClassVar

from engine.decisions import load, problems
from engine.decisions.model import Model
from engine.errors import Invalid, NotDeployable, Refusal
from engine.feel import from_json, to_json


def main(arguments: list[str]) -> int:
    """Decide once, or tell what is wrong with the file."""
    reader = argparse.ArgumentParser(prog="python -m engine.decisions")
    reader.add_argument("file", type=Path)
    reader.add_argument("--decision", help="name or id")
    reader.add_argument("--inputs", default="{}", help="a JSON object")
    reader.add_argument("--strict", action="store_true", help="refuse type errors")
    given = reader.parse_args(arguments)
    try:
        model = load(given.file.read_bytes())
        if given.decision is None:
            return _tell(model)
        inputs = _object(given.inputs)
        value = to_json(model.decide(given.decision, inputs, strict=given.strict))
    except NotDeployable as refusal:
        for finding in refusal.findings:
            print(f"{finding.element}: {finding.rule} {dict(finding.fields)}", file=sys.stderr)
        return 2
    except (Refusal, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(value, ensure_ascii=False))
    return 0


def _tell(model: Model) -> int:
    found = problems(model)
    for finding in found:
        print(f"{finding.element}: {finding.severity} {finding.rule} {dict(finding.fields)}")
    return 1 if found else 0


class NotAnObject(Invalid):
    """The JSON that was given is no object."""

    code: ClassVar[str] = "inputs-not-an-object"
    sentence: ClassVar[str] = "Expected a JSON object, but got {text}."


def _object(text: str) -> dict[str, object]:
    value = from_json(json.loads(text))
    if not isinstance(value, dict):
        raise NotAnObject(text=text)
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
