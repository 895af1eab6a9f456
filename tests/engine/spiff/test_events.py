from __future__ import annotations

import pytest

from engine.spiff import advance as spiff
from engine.spiff.refusals import UncaughtError
from tests.engine.spiff.walk import PlainWorld, Walk

SUB = """
start s
sub handle {
  start is
  user a
  user b
  end ie
  is -> a -> b -> ie
}
boundary stop on=handle message=Stop
boundary note on=handle keep message=Note
user after
user stopped
user noted
s -> handle -> after
stop -> stopped
note -> noted
"""


def test_a_message_on_the_edge_stops_a_sub_process_at_once():
    walk = Walk(SUB).finish("a")
    assert walk.send("Stop").open == ["stopped"]
    assert walk.awaited == []
    assert "task:cancelled" in walk.tags("b")


def test_a_message_that_does_not_interrupt_branches_off_each_time():
    walk = Walk(SUB).send("Note").send("Note")
    assert walk.open == ["a", "noted", "noted"]
    assert walk.finish("a").finish("b").open == ["after", "noted", "noted"]
    assert walk.awaited == []


def test_nobody_waits_for_another_message_or_another_case():
    walk = Walk(SUB)
    with pytest.raises(spiff.NobodyWaits):
        walk.send("Other")
    with pytest.raises(spiff.NobodyWaits):
        walk.send("Stop", correlation="case-2")
    with pytest.raises(spiff.NobodyWaits):
        walk.send("Stop", correlation=None)


def test_a_message_can_be_sent_to_one_waiting_place():
    walk = Walk(SUB)
    token = next(s.token for s in walk.now.subscriptions if s.node == "stop")
    assert walk.send("Stop", correlation=None, token=token).open == ["stopped"]
    with pytest.raises(spiff.TokenGone):
        walk.send("Stop", correlation=None, token=token)


def test_only_mapped_values_of_a_payload_enter_the_data():
    walk = Walk("start s\ncatch c message=M out.level=risk.level\nuser a\ns -> c -> a")
    walk.send("M", {"risk": {"level": 3}, "secret": "no"})
    assert walk.data == {"level": 3}


def test_correlation_holds_all_parts_of_its_key():
    sketch = 'start s\ncatch c message=M correlation="[case_id, department]"\nuser a\ns -> c -> a'
    walk = Walk(sketch, {"case_id": 7, "department": "police"})
    assert walk.now.subscriptions[0].correlation == "7|police"
    with pytest.raises(spiff.NobodyWaits):
        walk.send("M", correlation="7|school")
    assert walk.send("M", correlation="7|police").open == ["a"]


def test_a_key_follows_the_data_it_is_made_of():
    sketch = """
    start s
    and g
    user a
    user d
    boundary m on=a keep message=M correlation=case_no
    user b
    s -> g -> a
    g -> d
    m -> b
    """
    walk = Walk(sketch, {"case_no": None})
    assert walk.now.subscriptions[0].correlation == ""
    walk.finish("d", case_no="K-1")
    assert walk.now.subscriptions[0].correlation == "K-1"
    assert walk.send("M", correlation="K-1").open == ["a", "b"]


def test_a_thrown_message_carries_its_inputs_and_key_and_leaves_the_instance():
    sketch = 'start s\nthrow t message=M in.level="x + 1" correlation=k\nuser a\ns -> t -> a'
    walk = Walk(sketch, {"x": 1, "k": "K", "secret": "s"})
    assert [(t.message, t.payload, t.correlation) for t in walk.thrown] == [
        ("M", {"level": 2}, "K")
    ]
    assert walk.open == ["a"]


def test_a_message_starts_a_process_with_its_payload():
    sketch = "start s\nstart m message=M out.level=level\nuser a\ns -> a\nm -> a"
    walk = Walk(sketch, start_event="m", payload={"level": 2})
    assert walk.data == {"level": 2}
    assert walk.diagram.messages_starting == ("M",)
    assert walk.diagram.start_event_for("M") == "m"
    assert walk.open == ["a"]


