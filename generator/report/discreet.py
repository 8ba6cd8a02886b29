"""What no report repeats: secrets that somebody wrote where a path or a name belongs.

Reports end up in logs, annotations and baselines, which more people read than the specs.
"""

import re
from collections.abc import Iterator

from generator.core.finding import Path, Place, Where
from generator.core.problem import written
from generator.load.document import Sources

_HOLDER = "receivers"
_HIDDEN = "…"
_USER = re.compile(r"(?<=://)[^/\s\"'@]+(?=@)")
# Of a file that is no YAML nobody knows what is a value of what.
_NAMED = re.compile(
    r"(?:api_url|api_key|routing_key|service_key|password|token|secret|credentials)\w*"
    r"[\"']?\s*:\s*[\"']?([^/\s\"'][^\s\"',}]*)"
)


def discreet_line(sources: Sources, file: str, number: int) -> str | None:
    """Return a line of a file with secrets covered, as long as it is, None where it is not known.

    What stands below `receivers` is taken for a secret unless it is an absolute path.
    """
    line = sources.line(file, number)
    if line is None:
        return None
    document = sources.documents.get(file)
    covered = [one.span() for one in _USER.finditer(line)]
    if document is None:
        covered += [one.span(1) for one in _NAMED.finditer(line)]
    elif isinstance(document.tree, dict) and _HOLDER in document.tree:
        for path, _ in _values(document.tree[_HOLDER], (_HOLDER,)):
            span = document.marks.span(Place(file, path))
            if span.line <= number <= span.end_line:
                first = span.column - 1 if span.line == number else 0
                covered.append(
                    (first, span.end_column - 1 if span.end_line == number else len(line))
                )
    for start, end in covered:
        line = line[:start] + "*" * (end - start) + line[end:]
    return line


def discreet_text(sources: Sources, where: Where, text: str) -> str:
    """Return what is said of a place without the secrets that stand there."""
    if (
        isinstance(where, Place)
        and where.path[:1] == (_HOLDER,)
        and where.file in sources.documents
    ):
        tree: object = sources.documents[where.file].tree
        for step in where.path:
            if isinstance(tree, dict):
                tree = tree.get(str(step))
            else:
                tree = tree[step] if isinstance(tree, list) and isinstance(step, int) else tree
        for _, value in _values(tree, ()):
            for word in (value, f"{value[:59]}…"):
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", _HIDDEN, text)
    return _USER.sub(_HIDDEN, text)


def _values(tree: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the single values in something, absolute paths left out."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _values(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _values(value, (*path, index))
    elif tree is not None and not (text := written(tree)).startswith("/"):
        yield path, text
