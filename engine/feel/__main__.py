"""`python -m engine.feel EXPR --context JSON`: one value as JSON; exit 2 on an error."""

from __future__ import annotations

import argparse
import json
import sys
from typing import ClassVar

from engine.errors import Invalid, Refusal
from engine.feel import evaluate, from_json, to_json


def main(arguments: list[str]) -> int:
    """Evaluate one expression and print its value."""
    reader = argparse.ArgumentParser(prog="python -m engine.feel")
    reader.add_argument("expression")
    reader.add_argument("--context", default="{}", help="a JSON object")
    reader.add_argument("--strict", action="store_true", help="refuse type errors")
    given = reader.parse_args(arguments)
    try:
        context = _object(given.context)
        value = to_json(evaluate(given.expression, context, strict=given.strict))
    except (Refusal, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(value, ensure_ascii=False))
    return 0


class NotAnObject(Invalid):
    """The JSON that was given is no object."""

    code: ClassVar[str] = "not-an-object"
    sentence: ClassVar[str] = "Expected a JSON object, but got {text}."


def _object(text: str) -> dict[str, object]:
    value = from_json(json.loads(text))
    if not isinstance(value, dict):
        raise NotAnObject(text=text)
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