def test_an_unknown_or_ambiguous_start_is_refused():
    with pytest.raises(spiff.StartUnknown):
        Walk("start m message=M\nstart n message=N\nuser a\nm -> a\nn -> a")
    with pytest.raises(spiff.StartUnknown):
        Walk("start s\nuser a\ns -> a", start_event="a")


SIGNALS = """
start s
and split
sub work {
  start is
  throw t signal=Alarm
  user inner
  is -> t -> inner
}
boundary alarm on=work signal=Alarm
catch waits signal=Alarm
user heard
user after
user alarmed
s -> split -> work -> after
split -> waits -> heard
alarm -> alarmed
"""


def test_a_signal_reaches_everybody_who_waits_and_stops_the_work_before_its_next_task():
    walk = Walk(SIGNALS)
    assert walk.open == ["alarmed", "heard"]
    assert "inner" not in {f.node for f in walk.facts if f.tag == "task:opened"}
    assert [t.kind for t in walk.thrown] == ["signal"]


def test_a_signal_from_elsewhere_is_delivered_to_all():
    walk = Walk("start s\nand g\ncatch a signal=X\ncatch b signal=X\ns -> g -> a\ng -> b")
    walk.do(spiff.Deliver(message="X", kind=spiff.EventKind.SIGNAL))
    assert walk.now.ended


def test_a_signal_end_is_thrown():
    walk = Walk("start s\nend e signal=Done\ns -> e")
    assert [(t.message, t.kind) for t in walk.thrown] == [("Done", "signal")]


ERRORS = """
start s
sub outer {
  start os
  sub inner {
    start is
    user a
    end bad error=E1
    is -> a -> bad
  }
  boundary other on=inner error=E2
  user wrong
  os -> inner
  other -> wrong
}
boundary some on=outer error=
boundary exact on=outer error=E1
user any
user precise
s -> outer
some -> any
exact -> precise
"""


def test_an_error_travels_outwards_to_the_event_that_names_its_code():
    walk = Walk(ERRORS).finish("a")
    assert walk.open == ["precise"]


def test_an_event_without_code_catches_every_error():
    walk = Walk(ERRORS.replace("exact on=outer error=E1", "exact on=outer error=E9")).finish("a")
    assert walk.open == ["any"]


def test_an_error_end_that_nobody_catches_ends_the_instance_and_says_so():
    walk = Walk("start s\nand g\nuser a\nuser b\nend bad error=E1\ns -> g -> a -> bad\ng -> b")
    walk.finish("a")
    assert (walk.now.ended, walk.now.failed, walk.now.end_event, walk.open) == (
        True,
        "E1",
        "bad",
        [],
    )


CALL = """
start s
service call operation=do.it in.n=x out.y=answer
boundary bad on=call error=E1
user after
user failed
s -> call -> after
bad -> failed
"""


def test_an_operation_gets_its_inputs_and_gives_its_outputs():
    world = PlainWorld()
    world.answers["do.it"] = {"answer": 42, "rest": 1}
    walk = Walk(CALL, {"x": 3, "z": 1}, world=world)
    assert walk.data == {"x": 3, "z": 1, "y": 42}
    (call,) = world.calls
    assert (call.operation, call.node, call.inputs, call.data) == (
        "do.it",
        "call",
        {"n": 3},
        {"x": 3, "z": 1},
    )


def test_without_outputs_the_result_is_merged():
    world = PlainWorld()
    world.answers["do.it"] = {"answer": 42, "rest": 1}
    assert Walk(CALL.replace("out.y=answer", ""), {"x": 3}, world=world).data == {
        "x": 3,
        "answer": 42,
        "rest": 1,
    }


