"""`python -m workflows.documents [KIND…] --out FOLDER [--template FILE]`: print sample papers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from workflows.documents.checking import SAMPLED_AT, TemplateRefused, check, sample_file
from workflows.documents.kinds import PaperKind, load_kinds
from workflows.documents.press import square_code
from workflows.documents.sheets import as_pdf, read_sheet, set_pages
from workflows.documents.templates import shipped


def main(given: Sequence[str] | None = None) -> int:
    """Print each kind that is named, or all; 1 when a template was refused."""
    asked = argparse.ArgumentParser(prog="python -m workflows.documents", description=__doc__)
    asked.add_argument("kinds", nargs="*", metavar="KIND")
    asked.add_argument("--out", type=Path, default=Path())
    asked.add_argument("--template", type=Path)
    chosen = asked.parse_args(given)
    every = load_kinds()
    kinds = [every[name] for name in chosen.kinds] or list(every)
    return max(_print(kind, chosen.out, chosen.template) for kind in kinds)


def _print(kind: PaperKind, folder: Path, template: Path | None) -> int:
    source = template.read_bytes() if template else shipped(kind)
    try:
        check(kind, source)
    except TemplateRefused as refusal:
        for finding in refusal.findings:
            print(f"{kind.id}: {finding.rule} {dict(finding.fields)}")
        return 1
    word = sample_file(kind, source, square_code("https://example.invalid/query"))
    pages = set_pages(read_sheet(word))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{kind.id}.docx").write_bytes(word)
    pdf = as_pdf(pages, title=kind.name.zh, at=SAMPLED_AT)
    (folder / f"{kind.id}.pdf").write_bytes(pdf)
    print(f"{kind.id}: {len(pages)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
