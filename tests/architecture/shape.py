"""How long our modules and functions are; printed at the end of a run that asks for it."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final

from tests.architecture.sources import product

#: No module is longer, whatever it holds.
MODULE_LIMIT: Final = 500
#: Nine modules of ten are at most this long; half of them should be at most 90 lines.
MODULE_P90: Final = 250
#: Nineteen functions of twenty are at most this long.
FUNCTION_P95: Final = 30


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Lengths in lines."""

    modules: dict[str, int]
    functions: dict[str, int]

    def module_percentile(self, percent: int) -> float:
        """The length that this share of modules does not exceed."""
        return percentile(self.modules.values(), percent)

    def function_percentile(self, percent: int) -> float:
        """The length that this share of functions does not exceed."""
        return percentile(self.functions.values(), percent)

    def __str__(self) -> str:
        return (
            f"{len(self.modules)} modules: "
            f"median {self.module_percentile(50):.0f} lines (goal 90), "
            f"p90 {self.module_percentile(90):.0f} (limit {MODULE_P90}), "
            f"longest {max(self.modules.values())} (limit {MODULE_LIMIT}); "
            f"{len(self.functions)} functions: median {self.function_percentile(50):.0f}, "
            f"p95 {self.function_percentile(95):.0f} (limit {FUNCTION_P95})"
        )


def percentile(lengths: Collection[int], percent: int) -> float:
    """The value that this share of the lengths does not exceed."""
    return statistics.quantiles(sorted(lengths), n=100, method="inclusive")[percent - 1]


@cache
def measure() -> Shape:
    """Measure the product as it stands; revisions of the schema are records, not modules."""
    sources = [source for source in product() if source.lines and "/versions/" not in source.path]
    functions = {
        f"{source.at(node)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for source in sources
        for kind in (ast.FunctionDef, ast.AsyncFunctionDef)
        for node in source.nodes(kind)
    }
    return Shape(
        modules={source.path: len(source.lines) for source in sources}, functions=functions
    )
