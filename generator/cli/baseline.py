"""Baselines: findings that were there before, so that only new ones count."""

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

from generator.core.finding import PromspecError, Rule
from generator.emit.rewrite import write_file
from generator.report.located import Located

Accepts: TypeAlias = Callable[[Rule], bool]
"""Tells whether findings of a rule can be known and left out."""

VERSION = 1
_FIELDS = ("fingerprint", "code", "file", "message")


@dataclasses.dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of a baseline, by fingerprint; in each entry what tells people about it."""

    file: str
    entries: dict[str, dict[str, str]]

    @classmethod
    def read(cls, path: Path, only: frozenset[str] = frozenset()) -> "Baseline":
        """Return the baseline in a file, of some codes alone if they are given.

        Raises:
            PromspecError: it cannot be read, or is none.
        """
        name = path.as_posix()
        try:
            tree: Any = json.loads(path.read_text("utf-8"))
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            raise PromspecError(f"{name}: the baseline cannot be read: {reason}") from error
        except (ValueError, RecursionError) as error:
            raise PromspecError(f"{name}: this is no baseline: {error}") from error
        if not isinstance(tree, dict) or tree.get("version") != VERSION:
            raise PromspecError(f"{name}: this is no baseline of version {VERSION}")
        entries = tree.get("findings")
        if not isinstance(entries, list) or not all(map(_is_entry, entries)):
            raise PromspecError(f"{name}: `findings` must be a list of entries with {_FIELDS}")
        wanted = [one for one in entries if not only or one["code"] in only]
        return cls(name, {one["fingerprint"]: one for one in wanted})

    def met(self, located: Iterable[Located], accepts: Accepts) -> "Met":
        """Return what becomes of it: which of all findings it leaves out, and what is gone."""
        there = [one for one in located if one.fingerprint in self.entries]
        found = {one.fingerprint for one in there}
        return Met(
            self.file,
            frozenset(one.fingerprint for one in there if accepts(one.rule)),
            sum(not accepts(one.rule) for one in there),
            tuple(one for name, one in self.entries.items() if name not in found),
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Met:
    """What became of a baseline.

    Attributes:
        file: Its name.
        known: The fingerprints of the findings that it leaves out.
        refused: How many it holds that count all the same.
        gone: Its entries that nothing has any more.
    """

    file: str
    known: frozenset[str]
    refused: int
    gone: tuple[dict[str, str], ...]

    def json(self) -> dict[str, object]:
        """Return what is to be said about it, for programs."""
        return {"baseline": {"known": len(self.known), "gone": list(self.gone)}}

    def words(self) -> list[str]:
        """Return what is to be said about it, in lines."""
        lines = [f"{self.file}: {_count(len(self.known))} left out"] if self.known else []
        if self.refused:
            lines.append(f"{self.file}: {_errors(self.refused)} in it; it counts all the same")
        if self.gone:
            lines.append(
                f"{self.file}: {_count(len(self.gone))} gone; --write-baseline forgets them"
            )
            lines += _lines(self.gone)
        return lines


def write_baseline(path: Path, located: Iterable[Located], accepts: Accepts) -> list[str]:
    """Write the findings of a report as a baseline, and return what is to be said of it.

    Those without which nothing can be rendered are left out; the first line is about those that
    are in it, and further ones are there where any are not.

    Raises:
        PromspecError: the file cannot be written.
    """
    every = list(located)
    entries = [_entry(one) for one in every if accepts(one.rule)]
    left_out = [_entry(one) for one in every if not accepts(one.rule)]
    entries.sort(key=lambda one: (one["file"], one["code"], one["message"], one["fingerprint"]))
    text = json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=True)
    write_file(path, f"{text}\n".encode())
    lines = [f"{path}: {len(entries)} finding{'' if len(entries) == 1 else 's'}"]
    if left_out:
        lines += [f"{path}: {_errors(len(left_out))} left out:", *_lines(left_out)]
    return lines


def _entry(one: Located) -> dict[str, str]:
    return dict(zip(_FIELDS, (one.fingerprint, one.code, one.stable, one.message), strict=True))


def _lines(entries: Iterable[dict[str, str]]) -> list[str]:
    return [f"  {one['file']}: {one['code']}: {one['message']}" for one in entries]


def _errors(number: int) -> str:
    return f"{number} error{'' if number == 1 else 's'} with which nothing can be rendered"


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name), str) for name in _FIELDS)


def _count(number: int) -> str:
    return f"{number} known finding{'' if number == 1 else 's'}"
