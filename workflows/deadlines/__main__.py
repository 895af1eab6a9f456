"""`python -m workflows.deadlines CODE[.PART] --start ISO`: one deadline, reckoned and explained.

The calendar is the pack's; years that an administrator entered are in a database and not seen
here. Exit 2 with one sentence when the code, the start or a fact is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence

from engine.clock import instant_from_iso
from engine.errors import Invalid, Refusal
from workflows.codes import Language
from workflows.deadlines import Reckoning, load_table, reckon
from workflows.deadlines.choosing import known_facts
from workflows.deadlines.telling import lines, title

REFUSED = 2


class BadArgument(Invalid):
    """The command line says something that cannot be read."""

    code = "bad-argument"
    sentence = "Expected {wanted}, but got {given}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one reckoning; 0 when it could be reckoned, else 2."""
    wanted = _parser().parse_args(arguments)
    try:
        reckoning = _reckoned(wanted.code, wanted.start, wanted.facts)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    print(_as_json(reckoning) if wanted.json else _as_text(reckoning, wanted.language))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workflows.deadlines",
        description="Reckon one deadline: due dates, warnings, calendar and legal basis.",
    )
    parser.add_argument("code", metavar="CODE[.PART]", help="for example T08 or H07.street")
    parser.add_argument(
        "--start", required=True, metavar="ISO", help="local time unless it names an offset"
    )
    parser.add_argument(
        "--with", dest="facts", action="append", default=[], metavar="KEY=VALUE",
        help="a fact of the case, for example severity=II",
    )  # fmt: skip
    parser.add_argument("--language", choices=list(Language), default=Language.ZH)
    parser.add_argument("--json", action="store_true", help="for programs")
    return parser


def _reckoned(code: str, start: str, pairs: Sequence[str]) -> Reckoning:
    table = load_table()
    try:
        instant = instant_from_iso(start, table.zone)
    except ValueError as error:
        raise BadArgument(wanted="a start like 2026-04-01T10:00", given=start) from error
    return reckon(code, start=instant, parameters=_facts(code, pairs), table=table)


def _facts(code: str, pairs: Sequence[str]) -> Mapping[str, str]:
    facts = {}
    known = known_facts(load_table(), code)
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in known:
            wanted = " or ".join(f"{name}=…" for name in sorted(known)) or f"no fact for {code}"
            raise BadArgument(wanted=wanted, given=pair)
        facts[key] = value
    return facts


def _as_text(reckoning: Reckoning, language: str) -> str:
    body = (f"{label}\t{text}" for label, text in lines(reckoning, language))
    return "\n".join([title(reckoning, language), *body])


def _as_json(reckoning: Reckoning) -> str:
    zone = reckoning.zone

    def local(name: str) -> str:
        instant = getattr(reckoning, name).astimezone(zone)
        return str(instant.isoformat())

    record = {
        "code": reckoning.code, "start": local("start"), "nominal": local("nominal"),
        "effective": local("effective"), "expires": local("expires"),
        "warnings": [one.astimezone(zone).isoformat() for one in reckoning.warnings],
        "calendar": reckoning.calendar, "zone": zone.key, "rolled": reckoning.rolled,
        "provisional": reckoning.provisional, "kind": reckoning.basis_kind,
        "last_working_day": reckoning.last_working_day.isoformat(),
        "unit": vars(reckoning.unit_text), "basis": vars(reckoning.basis),
        "at_end": vars(reckoning.at_end),
        "verify": vars(reckoning.verify) if reckoning.verify else None,
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    sys.exit(main())
