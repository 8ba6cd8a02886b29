"""Field types of texts and names."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlsplit

import pydantic

from generator.core.model import plain_field
from generator.core.problem import OR_REMOVE, Problem, fail, fail_all, shown, written

_ABSOLUTE = re.compile(r"(/[A-Za-z0-9._-]+)+")
_NOT_ALNUM = re.compile(r"[^A-Za-z0-9]+")


def _text(value: object, what: str = "a text") -> str:
    """Return a text as it is; what only looks like one must be quoted to become one."""
    if isinstance(value, str):
        if not value.strip():
            raise fail("value", "the text is empty", f"write it{OR_REMOVE}")
        return value
    fix = f"write {what}"
    if isinstance(value, bool | Decimal):
        fix = f'quote it: "{written(value)}"'
    raise fail("type", f"{what} is wanted here, found {shown(value)}", fix)


def _name(
    pattern: str, what: str, rule: str, spell: Callable[[str], str]
) -> Callable[[object], str]:
    """Return the check of a name; ``spell`` proposes a right one for a wrong one."""
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        is_number = isinstance(value, Decimal) and not compiled.fullmatch(written(value))
        text = written(value) if is_number else _text(value, what)
        if compiled.fullmatch(text):
            return text
        proposal = spell(text)
        fix = f"write `{proposal}`; {rule}" if compiled.fullmatch(proposal) else rule
        raise fail("name", f"{shown(text)} is no {what.partition(' ')[2]}", fix)

    return check


def _name_field(
    pattern: str, what: str, rule: str, spell: Callable[[str], str], *names: str
) -> tuple[Any, ...]:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return plain_field(_name(pattern, what, rule, spell), schema, words=what, names=names)


def _lower(separator: str) -> Callable[[str], str]:
    return lambda text: _NOT_ALNUM.sub(separator, text).strip(separator or None).lower()


def _plain(text: str) -> str:
    return _NOT_ALNUM.sub("_", text).strip("_")


def _camel(text: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in _NOT_ALNUM.split(text))


def _decision(text: str) -> str:
    return f"D{text.lstrip('Dd#-_ ')}"


def _date(value: object) -> str:
    text = _text(value, "a date")
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise fail(
            "value", f"{shown(text)} is no date", "write year-month-day: `2026-12-31`"
        ) from error


def _url(value: object) -> str:
    text = _text(value, "a URL")
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        known, parts = False, urlsplit("")
    if not known or re.search(r"\s", text):
        raise fail(
            "value", f"{shown(text)} is no URL", "write one such as `https://grafana.example.com`"
        )
    if parts.username is not None:
        fix = "remove what stands before the `@`; whoever opens it logs in there"
        raise fail("value", "a URL in a spec holds no user and no password", fix)
    return text


def _secret_file(value: object) -> str:
    text = _text(value, "the path of a file")
    if not _ABSOLUTE.fullmatch(text):
        fix = "write the absolute path of a file that holds it, such as `/run/secrets/team-pager`"
        raise fail("value", "a secret stands in no spec, and this is no absolute path", fix)
    return text


def _runbook_url(value: object) -> str:
    text = _url(value)
    if "{runbook}" not in text:
        fix = f"write `{text.rstrip('/')}/{{runbook}}`"
        raise fail("value", "the URL does not say where the runbook's id stands", fix)
    return text


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_text(value),)
    if not isinstance(value, list | tuple):
        fix = f'quote it: "{written(value)}"' if isinstance(value, bool | Decimal) else ""
        raise fail("type", f"a name or a list of names is wanted here, found {shown(value)}", fix)
    problems = [one for index, item in enumerate(value) for one in _item_problems(index, item)]
    if problems:
        raise fail_all(problems)
    return _distinct(tuple(value))


def _item_problems(index: int, item: object) -> Iterator[Problem]:
    if not isinstance(item, str):
        fix = f'quote it: "{written(item)}"' if isinstance(item, bool | Decimal) else "write a name"
        yield Problem("type", f"a name is wanted here, found {shown(item)}", fix, (index,))
    elif not item.strip():
        yield Problem("value", "the name is empty", "write it, or remove it", (index,))


def _distinct(items: tuple[str, ...]) -> tuple[str, ...]:
    """Let lists pass in which nothing stands twice."""
    problems = [
        Problem("clash", f"`{one}` is listed twice", "remove one of the two", (index,))
        for index, one in enumerate(items)
        if one in items[:index]
    ]
    if problems:
        raise fail_all(problems)
    return items


def reference(what: str, *names: str) -> tuple[Any, ...]:
    """Return the annotations of a text that names something; whether it exists shows later."""
    return plain_field(
        lambda value: _text(value, what),
        {"type": "string", "minLength": 1},
        words=what,
        names=names,
    )


def _operand(value: object) -> str:
    return written(value) if isinstance(value, Decimal) else _text(value, "an operand")


_OPERAND_SCHEMA = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]}
_NAMES_SCHEMA = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True},
    ]
}
_URL_SCHEMA = {"type": "string", "pattern": r"^https?://[^\s@/]+(/\S*)?$"}
_DATE_SCHEMA = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

Text: TypeAlias = Annotated[
    str, *plain_field(_text, {"type": "string", "minLength": 1}, words="a text")
]
Sentence: TypeAlias = Text
ComponentId: TypeAlias = Annotated[
    str,
    *_name_field(
        "[a-z][a-z0-9]*",
        "a component id",
        "component ids have lower-case letters and digits, a letter first, and no `_`, which "
        "stands for the `.` in names of series",
        _lower(""),
    ),
]
ItemId: TypeAlias = Annotated[
    str,
    *_name_field(
        "[a-z][a-z0-9_]*",
        "an id",
        "ids here have lower-case letters, digits and `_`, a letter first",
        _lower("_"),
    ),
]
Slug: TypeAlias = Annotated[
    str,
    *_name_field(
        "[a-z][a-z0-9-]*",
        "an id",
        "ids here have lower-case letters, digits and `-`, a letter first",
        _lower("-"),
    ),
]
LabelName: TypeAlias = Annotated[
    str,
    *_name_field(
        "(?!__)[a-zA-Z_][a-zA-Z0-9_]*",
        "a label name",
        "label names have letters, digits and `_`; those with `__` in front belong to Prometheus",
        _plain,
        "label",
    ),
]
LabelNames: TypeAlias = Annotated[
    tuple[LabelName, ...],
    pydantic.AfterValidator(_distinct),
    pydantic.Field(json_schema_extra={"uniqueItems": True}),
]
MetricName: TypeAlias = Annotated[
    str,
    *_name_field(
        "[a-zA-Z_:][a-zA-Z0-9_:]*",
        "a metric name",
        "metric names have letters, digits, `_` and `:`",
        _plain,
    ),
]
AlertName: TypeAlias = Annotated[
    str,
    *_name_field(
        "[A-Z][A-Za-z0-9]*",
        "an alert name",
        "alert names are in CamelCase: `HighErrorRate`",
        _camel,
    ),
]
DecisionId: TypeAlias = Annotated[
    str,
    *_name_field("D[0-9]+", "a decision", "decisions are `D` and a number", _decision, "decision"),
]
FindingCode: TypeAlias = Annotated[
    str,
    *_name_field(
        "PS[0-9]{3}",
        "a code of a finding",
        "codes are `PS` and three digits, as findings show them",
        str.upper,
    ),
]
Version: TypeAlias = Annotated[
    str,
    *_name_field(
        r"[0-9]+(\.[0-9]+)*",
        "a version",
        "versions are numbers and dots: `2.42`",
        lambda text: text.lstrip("v"),
    ),
]
Date: TypeAlias = Annotated[str, *plain_field(_date, _DATE_SCHEMA, words="a date")]
Url: TypeAlias = Annotated[str, *plain_field(_url, _URL_SCHEMA, words="a URL")]
SecretFile: TypeAlias = Annotated[
    str,
    *plain_field(
        _secret_file,
        {"type": "string", "pattern": f"^{_ABSOLUTE.pattern}$"},
        words="the absolute path of a file",
    ),
]
RunbookUrl: TypeAlias = Annotated[
    str,
    *plain_field(
        _runbook_url,
        {"type": "string", "pattern": r"^https?://[^\s@/]+/\S*\{runbook\}\S*$"},
        words="a URL with `{runbook}`",
    ),
]
Names: TypeAlias = Annotated[
    tuple[str, ...], *plain_field(_names, _NAMES_SCHEMA, words="a name, or a list of names")
]
OperandText: TypeAlias = Annotated[str, *plain_field(_operand, _OPERAND_SCHEMA, words="an operand")]
