"""Regular expressions as RE2 reads them, which Prometheus and Grafana's Loki do.

RE2 knows neither looking around nor references to groups, and some of what it knows Python writes
in another way or not at all. So a pattern is read here: to say in words what RE2 refuses, and to
write the same for Python's engine.
"""

import functools
import re
from collections.abc import Callable
from typing import Final, NamedTuple

_LOOKS: Final = {"(?=": "ahead", "(?!": "ahead", "(?<=": "back", "(?<!": "back"}
_NAME: Final = re.compile(r"\(\?P?<(\w*)>", re.ASCII)
_FLAGS: Final = re.compile(r"\(\?([imsU]*(?:-[imsU]+)?)([:)])")
_COUNT: Final = re.compile(r"\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}")
_MOST: Final = 1000
"""So often RE2 repeats something at most."""
_POSIX: Final = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7F",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1F\x7F",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}
_POSIX_CLASS: Final = re.compile(r"\[:(\^?)([^:\]]*):\]")
_UNICODE: Final = re.compile(r"\\[pP](?:\{\^?\w+\}|[CLMNPSZ])")
_OCTAL: Final = re.compile(r"\\(0[0-7]{0,2}|[1-7][0-7]{1,2})")
_HEX: Final = re.compile(r"\\x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})")
_CONTROLS: Final = "afnrtv"
_SETS: Final = "dDsSwW"
_LAST: Final = 0x10FFFF


class Reading(NamedTuple):
    """What RE2 makes of a pattern.

    Attributes:
        fault: What RE2 refuses, in words; empty where it takes the pattern.
        python: The same for Python's engine; None where that cannot say it.
        looks_around: Whether the fault is that it looks around.
    """

    fault: str = ""
    python: str | None = None
    looks_around: bool = False


class _RefusedError(Exception):
    """RE2 refuses the pattern."""

    def __init__(self, words: str, *, looks_around: bool = False) -> None:
        super().__init__(words)
        self.looks_around = looks_around


