"""The report of an import, for people and for programs."""

import collections
import json
from collections.abc import Iterator
from typing import Any

from generator.migrate.ledger import Carried, Entry
from generator.migrate.run import Imported

VERSION = 1
"""Raised when a program that reads reports could break; new keys do not break any."""
_WORDS = {Carried.EXACTLY: "exactly", Carried.OTHERWISE: "otherwise", Carried.NOT: "not carried"}


def report_text(imported: Imported) -> str:
    """Return what became of every entry, what was chosen, and the sum."""
    lines = [_line(imported, one) for one in imported.entries]
    lines += [f"{one.file}: chosen: {one.what}: {one.why}" for one in imported.settings]
    return "\n".join([*lines, summary(imported)])


def summary(imported: Imported) -> str:
    """Return the sum in one line."""
    counts = _counts(imported)
    told = ", ".join(f"{counts[one]} {_WORDS[one]}" for one in Carried)
    return (
        f"{_count(len(imported.promises), 'SLO')}; "
        f"{_count(len(imported.entries), 'entry', 'entries')}: {told}"
    )


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or what + 's'}"


def _counts(imported: Imported) -> collections.Counter[Carried]:
    return collections.Counter(one.carried for one in imported.entries)


def _line(imported: Imported, one: Entry) -> str:
    span = imported.sources.span(one.place)
    told = f"{one.became} ({one.why})" if one.became and one.why else one.became or one.why
    told += f"; {one.fix}" if one.fix else ""
    where = f"{span.file}:{span.line}:{span.column}"
    field = (one.field or "document") + (" and all in it" if one.whole else "")
    return f"{where}: {_WORDS[one.carried]}: {field}: {told}"


def report_json(imported: Imported, output: str | None) -> str:
    """Return the same for programs; `import_schema` describes it.

    ``output`` is the folder in which the files were written, None if they were not.
    """
    counts = _counts(imported)
    data = {
        "version": VERSION,
        "format": imported.format,
        "project": imported.project,
        "output": output,
        "files": list(imported.files),
        "slos": [one.id for one in imported.promises],
        "counts": {one.value: counts[one] for one in Carried},
        "entries": list(_entries(imported)),
        "chosen": [
            {"file": one.file, "what": one.what, "why": one.why} for one in imported.settings
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _entries(imported: Imported) -> Iterator[dict[str, Any]]:
    for one in imported.entries:
        span = imported.sources.span(one.place)
        yield {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "field": one.field,
            "carried": one.carried.value,
            "became": one.became,
            "why": one.why,
            "fix": one.fix,
        }


def import_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `import --format json` prints."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    from_one = {"type": "integer", "minimum": 1}
    carried = {"enum": [one.value for one in Carried]}
    entry = _object(
        file=text,
        line=from_one,
        column=from_one,
        field=text,
        carried=carried,
        became=text,
        why=text,
        fix=text,
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Import into promspec",
        "description": "What became of every entry of the files. New keys may be added.",
        **_object(
            version={"const": VERSION},
            format={"enum": ["openslo", "sloth"]},
            project=text,
            output={"type": ["string", "null"]},
            files={"type": "array", "items": text},
            slos={"type": "array", "items": text},
            counts=_object(**{one.value: number for one in Carried}),
            entries={"type": "array", "items": entry},
            chosen={"type": "array", "items": _object(file=text, what=text, why=text)},
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}
