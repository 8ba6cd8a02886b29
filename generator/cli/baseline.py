"""Baselines: findings that were there before, so that only new ones count."""

import dataclasses
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.core.finding import PromspecError
from generator.emit.rewrite import write_file
from generator.report.located import Located

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

    def known(self, located: Iterable[Located]) -> frozenset[str]:
        """Return the fingerprints of those of some findings that it holds."""
        return frozenset(one.fingerprint for one in located if one.fingerprint in self.entries)

    def gone(self, known: frozenset[str]) -> list[dict[str, str]]:
        """Return the entries that nothing has any more."""
        return [one for name, one in self.entries.items() if name not in known]

    def json(self, known: frozenset[str]) -> dict[str, object]:
        """Return what is to be said about it, for programs."""
        return {"baseline": {"known": len(known), "gone": self.gone(known)}}

    def words(self, known: frozenset[str]) -> list[str]:
        """Return what is to be said about it, in lines."""
        lines = [f"{self.file}: {_count(len(known))} left out"] if known else []
        gone = self.gone(known)
        if gone:
            lines.append(f"{self.file}: {_count(len(gone))} gone; --write-baseline forgets them")
            lines += [f"  {one['file']}: {one['code']}: {one['message']}" for one in gone]
        return lines


def write_baseline(path: Path, located: Iterable[Located]) -> int:
    """Write the findings of a report as a baseline; return how many.

    Raises:
        PromspecError: the file cannot be written.
    """
    entries = [
        dict(zip(_FIELDS, (one.fingerprint, one.code, one.stable, one.message), strict=True))
        for one in located
    ]
    entries.sort(key=lambda one: (one["file"], one["code"], one["message"], one["fingerprint"]))
    text = json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=True)
    write_file(path, f"{text}\n".encode())
    return len(entries)


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name), str) for name in _FIELDS)


def _count(number: int) -> str:
    return f"{number} known finding{'' if number == 1 else 's'}"
