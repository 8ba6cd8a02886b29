"""What is right of a spec that has faults, so that the rest of it is checked in the same run."""

from collections.abc import Iterable
from typing import Any

from generator.core.finding import Path
from generator.load.document import Tree
from generator.spec.lost import Gap, Lost, of_part, of_section

_ANY = "*"
# The parts that other parts can do without; a fault inside one takes no more than it along.
_PARTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "component": tuple((section, _ANY) for section in ("metrics", "indicators", "slos", "alerts")),
    "dashboard": (("rows", _ANY, "panels", _ANY),),
    "labels": (("define", _ANY),),
    "decisions": (("define", _ANY),),
    "owners": (("define", _ANY),),
    "project": tuple((section, _ANY) for section in ("constants", "tiers", "external")),
    "fleet": (("services", _ANY),),
}
# Stand for what is required and wrong or missing; nothing is rendered from them.
_STAND_INS: dict[str, dict[str, Any]] = {
    "component": {"title": "-"},
    "dashboard": {"title": "-", "purpose": "-"},
    "runbook": {"title": "-", "meaning": "-", "steps": [{"say": "-"}]},
    "project": {
        "title": "-",
        "selector": {"job": "-"},
        "scrape": {"interval": "15s"},
        "evaluation": "30s",
        "retention": "365d",
    },
}


def salvaged(
    kind: str, tree: dict[str, Tree], faults: Iterable[tuple[Path, bool]]
) -> tuple[Tree, Lost]:
    """Return a copy of a spec without the parts that have faults, and what was lost with them.

    Args:
        kind: The kind of the spec.
        tree: The spec.
        faults: The path of each fault, and whether it is about the key there.
    """
    found: dict[str, Tree] = dict(tree)
    lost: set[Gap] = set()
    for path, about_key in faults:
        part = _part(kind, path)
        if part:
            found = _without(found, part)
            lost.add(of_part(kind, tree[kind], part, misnamed=about_key and part == path))
        elif path and path[0] != kind:
            found.pop(str(path[0]), None)
            lost.add(of_section(kind, tree[kind], str(path[0])))
    for key, value in _STAND_INS.get(kind, {}).items():
        if found.get(key) is None:
            found[key] = value
    return found, Lost(frozenset(lost))


def behind(kind: str, name: str, doubled: Iterable[Path]) -> set[Gap]:
    """Return what the second values of keys may define that are given twice.

    A second part of the same name is another one that was not renamed, so it may have any name.
    """
    lost: set[Gap] = set()
    for path in doubled:
        part = _part(kind, path)
        if part:
            lost.add(of_part(kind, name, part, misnamed=part == path))
        else:
            lost.add(of_section(kind, name, str(path[0])))
    return lost


def _part(kind: str, path: Path) -> Path:
    """Return the path of the part in which a fault stands, nothing where it is in none."""
    for pattern in _PARTS.get(kind, ()):
        start = path[: len(pattern)]
        if len(start) == len(pattern) and all(
            step in (_ANY, key) for step, key in zip(pattern, start, strict=True)
        ):
            return start
    return ()


def _without(tree: dict[str, Tree], path: Path) -> dict[str, Tree]:
    """Return a tree without what stands at a path; the one given stays as it is."""
    copy = dict(tree)
    first = str(path[0])
    below = copy.get(first)
    if len(path) == 1:
        copy.pop(first, None)
    elif isinstance(below, dict):
        copy[first] = _without(below, path[1:])
    return copy
