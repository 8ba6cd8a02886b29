"""The report of an import: what became of every entry of the files."""

import dataclasses
import enum
from collections.abc import Iterable, Iterator

from generator.core.finding import Path, Place
from generator.migrate.items import Item


class Carried(enum.StrEnum):
    """How an entry came over."""

    EXACTLY = "exactly"
    OTHERWISE = "otherwise"
    NOT = "not"


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the source.

    ``field`` are the keys that lead to it, ``became`` is what it is now, ``why`` tells why it is
    not the same, and ``fix`` what can be done about that. A ``whole`` holds others that went with
    it.
    """

    place: Place
    field: str
    carried: Carried
    became: str
    why: str = ""
    fix: str = ""
    whole: bool = False


_UNKNOWN = "this import does not know the field"
_KEEP = "say in the specs what it stands for, if it matters"


class Ledger:
    """Collects what became of the entries; the first word about one counts.

    What several SLOs share may become several things: with ``each`` all of them are told. What did
    not come over takes with it all that it holds.
    """

    def __init__(self) -> None:
        """Begin without entries."""
        self._told: dict[tuple[str, Path], Entry] = {}

    def exactly(self, item: Item, became: str, *, each: bool = False) -> None:
        """Say that something means the same as before."""
        self._tell(_entry(item, Carried.EXACTLY, became), item, each=each)

    def otherwise(self, item: Item, became: str, why: str, *, each: bool = False) -> None:
        """Say that something became something else, and why."""
        self._tell(_entry(item, Carried.OTHERWISE, became, why), item, each=each)

    def lost(self, item: Item, why: str, fix: str) -> None:
        """Say that something did not come over, why, and what to do."""
        self._tell(_entry(item, Carried.NOT, "", why, fix), item)

    def drop(self, item: Item, why: str, fix: str) -> None:
        """Say that something did not come over with all that it holds, whatever was said of it."""
        inside = (item.file, item.place.path)
        self._told = {
            key: one
            for key, one in self._told.items()
            if key[0] != inside[0] or key[1][: len(inside[1])] != inside[1]
        }
        self._tell(_entry(item, Carried.NOT, "", why, fix), item)

    def entries(self, documents: Iterable[Item]) -> list[Entry]:
        """Return the entries in the order of the files; nothing in these goes without a word."""
        return [one for document in documents for one in self._of(document)]

    def _of(self, document: Item) -> Iterator[Entry]:
        todo = [(document, False)]
        while todo:
            item, covered = todo.pop()
            told = self._told.get((item.file, item.place.path))
            if told is not None:
                yield told
            inner = [*item.items(), *item.fields()]
            if not inner and told is None and not covered:
                yield _entry(item, Carried.NOT, "", _UNKNOWN, _KEEP)
            lost = told is not None and told.carried is Carried.NOT
            todo += [(one, covered or lost) for one in reversed(inner)]

    def _tell(self, entry: Entry, item: Item, *, each: bool = False) -> None:
        if item.there:
            key = (item.file, item.place.path)
            old = self._told.setdefault(key, entry)
            if each and old is not entry:
                self._told[key] = _both(old, entry)


def _both(old: Entry, new: Entry) -> Entry:
    """Return one entry for two; less than exactly is what one of them is."""
    if Carried.NOT in {old.carried, new.carried}:
        return old
    exactly = old.carried is new.carried is Carried.EXACTLY
    return dataclasses.replace(
        old,
        carried=Carried.EXACTLY if exactly else Carried.OTHERWISE,
        became=_joined(old.became, new.became),
        why=_joined(old.why, new.why),
    )


def _joined(old: str, new: str) -> str:
    return old if not new or new in old.split("; ") else "; ".join(filter(None, (old, new)))


def _entry(item: Item, carried: Carried, became: str, why: str = "", fix: str = "") -> Entry:
    whole = carried is Carried.NOT and isinstance(item.tree, dict | list)
    return Entry(item.place, item.name, carried, became, why, fix, whole)
