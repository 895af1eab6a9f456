"""What people of the demo come about: codes, words and the promises they might make; all invented.

The words stand in `matters.yaml`; here is what each of them means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("matters.yaml")


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One kind of trouble with the words that fit it."""

    #: Codes after the three national lists, and the service that is asked for.
    a: str
    c: str
    d: str
    service: str
    #: Who the other side is to the visitor.
    relation: str
    summary: str
    request: str
    question: str
    answer: str
    law: str
    #: What would be asked for and promised in a mediation.
    claim: str = ""
    promise: str = ""
    amount: int = 0
    #: Department that would lead, when it is not for the station.
    department: str = "justice"
    #: Facts of the risk form, if any.
    dispute_facts: tuple[str, ...] = ("quarrels",)
    dv_facts: tuple[str, ...] = ()
    #: What the station grades it.
    risk: str = "yellow"
    #: Youngest and oldest visitor.
    ages: tuple[int, int] = (23, 60)


def _matter(given: Mapping[str, Any]) -> Matter:
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    return Matter(**{**given, **lists})


_READ = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
#: Matters between two people who could sit at one table.
FAMILY = tuple(_matter(each) for each in _READ["family"])
#: Matters for which somebody else is competent.
ELSEWHERE = tuple(_matter(each) for each in _READ["elsewhere"])
#: Violence at home; never for mediation.
VIOLENCE = tuple(_matter(each) for each in _READ["violence"])
