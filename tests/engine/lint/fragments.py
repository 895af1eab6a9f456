"""Pieces of diagrams that several cases share."""

from __future__ import annotations

from tests.engine.lint.drawing import END, START, TASK, chain, definitions, flow, line, process

TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
WAIT = f'<intermediateCatchEvent id="wait">{TIMER}</intermediateCatchEvent>'
MESSAGE = '<message id="asked" name="Asked"/>'
ASKED = '<messageEventDefinition messageRef="asked"/>'
ITEMS = (
    '<itemDefinition id="text" structureRef="string"/>'
    '<itemDefinition id="number" structureRef="int"/>'
)
LOADED = f'{ITEMS}<message id="asked" name="Asked" itemRef="text"/>'
OPERATION = (
    '<interface id="desk" name="Desk"><operation id="ask" name="Ask">'
    "<inMessageRef>asked</inMessageRef></operation></interface>"
)
OFFERED = LOADED + OPERATION
EMPTY_SETS = "<inputSet/><outputSet/>"


def event_sub(start: str) -> str:
    inside = chain(start, '<endEvent id="over"/>')
    return f'<subProcess id="aside" triggeredByEvent="true">{inside}</subProcess>'


ASIDE = event_sub(f'<startEvent id="begun">{TIMER}</startEvent>')


def sub_process(inside: str, kind: str = "subProcess") -> str:
    return f'<{kind} id="part">{inside}</{kind}>'


def split(gateway: str, left: str = "", right: str = "") -> str:
    """Start, a gateway of two ways to two ends."""
    ends = '<endEvent id="left"/><endEvent id="right"/>'
    ways = flow("way", "left", left) + flow("way", "right", right)
    return START + gateway + ends + flow("start", "way") + ways


def border(inside: str, host: str = TASK, attributes: str = "", after: str = "") -> bytes:
    event = f'<boundaryEvent id="border" attachedToRef="do" {attributes}>{inside}</boundaryEvent>'
    leads = after or f'<endEvent id="late"/>{flow("border", "late")}'
    return process(chain(START, host, END) + event + leads)


def waiting(*targets: str, gateway: str = "", first: str = "") -> bytes:
    """An event-based gateway in front of the targets."""
    ids = [f"t{at}" for at in range(len(targets))]
    drawn = "".join(t.replace("ID", i) for t, i in zip(targets, ids, strict=True))
    ways = "".join(flow("race", i, first if at == 0 else "") for at, i in enumerate(ids))
    ends = "".join(flow(i, "end") for i in ids)
    race = f'<eventBasedGateway id="race" {gateway}/>'
    return process(START + race + END + drawn + flow("start", "race") + ways + ends, top=MESSAGE)


CATCH_TIMER = f'<intermediateCatchEvent id="ID">{TIMER}</intermediateCatchEvent>'
CATCH_MESSAGE = f'<intermediateCatchEvent id="ID">{ASKED}</intermediateCatchEvent>'
RECEIVE = '<receiveTask id="ID" messageRef="asked"/>'


def pools(flow_xml: str, *, left: str = "", right: str = "", message: str = "") -> bytes:
    """Two pools with a process each and one message flow."""
    mine = chain(left or START, '<task id="mine"/>', END)
    other = chain(
        right or '<startEvent id="begin"/>', '<task id="theirs"/>', '<endEvent id="finish"/>'
    )
    return definitions(
        f'{message}<collaboration id="talk"><participant id="us" name="Us" processRef="case"/>'
        f'<participant id="them" name="Them" processRef="other"/>{flow_xml}</collaboration>'
        f'<process id="case" isExecutable="false">{mine}</process>'
        f'<process id="other" isExecutable="false">{other}</process>'
    )


def talk(source: str, target: str) -> str:
    return f'<messageFlow id="says" sourceRef="{source}" targetRef="{target}"/>'


