"""What stands in the way of output files and no render may touch, whatever it is told."""

from collections.abc import Iterable, Mapping

from generator.core.finding import Finding, Span
from generator.emit import codes
from generator.emit.difference import visible
from generator.emit.folder import Kind
from generator.emit.paths import folders


def obstacles(paths: Iterable[str], entries: Mapping[str, Kind], name: str) -> dict[str, Finding]:
    """Return one finding for each thing in the way of output files, by the path it stands at."""
    spellings = {path.casefold(): path for path in entries}
    found: dict[str, Finding] = {}
    checked: set[str] = set()
    for path in paths:
        for part, wanted in [*((above, Kind.FOLDER) for above in folders(path)), (path, Kind.FILE)]:
            if part not in checked:
                checked.add(part)
                spelling = spellings.get(part.casefold(), part)
                if finding := _obstacle(part, wanted, entries.get(part), spelling, name):
                    found[part] = finding
    return found


def is_blocked(path: str, found: Mapping[str, Finding]) -> bool:
    """Tell whether something stands in the way of a path."""
    return bool(found) and any(part in found for part in (*folders(path), path))


def _obstacle(
    part: str, wanted: Kind, kind: Kind | None, spelling: str, name: str
) -> Finding | None:
    """Return what is wrong with the thing at a path, None if nothing is."""
    span = Span(f"{name}/{part}", 1, 1, 1, 1)
    if kind is None and spelling != part:
        return codes.CASE_CLASH.at(
            span,
            f"`{name}/{visible(spelling)}` differs only in case from `{part}`, which is generated",
        )
    if kind is None or kind is wanted:
        return None
    if kind is Kind.SYMLINK:
        return codes.SYMLINK.at(span, f"`{name}/{part}` is a symbolic link; it is not followed")
    return codes.WRONG_KIND.at(
        span, f"`{name}/{part}` must be a {wanted.value}, but is a {kind.value}"
    )
