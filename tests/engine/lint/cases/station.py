"""Cases for the rules of the station: each one changes one thing in a diagram that is right."""

from __future__ import annotations

from tests.engine.lint.drawing import condition, flow
from tests.engine.lint.station_drawing import FLOWS, LANES, NODES, added, changed, visit

_AFTER_CASE = flow("open-case", "both-ways")
_BRANCHES = "".join(
    f'<parallelGateway id="split-{n}"/><parallelGateway id="join-{n}"/>'
    + "".join(
        f'<manualTask id="work-{n}-{m}"/>' + flow(f"split-{n}", f"work-{n}-{m}")
        + flow(f"work-{n}-{m}", f"join-{n}")
        for m in range(3)
    )
    + (flow(f"join-{n - 1}", f"split-{n}") if n else "")
    for n in range(7)
)  # fmt: skip


def _reading(text: str) -> bytes:
    return changed((condition("danger = true"), condition(text)))


def _timer(text: str) -> bytes:
    return changed(('<timeDate>deadline("H01", {start: arrived_at})</timeDate>', text))


def _several(name: str) -> bytes:
    loop = (
        f"<multiInstanceLoopCharacteristics><loopDataInputRef>{name}</loopDataInputRef>"
        '<inputDataItem id="item" name="department"/></multiInstanceLoopCharacteristics>'
    )
    inside = '<extensionElements><sanlian:input name="to" value="department"/></extensionElements>'
    return changed(
        ('sanlian:operation="visit.open-case"/>',
         f'sanlian:operation="visit.open-case">{inside}{loop}</serviceTask>'),
    )  # fmt: skip


def _open(task: str, acts: str, *, back: str = "") -> bytes:
    """The small diagram with acts opened on one of its tasks."""
    said = f' sanlian:acts="{acts}"' + (f' sanlian:sendBackTo="{back}"' if back else "")
    return changed((f'<userTask id="{task}"', f'<userTask id="{task}"{said}'))


_FAREWELL = (
    '<userTask id="say-goodbye" name="送别" sanlian:acts="send-back" '
    'sanlian:sendBackTo="register-visit"/>'
    + flow("register-visit", "say-goodbye") + flow("say-goodbye", "both-ways")
)  # fmt: skip


