"""What the inbox costs over 1,000,000 open tasks on PostgreSQL and 100,000 on SQLite, with plans.

200 groups, a reader in five of them, a head who leads one unit. Each figure is the time that the
statements of one question take in the database; the plan of its longest statement is printed under
it, equal lines counted once.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.database import Base, Database, microseconds
from tests.bench.measuring import Figure, median
from tests.bench.transactions import databases
from workflows import inbox, migrations
from workflows.inbox import Cursor, Due, Filter, View, morning, team

OPEN_TASKS: Final = {"SQLite": 100_000, "PostgreSQL": 1_000_000}
GROUPS: Final = 200
RUNS: Final = 40
#: How many pages deep the deep page lies.
DEEP: Final = 60
READER = Actor(
    tenant="xg", id="p3", name="Reader", role="R04", unit="unit-0",
    groups=frozenset(group("R04", f"unit-{number * 37 % GROUPS}") for number in range(5)),
)  # fmt: skip
HEAD = Actor(
    tenant="xg", id="head", name="Head", role="R06", unit="unit-0",
    groups=frozenset({group("R06", "unit-0")}),
)  # fmt: skip

#: A number in words that sort like it, and a series, in each database's own dialect.
_DIALECT: Final = {
    "SQLite": {
        "id": "printf('%036d', i)",
        "series": "(with recursive n(i) as (select 0 union all select i + 1 from n "
                  "where i < {last}) select i from n)",
    },
    "PostgreSQL": {"id": "lpad(i::text, 36, '0')", "series": "generate_series(0::bigint, {last}) as n(i)"},
}  # fmt: skip

#: Every fifth task is in the hands of one of a thousand people, every twentieth has no due date;
#: one in two hundred is of a rare kind; danger is rare too, and one case in 7001 is sealed.
_TASKS: Final = """
insert into task (tenant, id, unit, instance_id, business_key, process, node, token, anchor, name,
  name_en, stage, item, role, candidate_group, form_key, assignee, opened_at, due_at, due_code,
  priority, status, version)
select 'xg', {id}, 'unit-' || (i % 200), 'i' || i, {id},
  case when i / 200 % 200 = 7 then 'emergency-linkage' when i / 200 % 3 = 0 then 'visit'
    else 'joint-mediation' end,
  'step-' || (i / 200 % 12), 't' || i, 't' || i, '领取案件', '', '', '', 'R04',
  'R04@unit-' || (i % 200), '',
  case when i / 200 % 5 = 0 then 'p' || (i * 7919 % 1000) end, :now,
  case when i / 200 % 20 <> 3 then :now + (i * 7919 % 9000 - 1000) * 60000000 end, '',
  case when i / 200 % 1000 = 1 then 0 when i / 200 % 50 = 2 then 1 when i / 200 % 12 = 3 then 2
    when i / 200 % 6 = 4 then 3 when i / 200 % 100 = 5 then 4 else 5 end,
  'open', 1
