"""A BPMN file becomes a diagram, or is refused with every finding that this engine has.

What the engine would run wrongly is refused here, by name, on its element; no input makes anything
but `NotDeployable` come out. Source: BPMN 2.0.2.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.spiff import soundness
from engine.spiff.definitions import Vocabulary
from engine.spiff.diagram import Diagram
from engine.spiff.drawing import Drawing, draw
from engine.spiff.findings import Findings
from engine.spiff.library import specifications
from engine.spiff.nodes import Node
from engine.spiff.normaliser import normalise
from engine.spiff.reading import Element, children, extension, read

__all__ = ["Diagram", "Node", "executable_processes", "parse", "process_ids"]


def executable_processes(xml: bytes) -> tuple[str, ...]:
    """Ids of the processes of a file that may be started; black boxes are left out."""
    return tuple(p.get("id", "") for p in _processes(read(xml)) if _is_executable(p))


def process_ids(xml: bytes) -> tuple[str, ...]:
    """Ids of all processes of a file, those that are only called included."""
    return tuple(process.get("id", "") for process in _processes(read(xml)))


def parse(
    xml: bytes, *, process_id: str | None = None, called: Mapping[str, bytes] | None = None
) -> Diagram:
    """Read one process of a file; called processes come from the file itself or from `called`."""
    root, findings = read(xml), Findings()
    normalise(root, findings)
    process = _chosen(root, process_id, findings)
    files = _Files(root, called or {}, findings)
    main = draw(process, Vocabulary.of(root), findings)
    drawings = {"": (root, process, main), **files.follow(process.get("id", ""), main)}
    for _, _, drawing in drawings.values() if not findings.any_misread else ():
        soundness.check(drawing)
    findings.refuse_if_any()
    return _assembled(root, process, drawings, findings)


def _assembled(
    root: Element,
    process: Element,
    drawings: Mapping[str, tuple[Element, Element, Drawing]],
    findings: Findings,
) -> Diagram:
    specs = {}
    for prefix, (within, each, drawing) in drawings.items():
        try:
            specs.update(specifications(within, each.get("id", ""), drawing.nodes, prefix))
        except (SpiffWorkflowException, KeyError) as refused:
            element = str(getattr(refused, "id", ""))
            findings.add("not-understood", element, problem=str(refused)[:300])
    findings.refuse_if_any()
    return Diagram(
        process_id=process.get("id", ""),
        name=process.get("name", ""),
        name_en=extension(process, "nameEn") or "",
        unit=findings.expression(extension(process, "unit"), process.get("id", ""), "unit"),
        nodes={key: node for _, _, d in drawings.values() for key, node in d.nodes.items()},
        scopes={key: plan for _, _, d in drawings.values() for key, plan in d.scopes.items()},
        specs=specs,
        called=frozenset(prefix[:-1] for prefix in drawings if prefix),
        normalised=etree.tostring(root, encoding="UTF-8", xml_declaration=True),
    )


class _Files:
    """The called processes of a diagram, wherever they stand."""

    def __init__(self, root: Element, called: Mapping[str, bytes], findings: Findings) -> None:
        self.root = root
        self.called = called
        self.findings = findings

    def follow(self, process_id: str, main: Drawing) -> dict[str, tuple[Element, Element, Drawing]]:
        """Draw every process that is called, at any depth, under its own prefix."""
        found: dict[str, tuple[Element, Element, Drawing]] = {}
        self._calls(main, (process_id,), found)
        return found

    def _calls(
        self,
        drawing: Drawing,
        path: tuple[str, ...],
        found: dict[str, tuple[Element, Element, Drawing]],
    ) -> None:
        for node in drawing.nodes.values():
            if node.called is None:
                continue
            if node.called in path:
                self.findings.add("call-recursion", node.id, process=node.called)
            elif f"{node.called}/" not in found:
                self._call(node, node.called, path, found)

    def _call(
        self,
        node: Node,
        called: str,
        path: tuple[str, ...],
        found: dict[str, tuple[Element, Element, Drawing]],
    ) -> None:
        root, process = self._find(called)
        if root is None or process is None:
            self.findings.add("called-process-unknown", node.id, process=called)
            return
        drawing = draw(process, Vocabulary.of(root), self.findings, prefix=f"{called}/")
        if not drawing.scopes[f"{called}/{called}"].entries:
            self.findings.add("called-process-without-plain-start", node.id, process=called)
        found[f"{called}/"] = (root, process, drawing)
        self._calls(drawing, (*path, called), found)

    def _find(self, called: str) -> tuple[Element | None, Element | None]:
        root = self.root
        if called in self.called:
            root = read(self.called[called])
            normalise(root, self.findings)
        process = next((p for p in _processes(root) if p.get("id") == called), None)
        return root, process


def _chosen(root: Element, process_id: str | None, findings: Findings) -> Element:
    processes = _processes(root)
    if process_id is not None:
        chosen = [p for p in processes if p.get("id") == process_id]
    else:
        chosen = [p for p in processes if _is_executable(p)]
    if not chosen:
        findings.add("process-unknown" if process_id else "no-executable-process", process_id or "")
    elif len(chosen) > 1:
        findings.add("several-executable-processes", processes=[p.get("id") for p in chosen])
    findings.refuse_if_any()
    return chosen[0]


def _processes(root: Element) -> list[Element]:
    return [each for each in children(root, "process") if each.get("id")]


def _is_executable(process: Element) -> bool:
    return process.get("isExecutable", "true").strip() in {"true", "1"} and len(process) > 0
