"""Reads fields of other formats: what is missing or of another type becomes a finding."""

from collections.abc import Collection
from fractions import Fraction

from generator.core.finding import Finding, Related, Rule
from generator.core.spelling import listed, meant
from generator.migrate import codes
from generator.migrate.items import Item


class Reader:
    """Reads items and keeps what is wrong with them.

    Attributes:
        findings: What was wrong, in the order in which it was read.
    """

    def __init__(self) -> None:
        """Begin without findings."""
        self.findings: list[Finding] = []

    def report(
        self,
        rule: Rule,
        item: Item,
        message: str,
        fix: str | None = None,
        *,
        related: Related | None = None,
    ) -> None:
        """Keep a finding about an item; about one that is missing, at what should hold it."""
        found = rule.at(item.place, message, fix=fix, related=related)
        if found not in self.findings:
            self.findings.append(found)

    def text(self, item: Item, *, required: bool = False) -> str:
        """Return a text; nothing, with a finding, where there is none although there must be."""
        if not item.there or item.tree == "":
            self._missing(item, required=required)
        elif not isinstance(item.tree, str):
            self._wrong_type(item, "a text")
        else:
            return item.text
        return ""

    def number(self, item: Item, *, required: bool = False) -> Fraction | None:
        """Return a number, also one that is written as a text."""
        if not item.there:
            self._missing(item, required=required)
            return None
        number = item.number
        if number is None and isinstance(item.tree, str):
            try:
                number = Fraction(item.tree.strip())
            except (ValueError, ZeroDivisionError):
                number = None
        if number is None:
            self._wrong_type(item, "a number")
        return number

    def flag(self, item: Item) -> bool:
        """Return a truth value; what is not there is false."""
        if item.there and not isinstance(item.tree, bool):
            self._wrong_type(item, "`true` or `false`")
        return item.tree is True

    def mapping(self, item: Item, *, required: bool = False) -> bool:
        """Tell whether a mapping stands there."""
        if not item.there:
            self._missing(item, required=required)
        elif not isinstance(item.tree, dict):
            self._wrong_type(item, "a mapping")
        return isinstance(item.tree, dict)

    def items(self, item: Item, *, required: bool = False) -> list[Item]:
        """Return the items of a list."""
        if not item.there or item.tree == []:
            self._missing(item, required=required)
        elif not isinstance(item.tree, list):
            self._wrong_type(item, "a list")
        return item.items()

    def choice(self, item: Item, known: Collection[str], *, required: bool = False) -> str:
        """Return one of some words."""
        found = self.text(item, required=required)
        if found and found not in known:
            hint = meant(found, known) or f"write {listed(known)}"
            self.report(codes.WRONG_VALUE, item, f"`{_last(item)}` is never `{found}`", hint)
            return ""
        return found

    def _missing(self, item: Item, *, required: bool) -> None:
        if required:
            holder = item.path[:-1]
            name = next((one for one in reversed(holder) if isinstance(one, str)), "")
            where = f"`{name}`" if name else "the document"
            if holder and isinstance(holder[-1], int):
                where = f"an item of {where}"
            self.report(codes.MISSING_FIELD, item, f"{where} has no `{_last(item)}`")

    def _wrong_type(self, item: Item, wanted: str) -> None:
        found = _kind(item.tree)
        self.report(codes.WRONG_VALUE, item, f"`{_last(item)}` must be {wanted}, found {found}")


def _last(item: Item) -> str:
    """Return the last key that leads to an item; an item of a list is called after the list."""
    return next((one for one in reversed(item.path) if isinstance(one, str)), "document")


def _kind(tree: object) -> str:
    if isinstance(tree, bool):
        return "a truth value"
    for kind, words in ((str, "a text"), (list, "a list"), (dict, "a mapping")):
        if isinstance(tree, kind):
            return words
    return "a number"
