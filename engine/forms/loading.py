"""A form file becomes a Form, or is refused with every finding at once.

1. Read the JSON strictly: size, one value a key, no exotic numbers.
2. Build the parts, noting whatever stands in no table of `grammar`.
3. Look across the parts: keys, names in conditions, their order, process data.
Pure; the bytes of a deployed version are kept by the caller and load the same for ever.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal

from engine.errors import NotDeployable
from engine.forms import grammar
from engine.forms.building import Builder
from engine.forms.crossing import check_across, ordered
from engine.forms.model import Form, Words
from engine.forms.reporting import Json, Notebook

FORM_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def load(content: bytes) -> Form:
    """The form of a file's bytes; raises NotDeployable with the findings."""
    notebook = Notebook()
    file = _read(content, notebook)
    form = _form(file, notebook) if file is not None else None
    if form is None or notebook.findings:
        raise NotDeployable(notebook.findings)
    return form


class _Refused(ValueError):
    """The JSON has something that two readers would understand differently."""


def _read(content: bytes, notebook: Notebook) -> Json | None:
    if len(content) > grammar.MOST_BYTES:
        notebook.note("too-big", "", most=grammar.MOST_BYTES)
        return None
    try:
        file = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=Decimal,
        )
    except _Refused as error:
        notebook.note("duplicate-json-key", "", key=str(error))
        return None
    except (ValueError, RecursionError):
        notebook.note("not-json", "")
        return None
    if not isinstance(file, dict):
        notebook.note("not-json", "")
        return None
    return file


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _Refused(next(key for key in keys if keys.count(key) > 1))
    return read


def _no_constant(text: str) -> object:
    raise ValueError(text)


def _form(file: Json, notebook: Notebook) -> Form:
    notebook.only(file, grammar.FORM_KEYS, "", where="form")
    properties = notebook.mapping(file, "properties", "")
    notebook.only(properties, grammar.FORM_PROPERTIES, "", where="properties")
    id_ = notebook.text(file, "id", "")
    if not FORM_ID.fullmatch(id_):
        notebook.note("bad-form-id", "", id=id_)
    if file.get("type") != "default" or type(file.get("schemaVersion")) is not int:
        notebook.note("not-a-form", "")
    parts = Builder(notebook).parts(notebook.sequence(file, "components", ""), depth=1)
    form = Form(
        id=id_,
        name=_words(notebook, properties, "name", needed=True) or Words(zh="", en=""),
        description=_words(notebook, properties, "description", needed=False),
        parts=parts,
        context=frozenset(_names(notebook, properties)),
    )
    check_across(form, notebook)
    return ordered(form, notebook)


def _words(notebook: Notebook, properties: Json, key: str, *, needed: bool) -> Words | None:
    zh, en = notebook.text(properties, key, ""), notebook.text(properties, f"{key}En", "")
    return notebook.words(zh, en, "", key=key) if zh or en or needed else None


def _names(notebook: Notebook, properties: Json) -> list[str]:
    """Declared names of process data; the editor can only write them as one text."""
    given = properties.get("context", [])
    names = given.replace(",", " ").split() if isinstance(given, str) else given
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return names
    notebook.note("wrong-type", "", key="context", expected="list of names")
    return []