@functools.lru_cache(maxsize=1024)
def read(pattern: str) -> Reading:
    """Return what RE2 makes of a pattern."""
    reader = _Reader(pattern)
    try:
        reader.whole()
    except _RefusedError as error:
        return Reading(str(error), looks_around=error.looks_around)
    return Reading(python="".join(reader.out) if reader.sayable else None)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.out: list[str] = []
        self.sayable = True
        self.open: list[int] = []
        # What the next sign would repeat: nothing, something, or what is repeated already.
        self.before = ""

    def whole(self) -> None:
        """Read the pattern to its end."""
        readers: dict[str, Callable[[], None]] = {
            "(": self._group,
            ")": self._close,
            "[": self._class,
            "|": self._or,
            **dict.fromkeys("*+?", self._repeat),
            "\\": lambda: self._take(self._escaped()),
        }
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "{" and _COUNT.match(self.text, self.at):
                self._repeat()
            elif char in readers:
                readers[char]()
            else:
                self._take(char if char in ".^$" else re.escape(char), 1)
        if self.open:
            raise _RefusedError(f"the `(` of `{self.text[self.open[-1] :]}` is never closed")

    def _or(self) -> None:
        self._skip("|", 1)
        self.before = ""

    def _skip(self, said: str, length: int) -> None:
        self.out.append(said)
        self.at += length

    def _take(self, said: str, length: int = 0) -> None:
        self._skip(said, length)
        self.before = "something"

    def _group(self) -> None:
        look = next((one for one in _LOOKS if self.text.startswith(one, self.at)), None)
        if look is not None:
            message = f"it looks {_LOOKS[look]} with `{look}`, which Prometheus (RE2) cannot"
            raise _RefusedError(message, looks_around=True)
        if not self.text.startswith("(?", self.at):
            self._opened("(", 1)
        elif name := _NAME.match(self.text, self.at):
            if not name[1]:
                raise _RefusedError(f"the group `{name[0]}` has no name")
            # Python takes fewer names, and nobody asks for them.
            self._opened("(", len(name[0]))
        elif flags := _FLAGS.match(self.text, self.at):
            self.sayable = self.sayable and "U" not in flags[1]
            if flags[2] == ":":
                self._opened(flags[0], len(flags[0]))
            else:
                self._skip(flags[0] if flags[1] else "", len(flags[0]))
        else:
            begins = self.text[self.at : self.at + 3]
            raise _RefusedError(f"Prometheus (RE2) knows no group that begins with `{begins}`")

    def _opened(self, said: str, length: int) -> None:
        self.open.append(self.at)
        self._skip(said, length)
        self.before = ""

    def _close(self) -> None:
        if not self.open:
            raise _RefusedError("a `)` closes nothing")
        self.open.pop()
        self._take(")", 1)

    def _repeat(self) -> None:
        count = _COUNT.match(self.text, self.at)
        sign = count[0] if count else self.text[self.at]
        if not self.before:
            raise _RefusedError(f"`{sign}` repeats nothing")
        if self.before == "repeated":
            raise _RefusedError(f"`{sign}` repeats what is repeated already")
        if count:
            _check_count(count)
        lazy = "?" if self.text.startswith("?", self.at + len(sign)) else ""
        self._skip(sign + lazy, len(sign + lazy))
        self.before = "repeated"

    def _escaped(self) -> str:
        """Read what a backslash stands before, outside of a class, and return it for Python."""
        after = self.text[self.at + 1 : self.at + 2]
        if after in {"A", "b", "B", *_SETS} and after:
            self.at += 2
            return f"\\{after}"
        if after == "z":
            self.at += 2
            return r"\Z"
        if after == "Q":
            inside, _, _ = self.text[self.at + 2 :].partition(r"\E")
            self.at = min(len(self.text), self.at + 4 + len(inside))
            return f"(?:{re.escape(inside)})"
        if name := _UNICODE.match(self.text, self.at):
            self.sayable = False
            self.at = name.end()
            return ""
        return re.escape(self._character())

    def _character(self) -> str:
        """Read an escape that stands for one character, and return that."""
        after = self.text[self.at + 1 : self.at + 2]
        if not after:
            raise _RefusedError("a backslash at the end stands before nothing")
        found = _HEX.match(self.text, self.at) or _OCTAL.match(self.text, self.at)
        if found:
            number = int(found[1], 8) if found.re is _OCTAL else int(found[1] or found[2], 16)
            if number > _LAST:
                raise _RefusedError(f"`{found[0]}` is no character")
            self.at = found.end()
            return chr(number)
        if after in "123456789":
            raise _RefusedError(f"`\\{after}` refers to a group, which Prometheus (RE2) cannot")
        self.at += 2
        if after in _CONTROLS:
            return "\a\f\n\r\t\v"[_CONTROLS.index(after)]
        if after.isascii() and not after.isalnum():
            return after
        raise _RefusedError(f"`\\{after}` means nothing to Prometheus (RE2)")

    def _class(self) -> None:
        start = self.at
        self.at += 1
        said = ["["]
        if self.text.startswith("^", self.at):
            self._next(said, "^")
        first = True
        while first or not self.text.startswith("]", self.at):
            if self.at < len(self.text):
                said.append(self._member())
            if self.at >= len(self.text):
                raise _RefusedError(f"the `[` of `{self.text[start:]}` is never closed")
            first = False
        self.at += 1
        self._take("".join([*said, "]"]))

    def _next(self, said: list[str], char: str) -> None:
        said.append(char)
        self.at += len(char)

    def _member(self) -> str:
        """Read a set, a character or a range of a class, and return it for Python."""
        if posix := _POSIX_CLASS.match(self.text, self.at):
            if posix[2] not in _POSIX:
                raise _RefusedError(f"`{posix[0]}` is no class of characters")
            self.at = posix.end()
            self.sayable = self.sayable and not posix[1]
            return _POSIX[posix[2]]
        if self.text[self.at] == "\\" and self.text[self.at + 1 : self.at + 2] in {*_SETS}:
            self.at += 2
            return self.text[self.at - 2 : self.at]
        if name := _UNICODE.match(self.text, self.at):
            self.sayable = False
            self.at = name.end()
            return ""
        start = self.at
        low = self._one()
        after = self.text[self.at : self.at + 2]
        if after in {"-", "-]"} or not after.startswith("-"):
            return re.escape(low)
        self.at += 1
        high = self._one()
        if high < low:
            raise _RefusedError(f"`{self.text[start : self.at]}` ends before it begins")
        return f"{re.escape(low)}-{re.escape(high)}"

    def _one(self) -> str:
        if self.text[self.at] == "\\":
            return self._character()
        self.at += 1
        return self.text[self.at - 1]


def _check_count(count: re.Match[str]) -> None:
    least = int(count[1])
    most = int(count[3]) if count[3] else least
    if max(least, most) > _MOST:
        raise _RefusedError(f"`{count[0]}` repeats more than {_MOST} times")
    if most < least:
        raise _RefusedError(f"`{count[0]}` is more at least than at most")
