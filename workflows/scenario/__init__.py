"""Play a story: people act through the same services as the pages, on a virtual clock.

A story is data (`tests/scenarios/*.yaml`); the player starts with an empty database, moves the
clock from one due timer to the next, lets each person do what the story says and reads back what it
expects. It computes no date itself: every date it compares stands in the story.
Format: docs/how-to/write-a-story.md.
"""

from workflows.scenario.player import Played, play
from workflows.scenario.story import Story, StoryBroken, load_story

__all__ = ["Played", "Story", "StoryBroken", "load_story", "play"]