from {series}"""
_CASES: Final = """
insert into case_reach (tenant, id, station, sealed, incident_running)
select 'xg', {id}, 'unit-' || (i % 200), case when i % 7001 = 0 then {yes} else {no} end, {no}
from {series}"""
_UNITS: Final = """
insert into unit (tenant, id, kind, name, name_en, short_name, code, department, phone)
select 'xg', 'unit-' || i, 'station', '站', '', '', '', '', '' from {series}"""


Statement = tuple[str, Any]


@contextmanager
def watching(database: Database) -> Iterator[list[Statement]]:
    """Note every statement of a block as the driver gets it."""
    seen: list[Statement] = []

    def note(_c: object, _u: object, statement: str, values: Any, *_: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def figures() -> Iterator[Figure]:
    """Each question of the inbox on both databases."""
    migrations.load_tables()
    with ExitStack() as stack:
        for name, database in databases(stack):
            Base.metadata.create_all(database.engine)
            _fill(database, name)
            for words, question in _questions(database):
                yield _measured(f"{words}, {OPEN_TASKS[name]:,}, {name}", database, question)
            database.close()


Question = Callable[[Session], object]


def _questions(database: Database) -> Iterator[tuple[str, Question]]:
    end = clock.now() + timedelta(hours=8)
    deep = _deep(database, Filter())

    def rows(actor: Actor, wanted: Filter, after: Cursor | None = None) -> Question:
        return lambda session: inbox.rows(session, actor, wanted, end_of_today=end, after=after)

    yield "first page", rows(READER, Filter())
    yield f"page {DEEP}", rows(READER, Filter(), deep)
    yield "by case type", rows(READER, Filter(process="visit"))
    yield "by rare case type", rows(READER, Filter(process="emergency-linkage"))
    yield "by step and risk", rows(READER, Filter(node="step-3", risk="orange"))
    yield "overdue", rows(READER, Filter(view=View.OVERDUE))
    yield "due this week", rows(READER, Filter(due=Due.WEEK))
    yield "team", rows(HEAD, Filter(view=View.TEAM))
    yield "team, overdue", rows(HEAD, Filter(view=View.TEAM, due=Due.OVERDUE))
    yield "counts", lambda session: inbox.counts(session, READER, end_of_today=end)
    yield "counts of the head", lambda session: inbox.counts(session, HEAD, end_of_today=end)
    yield "counts in the frame", lambda session: inbox.counts(session, READER)
    yield "load of the team", lambda session: team.loads(session, HEAD, "unit-0")
    yield "the head's morning", lambda session: morning.morning(session, HEAD, "unit-0")


def _deep(database: Database, wanted: Filter) -> Cursor | None:
    """Where the deep page begins, found by turning every page before it."""
    after = None
    for _ in range(DEEP - 1):
        with database.read() as session:
            after = inbox.rows(session, READER, wanted, end_of_today=clock.now(), after=after).after
    return after


def _measured(name: str, database: Database, question: Question) -> Figure:
    with database.read() as session, watching(database) as seen:
        question(session)
    with database.engine.connect() as connection:
        runs = [[_took(connection, one) for one in seen] for _ in range(RUNS)]
    medians = [statistics.median(each) for each in zip(*runs, strict=True)]
    for line in _plan(database, seen[medians.index(max(medians))]):
        print(line, flush=True)
    return median(f"inbox {name}", [sum(run) for run in runs], goal="≤ 15")


def _took(connection: Connection, statement: Statement) -> float:
    """Milliseconds from asking to the last row."""
    began = clock.monotonic()
    found = connection.exec_driver_sql(*statement)
    if found.returns_rows:
        found.all()
    return (clock.monotonic() - began) * 1000


def _plan(database: Database, longest: Statement) -> list[str]:
    """The plan of a statement, equal lines once with their number."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (ANALYZE, COSTS OFF) "
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(explain + longest[0], longest[1]).all()
    lines = Counter(_line(str(row[-1])) for row in found)
    return [f"#   {number:>3} × {line}" for line, number in lines.items() if line]


def _line(line: str) -> str:
    """A line of a plan without what differs between equal parts; details and filters are left."""
    bare = re.sub(r"\(actual[^)]*\)|\(never executed\)|_\d+\b|\bsubquery-?\d+|\d+$", "", line)
    bare = bare.strip().removeprefix("->").strip()
    timing = line.strip().startswith(("Planning Time", "Execution Time"))
    if timing:
        return line.strip()
    kinds = ("Scan", "Join", "Loop", "Sort", "Append", "SEARCH", "SCAN", "Rows Removed")
    return bare if any(kind in bare for kind in kinds) else ""


def _fill(database: Database, name: str) -> None:
    words = dict(
        _DIALECT[name],
        no="0" if database.is_sqlite else "false",
        yes="1" if database.is_sqlite else "true",
    )
    units = words["series"].format(last=GROUPS - 1)
    words["series"] = words["series"].format(last=OPEN_TASKS[name] - 1)
    with database.begin() as session:
        session.execute(text(_TASKS.format(**words)), {"now": microseconds(clock.now())})
        session.execute(text(_CASES.format(**words)))
        session.execute(text(_UNITS.format(series=units)))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text("analyze" if database.is_sqlite else "vacuum analyze"))
