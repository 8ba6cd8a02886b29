"""Text that a terminal shows as it is: nothing in a spec can move the cursor or hide a line."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COMBINING = frozenset({"Mn", "Me"})
_JOINERS = "\u200c\u200d"  # part of emoji and of Persian words, harmless and without width
_TAB = "    "


def visible(text: str) -> str:
    """Return a text with control characters and other invisible ones written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) for character in text)


def cells(line: str) -> list[str]:
    """Return for each character of a line what is shown of it; a tab becomes spaces."""
    if line.isascii() and line.isprintable():
        return list(line)
    return [_TAB if character == "\t" else _escaped(character) for character in line]


def width(text: str) -> int:
    """Return how many columns of a terminal a visible text takes."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _INVISIBLE or character in _JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _columns(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
