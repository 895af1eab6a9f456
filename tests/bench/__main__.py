"""`python -m tests.bench [steps|transactions|inbox|serving|pages|crowd …]`: print the figures."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from engine import protection
from tests.bench import (
    crowd,
    inbox,
    languages,
    migration,
    pages,
    serving,
    steps,
    transactions,
)

BENCHES = {
    "steps": steps.figures, "transactions": transactions.figures, "inbox": inbox.figures,
    "serving": serving.figures, "migration": migration.figures,
    "languages": languages.figures, "pages": pages.figures, "crowd": crowd.figures,
}  # fmt: skip


def main(names: Sequence[str]) -> int:
    """Run the named benches, or all."""
    protection.install(protection.Keyring.fresh())
    for name in names or BENCHES:
        print(f"# {name}", flush=True)
        for figure in BENCHES[name]():
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
