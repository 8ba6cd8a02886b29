"""Labels that a template prints though they are not there, and not those that it asks for first.

A label that is not there is an empty text. So it is known what `if`, `with`, `and` and `or` make of
it, as far as their conditions are made of such labels and of texts in the template.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from generator.check.promql.go_template import Action, Word, read

_LABELS: Final = "$labels."
_NAMED: Final = re.compile(r"\$labels\.(\w+)")
_COMPARING: Final = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})


class _Call(NamedTuple):
    """A function with its arguments; what is piped into it is the last of them."""

    function: str
    args: tuple["_Node", ...]


_Node: TypeAlias = Word | _Call


class _Truth(NamedTuple):
    """Whether something can be true, and whether it can be false."""

    can: bool
    cannot: bool


_YES: Final = _Truth(can=True, cannot=False)
_NO: Final = _Truth(can=False, cannot=True)
_EITHER: Final = _Truth(can=True, cannot=True)
_ASKED: Final = _Truth(can=False, cannot=False)
"""It asks for a label that is not there, in a way that is not understood: no branch is blamed."""


class _Block(NamedTuple):
    """An open block: whether nobody comes to it, and whether a branch before was taken for sure."""

    idle: bool
    taken: bool


def holes(text: str, lost: Callable[[str], bool]) -> Iterator[tuple[str, int, int]]:
    """Yield the labels that a template prints though they are not there, and where it names them.

    ``lost`` tells of a label whether it is never there.
    """
    if not any(lost(one) for one in {*_NAMED.findall(text)}):
        return  # as in most texts, which need not be read then
    reader = _Reader(lost)
    printed = (word for action in read(text)[0] for word in reader.printed(action))
    found = {word.start: word for word in printed}
    for _, word in sorted(found.items()):
        yield _label(word), word.start + len(_LABELS), word.start + len(_LABELS) + len(_label(word))


def _label(word: Word) -> str:
    return word.text.removeprefix(_LABELS).partition(".")[0]


class _Reader:
    """Goes through the actions of a template with what is known of its blocks and variables."""

    def __init__(self, lost: Callable[[str], bool]) -> None:
        self._lost = lost
        self._blocks: list[_Block] = []
        self._idle = False
        self._variables: dict[str, Word] = {}
        """The variables that stand for a label that is not there."""

    def printed(self, action: Action) -> Iterator[Word]:
        """Yield the labels that an action prints though they are not there."""
        first = action.words[0].text if action.words else ""
        if first in {"if", "with"}:
            self._blocks.append(_Block(self._idle, taken=False))
            self._enter(action.words[1:])
        elif first == "else" and self._blocks:
            self._enter(action.words[2:])
        elif first == "end" and self._blocks:
            self._idle = self._blocks.pop().idle
        else:
            if first in {"range", "block", "define"}:
                self._blocks.append(_Block(self._idle, taken=False))
            names, node = self._said(action.words)
            # A variable is looked at where it is printed.
            if node is not None and not self._idle and not (names and isinstance(node, Word)):
                yield from self._holes(node)

    def _enter(self, condition: Sequence[Word]) -> None:
        """Come to a branch; one without a condition is for all that is left."""
        _, node = self._said(condition)
        truth = _YES if node is None else self._truth(node)
        idle, taken = self._blocks[-1]
        self._idle = idle or taken or not truth.can
        self._blocks[-1] = _Block(idle, taken or not truth.cannot)

    def _said(self, words: Sequence[Word]) -> tuple[Sequence[Word], _Node | None]:
        """Return the variables that are set and what is said, and remember what they stand for."""
        at = next((index for index, one in enumerate(words) if one.kind == "assign"), -1)
        names = [one for one in words[: at + 1] if one.kind == "variable"]
        node = _pipeline(list(reversed(words[at + 1 :])))
        label = self._missing(node)
        for one in names:
            self._variables.pop(one.text, None)
            if label is not None:
                self._variables[one.text] = label
        return names, node

    def _missing(self, node: _Node | None) -> Word | None:
        """Return the label that a word stands for, if that is one that is not there."""
        if not isinstance(node, Word):
            return None
        if node.text.startswith(_LABELS):
            return node if self._lost(_label(node)) else None
        return self._variables.get(node.text)

    def _asks(self, node: _Node) -> bool:
        """Tell whether a label that is not there stands anywhere in a condition."""
        if isinstance(node, _Call):
            return any(self._asks(one) for one in node.args)
        return self._missing(node) is not None

    def _truth(self, node: _Node) -> _Truth:
        if isinstance(node, Word):
            text = self._text(node)
            return _EITHER if text is None else _YES if text else _NO
        sides = [self._truth(one) for one in node.args]
        match node.function:
            case "not" if sides:
                return _Truth(sides[0].cannot, sides[0].can)
            case "and":
                return _Truth(all(one.can for one in sides), any(one.cannot for one in sides))
            case "or":
                return _Truth(any(one.can for one in sides), all(one.cannot for one in sides))
            case _:
                return self._compared(node) if self._asks(node) else _EITHER

    def _compared(self, node: _Call) -> _Truth:
        """Tell what is known of a function of a label that is not there."""
        texts = [self._text(one) if isinstance(one, Word) else None for one in node.args]
        if node.function not in {"eq", "ne"} or None in texts:
            return _ASKED
        return _YES if (texts[0] in texts[1:]) is (node.function == "eq") else _NO

    def _text(self, word: Word) -> str | None:
        """Return the text that a word stands for, None where only Prometheus knows it."""
        if self._missing(word) is not None or word.text == "false":
            return ""
        if word.kind == "string":
            return word.text[1:-1]
        return word.text if word.text == "true" else None

    def _holes(self, node: _Node) -> Iterator[Word]:
        """Yield the labels that are not there and are printed."""
        if isinstance(node, Word):
            label = self._missing(node)
            if label is not None:
                yield label
        elif node.function in {"and", "or"} and node.args:
            *before, last = node.args
            truths = [self._truth(one) for one in before]
            ends = (not one.can if node.function == "and" else not one.cannot for one in truths)
            if not any(ends):
                yield from self._holes(last)
        elif node.function != "not" and node.function not in _COMPARING:
            for one in node.args:
                yield from self._holes(one)


def _pipeline(words: list[Word]) -> _Node | None:
    """Return what some words say, the last of them first; those up to a `)` are taken away."""
    found: _Node | None = None
    while True:
        command: list[_Node] = []
        while words and words[-1].text not in {"|", ")"}:
            word = words.pop()
            inner = _pipeline(words) if word.text == "(" and word.kind == "sign" else word
            if inner is not None:
                command.append(inner)
        found = _command(command, found)
        if not words or words.pop().text == ")":
            return found


def _command(parts: list[_Node], piped: _Node | None) -> _Node | None:
    if not parts:
        return piped
    first, *args = parts
    if piped is not None:
        args.append(piped)
    if isinstance(first, Word) and first.kind == "word" and first.text not in {"true", "false"}:
        return _Call(first.text, tuple(args))
    return _Call("", (first, *args)) if args else first