def io(inside: str, sets: str = EMPTY_SETS) -> str:
    return f"<ioSpecification>{inside}{sets}</ioSpecification>"


INPUT = '<dataInput id="in" itemSubjectRef="text"/>'
OUTPUT = '<dataOutput id="out" itemSubjectRef="text"/>'
IN_SET = "<inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/>"
OUT_SET = "<inputSet/><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"
HAS_INPUT = io(INPUT, IN_SET)
HAS_OUTPUT = io(OUTPUT, OUT_SET)
TWO_IN = io(INPUT, "<inputSet><dataInputRefs>in</dataInputRefs></inputSet>" * 2 + "<outputSet/>")
OTHER_IN = '<dataInput id="more" itemSubjectRef="text"/>'
TWO_DATA = io(
    INPUT + OTHER_IN,
    "<inputSet><dataInputRefs>in</dataInputRefs><dataInputRefs>more</dataInputRefs></inputSet>"
    "<outputSet/>",
)


def task(inside: str, kind: str = "task", attributes: str = "") -> str:
    return f'<{kind} id="do" {attributes}>{inside}</{kind}>'


def several(inside: str, attributes: str = "", before: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {attributes}>{inside}"
    return task(f"{before}{loop}</multiInstanceLoopCharacteristics>")


THREE = "<loopCardinality>3</loopCardinality>"


def store(data: str, association: str) -> bytes:
    return line(task(HAS_INPUT + association), top=ITEMS).replace(
        b"</process>", data.encode() + b"</process>"
    )


def call(data: str, declared: str) -> bytes:
    called = f'<globalTask id="other" name="Other">{declared}</globalTask>'
    call = f'<callActivity id="do" calledElement="other">{data}</callActivity>'
    return line(call, top=ITEMS, below=called)


def into(target: str, inside: str = "", sources: str = "<sourceRef>held</sourceRef>") -> str:
    return (
        f'<dataInputAssociation id="copy">{sources}<targetRef>{target}</targetRef>{inside}'
        "</dataInputAssociation>"
    )


HELD = '<dataObject id="held" itemSubjectRef="text"/>'
COUNT = '<dataObject id="held" itemSubjectRef="number"/>'
ERROR = '<errorEventDefinition errorRef="failed"/>'
COMPENSATE = "<compensateEventDefinition/>"
UNDO = '<task id="undo" isForCompensation="true"/>'
TO_UNDO = '<association id="undoes" sourceRef="border" targetRef="undo"/>'


def link(kind: str, id_: str, name: str) -> str:
    inside = f'<linkEventDefinition name="{name}"/>'
    return f'<intermediate{kind}Event id="{id_}">{inside}</intermediate{kind}Event>'


JUMP = chain(START, link("Throw", "jump", "on")) + chain(link("Catch", "land", "on"), END)
CHOREOGRAPHY = (
    '<choreographyTask id="do" initiatingParticipantRef="us"><participantRef>us</participantRef>'
    "<participantRef>them</participantRef><messageFlowRef>says</messageFlowRef></choreographyTask>"
)

#: A small flow to stand inside sub-processes and called processes.
SMALL = chain('<startEvent id="s"/>', '<endEvent id="e"/>')
#: The same data as `HAS_INPUT`, under another id.
HAS_OTHER_INPUT = HAS_INPUT.replace('"in"', '"there"').replace(">in<", ">there<")
BOTH_SETS = IN_SET.replace("<outputSet/>", "") + OUT_SET.replace("<inputSet/>", "")
BINDING = '<ioBinding inputDataRef="in" operationRef="ask" outputDataRef="out"/>'


def global_task(inside: str) -> bytes:
    """A file with an interface and one global task."""
    return definitions(f'{OFFERED}<globalTask id="other">{inside}</globalTask>')


def calling(called: str) -> bytes:
    """A process that calls another one with these contents."""
    other = f'<process id="other">{called}</process>'
    return line('<callActivity id="do" calledElement="other"/>', below=other)
