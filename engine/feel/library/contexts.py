"""Functions of contexts (DMN 1.5 §10.3.4.10); they never change the context they are given."""

from __future__ import annotations

from engine.feel.library.signature import LIBRARY
from engine.feel.run import Run


@LIBRARY.function("get value", "m: context", "key: string")
def get_value(run: Run, context: dict[str, object], key: str) -> object:
    """The value under a key."""
    return context[key] if key in context else run.warn(f"there is no key {key!r}")


@LIBRARY.function("get entries", "m: context")
def get_entries(run: Run, context: dict[str, object]) -> object:
    """Every key with its value."""
    return [{"key": key, "value": value} for key, value in context.items()]


@LIBRARY.function("context put", "context: context", "key: string", "value: any")
def put(run: Run, context: dict[str, object], key: str, value: object) -> object:
    """The context with a value under a key."""
    run.spend(len(context))
    return {**context, key: value}


@LIBRARY.function("context put", "context: context", "keys: list", "value: any")
def put_deep(run: Run, context: dict[str, object], keys: list[object], value: object) -> object:
    """The context with a value under a path of keys."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return run.warn("a path of keys must hold texts")
    run.spend(len(context) + len(keys))
    if len(keys) > 50:
        return run.warn("a path of keys is too long")
    return _put(run, context, [str(key) for key in keys], value)


def _put(run: Run, context: dict[str, object], keys: list[str], value: object) -> object:
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    if not isinstance(inner, dict):
        return run.warn(f"under {keys[0]!r} lies no context")
    changed = _put(run, inner, keys[1:], value)
    return None if changed is None else {**context, keys[0]: changed}


@LIBRARY.function("context merge", "contexts: list")
def merge(run: Run, contexts: list[object]) -> object:
    """All entries; of equal keys the last stands."""
    merged: dict[str, object] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return run.warn("only contexts can be merged")
        run.spend(len(context) + 1)
        merged |= context
    return merged


@LIBRARY.function("context", "entries: list")
def from_entries(run: Run, entries: list[object]) -> object:
    """The context with these keys and values; a key must not come twice."""
    built: dict[str, object] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            return run.warn("an entry needs a key and a value")
        key = entry.get("key")
        if not isinstance(key, str) or key in built:
            return run.warn("an entry's key is no text or comes twice")
        built[key] = entry["value"]
    return built
