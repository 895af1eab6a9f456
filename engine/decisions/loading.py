"""A decision model from its XML: types first, then every element with its scope of names.

What is broken becomes a finding. `load` refuses a model with findings; `load_leniently` keeps it,
and the broken parts give null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.decisions import boxed
from engine.decisions.building import Builder
from engine.decisions.elements import Item, Link, Sort
from engine.decisions.item_definitions import Types, component_names, item_type
from engine.decisions.model import Model
from engine.decisions.reading import (
    Element,
    attribute,
    child,
    children,
    kind_of,
    named,
    read,
)
from engine.errors import NotDeployable, Severity
from engine.feel.conformance import ANY
from engine.feel.refusals import FeelSyntaxError

_SORTS = tuple(str(sort) for sort in Sort)


def load(xml: bytes, *, imports: Sequence[Model] = ()) -> Model:
    """The model; raises NotDecisionModel, or NotDeployable with every finding.

    `imports` are the models that this one may import, found by their namespaces.
    """
    model = _loaded(read(xml), imports, is_closed=True)
    if any(finding.severity is Severity.ERROR for finding in model.findings):
        raise NotDeployable(model.findings)
    return model


def load_leniently(xml: bytes, *, imports: Sequence[Model] = ()) -> Model:
    """The model with whatever stands in it; its `findings` say what does not."""
    return _loaded(read(xml), imports, is_closed=False)


def _loaded(root: Element, available: Sequence[Model], *, is_closed: bool) -> Model:
    imports = _imports(root, available)
    types = Types({prefix: model.types for prefix, model in imports.items()})
    builder = Builder(types=types, paths=_paths(root, imports), is_closed=is_closed)
    _missing_imports(builder, root, imports)
    _add_types(builder, root)
    model = Model(
        name=named(root),
        namespace=attribute(root, "namespace"),
        types=types,
        root=root,
        imports=imports,
    )
    elements = list(children(root, *_SORTS))
    names = {attribute(one, "id"): named(one) for one in elements}
    for element in elements:
        item = _item(builder, model, element, names)
        if item.id in model.items:
            builder.find("decision-twice", element, id=item.id)
        model.items[item.id] = item
    _refuse_circles(builder, model, root)
    model.findings = tuple(builder.findings)
    return model


def _imports(root: Element, available: Sequence[Model]) -> Mapping[str, Model]:
    by_namespace = {model.namespace: model for model in available}
    found: dict[str, Model] = {}
    for element in children(root, "import"):
        model = by_namespace.get(attribute(element, "namespace"))
        if model is not None:
            found[named(element) or model.name] = model
    return found


def _missing_imports(builder: Builder, root: Element, imports: Mapping[str, Model]) -> None:
    namespaces = {model.namespace for model in imports.values()}
    for element in children(root, "import"):
        is_model = "/DMN/" in attribute(element, "importType")
        if is_model and attribute(element, "namespace") not in namespaces:
            builder.find("decision-import", element, namespace=attribute(element, "namespace"))


def _paths(root: Element, imports: Mapping[str, Model]) -> frozenset[str]:
    names = set(component_names(root))
    for model in imports.values():
        names |= set(component_names(model.root))
        names |= {item.name for item in model.items.values()}
    return frozenset(name for name in names if name)


def _add_types(builder: Builder, root: Element) -> None:
    for element in children(root, "itemDefinition"):
        try:
            builder.types.add(named(element), item_type(builder.types, element))
        except FeelSyntaxError as error:
            builder.types.add(named(element), ANY)
            builder.find("decision-text", element, **error.fields)


def _links(
    builder: Builder, model: Model, hrefs: Iterable[Element], known: Mapping[str, str]
) -> tuple[Link, ...]:
    found: list[Link] = []
    for element in hrefs:
        namespace, _, identity = attribute(element, "href").rpartition("#")
        own = namespace in ("", model.namespace)
        link = Link(namespace="" if own else namespace, id=identity)
        owners = [one for one in model.imports.values() if one.namespace == namespace]
        if (own and identity in known) or (owners and identity in owners[0].items):
            found.append(link)
        else:
            builder.find("decision-reference", element, href=attribute(element, "href"))
    return tuple(found)


def _requirements(element: Element) -> list[Element]:
    return [
        target
        for need in children(element, "informationRequirement", "knowledgeRequirement")
        for target in children(need, "requiredInput", "requiredDecision", "requiredKnowledge")
    ]


def _scope(model: Model, links: tuple[Link, ...], names: Mapping[str, str]) -> frozenset[str]:
    known: set[str] = set(model.imports)
    for link in links:
        if not link.namespace:
            known.add(names[link.id])
    return frozenset(known)


def _item(builder: Builder, model: Model, element: Element, names: Mapping[str, str]) -> Item:
    sort = Sort(kind_of(element))
    needs = _links(builder, model, _requirements(element), names)
    scope = _scope(model, needs, names)
    variable = child(element, "variable")
    own_type = builder.type_of(attribute(variable, "typeRef"), element)
    identity, name = attribute(element, "id"), named(element)
    match sort:
        case Sort.DECISION:
            step = boxed.logic(builder, element, scope)
            return Item(id=identity, name=name, sort=sort, type=own_type, needs=needs, step=step)
        case Sort.KNOWLEDGE:
            return _knowledge(
                builder,
                element,
                Item(id=identity, name=name, sort=sort, type=own_type, needs=needs),
                scope,
            )
        case Sort.SERVICE:
            outputs = _links(builder, model, children(element, "outputDecision"), names)
            given = (
                *_links(builder, model, children(element, "inputData"), names),
                *_links(builder, model, children(element, "inputDecision"), names),
            )
            return Item(
                id=identity, name=name, sort=sort, type=own_type, outputs=outputs, given=given
            )
    return Item(id=identity, name=name, sort=sort, type=own_type)


def _knowledge(builder: Builder, element: Element, item: Item, scope: frozenset[str]) -> Item:
    logic = child(element, "encapsulatedLogic")
    if logic is None:
        builder.find("decision-empty", element)
        return item
    parameters = boxed.parameters_of(builder, logic)
    kind = attribute(logic, "kind") or "FEEL"
    if kind.upper() not in ("FEEL", "F"):
        builder.find("decision-external", element, kind=kind)
        return item
    inner = scope | {item.name} | {name for name, _ in parameters}
    return Item(
        id=item.id,
        name=item.name,
        sort=item.sort,
        type=item.type,
        needs=item.needs,
        parameters=parameters,
        step=boxed.logic(builder, logic, inner),
    )


def _refuse_circles(builder: Builder, model: Model, root: Element) -> None:
    """A decision that needs itself has no value; knowledge may call itself."""
    done: set[str] = set()
    for start in model.items.values():
        if start.sort is Sort.DECISION and _leads_back(model, start, done):
            builder.find("decision-circle", root, decision=start.name)


def _leads_back(model: Model, start: Item, done: set[str]) -> bool:
    todo = [link.id for link in start.needs if not link.namespace]
    seen: set[str] = set()
    while todo:
        identity = todo.pop()
        if identity == start.id:
            return True
        if identity in seen or identity in done:
            continue
        seen.add(identity)
        todo += [link.id for link in model.items[identity].needs if not link.namespace]
    done.add(start.id)
    return False
