"""Whatever a file says, reading it gives a diagram or findings, and running it gives a refusal."""

from __future__ import annotations

import contextlib
import random

import pytest
from lxml import etree

from engine.errors import NotDeployable, Refusal
from engine.spiff import advance as spiff
from engine.spiff import parser
from engine.spiff.reading import BPMN
from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import PlainWorld

RICH = draw(
    """
    start s
    start sm message=M out.x=y
    user a each=items item=x until="numberOfCompletedInstances > 2"
    boundary b on=a keep timer=PT1H
    boundary c on=a message=M correlation=k
    service d operation=op in.a="x + 1" out.b=c
    xor g
    and f
    or j
    race r
    catch t timer=PT1H
    catch m message=M
    sub w max=3 {
      start ws
      user wa
      throw we escalation=E
      end wx error=E
      ws -> wa -> we -> wx
      sub h event {
        start hs keep signal=S
        user ha
        hs -> ha
      }
    }
    boundary we2 on=w error=E
    transaction z {
      start zs
      service za operation=op
      boundary zb on=za compensate
      service zc operation=op undoes=zb
      end ze cancel
      zs -> za -> ze
    }
    boundary zx on=z cancel
    throw l link=L
    catch n link=L
    end e terminate
    s -> a -> g
    sm -> a
    b -> e
    c -> e
    g -> f if x = 1
    g -> r else
    f -> d -> j
    f -> w -> j
    j -> z -> l
    r -> t -> e
    r -> m -> e
    n -> e
    we2 -> e
    zx -> e
    """
)
VALUES = ["", "a", "s", "zz", "true", "false", "-1", "PT1H", "x >", "R/PT1H", "b", "w", "99999"]


def _mutated(seed: int) -> bytes:
    chance = random.Random(seed)
    root = etree.fromstring(RICH)
    for _ in range(chance.randint(1, 4)):
        element = chance.choice(list(root.iter()))
        parent = element.getparent()
        action = chance.randrange(5)
        if action == 0 and parent is not None:
            parent.remove(element)
        elif action == 1 and element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))
        elif action == 2 and element.attrib:
            del element.attrib[chance.choice(list(element.attrib))]
        elif action == 3:
            other = chance.choice(list(root.iter())).tag
            element.tag = other if parent is not None else element.tag
        elif parent is not None:
            target = chance.choice(list(root.iter(f"{{{BPMN}}}*")))
            if element not in target.iterancestors() and target is not element:
                target.append(element)
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(120))
def test_a_broken_file_is_refused_or_runs_to_a_refusal_or_to_rest(seed):
    xml = _mutated(seed)
    try:
        diagram = parser.parse(xml, process_id="p")
    except NotDeployable:
        return
    world = PlainWorld()
    data = {"items": ["u"], "x": 1, "k": "K", "y": 1, "c": 1}
    with contextlib.suppress(Refusal):
        result = spiff.start(diagram, data, world)
        for _ in range(30):
            if result.ended or not (result.tasks or result.timers):
                break
            if result.tasks:
                command = spiff.CompleteTask(token=result.tasks[-1].token)
            else:
                world.now = max(world.now, result.timers[0].due)
                command = spiff.FireTimer(token=result.timers[0].token)
            result = spiff.advance(diagram, result.state, command, world)


def test_the_file_itself_is_sound():
    assert parser.parse(RICH, process_id="p").process_id == "p"