#: Rule to diagrams that break it.
BROKEN: dict[str, tuple[bytes, ...]] = {
    "executable": (visit(LANES + NODES + FLOWS, is_executable="false"),),
    "lane-role": (changed((' sanlian:role="R02"', "")),),
    "lane-role-changed": (changed(('sanlian:role="R02"', 'sanlian:role="R03"')),),
    "task-form": (changed(('\n  sanlian:form="register-visit"', "")),),
    "task-role": (
        changed(("<flowNodeRef>register-visit</flowNodeRef>", "")),
        changed((' sanlian:role="R02"', "")),
    ),
    "unknown-form": (changed(('sanlian:form="register-visit"', 'sanlian:form="no-form"')),),
    "unknown-operation": (changed(('"visit.open-case"', '"visit.close-case"')),),
    "unknown-decision": (changed(('"immediate-danger"', '"no-danger"')),),
    "unknown-role": (changed(('sanlian:role="R02"', 'sanlian:role="R99"')),),
    "unknown-deadline": (
        changed(('sanlian:deadline="H01"', 'sanlian:deadline="H99"')),
        changed(('deadline("H01"', 'deadline("H99"')),
        _timer('<timeCycle>warnings("H99", {start: arrived_at})</timeCycle>'),
    ),
    "unknown-process": (
        changed(('<serviceTask id="open-case"', '<callActivity id="open-case" calledElement="no"'),
                ('sanlian:operation="visit.open-case"', "")),
    ),
    "task-operation": (changed(('\n  sanlian:operation="visit.open-case"', "")),),
    "task-decision": (
        changed(('sanlian:decision="immediate-danger" ', "")),
    ),
    "script-refused": (
        added('<scriptTask id="count" name="计数"><script>1 + 1</script></scriptTask>'),
    ),
    "act-roles": (
        added('<intermediateCatchEvent id="news-came" sanlian:act="true" '
              'sanlian:form="tell-news"/>'),
    ),
    "act-unknown": (_open("screen-safety", "teleport"), _open("screen-safety", "urge urge")),
    "send-back-target": (
        _open("register-visit", "send-back"),
        _open("register-visit", "urge", back="screen-safety"),
        _open("register-visit", "send-back", back="nobody"),
        _open("register-visit", "send-back", back="judge-danger"),
        _open("register-visit", "send-back", back="register-visit"),
        _open("register-visit", "send-back", back="screen-safety screen-safety"),
        _open("screen-safety", "send-back", back="register-visit"),
    ),
    "send-back-overtakes": (
        # The registration may only follow a screening, also when it is done a second time.
        changed((flow("register-visit", "both-ways"), _FAREWELL)),
    ),
    "take-back-way": (
        _open("register-visit", "take-back"),
        changed(('sanlian:nameEn="Screen safety"', 'sanlian:acts="take-back" sanlian:nameEn="Screen safety"'),
                ('<exclusiveGateway id="is-in-danger"', '<parallelGateway id="is-in-danger"')),
    ),
    "four-eyes": (
        changed(('sanlian:notBy="screen-safety"', 'sanlian:notBy="open-case"')),
        changed(('sanlian:notBy="screen-safety"', 'sanlian:notBy="register-visit"')),
        changed(('sanlian:notBy="screen-safety"', 'sanlian:notBy="nobody"')),
    ),
    "attribute-unknown": (
        changed(('sanlian:form="register-visit"', 'sanlian:from="register-visit"')),
        changed(('id="both-ways"', 'id="both-ways" sanlian:form="screen-safety"')),
    ),
    "feel-syntax": (_reading("danger ="), _timer("<timeDate>deadline(</timeDate>")),
    "function-unknown": (_reading("exec(danger)"),),
    "data-flow": (
        _reading("dangre = true"),
        # The case is opened behind the gateway, so its number is not there yet.
        _reading("case_id != null"),
        changed(('value="red_flags"', 'value="flags"')),
    ),
    "loop-list": (_several("departments"), _several("nothing")),
    "timer-never": (
        _timer("<timeDuration>-PT1H</timeDuration>"),
        _timer('<timeDuration>"-PT1H"</timeDuration>'),
        _timer("<timeCycle>R0/PT1H</timeCycle>"),
        _timer("<timeCycle>0 8 * * 1</timeCycle>"),
        changed(('attachedToRef="screen-safety"', 'attachedToRef="judge-danger"')),
    ),
    "locked-missing": (changed(('id="screen-safety"', 'id="ask-safety"')),),
    "locked-unmarked": (changed((' sanlian:locked="true"', "")),),
    "locked-avoided": (
        added(flow("visitor-arrived", "judge-danger")),
        changed((flow("visitor-arrived", "screen-safety"), flow("visitor-arrived", "open-case"))),
    ),
    "locked-overtaken": (
        changed((flow("visitor-arrived", "screen-safety"),
                 flow("visitor-arrived", "register-visit"))),
        # The first registration is behind the screening, the next one round the loop is not.
        added(flow("both-ways", "register-visit")),
    ),
    "unreachable": (
        added('<manualTask id="go" name="去"/><manualTask id="come" name="来"/>'
              + flow("go", "come") + flow("come", "go")),
    ),
    "endless": (
        changed((_AFTER_CASE, '<manualTask id="turn"/>' + flow("open-case", "turn")
                 + flow("turn", "open-case"))),
    ),
    "gateway-mixed": (added(flow("both-ways", "register-visit")),),
    "branch-condition": (changed((condition("danger = true"), "")),),
    "branch-default": (changed((' default="is-in-danger-to-register-visit"', "")),),
    "prediction-explodes": (
        changed((_AFTER_CASE, _BRANCHES + flow("open-case", "split-0")
                 + flow("join-6", "both-ways"))),
    ),
    "name-english": (changed((' sanlian:nameEn="Open case"', "")),),
    "name-chinese": (changed(('name="立案"', 'name="Open"')), changed((' name="立案"', ""))),
    "id-style": (changed(('id="visit"', 'id="Visit_1"')),),
}  # fmt: skip

#: What must not be held against a diagram, each with the rule that might.
RIGHT_TOO: dict[str, bytes] = {
    "act-unknown": _open("screen-safety", "urge copy sign-all"),
    "send-back-target": _open("register-visit", "send-back", back="screen-safety"),
    "send-back-overtakes": _open("register-visit", "send-back", back="screen-safety"),
    "take-back-way": _open("screen-safety", "take-back"),
    "lane-role": changed((' sanlian:role="R02"', "")),
    "task-role": changed(
        ("<flowNodeRef>register-visit</flowNodeRef>", ""),
        ('id="register-visit"', 'id="register-visit" sanlian:assignee="channel"'),
    ),
    "loop-list": _several("red_flags"),
    "data-flow": _several("red_flags"),
    "unknown-process": changed(
        ('serviceTask id="open-case"',
         'callActivity id="open-case" calledElement="joint-mediation"'),
        ('sanlian:operation="visit.open-case"/>', "></callActivity>"),
    ),
    "timer-never": _timer("<timeCycle>R3/PT1H</timeCycle>"),
    "unknown-deadline": _timer('<timeCycle>warnings("H01", {start: arrived_at})</timeCycle>'),
    "task-decision": changed((' sanlian:result="danger"', "")),
    "function-unknown": _reading("count(red_flags) > 1"),
    "prediction-explodes": changed(
        (_AFTER_CASE, _BRANCHES.replace("parallel", "exclusive") + flow("open-case", "split-0")
         + flow("join-6", "both-ways")),
    ),
}  # fmt: skip
