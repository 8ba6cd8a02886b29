"""What a spec defines although it cannot be read: nobody should be told that it is missing."""

import dataclasses
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from generator.core.finding import Path
from generator.core.spelling import closest
from generator.load.lines import LineTable
from generator.spec.kinds import KINDS

ALL = "*"
IDENTITY = "identity"
"""The identity labels of the project."""
OWNER = "owner of"
"""What says who owns a component and all in it."""
_FIRST_KEY = re.compile(r"^(?P<kind>[a-z]+)[ \t]*:[ \t]*[\"']?(?P<id>[^\s\"'#]*)", re.MULTILINE)
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_ANY_KEY = re.compile(r"^[^#\n]*:", re.MULTILINE)
_SECTIONS = {
    "metrics": "metric",
    "indicators": "indicator",
    "slos": "slo",
    "alerts": "alert",
}
_DEFINED = {"labels": "label", "decisions": "decision", "owners": "owner"}
# Things of a component that are named `component.name`, and no two of them alike.
_NAMED = {"indicator", "slo", "alert", "threshold"}
_OF_PROJECT = {
    "constants": "constant",
    "tiers": "tier",
    "external": "external",
    "identity": IDENTITY,
    "owner": OWNER,
}
_OF_COMPONENT = {"metric", *_NAMED}
_NO_TEXT = str.maketrans("", "", "\0\ufffd")


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
        key = rest.partition(".")[0]
        if self.what == "component" and what in _OF_COMPONENT:
            fits = not rest or self.name in (ALL, component)
        elif self.what in _NAMED and what in _NAMED:
            fits = self.name in (ALL, f"{component}.{key}")
        elif self.what == "external" and what == "metric":
            fits = True  # of which prefix is not known
        else:
            fits = self.what in (ALL, what) and self.name in (ALL, name)
        # What is wrong may be the very id of a component.
        anyway = not self.text or (what == self.what == "component" and self.name == ALL)
        return fits and (anyway or (key or component) in self.text)


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
        steps = f"{key.rpartition('/')[2]}."
        return any(gap.name == ALL or steps.startswith(f"{gap.name}.") for gap in self.gaps)


NOTHING = Lost()
UNKNOWN = Gap(ALL, ALL)
"""A file of which nothing is known."""


def of_file(file: str, lines: LineTable) -> Gap:
    """Return what a file that is no YAML seems to define, by its first key.

    A file without any key may have been any spec, and of any other only its names are known.
    """
    text = lines.text.translate(_NO_TEXT)  # of a file in another encoding
    if _ANY_KEY.search(text) is None:
        return UNKNOWN
    match = _FIRST_KEY.search(text)
    if match is None or match["kind"] not in KINDS:
        return Gap(ALL, ALL, text)
    return of_spec(match["kind"], match["id"], file, text)


def of_spec(kind: str, name: object, file: str, text: str = "") -> Gap:
    """Return what a spec of a kind defines as a whole."""
    if kind in _DEFINED:
        return Gap(_DEFINED[kind], ALL, text)
    if kind == "project" or kind not in KINDS:
        return Gap(ALL, ALL, text)
    if isinstance(name, str) and _ID.fullmatch(name):
        return Gap(kind, name, text)
    # The file should be named after it, but so that the id is wrong it may have been any.
    return Gap(kind, ALL, text) if kind == "component" else Gap(kind, PurePosixPath(file).stem)


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


def of_section(kind: str, name: object, section: str) -> Gap:
    """Return what a section of a spec defines as a whole; most define nothing, but name things.

    A misspelt key stands for the section that is meant, and one that is like none for any.
    """
    fields = KINDS[kind].model_fields
    meant = section if section in fields else closest(section, fields)
    if kind == "component" and (meant is None or meant in _SECTIONS):
        return Gap(kind, str(name))
    if kind == "component" and meant == "owner":
        return Gap(OWNER, str(name))
    what = _OF_PROJECT.get(meant or "") if kind == "project" else None
    if kind in _DEFINED and meant == "define":
        what = _DEFINED[kind]
    return Gap(what, ALL) if what else Gap(f"{section} of {kind}", "")


def joined(lost: Iterable[Lost]) -> Lost:
    """Return everything that is lost."""
    return Lost(frozenset(gap for one in lost for gap in one.gaps))
