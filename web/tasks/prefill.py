"""What a fresh form already knows, so that nobody asks or types the same thing twice.

Two sources: an earlier submission of the same form in the same instance, for forms that correct or
complete what they said before; and other forms of the same case, by a table of keys. Safety checks
and records of a moment always start empty: an old "no" must never be sent again by habit.
Pure: everything is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Forms that go on from what the same form said before.
AGAIN = frozenset(
    {
        "register-visit", "grade-risk", "classify-matter", "decide-route", "judge-mediability",
        "apply-mediation", "draft-agreement", "investigate", "invite-departments",
        "choose-measures", "plan-safety", "confirm-grade", "archive-file",
    }
)  # fmt: skip

#: Form → its key → (form, key) where the answer was given before; the first that answers speaks.
FROM_CASE: Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        "register-visit": {
            "name": (("search-person", "name"),),
            "phone": (("search-person", "phone"),),
            "id_no": (("search-person", "id_no"),),
            "addr": (("search-person", "household_address"),),
            "respondent_name": (("search-person", "respondent_name"),),
        },
        "classify-matter": {"category_d": (("register-visit", "category"),)},
        "apply-mediation": {
            "dispute_type": (("classify-matter", "category_c"),),
            "difficulty": (("classify-matter", "difficulty"),),
            "facts": (("register-visit", "summary"),),
        },
    }
)  # fmt: skip

_VISITOR = ("name", "sex", "age", "phone", "id_no", "ethnicity", "addr")

#: Form → its list → the keys of its first row → (form, key) as above.
ROWS_FROM_CASE: Mapping[str, Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]]] = (
    MappingProxyType(
        {
            "apply-mediation": {
                "applicants": {
                    key: (("register-visit", key), ("search-person", key)) for key in _VISITOR
                },
                "respondents": {
                    "name": (
                        ("register-visit", "respondent_name"),
                        ("search-person", "respondent_name"),
                    ),
                    "phone": (("register-visit", "respondent_phone"),),
                    "addr": (("register-visit", "respondent_addr"),),
                },
                "claims": {"claim": (("register-visit", "request"),)},
            },
        }
    )
)

#: Form → its key → key of the process data.
FROM_FACTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "register-visit": {"arrived_at": "arrived_at", "channel": "channel"},
        "answer-question": {"channel": "channel"},
    }
)

#: A value that follows from another one being known.
IMPLIED: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"register-visit": {"id_type": ("id_no", "id-card")}}
)


def known_values(
    form: str,
    *,
    defaults: Mapping[str, object],
    facts: Mapping[str, object],
    same: Mapping[str, object] | None,
    others: Mapping[str, Mapping[str, object]],
) -> dict[str, object]:
    """The values a fresh form starts with.

    `defaults` are the form's own, `facts` the process data, `same` the latest submission of this
    form in this instance, `others` the latest submission of every other form of the case.
    """
    found = dict(defaults)
    found.update(_from_facts(form, facts))
    found.update(_from_case(form, others))
    if same is not None and form in AGAIN:
        found.update(same)
    for key, (cause, value) in IMPLIED.get(form, {}).items():
        if found.get(cause) and not found.get(key):
            found[key] = value
    return found


def _from_facts(form: str, facts: Mapping[str, object]) -> dict[str, object]:
    wanted = FROM_FACTS.get(form, {})
    return {key: facts[name] for key, name in wanted.items() if facts.get(name)}


def _from_case(form: str, others: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    found = _picked(FROM_CASE.get(form, {}), others)
    for key, places in ROWS_FROM_CASE.get(form, {}).items():
        row = _picked(places, others)
        if row:
            found[key] = [row]
    return found


def _picked(
    wanted: Mapping[str, tuple[tuple[str, str], ...]], others: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """The first answer that each key finds."""
    found: dict[str, object] = {}
    for key, places in wanted.items():
        said = (others.get(place, {}).get(name) for place, name in places)
        value = next((one for one in said if one not in (None, "", [])), None)
        if value is not None:
            found[key] = value
    return found
