"""What a form file may contain: the tables of the whitelist, and nothing about reading it.

The format is that of the form-js editor (schema as file format), restricted to what is judged and
drawn here; whatever stands in no table is refused at deploy by name.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.forms.model import Type

#: Largest file, in bytes.
MOST_BYTES = 256 * 1024
#: Most components of a form, and deepest nesting of groups and lists.
MOST_COMPONENTS = 300
DEEPEST = 4
MOST_ROWS = 200
#: Longest text of a field when the file sets no limit, and the longest limit it may set.
TEXT_LENGTHS: Mapping[Type, tuple[int, int]] = {
    Type.TEXT: (200, 1000),
    Type.TEXTAREA: (4000, 20_000),
}
#: Decimal places at most.
MOST_DIGITS = 6

FORM_KEYS = frozenset(
    {"schemaVersion", "id", "type", "components", "properties", "exporter", "executionPlatform"}
    | {"executionPlatformVersion", "versionTag"}
)
FORM_PROPERTIES = frozenset({"name", "nameEn", "description", "descriptionEn", "context"})

#: Component of the file → type of the field; `datetime` is decided by its `subtype`.
INPUTS: Mapping[str, Type] = {
    "textfield": Type.TEXT,
    "textarea": Type.TEXTAREA,
    "number": Type.NUMBER,
    "select": Type.SELECT,
    "radio": Type.RADIO,
    "checkbox": Type.CHECKBOX,
    "checklist": Type.CHECKLIST,
    "datetime": Type.DATETIME,
}
MOMENTS: Mapping[str, Type] = {
    "date": Type.DATE,
    "time": Type.TIME,
    "datetime": Type.DATETIME,
}

# `layout` and `appearance` are the editor's own, columns and adornments: nothing for answers.
_ANY = frozenset({"type", "id", "conditional", "properties", "layout"})
_INPUT = _ANY | {"key", "label", "description", "validate", "appearance", "defaultValue"}
_CHOICE = _INPUT | {"values", "searchable"}
_MOMENT = {"subtype", "dateLabel", "timeLabel", "use24h", "timeSerializingFormat", "timeInterval"}
COMPONENT_KEYS: Mapping[str, frozenset[str]] = {
    "textfield": _INPUT,
    "textarea": _INPUT,
    "number": _INPUT | {"decimalDigits", "increment", "serializeToString"},
    "select": _CHOICE,
    "radio": _CHOICE,
    "checkbox": _INPUT,
    "checklist": _CHOICE,
    "datetime": _INPUT | _MOMENT,
    "dynamiclist": _ANY
    | {"path", "label", "description", "components", "isRepeating", "allowAddRemove"}
    | {"defaultRepetitions", "showOutline", "disableCollapse", "nonCollapsedItems"},
    "group": _ANY | {"label", "components", "showOutline", "verticalAlignment"},
    "text": _ANY | {"text"},
}

_VALIDATE = frozenset({"required"})
VALIDATE_KEYS: Mapping[str, frozenset[str]] = {
    "textfield": _VALIDATE | {"minLength", "maxLength", "pattern", "validationType"},
    "textarea": _VALIDATE | {"minLength", "maxLength"},
    "number": _VALIDATE | {"min", "max"},
}
VALIDATE_OTHERS = _VALIDATE

_INPUT_PROPERTIES = frozenset(
    {"class", "raisedClass", "raisedWhen", "labelEn", "descriptionEn", "process", "kind"}
    | {"requiredWhen", "refuseWhen", "refuseText", "refuseTextEn", "default", "search"}
)
PROPERTY_KEYS: Mapping[str, frozenset[str]] = {
    "textfield": _INPUT_PROPERTIES | {"codes", "suggestSex", "suggestBirthDate"},
    "textarea": _INPUT_PROPERTIES,
    "number": _INPUT_PROPERTIES,
    "select": _INPUT_PROPERTIES | {"codes"},
    "radio": _INPUT_PROPERTIES | {"codes"},
    "checkbox": _INPUT_PROPERTIES,
    "checklist": _INPUT_PROPERTIES | {"codes"},
    "datetime": _INPUT_PROPERTIES | {"notBefore", "notAfter"},
    "dynamiclist": frozenset({"labelEn", "descriptionEn", "minRows", "maxRows", "requiredWhen"}),
    "group": frozenset({"labelEn"}),
    "text": frozenset({"textEn"}),
}
OPTION_KEYS = frozenset({"label", "value", "labelEn"})

#: Special inputs → the types that may have them; `code:<list>` is spelled with its list's name.
KINDS: Mapping[str, frozenset[Type]] = {
    "yes-no": frozenset({Type.RADIO}),
    "phone": frozenset({Type.TEXT}),
    "id-card": frozenset({Type.TEXT}),
    "person-name": frozenset({Type.TEXT}),
    "address": frozenset({Type.TEXT, Type.TEXTAREA}),
    "money": frozenset({Type.NUMBER}),
    "unit": frozenset({Type.SELECT, Type.CHECKLIST}),
    "person": frozenset({Type.SELECT, Type.CHECKLIST}),
    "code": frozenset({Type.TEXT}),
}
SEARCHES = frozenset({"name", "phone", "id-card", "address"})
#: What an id card can tell → the property that names the key to fill.
SUGGESTS: Mapping[str, str] = {"sex": "suggestSex", "birth_date": "suggestBirthDate"}
#: Free text is never copied to process data; these types hold values of a closed kind.
PROCESS_TYPES = frozenset(
    {Type.SELECT, Type.RADIO, Type.YES_NO, Type.CHECKBOX, Type.CHECKLIST}
    | {Type.NUMBER, Type.DATE, Type.TIME, Type.DATETIME}
)
LONGEST_CODE = 64
