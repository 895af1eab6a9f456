from __future__ import annotations

import pytest

from engine.errors import NotDeployable
from engine.spiff import parser
from tests.engine.spiff.sketch import HEAD, draw

SOUND = "start s\nuser a\nend e\ns -> a -> e"


def refused(xml: bytes, **options) -> set[tuple[str, str]]:
    with pytest.raises(NotDeployable) as seen:
        parser.parse(xml, **options)
    return {(finding.rule, finding.element) for finding in seen.value.findings}


#: What is drawn, and the finding that it must bring.
UNSOUND = {
    "complex gateway": ("start s\nadhoc x\ns -> x", "unsupported-ad-hoc-sub-process", "x"),
    "unreachable": (SOUND + "\nuser lost", "unreachable-node", "lost"),
    "two plain starts": (SOUND + "\nstart t\nt -> a", "several-plain-starts", "t"),
    "no way to begin": ("end e", "scope-without-start", "p"),
    "a flow to nowhere": (SOUND + "\na -> nowhere", "flow-end-unknown", "a--nowhere"),
    "into a start": (SOUND + "\na -> s", "flow-into-start", "s"),
    "out of an end": (SOUND + "\ne -> a", "flow-out-of-end", "e"),
    "across a scope": (
        "start s\nuser a\nsub x {\nstart i\nuser b\ni -> b\nb -> a\n}\ns -> x -> a",
        "flow-crosses-scope",
        "b--a",
    ),
    "the same id twice": (SOUND + "\nuser a", "id-used-twice", "a"),
    "an open choice": (
        "start s\nxor g\nuser a\nuser b\ns -> g -> a\ng -> b if x",
        "flow-without-condition",
        "g--a",
    ),
    "a broken condition": ("start s\nxor g\nuser a\ns -> g -> a if x >", "feel-syntax", "g--a"),
    "an unknown function": ("start s\nxor g\nuser a\ns -> g -> a if f(x)", "feel-syntax", "g--a"),
    "a deadline as condition": (
        'start s\nxor g\nuser a\ns -> g -> a if deadline("T", x)',
        "feel-syntax",
        "g--a",
    ),
    "a service without operation": ("start s\nservice a\ns -> a", "operation-missing", "a"),
    "a decision without name": ("start s\nrule a\ns -> a", "decision-missing", "a"),
    "a message task without message": ("start s\nsend a\ns -> a", "message-missing", "a"),
    "a call of nothing": ("start s\ncall a\ns -> a", "called-process-missing", "a"),
    "a call of the unknown": ("start s\ncall a calls=q\ns -> a", "called-process-unknown", "a"),
    "a call of itself": ("start s\ncall a calls=p\ns -> a", "call-recursion", "a"),
    "a timer without time": ("start s\ncatch a timer=\ns -> a", "timer-missing", "a"),
    "a negative timer": ("start s\ncatch a timer=-PT1H\ns -> a", "timer-unreadable", "a"),
    "an empty timer": ("start s\ncatch a timer=PT0S\ns -> a", "timer-unreadable", "a"),
    "half a month": ("start s\ncatch a timer=P0.5M\ns -> a", "timer-unreadable", "a"),
    "a cron timer": ("start s\ncatch a cycle='0 8 * * *'\ns -> a", "feel-syntax", "a"),
    "two timers in one event": (
        "start s\ncatch a timer=PT1H date=x\ns -> a",
        "several-timers-in-event",
        "a",
    ),
    "an event that waits for nothing": (
        "start s\ncatch a\ns -> a",
        "event-without-definition",
        "a",
    ),
    "a boundary without definition": (
        "start s\nuser a\nboundary b on=a\ns -> a",
        "event-without-definition",
        "b",
    ),
    "a boundary on nothing": (
        SOUND + "\nboundary b on=zz timer=PT1H",
        "boundary-host-unknown",
        "b",
    ),
    "a boundary on a gateway": (
        "start s\nxor a\nuser b\ns -> a -> b\nboundary x on=a timer=PT1H",
        "boundary-host-unknown",
        "x",
    ),
    "an error that does not interrupt": (
        SOUND + "\nboundary b on=a keep error=E",
        "must-interrupt",
        "b",
    ),
    "catching an error in the flow": (
        "start s\ncatch a error=E\ns -> a",
        "event-not-executable-here",
        "a",
    ),
    "throwing a timer": ("start s\nthrow a timer=PT1H\ns -> a", "event-not-executable-here", "a"),
    "a conditional start": ("start s when=x\nuser a\ns -> a", "event-not-executable-here", "s"),
    "a typed start inside": (
        "start s\nsub x {\nstart i message=M\nuser b\ni -> b\n}\ns -> x",
        "event-not-executable-here",
        "i",
    ),
    "an error without code": ("start s\nend e error=\ns -> e", "error-missing", "e"),
    "a signal without name": ("start s\nend e signal=\ns -> e", "signal-missing", "e"),
    "a cancel outside": ("start s\nend e cancel\ns -> e", "cancel-outside-transaction", "e"),
    "a cancel that nobody catches": (
        "start s\ntransaction t {\nstart i\nend e cancel\ni -> e\n}\ns -> t",
        "cancel-without-catcher",
        "e",
    ),
    "a plain event sub-process": (
        SOUND + "\nsub x event {\nstart i\nuser b\ni -> b\n}",
        "event-sub-process-start",
        "x",
    ),
    "an event sub-process in the flow": (
        SOUND + "\nsub x event {\nstart i message=M\nuser b\ni -> b\n}\na -> x",
        "event-sub-process-in-flow",
        "x",
    ),
    "a race to a task": ("start s\nrace g\nuser a\ns -> g -> a", "event-gateway-target", "g"),
    "a race that starts": (
        "race g\ncatch a timer=PT1H\nstart s\nuser u\ng -> a\ns -> u",
        "unsupported-instantiating-gateway",
        "g",
    ),
    "a link to nowhere": ("start s\nthrow t link=L\ns -> t", "link-without-target", "t"),
    "a link from nowhere": (SOUND + "\ncatch c link=L\nc -> a", "link-without-source", "c"),
    "a loop without end": ("start s\nuser a loop=\ns -> a", "loop-without-end", "a"),
    "a loop of less than one": ("start s\nuser a max=-3\ns -> a", "loop-maximum-not-positive", "a"),
    "items and a count": (
        "start s\nuser a each=x count=3\ns -> a",
        "multi-instance-without-one-count",
        "a",
    ),
    "no token at all": (
        "start s\nuser a produces=0\ns -> a",
        "token-quantity-not-positive",
        "a",
    ),
    "a compensation without handler": (
        SOUND + "\nboundary b on=a compensate",
        "compensation-without-handler",
        "b",
    ),
    "a compensation further in": (
        """
        start s
        sub x {
        start i
        user a
        boundary b on=a compensate
        user h undoes=b
        i -> a
        }
        end e compensate
        s -> x -> e
        """,
        "unsupported-nested-compensation",
        "e",
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_what_would_run_wrongly_is_refused_on_its_element(name):
    sketch, rule, element = UNSOUND[name]
    assert (rule, element) in refused(draw(sketch))


def test_a_node_inside_a_task_is_not_lost_unseen():
    xml = draw(SOUND).replace(b'<userTask id="a">', b'<userTask id="a"><endEvent id="lost"/>')
    assert refused(xml) == {("element-misplaced", "lost")}


def test_all_findings_come_at_once():
    found = refused(draw("start s\nservice a\nrule b\nuser lost\ns -> a -> b"))
    assert {rule for rule, _ in found} == {
        "operation-missing",
        "decision-missing",
        "unreachable-node",
    }


HOSTILE = {
    "not-xml": [b"", b"<a", b"\xff\xfe\x00", b"<a>&b;</a>", b"plain"],
    "not-bpmn": [b"<html/>", b'<definitions xmlns="urn:other"/>'],
    "document-type-not-allowed": [
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x "y">]><a/>',
    ],
    "file-too-large": [b" " * (2 * 1024 * 1024 + 1)],
    "too-many-elements": [b"<a>" + b"<b/>" * 5000 + b"</a>"],
    "nested-too-deep": [b"<a>" * 101 + b"</a>" * 101],
    "no-executable-process": [f"<definitions {HEAD}/>".encode()],
}


@pytest.mark.parametrize(("rule", "xml"), [(r, x) for r, all_ in HOSTILE.items() for x in all_])
def test_a_file_that_cannot_be_trusted_or_read_is_one_finding(rule, xml):
    assert {each for each, _ in refused(xml)} == {rule}


def test_a_collaboration_with_black_boxes_has_one_executable_process():
    more = (
        '<process id="other" isExecutable="false"/><process id="empty"/>'
        '<collaboration id="c"><participant id="pool" processRef="p"/>'
        '<participant id="box" name="Police"/>'
        '<messageFlow id="m" sourceRef="a" targetRef="box"/></collaboration>'
    )
    xml = draw(SOUND, more=more)
    assert parser.executable_processes(xml) == ("p",)
    assert parser.parse(xml).process_id == "p"


def test_several_executable_processes_need_a_choice():
    more = '<process id="q"><startEvent id="z"/></process>'
    assert refused(draw(SOUND, more=more)) == {("several-executable-processes", "")}
    assert parser.parse(draw(SOUND, more=more), process_id="q").process_id == "q"
    assert refused(draw(SOUND), process_id="r") == {("process-unknown", "r")}


LANES = f"""<definitions {HEAD}>
<process id="p" name="来访" sanlian:nameEn="Visit" sanlian:unit="home">
<laneSet id="ls"><lane id="l" name="登记" sanlian:role="R04"><flowNodeRef>a</flowNodeRef>
<flowNodeRef>x</flowNodeRef>
<childLaneSet id="cl"><lane id="li" name="组长"><flowNodeRef>b</flowNodeRef></lane></childLaneSet>
</lane></laneSet>
<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a" name="筛查" sanlian:nameEn="Screen" sanlian:form="screen" sanlian:unit='"u1"'
 sanlian:assignee="who" sanlian:priority="1 + 1" sanlian:deadline="H05" sanlian:due="accepted_at"
 sanlian:notBy="b" sanlian:stage="intake" sanlian:locked="true"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b"/>
<sequenceFlow id="f3" sourceRef="b" targetRef="x"/>
<subProcess id="x"><startEvent id="xs"/><sequenceFlow id="f4" sourceRef="xs" targetRef="in"/>
<userTask id="in"/></subProcess>
<boundaryEvent id="told" attachedToRef="x" cancelActivity="false" sanlian:act="true"
 sanlian:form="tell" sanlian:roles="R04 R05"><messageEventDefinition messageRef="m"/>
</boundaryEvent>
</process><message id="m" name="RiskRaised"/></definitions>""".encode()


def test_the_attributes_of_the_table_are_read_and_typed():
    diagram = parser.parse(LANES)
    assert (diagram.name, diagram.name_en, diagram.unit.text) == ("来访", "Visit", "home")
    node = diagram.nodes["a"]
    texts = (node.kind, node.name, node.name_en, node.role, node.lane, node.form, node.stage)
    assert texts == ("userTask", "筛查", "Screen", "R04", "登记", "screen", "intake")
    assert (node.deadline, node.not_by, node.locked, node.scope) == ("H05", "b", True, "p")
    feel = (node.unit, node.assignee, node.priority, node.due)
    assert [each.text for each in feel] == ['"u1"', "who", "1 + 1", "accepted_at"]
    told = diagram.nodes["told"]
    assert (told.act, told.act_roles, told.message) == (True, ("R04", "R05"), "RiskRaised")
    assert (told.attached_to, told.interrupting, told.form) == ("x", False, "tell")
    assert diagram.forms == {"screen", "tell"}


def test_a_lane_without_role_takes_the_role_around_it_and_inner_nodes_that_of_their_scope():
    nodes = parser.parse(LANES).nodes
    assert (nodes["b"].role, nodes["b"].lane) == ("R04", "组长")
    assert (nodes["in"].role, nodes["in"].scope) == ("R04", "x")


def test_short_hands_are_resolved():
    xml = f"""<definitions {HEAD}><error id="er" errorCode="E"/>
    <errorEventDefinition id="shared" errorRef="er"/>
    <globalScriptTask id="gt"><script>SCRIPT</script></globalScriptTask>
    <message id="m" name="M"/>
    <process id="p" isExecutable="true"><receiveTask id="r" messageRef="m" instantiate="true"/>
    <sequenceFlow id="f" sourceRef="r" targetRef="c"/><callActivity id="c" calledElement="gt"/>
    <sequenceFlow id="g" sourceRef="c" targetRef="e"/>
    <endEvent id="e"><eventDefinitionRef>shared</eventDefinitionRef></endEvent>
    </process></definitions>""".encode()
    diagram = parser.parse(xml)
    assert diagram.messages_starting == ("M",)
    assert (diagram.nodes["c"].kind, diagram.nodes["c"].script) == ("scriptTask", "SCRIPT")
    assert diagram.nodes["e"].events[0].name == "E"
    assert b"eventDefinitionRef" not in diagram.normalised
