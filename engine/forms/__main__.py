"""The deploy gate for form files on the command line.

`python -m engine.forms FILE…` prints one finding a line (`FILE:FIELD: error rule values`) and exits
with 1 when a file is refused; `--table` prints instead what the forms write into process data.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.errors import NotDeployable
from engine.forms.ledger import table
from engine.forms.loading import load
from engine.forms.model import Form


def main(arguments: list[str]) -> int:
    """Check the files; 0 when all can be deployed."""
    parser = argparse.ArgumentParser(prog="python -m engine.forms", description="Check form files.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--table", action="store_true", help="print keys and values of the forms")
    asked = parser.parse_args(arguments)
    loaded = [_checked(path) for path in asked.files]
    forms = [form for form in loaded if form is not None]
    if asked.table:
        print(table(forms))
    return 0 if len(forms) == len(loaded) else 1


def _checked(path: Path) -> Form | None:
    try:
        return load(path.read_bytes())
    except NotDeployable as refused:
        for finding in refused.findings:
            values = " ".join(f"{key}={value}" for key, value in finding.fields.items())
            line = f"{path}:{finding.element}: {finding.severity.value} {finding.rule} {values}"
            print(line.rstrip(), file=sys.stderr)
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
