"""`python -m engine.lint FILE…`: one finding a line, exit 1 when a file is refused.

A line reads `FILE:ELEMENT: severity rule message`; a file without findings prints nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine.lint import Profile, check, refuses, words


def main(arguments: list[str]) -> int:
    """Check the files named, print the findings, return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m engine.lint", description=__doc__)
    parser.add_argument("--profile", choices=[*Profile], default=Profile.STANDARD)
    parser.add_argument("--language", choices=["zh", "en"], default="en")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    refused = False
    for file in chosen.files:
        findings = check(file.read_bytes(), profile=Profile(chosen.profile))
        refused = refused or refuses(findings)
        for finding in findings:
            said = words(finding, chosen.language)
            print(f"{file}:{finding.element}: {finding.severity} {finding.rule} {said}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
