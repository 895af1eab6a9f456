"""The blanks of a template, read from its Jinja: which fields it names, and nothing else allowed.

A template may print a field, walk through a list and ask whether a field is there. Everything
beyond that (calls, arithmetic, assignments, foreign names) is a finding, so that filling a template
can neither do anything nor take long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment, nodes

from engine.errors import Finding
from engine.protection import Sensitivity
from workflows.documents.kinds import Field, PaperKind, load_kinds

#: What a loop tells of itself.
_LOOP = frozenset({"index", "first", "last"})
_Scope = Mapping[str, Mapping[str, Field]]


@dataclass(kw_only=True)
class Blanks:
    """What was found so far."""

    kind: PaperKind
    protected: frozenset[str]
    used: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    highest: Sensitivity = Sensitivity.C1

    def use(self, name: str, described: Field | None) -> Field | None:
        """Note a field; one that the paper does not have is a finding by its kind."""
        if described is None:
            rule = "template-protected" if name in self.protected else "template-unknown-field"
            self.say(rule, name=name)
            return None
        self.used.add(described.name)
        self.highest = max(self.highest, described.highest())
        return described

    def say(self, rule: str, **fields: object) -> None:
        """One finding, once."""
        finding = Finding(rule=rule, fields=fields)
        if finding not in self.findings:
            self.findings.append(finding)


def blanks_of(kind: PaperKind, sources: Iterable[str], world: Environment) -> Blanks:
    """Read the blanks of every part of a template."""
    found = Blanks(kind=kind, protected=load_kinds().protected_names())
    for source in sources:
        for node in world.parse(source).body:
            _statement(found, node, {})
    return found


def _statement(found: Blanks, node: nodes.Node, scope: _Scope) -> None:
    match node:
        case nodes.Output():
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    _printed(found, each, scope)
        case nodes.For(target=nodes.Name(), test=None, recursive=False):
            _loop(found, node, scope)
        case nodes.If():
            _condition(found, node.test, scope)
            for inner in (*node.body, *node.elif_, *node.else_):
                _statement(found, inner, scope)
        case _:
            found.say("template-forbidden", what=type(node).__name__)


def _loop(found: Blanks, node: nodes.For, scope: _Scope) -> None:
    rows = _named(found, node.iter, scope)
    if rows is None:
        return
    if rows.rows is None:
        found.say("template-no-list", name=rows.name)
        return
    target = node.target.name if isinstance(node.target, nodes.Name) else ""
    for each in (*node.body, *node.else_):
        _statement(found, each, {**scope, target: rows.rows})


def _printed(found: Blanks, node: nodes.Node, scope: _Scope) -> None:
    if _of_loop(node):
        return
    described = _named(found, node, scope)
    if described is not None and described.rows is not None:
        found.say("template-list-as-text", name=described.name)


def _condition(found: Blanks, node: nodes.Node, scope: _Scope) -> None:
    match node:
        case nodes.Not():
            _condition(found, node.node, scope)
        case nodes.And() | nodes.Or():
            _condition(found, node.left, scope)
            _condition(found, node.right, scope)
        case _ if not _of_loop(node):
            _named(found, node, scope)


def _of_loop(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "loop"
        and node.attr in _LOOP
    )


def _named(found: Blanks, node: nodes.Node, scope: _Scope) -> Field | None:
    """The field that a name, or a name of a row, means."""
    match node:
        case nodes.Name(name=name):
            if name in scope:
                found.say("template-list-as-text", name=name)
                return None
            return found.use(name, found.kind.fields.get(name))
        case nodes.Getattr(node=nodes.Name(name=row), attr=attribute) if row in scope:
            return found.use(attribute, scope[row].get(attribute))
        case nodes.Getattr(attr=attribute):
            found.use(attribute, None)
        case _:
            found.say("template-forbidden", what=type(node).__name__)
    return None
