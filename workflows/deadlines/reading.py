"""deadlines.json becomes a `LawTable`, or the house does not start.

Parts inherit kind, basis, end, pauses, rolling and who is told from their code; their lengths and
warning points are their own. Every reference between rules is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.calendars import Unit
from workflows.codes import PACK, CodeList, Node, load_lists, read_document
from workflows.deadlines.law import LawTable, Level, Rule
from workflows.deadlines.rule_reading import RULE_KEYS, read_rule

_CODE = re.compile(r"[TH]\d\d")
_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INHERITED: Final = ("kind", "basis", "at_end", "pauses", "roll", "tell", "verify")


@cache
def load_table(pack: Path = PACK) -> LawTable:
    """Read the pack's deadlines.json; PackBroken names the place that is wrong."""
    top = read_document(pack / "deadlines.json")
    top.allow("version", "zone", "ladder", "pause_reasons", "deadlines")
    roles = load_lists(pack)["roles"]
    ladder = {node.at("level").text(): _level(node, roles) for node in top.at("ladder").items()}
    reasons = {key: node.wording() for key, node in top.at("pause_reasons").entries()}
    rules = _rules(top.at("deadlines"))
    _check(top.at("deadlines"), rules, frozenset(reasons), frozenset(ladder) | set(roles.codes))
    return LawTable(
        version=top.at("version").text(), zone=_zone(top.at("zone")),
        office=next(rule.hours for rule in rules.values() if rule.hours), ladder=ladder,
        pause_reasons=reasons, rules=rules,
    )  # fmt: skip


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError):
        node.broken("a time zone like Asia/Shanghai is expected")


def _level(node: Node, roles: CodeList) -> Level:
    node.allow("level", "zh", "en", "roles")
    for role in node.at("roles").items():
        if role.text() not in roles:
            role.broken(f"{role.text()} is no role")
    name = Node(
        file=node.file, place=node.place, value={key: node.at(key).value for key in ("zh", "en")}
    )
    return Level(name=name.wording(), roles=node.at("roles").texts())


def _rules(deadlines: Node) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for node in deadlines.items():
        node.allow("code", "parts", *RULE_KEYS)
        code = _matching(node.at("code"), _CODE)
        if code in rules:
            node.broken(f"{code} stands twice")
        parts = node.get("parts")
        below = dict(parts.entries()) if parts else {}
        rules[code] = read_rule(code, node, tuple(f"{code}.{part}" for part in below))
        rules |= {f"{code}.{part}": _part(code, part, at, node) for part, at in below.items()}
    return rules


def _part(code: str, part: str, node: Node, parent: Node) -> Rule:
    node.allow(*RULE_KEYS)
    if not _PART.fullmatch(part):
        node.broken(f"{part} is no name of a part")
    inherited = {key: parent.mapping()[key] for key in _INHERITED if key in parent.mapping()}
    whole = Node(file=node.file, place=node.place, value=inherited | dict(node.mapping()))
    return read_rule(f"{code}.{part}", whole, ())


def _matching(node: Node, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(node.text()):
        node.broken(f"{node.text()} does not look right")
    return node.text()


def _check(
    node: Node, rules: Mapping[str, Rule], reasons: frozenset[str], told: frozenset[str]
) -> None:
    """Refuse a rule that points at nothing, so that no clock fails on the day it is needed."""
    if not any(rule.hours for rule in rules.values()):
        node.broken("no rule gives the office hours")
    for code, rule in rules.items():
        problems = _problems(rule, rules, reasons, told)
        if problems:
            node.broken(f"{code}: {problems[0]}")


def _problems(
    rule: Rule, rules: Mapping[str, Rule], reasons: frozenset[str], told: frozenset[str]
) -> list[str]:
    says = [rule.period, rule.unnumbered, rule.extends, rule.hours, rule.parts or None]
    parts = {part.partition(".")[2] for part in rule.parts}
    wanted = {*rule.choose.cases.values(), rule.choose.default} - {""} if rule.choose else set()
    whole_days = rule.period is None or rule.period.unit not in (Unit.HOURS, Unit.MINUTES)
    checks = {
        "it says nothing": any(says),
        "house rules begin with H": rule.code[0] == "T" or not rule.locked,
        "an unknown reason pauses it": rule.pauses <= reasons,
        "a clock neither pauses nor rolls": whole_days or not (_rolls(rule) or rule.pauses),
        "its extension is no rule of extension": not rule.extension
        or (rule.extension in rules and rules[rule.extension].extends is not None),
        "the code to use instead has no period": not rule.instead or rule.instead in rules,
        "it chooses a part that is missing": wanted <= parts,
        "it tells somebody who is no role": {*rule.told_on_warning, *rule.told_on_expiry} <= told,
    }
    return [problem for problem, holds in checks.items() if not holds]


def _rolls(rule: Rule) -> bool:
    return rule.period is not None and rule.period.roll
