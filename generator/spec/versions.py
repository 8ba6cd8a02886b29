"""Which versions of promspec may read a spec: ``>=0.1,<1``."""

import dataclasses
import operator
import re
from typing import Annotated, TypeAlias

from generator.core.fields import fail, plain_field
from generator.core.problem import shown

LANGUAGE = 1
"""The version of the spec language that is read here."""

_TESTS = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_CLAUSE = re.compile(rf"\s*({'|'.join(map(re.escape, _TESTS))})\s*([0-9]+(?:\.[0-9]+)*)\s*")
_PATTERN = (
    r"^\s*(>=|<=|==|!=|>|<)\s*[0-9]+(\.[0-9]+)*\s*(,\s*(>=|<=|==|!=|>|<)\s*[0-9]+(\.[0-9]+)*\s*)*$"
)
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


@dataclasses.dataclass(frozen=True, slots=True)
class Requirement:
    """Conditions on a version, all of which must hold."""

    clauses: tuple[tuple[str, str], ...]
    text: str

    def allows(self, version: str) -> bool:
        """Tell whether a version meets all conditions; what follows its numbers is left out."""
        match = _NUMBERS.match(version)
        numbers = _key(match[0]) if match else ()
        return all(_TESTS[sign](numbers, _key(bound)) for sign, bound in self.clauses)

    def __str__(self) -> str:
        """Return the text as the author wrote it."""
        return self.text


def _key(version: str) -> tuple[int, ...]:
    """Return a version for comparison; `1` and `1.0` are the same."""
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _requirement(value: object) -> Requirement:
    if isinstance(value, Requirement):
        return value
    sample = 'write conditions with commas between them: `">=0.1,<1"`'
    if not isinstance(value, str):
        raise fail("type", f"a range of versions is wanted here, found {shown(value)}", sample)
    matches = [_CLAUSE.fullmatch(part) for part in value.split(",")]
    clauses = tuple((match[1], match[2]) for match in matches if match)
    if len(clauses) < len(matches):
        raise fail("value", f"{shown(value)} is no range of versions", sample)
    return Requirement(clauses, value.strip())


def _language(value: object) -> int:
    if value in (LANGUAGE, str(LANGUAGE)) and not isinstance(value, bool):
        return LANGUAGE
    fix = f"write `promspec: {LANGUAGE}`, or install a promspec that reads that language"
    raise fail("version", f"language version {shown(value)} is not known here", fix)


RequirementField: TypeAlias = Annotated[
    Requirement,
    *plain_field(
        _requirement,
        {"type": "string", "pattern": _PATTERN},
        words="a range of versions",
        write=str,
    ),
]
Language: TypeAlias = Annotated[
    int,
    *plain_field(
        _language, {"enum": [LANGUAGE, str(LANGUAGE)]}, words="the version of the language"
    ),
]
