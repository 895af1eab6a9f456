"""`python -m workflows.scenario FILE…`: play stories, print each step, exit 1 on any difference."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from engine import clock
from engine.errors import Refusal
from workflows.runtime import compose
from workflows.scenario.player import play
from workflows.scenario.story import load_story
from workflows.settings import Settings


def main(files: Sequence[str]) -> int:
    """Play each file on a database of its own."""
    if not files:
        print("python -m workflows.scenario FILE…", file=sys.stderr)
        return 2
    return max(_play(Path(file)) for file in files)


def _play(path: Path) -> int:
    try:
        story = load_story(path)
    except Refusal as broken:
        print(broken, file=sys.stderr)
        return 2
    print(f"{story.name}  {story.title}")
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_env({"SANLIAN_HOME": home})
        runtime = compose(settings)
        try:
            played = play(runtime, story, print)
        finally:
            runtime.database.close()
            clock.travel_to(None)
    print(
        f"{story.name}: {played.compared} expectations, {len(played.differences)} differences, "
        f"{len(played.pending)} pending"
    )
    return 1 if played.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
