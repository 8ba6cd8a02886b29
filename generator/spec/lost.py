"""What a spec defines although it cannot be read: nobody should be told that it is missing."""

import dataclasses
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TypeAlias

from generator.core.finding import Path
from generator.load.lines import LineTable
from generator.spec.kinds import KINDS

Name: TypeAlias = tuple[str, str]
"""What sort of thing is named, and its id."""

ALL = "*"
_FIRST_KEY = re.compile(r"^(?P<kind>[a-z]+)[ \t]*:[ \t]*[\"']?(?P<id>[^\s\"'#]*)", re.MULTILINE)
_SECTIONS = {
    "metrics": "metric",
    "indicators": "indicator",
    "slos": "slo",
    "alerts": "alert",
}
_DEFINED = {"labels": "label", "decisions": "decision", "owners": "owner"}
_OF_COMPONENT = {"metric", "indicator", "slo", "alert", "threshold"}


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """Names that could not be read, or may stand where nothing could be read."""

    names: frozenset[Name] = frozenset()

    def may_be(self, what: str, name: str) -> bool:
        """Tell whether something that nobody defines may be defined in what could not be read."""
        names = self.names
        if (ALL, ALL) in names or (what, ALL) in names or (what, name) in names:
            return True
        if what not in _OF_COMPONENT:
            return False
        whole = name.partition(".")[0] if "." in name else None
        return any(kind == "component" and whole in {None, one} for kind, one in names)


NOTHING = Lost()


def of_file(file: str, lines: LineTable) -> Name:
    """Return what a file that is no YAML seems to define, by its first key."""
    match = _FIRST_KEY.search(lines.text)
    kind = match["kind"] if match else ""
    return of_spec(kind, match["id"] if match else "", file) if kind in KINDS else (ALL, ALL)


def of_spec(kind: str, name: object, file: str) -> Name:
    """Return what a spec of a kind defines as a whole."""
    if kind in _DEFINED:
        return _DEFINED[kind], ALL
    if kind == "project":
        return kind, ALL
    return kind, name if isinstance(name, str) and name else PurePosixPath(file).stem


def of_path(kind: str, name: object, path: Path) -> Name:
    """Return what the part of a spec at a path defines."""
    section, key = str(path[0]), str(path[-1])
    if kind == "component":
        return _SECTIONS[section], key if section == "metrics" else f"{name}.{key}"
    if kind == "project":
        return section.removesuffix("s"), key
    if kind == "dashboard":
        return "panel", f"{name}.{key}"
    return _DEFINED.get(kind, kind), key


def of_section(kind: str, name: object, section: str) -> Name | None:
    """Return what a section of a spec defines as a whole, None if it defines nothing."""
    if kind == "component" and section in _SECTIONS:
        return kind, str(name)
    if kind == "project" and section in {"constants", "tiers", "external"}:
        return section.removesuffix("s"), ALL
    return (_DEFINED[kind], ALL) if kind in _DEFINED and section == "define" else None


def joined(lost: Iterable[Lost]) -> Lost:
    """Return everything that is lost."""
    return Lost(frozenset(name for one in lost for name in one.names))