def test_a_business_error_of_an_operation_goes_to_its_edge():
    world = PlainWorld()
    world.answers["do.it"] = spiff.BpmnError("E1")
    assert Walk(CALL, {"x": 1}, world=world).open == ["failed"]


def test_a_business_error_that_nobody_catches_is_refused():
    world = PlainWorld()
    world.answers["do.it"] = spiff.BpmnError("E2")
    with pytest.raises(UncaughtError):
        Walk(CALL, {"x": 1}, world=world)


def test_any_other_exception_of_an_operation_passes_unchanged():
    world = PlainWorld()
    world.answers["do.it"] = broken = ZeroDivisionError("ours")
    with pytest.raises(ZeroDivisionError) as seen:
        Walk(CALL, {"x": 1}, world=world)
    assert seen.value is broken


def test_a_pending_operation_waits_for_its_result():
    world = PlainWorld()
    world.answers["do.it"] = spiff.Pending(reference="r1")
    walk = Walk(CALL, {"x": 1}, world=world)
    (pending,) = walk.now.pending
    assert (pending.node, pending.operation, pending.reference) == ("call", "do.it", "r1")
    done = spiff.FinishOperation(token=pending.token, result={"answer": "ok"})
    assert walk.do(done).open == ["after"]
    assert walk.data["y"] == "ok"
    with pytest.raises(spiff.TokenGone):
        walk.do(done)


@pytest.mark.parametrize(("code", "opened"), [("E1", ["failed"])])
def test_a_pending_operation_may_fail(code, opened):
    world = PlainWorld()
    world.answers["do.it"] = spiff.Pending()
    walk = Walk(CALL, {"x": 1}, world=world)
    walk.do(spiff.FailOperation(token=walk.now.pending[0].token, error_code=code))
    assert walk.open == opened


def test_a_decision_gets_its_inputs_and_its_result_has_a_name():
    world = PlainWorld()
    world.decisions["danger"] = {"level": 2}
    walk = Walk(
        'start s\nrule r decision=danger result=d in.a="x + 1"\nuser u\ns -> r -> u',
        {"x": 1},
        world=world,
    )
    assert walk.data == {"x": 1, "d": {"level": 2}}
    assert world.asked == [("danger", {"a": 2})]


ESCALATION = """
start s
sub work {
  start is
  user a
  throw t escalation=C1
  user b
  is -> a -> t -> b
}
boundary up on=work {how} escalation=C1
user after
user boss
s -> work -> after
up -> boss
"""


def test_an_escalation_may_leave_the_work_running():
    walk = Walk(ESCALATION.replace("{how}", "keep")).finish("a")
    assert walk.open == ["b", "boss"]
    assert walk.finish("b").open == ["after", "boss"]


def test_an_escalation_may_stop_the_work_before_its_next_task():
    walk = Walk(ESCALATION.replace("{how}", "")).finish("a")
    assert walk.open == ["boss"]
    assert "task:opened" not in walk.tags("b")


def test_an_escalation_that_nobody_catches_is_noted_and_the_work_goes_on():
    walk = Walk(
        ESCALATION.replace("{how}", "").replace("on=work  escalation=C1", "on=work escalation=C2")
    )
    walk.finish("a")
    assert walk.open == ["b"]
    assert "escalation:uncaught" in walk.tags("t")


def test_a_terminate_end_ends_its_own_scope_only():
    sketch = """
    start s
    sub work {
      start is
      and g
      user a
      user b
      end t terminate
      is -> g -> a -> t
      g -> b
    }
    user after
    s -> work -> after
    """
    assert Walk(sketch).finish("a").open == ["after"]
    flat = "start s\nand g\nuser a\nuser b\nend t terminate\ns -> g -> a -> t\ng -> b"
    walk = Walk(flat).finish("a")
    assert (walk.now.ended, walk.now.end_event, walk.now.stopped) == (True, "t", False)


