"""What a test of rules needs beside its rule file: further files, and the order of groups."""

from collections.abc import Mapping, Sequence

from generator.plan.rules import Alert, Group, Record, RuleFile
from generator.promql.expr import Raw, Selector
from generator.promql.read import parse
from generator.promql.tree import Selector as Read


class Groups:
    """The groups of all rule files, and which of them read which."""

    def __init__(self, files: Sequence[RuleFile]) -> None:
        """Note who records what."""
        self.files: Mapping[str, RuleFile] = {one.path: one for one in files}
        self._group_of = {
            rule.name: (file.path, group.name)
            for file in files
            for group in file.groups
            for rule in group.rules
            if isinstance(rule, Record)
        }
        self._by_name = {group.name: group for file in files for group in file.groups}
        self.alerts: Mapping[str, Alert] = {
            rule.alert_id: rule
            for file in files
            for group in file.groups
            for rule in group.rules
            if isinstance(rule, Alert)
        }
        self._reads: dict[str, tuple[str, ...]] = {}

    def files_for(self, path: str) -> tuple[str, ...]:
        """Return a rule file and those whose records it reads, also through others."""
        found = {path: None}
        todo = [path]
        while todo:
            for group in self.files[todo.pop()].groups:
                for name in self._read(group):
                    other = self._group_of[name][0]
                    if other not in found:
                        found[other] = None
                        todo.append(other)
        return tuple(found)

    def order(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Return the groups of some files, each after those it reads; nothing if none does."""
        found: dict[str, None] = {}
        crossed = False
        for path in paths:
            for group in self.files[path].groups:
                crossed = self._add(group, found, ()) or crossed
        return tuple(found) if crossed else ()

    def _add(self, group: Group, found: dict[str, None], path: tuple[str, ...]) -> bool:
        others = {self._group_of[name][1] for name in self._read(group)} - {group.name}
        for name in sorted(others):
            if name not in found and name not in path:
                self._add(self._by_name[name], found, (*path, group.name))
        found[group.name] = None
        return bool(others)

    def records(self, subject: str) -> tuple[Record, ...]:
        """Return what the group of an indicator records, the result last."""
        return tuple(one for one in self._by_name[subject].rules if isinstance(one, Record))

    def _read(self, group: Group) -> tuple[str, ...]:
        """Return the records that a group reads."""
        if group.name not in self._reads:  # by name: the group itself is slow to hash
            self._reads[group.name] = self._read_by(group)
        return self._reads[group.name]

    def _read_by(self, group: Group) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for rule in group.rules:
            for part in rule.expr.walk():
                if isinstance(part, Selector):
                    names[part.name] = None
                elif isinstance(part, Raw):
                    read = parse(str(part)).walk()
                    names |= {one.metric: None for one in read if isinstance(one, Read)}
        return tuple(name for name in names if name in self._group_of)
