"""Objects of OpenSLO by kind and name, found where something refers to them."""

from collections.abc import Sequence

from generator.core.finding import Related
from generator.core.spelling import listed, meant
from generator.migrate import codes
from generator.migrate.items import Item
from generator.migrate.ledger import Ledger
from generator.migrate.reader import Reader

VERSION = "openslo/v1"
KINDS = (
    "DataSource",
    "SLO",
    "SLI",
    "AlertPolicy",
    "AlertCondition",
    "AlertNotificationTarget",
    "Service",
)


class Objects:
    """All objects of an import, and which of them are used."""

    def __init__(self, reader: Reader) -> None:
        """Begin with none."""
        self._reader = reader
        self._found: dict[tuple[str, str], Item] = {}
        self._used: set[tuple[str, str]] = set()
        self._unread: set[str] = set()

    def add(self, item: Item) -> None:
        """Take an object in under its name."""
        name = item.get("metadata", "name")
        key = (item.get("kind").text, self._reader.text(name, required=True))
        if key in self._found:
            first = Related(self._found[key].get("metadata", "name").place, "the first one")
            message = f"there is another {key[0]} called `{key[1]}`"
            self._reader.report(codes.DUPLICATE_NAME, name, message, related=first)
        elif key[1]:
            self._found[key] = item
        else:
            self.pass_over(key[0])

    def pass_over(self, kind: str) -> None:
        """Remember that an object could not be read: it may be what a name refers to."""
        self._unread |= {kind} if kind in KINDS else set(KINDS)

    def used(self, item: Item) -> bool:
        """Tell whether something refers to an object."""
        return (item.get("kind").text, item.get("metadata", "name").text) in self._used

    def refer(self, kind: str, reference: Item) -> Item | None:
        """Return what a name refers to; None, with a finding, if there is nothing."""
        name = self._reader.text(reference)
        if not name:
            return None
        found = self._found.get((kind, name))
        if found is None and kind not in self._unread:
            known = [one for of, one in self._found if of == kind]
            fix = meant(name, known) or (
                f"there are {listed(known, 'and')}" if known else f"name the file with its {kind}"
            )
            message = f"no {kind} in these files is called `{name}`"
            self._reader.report(codes.LOST_REFERENCE, reference, message, fix)
        self._used.add((kind, name))
        return found

    def find(self, kind: str, name: str) -> Item | None:
        """Return an object that need not be there."""
        if (kind, name) in self._found:
            self._used.add((kind, name))
        return self._found.get((kind, name))

    def no_place(self, ledger: Ledger, item: Item) -> None:
        """Report what only people read of an object."""
        fix = "write it into a `note`, if somebody reads it"
        told = [item.get("metadata", "displayName"), item.get("spec", "description")]
        told += item.get("metadata", "annotations").fields()
        told += item.get("metadata", "labels").fields()
        for one in told:
            ledger.lost(one, "specs have no place for it", fix)

    def one_of(self, holder: Item, kind: str, inline: str, ref: str) -> Item | None:
        """Return an object that stands in another one or is referred to; None if there is none."""
        inside, reference = holder.get(inline), holder.get(ref)
        if inside.there and reference.there:
            message = f"`{inline}` and `{ref}` say the same thing twice"
            self._reader.report(codes.WRONG_VALUE, reference, message, "keep one of them")
            return None
        if reference.there:
            return self.refer(kind, reference)
        if inside.there and self._reader.mapping(inside):
            return inside
        return None

    def several(self, items: Sequence[Item], kind: str, ref: str) -> list[tuple[Item, Item]]:
        """Return where objects are named, and the objects: written out, or by a reference."""
        found: list[tuple[Item, Item]] = []
        for item in items:
            if isinstance(item.tree, str):
                one = self.refer(kind, item)
            elif self._reader.mapping(item, required=True):
                one = self.refer(kind, item.get(ref)) if item.get(ref).there else item
            else:
                one = None
            if one is not None:
                found.append((item, one))
        return found