def test_conditions_are_looked_at_whenever_data_change():
    sketch = """
    start s
    and g
    user a
    user b
    catch c when="level > 2"
    user high
    boundary often on=b keep when="level > 5"
    user very
    s -> g -> a
    g -> b
    g -> c -> high
    often -> very
    """
    walk = Walk(sketch, {"level": 0})
    assert walk.open == ["a", "b"]
    walk.finish("a", level=3)
    assert walk.open == ["b", "high"]
    walk.finish("high", level=7)
    assert walk.open == ["b", "very"]
    assert walk.finish("very", level=8).open == ["b"]


def test_several_definitions_of_one_event_any_or_all():
    sketch = "start s\ncatch c {how} message=M signal=S\nuser a\ns -> c -> a"
    assert Walk(sketch.replace("{how}", "")).send("M").open == ["a"]
    walk = Walk(sketch.replace("{how}", "all")).send("M")
    assert walk.open == []
    assert walk.send("M").open == []
    assert walk.do(spiff.Deliver(message="S", kind=spiff.EventKind.SIGNAL)).open == ["a"]


def test_a_link_leads_to_its_other_end():
    walk = Walk("start s\nuser a\nthrow t link=L\ncatch c link=L\nuser b\ns -> a -> t\nc -> b")
    assert walk.finish("a").open == ["b"]


TRANSACTION = """
start s
transaction book {
  start is
  service pay operation=pay
  boundary undo on=pay compensate
  service back operation=pay.back undoes=undo
  service room operation=room
  boundary undo2 on=room compensate
  service free operation=room.free undoes=undo2
  user check
  xor g
  end ok
  end no cancel
  is -> pay -> room -> check -> g
  g -> ok if fine
  g -> no else
}
boundary cancelled on=book cancel
user after
user sorry
s -> book -> after
cancelled -> sorry
"""


def test_a_cancelled_transaction_undoes_what_was_done_the_latest_first():
    world = PlainWorld()
    walk = Walk(TRANSACTION, world=world).finish("check", fine=False)
    assert walk.open == ["sorry"]
    assert [c.operation for c in world.calls] == ["pay", "room", "room.free", "pay.back"]


def test_a_transaction_that_succeeds_undoes_nothing():
    world = PlainWorld()
    walk = Walk(TRANSACTION, world=world).finish("check", fine=True)
    assert walk.open == ["after"]
    assert [c.operation for c in world.calls] == ["pay", "room"]


def test_compensation_of_one_activity_waits_for_its_handler():
    sketch = """
    start s
    service pay operation=pay
    boundary undo on=pay compensate
    user back undoes=undo
    throw t compensate=pay
    user after
    s -> pay -> t -> after
    """
    walk = Walk(sketch)
    assert walk.open == ["back"]
    assert walk.finish("back").open == ["after"]


def test_one_signal_caught_twice_on_one_activity_interrupts_it_once():
    sketch = """
    start s
    and g
    user a
    boundary b on=a signal=S
    boundary c on=a signal=S
    user x
    user y
    s -> g -> a
    b -> x
    c -> y
    """
    walk = Walk(sketch)
    walk.do(spiff.Deliver(message="S", kind=spiff.EventKind.SIGNAL))
    assert walk.open == ["x"]


def test_an_error_in_one_item_ends_all_items():
    sketch = """
    start s
    sub w each=items item=x {
      start ws
      user a
      end bad error=E
      ws -> a -> bad
    }
    boundary b on=w error=E
    user sorry
    s -> w
    b -> sorry
    """
    walk = Walk(sketch, {"items": ["u", "v"]}).finish("a")
    assert walk.open == ["sorry"]


def test_a_conditional_event_waits_while_its_data_are_unknown():
    walk = Walk(
        'start s\nand g\nuser a\ncatch c when="level > 2"\nuser b\ns -> g -> a\ng -> c -> b'
    )
    assert walk.open == ["a"]
    assert walk.finish("a", level=3).open == ["b"]
