"""``promspec check --fix``: what can be mended without asking is mended in the files themselves."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from generator.core.finding import Finding
from generator.emit.rewrite import rewrite
from generator.load.document import Sources
from generator.load.edits import Edit, chosen, edit_of, edited
from generator.load.reading import UnreadableError, read_bytes

_ROUNDS = 20
"""One fix can bring the next to light; each round mends at least one, so this is patience only."""


def mend(
    look: Callable[[], tuple[Sources, Iterable[Finding]]], folder: Path, prefix: str = ""
) -> Iterator[str]:
    """Mend what can be, look again, and so on; yield a line for each edit that was made.

    Files are in a folder; ``prefix`` is what stands before their names in what people read.

    Raises:
        PromspecError: a file cannot be written; those before it are mended.
    """
    refused: set[Edit] = set()
    for _ in range(_ROUNDS):
        sources, findings = look()
        edits: dict[str, dict[Edit, Finding]] = {}
        for finding in findings:
            edit = edit_of(finding, sources)
            if edit is not None and edit not in refused:
                edits.setdefault(edit.file, {}).setdefault(edit, finding)
        if not edits:
            return
        for file, found in sorted(edits.items()):
            done = _mended(folder / file, sources, file, chosen(found))
            refused.update(() if done else found)
            yield from (f"{prefix}{_line(edit, found[edit], sources)}" for edit in done)


def told(lines: Iterable[str], *, err: bool) -> None:
    """Print a line for each edit while they are made, or that there was none; ``err`` to stderr."""
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007 (how many there were)
        click.echo(line, err=err)
    if not count:
        click.echo("nothing to fix that could be meant in one way only", err=err)


def _mended(path: Path, sources: Sources, file: str, edits: list[Edit]) -> list[Edit]:
    """Apply edits to one file; return those that were made."""
    text = sources.documents[file].text
    after = edited(text, edits)
    if after is None:  # one of them is to blame; the others come in the next round
        edits = next(([one] for one in edits if edited(text, [one]) is not None), [])
        after = edited(text, edits)
    try:
        before = read_bytes(path)
    except UnreadableError:
        return []
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    if not edits or after is None or before != mark + text.encode("utf-8"):
        return []
    rewrite(path, before, mark + after.encode("utf-8"))
    return edits


def _line(edit: Edit, finding: Finding, sources: Sources) -> str:
    lines = sources.documents[edit.file].marks.lines
    span = edit.span(lines)
    was = lines.text[edit.start : edit.end]
    return f"{edit.file}:{span.line}:{span.column}: fixed {finding.code}: {was} -> {edit.text}"
