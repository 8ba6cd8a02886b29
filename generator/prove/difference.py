"""A mutant as a difference of lines, as a reviewer would see it."""

from collections.abc import Iterator

from generator.prove.mutants import Mutant

_WIDTH = 96
_AROUND = 24
_CUT = "…"


def difference(mutant: Mutant) -> Iterator[str]:
    """Yield the lines that a mutant takes away and those that it puts there; long ones are cut."""
    before, after = mutant.before, mutant.after
    if mutant.rule.expr != mutant.changed.expr:
        before, after = _lines(mutant.rule.expr, mutant.changed.expr)
    yield from (f"  - {line}" for line in before.splitlines())
    yield from (f"  + {line}" for line in after.splitlines())


def _lines(before: str, after: str) -> tuple[str, str]:
    """Return the lines of two texts between their common beginning and end."""
    first = _common(before, after)
    last = min(_common(before[::-1], after[::-1]), min(len(before), len(after)) - first)
    start = before.rfind("\n", 0, first) + 1
    end = before.find("\n", len(before) - last)
    tail = 0 if end < 0 else len(before) - end
    old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    return _cut(old, first - start, last - tail), _cut(new, first - start, last - tail)


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, first: int, last: int) -> str:
    """Return a text whose ends that are the same are cut where it is long."""
    if len(text) <= _WIDTH or "\n" in text:
        return text
    begin = max(first - _AROUND, 0)
    end = min(len(text) - last + _AROUND, len(text))
    room = max(_WIDTH - (end - begin), 0)
    before = min(begin, room // 2)
    begin, end = begin - before, min(end + room - before, len(text))
    return f"{_CUT if begin else ''}{text[begin:end]}{_CUT if end < len(text) else ''}"
