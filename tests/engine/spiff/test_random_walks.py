from __future__ import annotations

import random

import pytest

from engine.spiff.refusals import RunsForever
from tests.engine.spiff.blocks import VARIABLES, Maker, Run, sketch_of
from tests.engine.spiff.walk import Walk

STEPS = 40


@pytest.mark.parametrize("seed", range(50))
def test_a_random_diagram_has_the_tasks_open_that_its_blocks_say(seed):
    chance = random.Random(seed)
    block = Maker(seed).block(4)
    data = {name: chance.random() < 0.4 for name in VARIABLES}
    try:
        walk = Walk(sketch_of(block), data)
    except RunsForever:
        pytest.skip("a loop in which nobody acts")
    run = Run(block, data)
    for _ in range(STEPS):
        assert walk.open == sorted(run.open())
        assert walk.now.ended == run.done
        if run.done or not _step(walk, run, data, chance):
            break


def _step(walk: Walk, run: Run, data: dict[str, bool], chance: random.Random) -> bool:
    waiting = run.interruptible()
    if waiting and chance.random() < 0.15:
        name = chance.choice(waiting)
        walk.send(name)
        run.interrupt(name)
    else:
        name = chance.choice(walk.open)
        given = {each: chance.random() < 0.4 for each in VARIABLES}
        try:
            walk.finish(name, given)
        except RunsForever:
            return False
        data.update(given)
        run.finish(name)
    run.settle()
    return True
