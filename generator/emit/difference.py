"""How two texts differ: short enough for a terminal, harmless to it, and quick for any input."""

import difflib
from typing import Final

_CONTEXT: Final = 3
# Beyond these, differences are cut off: a reader sees that much at once, and the time of difflib
# grows with the square of what it is given.
_COMPARED_LINES: Final = 400
_SHOWN_LINES: Final = 40
_SHOWN_CHARACTERS: Final = 200


def visible(text: str) -> str:
    """Return a text with everything escaped that could move a cursor or hide characters."""
    return "".join(
        character if character.isprintable() or character == "\t" else ascii(character)[1:-1]
        for character in text
    )


def first_difference(old: str, new: str) -> int:
    """Return the number of the first line in which two texts differ."""
    return _equal_lines(old.split("\n"), new.split("\n")) + 1


def unified_diff(old: str, new: str, name: str) -> str:
    """Return what turns an old text into a new one, without an end of line; empty if equal."""
    left, right = old.split("\n"), new.split("\n")
    start = max(_equal_lines(left, right) - _CONTEXT, 0)
    left, right = left[start:], right[start:]
    tail = max(_equal_lines(left[::-1], right[::-1]) - _CONTEXT, 0)
    left, right = left[: len(left) - tail], right[: len(right) - tail]
    lines = _hunks(left[:_COMPARED_LINES], right[:_COMPARED_LINES], start)
    if not lines:
        return ""
    cut = len(lines) > _SHOWN_LINES or max(len(left), len(right)) > _COMPARED_LINES
    shown = [_short(visible(line)) for line in lines[:_SHOWN_LINES]]
    return "\n".join([f"--- {name}", "+++ rendered", *shown, *(["…"] if cut else [])])


def _hunks(left: list[str], right: list[str], start: int) -> list[str]:
    """Return the hunks of two stretches of lines that stand after equal ones."""
    lines: list[str] = []
    for group in difflib.SequenceMatcher(None, left, right).get_grouped_opcodes(_CONTEXT):
        first = group[0]
        lines.append(f"@@ -{start + first[1] + 1} +{start + first[3] + 1} @@")
        for tag, left_start, left_end, right_start, right_end in group:
            if tag == "equal":
                lines += [f" {line}" for line in left[left_start:left_end]]
                continue
            lines += [f"-{line}" for line in left[left_start:left_end]]
            lines += [f"+{line}" for line in right[right_start:right_end]]
    return lines


def _equal_lines(left: list[str], right: list[str]) -> int:
    """Return how many lines two texts have in common at the start."""
    pairs = zip(left, right, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), len(left[: len(right)])
    )


def _short(line: str) -> str:
    """Return a line of bounded length."""
    return line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"
