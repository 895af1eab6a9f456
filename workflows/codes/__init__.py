"""What a jurisdiction calls things: code lists and departments, read from its pack at start.

The pack is data (`bpmn/jurisdiction/<country>`); a broken file stops the start with its name and
place. Deadlines and calendars of the same pack are read by `workflows.deadlines`.
"""

from workflows.codes.departments import Department, Departments, load_departments
from workflows.codes.lists import Code, CodeList, CodeLists, UnknownCode, load_lists
from workflows.codes.mapping import CategoryMap, load_map
from workflows.codes.pack import PACK, Node, PackBroken, read_document
from workflows.codes.wording import Language, Wording

__all__ = [
    "PACK",
    "CategoryMap",
    "Code",
    "CodeList",
    "CodeLists",
    "Department",
    "Departments",
    "Language",
    "Node",
    "PackBroken",
    "UnknownCode",
    "Wording",
    "load_departments",
    "load_lists",
    "load_map",
    "read_document",
]
