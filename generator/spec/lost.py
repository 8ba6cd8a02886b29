"""What a spec defines although it cannot be read: nobody should be told that it is missing."""

import dataclasses
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from generator.core.finding import Path
from generator.load.lines import LineTable
from generator.spec.kinds import KINDS

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
class Gap:
    """Something that could not be read.

    Attributes:
        what: What sort of thing it defines, ``*`` for any.
        name: The id that it defines, ``*`` for any.
        text: What is written there, empty if that is not known. A name that does not occur in it
            is not defined in it.
    """

    what: str
    name: str
    text: str = ""

    def may_be(self, what: str, name: str) -> bool:
        """Tell whether it may define something."""
        component, _, rest = name.rpartition("/")[2].partition(".")
        if self.what == "component" and what in _OF_COMPONENT:
            fits = not rest or self.name in (ALL, component)
        else:
            fits = self.what in (ALL, what) and self.name in (ALL, name)
        return fits and (not self.text or (rest.partition(".")[0] or component) in self.text)


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """Everything that could not be read."""

    gaps: frozenset[Gap] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is any such thing."""
        return bool(self.gaps)

    def may_be(self, what: str, name: str) -> bool:
        """Tell whether something that nobody defines may be defined in what could not be read."""
        return any(gap.may_be(what, name) for gap in self.gaps)

    def may_begin(self, key: str) -> bool:
        """Tell whether a key of `set` may lead into what could not be read."""
        first = key.rpartition("/")[2].partition(".")[0]
        return any(gap.name in (ALL, first) for gap in self.gaps)


NOTHING = Lost()


def of_file(file: str, lines: LineTable) -> Gap:
    """Return what a file that is no YAML seems to define, by its first key."""
    match = _FIRST_KEY.search(lines.text)
    if match is None or match["kind"] not in KINDS:
        return Gap(ALL, ALL, lines.text)
    return of_spec(match["kind"], match["id"], file, lines.text)


def of_spec(kind: str, name: object, file: str, text: str = "") -> Gap:
    """Return what a spec of a kind defines as a whole."""
    if kind in _DEFINED:
        return Gap(_DEFINED[kind], ALL, text)
    if kind == "project":
        return Gap(ALL, ALL, text)
    stem = PurePosixPath(file).stem
    return Gap(kind, name if isinstance(name, str) and name else stem, text)


def of_part(kind: str, name: object, path: Path, *, misnamed: bool) -> Gap:
    """Return what the part of a spec at a path defines; a wrong name may have been any."""
    section, key = str(path[0]), ALL if misnamed else str(path[-1])
    if kind == "component":
        is_global = misnamed or section == "metrics"
        return Gap(_SECTIONS[section], key if is_global else f"{name}.{key}")
    if kind == "project":
        return Gap(section.removesuffix("s"), key)
    if kind == "dashboard":
        return Gap("panel", f"{name}.{key}")
    return Gap(_DEFINED.get(kind, kind), key)


def of_section(kind: str, name: object, section: str) -> Gap | None:
    """Return what a section of a spec defines as a whole, None if it defines nothing."""
    if kind == "component" and section in _SECTIONS:
        return Gap(kind, str(name))
    if kind == "project" and section in {"constants", "tiers", "external"}:
        return Gap(section.removesuffix("s"), ALL)
    return Gap(_DEFINED[kind], ALL) if kind in _DEFINED and section == "define" else None


def joined(lost: Iterable[Lost]) -> Lost:
    """Return everything that is lost."""
    return Lost(frozenset(gap for one in lost for gap in one.gaps))
