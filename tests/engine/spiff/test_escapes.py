"""No text in a diagram reaches beyond its data: not Python, not the machine, not endless work.

Each text stands once as a condition, once as an input and once as a timer, and is deployed and run
in a fresh process that watches its own memory, processor and sockets.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_MOST_KILOBYTES, _LONGEST = 100 * 1024, 2.0

ESCAPES = (
    '__import__("os").system("touch escaped")', "().__class__.__base__.__subclasses__()",
    "x.__class__.__mro__", "x.__init__.__globals__", "(lambda: 1)()", "exec('import os')",
    "eval(\"__import__('os')\")", 'open("/etc/passwd").read()', "[c for c in ().__class__]",
    "9**9**9", "9 ** 9 ** 9 ** 9", '"a" * 1000000000', "[0] * 1000000000",
    "for i in 1..1000000000 return i", "some i in 1..1000000000 satisfies i < 0",
    "for i in 1..100000, j in 1..100000 return i * j",
    "{f: function(n) f(n + 1), r: f(0)}.r", "while True: pass", "import os", "globals()", "vars(x)",
    "getattr(x, '__class__')", "breakpoint()", "x[__class__]", "{{config}}", "${7*7}", "#{7*7}",
    'document("http://127.0.0.1:9/x")', 'doc("file:///etc/passwd")',
    'function(a) external {java: {class: "java.lang.Runtime", "method signature": "exec(String)"}}',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)+$", "b")',
    "string join(for i in 1..9999 return string(i ** 999))", "10 ** 6144 * 10 ** 6144",
    "-" * 2000 + "1", "(" * 3000 + "1" + ")" * 3000, "[" * 3000,
)  # fmt: skip

_CHILD = """
import json, resource, socket, sys, time
from datetime import datetime
from engine.errors import NotDeployable, Refusal
from engine.lint import check
from engine.spiff import advance as spiff, parser
from tests.engine.spiff.sketch import draw
from tests.engine.spiff.walk import PlainWorld

reached = []
def refuse(*address):
    reached.append(repr(address))
    raise OSError("no way out")
socket.socket.connect = refuse
PLACES = {
    "condition": "start s\\nxor g\\nend a\\nend b\\ns -> g\\ng -> a if HERE\\ng -> b else",
    "input": "start s\\nservice t operation=o in.v=HERE\\nend e\\ns -> t -> e",
    "timer": "start s\\ncatch c timer=HERE\\nend e\\ns -> c -> e",
}
def drawn(sketch, text):
    from xml.sax.saxutils import escape
    quoted = escape(text, {'"': "&quot;"})
    return draw(sketch.replace("HERE", "TEXT")).replace(b"TEXT", quoted.encode())
for text in json.load(sys.stdin):
    for place, sketch in PLACES.items():
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        xml = drawn(sketch, text)
        try:
            check(xml)
            diagram = parser.parse(xml, process_id="p")
            world = PlainWorld()
            said = spiff.start(diagram, {"x": 1}, world)
            value = world.calls[0].inputs["v"] if world.calls else None
            outcome = ["ran", value if isinstance(value, (int, str, list, type(None))) else "odd"]
        except NotDeployable:
            outcome = ["refused", None]
        except Refusal as refusal:
            outcome = ["stopped", None]
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(json.dumps([place, text[:60], outcome, grown, time.process_time() - began, reached]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the child runs, and where anything that got out would leave a trace."""
    return tmp_path_factory.mktemp("escapes")


@pytest.fixture(scope="module")
def told(folder: Path) -> list[list]:
    """One line for each text at each place."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], cwd=folder, capture_output=True, text=True, check=True,
        input=json.dumps(ESCAPES), env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_text_comes_to_an_end_within_its_bounds(told: list[list]) -> None:
    assert len(told) == 3 * len(ESCAPES)
    assert [line for line in told if line[3] > _MOST_KILOBYTES or line[4] > _LONGEST] == []


def test_nothing_is_reached_outside(told: list[list], folder: Path) -> None:
    assert [line for line in told if line[5]] == []
    assert list(folder.iterdir()) == []


def test_what_runs_all_the_same_gives_plain_values_of_the_language(told: list[list]) -> None:
    ran = [line for line in told if line[2][0] == "ran" and line[0] == "input"]
    assert ran
    assert [line for line in ran if line[2][1] == "odd" or "os" in str(line[2][1])] == []
