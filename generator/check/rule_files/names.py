"""The names that a rule file gives to what it makes: records, labels and annotations."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from generator.check.foreign_rules import merged, name_in
from generator.check.rule_files.subject import RuleFiles
from generator.core.finding import Place

_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_BRACES = re.compile(r"[{}]")
_ARTICLES: Final = {"record": "a record", "label": "a label", "annotation": "an annotation"}


class Named(NamedTuple):
    """A name, and where it stands."""

    what: Literal["record", "label", "annotation"]
    name: str
    place: Place

    @property
    def article(self) -> str:
        """What it names, for people."""
        return _ARTICLES[self.what]

    @property
    def is_plain(self) -> bool:
        """Whether every Prometheus takes it."""
        return (_METRIC if self.what == "record" else _LABEL).fullmatch(self.name) is not None

    @property
    def is_none(self) -> bool:
        """Whether no Prometheus takes it."""
        return not self.name or (self.what == "record" and bool(_BRACES.search(self.name)))

    @property
    def fix(self) -> str:
        """What to write instead."""
        others = "digits, `_` and `:`" if self.what == "record" else "digits and `_`"
        return f"write letters, {others}, and no digit first"


def names(files: RuleFiles) -> Iterator[Named]:
    """Yield the names of records, and of labels and annotations wherever they stand."""
    for group in files.groups:
        yield from _keys("label", group.fields, group.place)
        for rule in group.rules:
            record = name_in(rule.fields.get("record"))
            if record:
                yield Named("record", record, rule.place.child("record"))
            yield from _keys("label", rule.fields, rule.place)
            yield from _keys("annotation", rule.fields, rule.place)


def _keys(
    what: Literal["label", "annotation"], fields: Mapping[str, Any], place: Place
) -> Iterator[Named]:
    for name in merged(fields.get(f"{what}s")):
        yield Named(what, name, place.child(f"{what}s", name).key())
