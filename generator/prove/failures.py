"""Checks that fail: read from what promtool says, with the alerts that they are about."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from generator.core.finding import Place
from generator.promql.read import seconds
from generator.prove.batch import reach
from generator.prove.chains import Chains
from generator.prove.files import Entry, Rule

Kind: TypeAlias = Literal["alertname", "expr"]
_HEAD = re.compile(
    r"^ {4}(?P<kind>alertname|expr): (?P<about>.*), time: (?P<time>\S+?),\s*$", re.MULTILINE
)
_NAME = re.compile(r"^ {4}name: .*$", re.MULTILINE)
_PARTS = re.compile(r"exp:(?P<expected>.*?),?\s*\n\s*got:(?P<got>.*)", re.DOTALL)
_NOTHING = {"nil", "[]", ""}


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """A check that fails: an expression or the name of an alert, when, and what is there."""

    file: str
    kind: Kind
    about: str
    time: str
    expected: str
    got: str


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What a check shows: of which alert, in which case, and where that is written."""

    alert_id: str
    case: str
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """A check that fails, with the ids of the alerts that it is about.

    ``case`` and ``place`` are known of tests that are made from specs.
    """

    check: Failed
    alerts: tuple[str, ...]
    case: str = ""
    place: Place | None = None


Cases: TypeAlias = Mapping[tuple[str, str, float], Told]
"""What checks show, by their file, expression or name, and time in seconds."""


def failed_checks(file: str, text: str) -> tuple[Failed, ...]:
    """Return the checks that fail, from what promtool says of a test file."""
    heads = [*_HEAD.finditer(text)]
    starts = [one.start() for one in heads]
    return tuple(
        _failed(file, head, text[head.end() : end])
        for head, end in zip(heads, [*starts[1:], len(text)], strict=False)
    )


def _failed(file: str, head: re.Match[str], rest: str) -> Failed:
    parts = _PARTS.search(_NAME.sub("", rest))
    kind: Kind = "expr" if head["kind"] == "expr" else "alertname"
    return Failed(
        file,
        kind,
        _unquoted(head["about"]) if kind == "expr" else head["about"],
        head["time"],
        _short(parts["expected"]) if parts else "",
        _short(parts["got"]) if parts else "",
    )


def _unquoted(text: str) -> str:
    """Return an expression that promtool quotes as Go does; JSON says nearly the same."""
    try:
        return str(json.loads(text))
    except ValueError:
        return text


def _short(text: str) -> str:
    """Return what is expected or there in one line."""
    line = " ".join(text.split())
    return "nothing" if line in _NOTHING else line


def failures(
    found: Iterable[Failed],
    tests: Mapping[Rule, tuple[Entry, ...]],
    chains: Callable[[Entry], Chains],
    about: Callable[[Mapping[str, object], Rule], bool],
) -> Iterator[tuple[Failed, tuple[Rule, ...]]]:
    """Yield checks that fail with the alerts that they are about.

    ``chains`` are the rules that an entry sees; ``about`` tells whether a check by an alert's name
    can be about a rule.
    """
    for one in found:
        guilty = [
            rule
            for rule, entries in tests.items()
            if any(
                entry.file == one.file and _is_about(one, rule, entry, chains, about)
                for entry in entries
            )
        ]
        yield one, tuple(guilty)


def _is_about(
    failed: Failed,
    rule: Rule,
    entry: Entry,
    chains: Callable[[Entry], Chains],
    about: Callable[[Mapping[str, object], Rule], bool],
) -> bool:
    same = [one for one in entry.checks(f"{_LIST[failed.kind]}_test") if _is(failed, one)]
    if not same:
        return False
    if failed.kind == "alertname":
        return failed.about == rule.alert and any(about(one, rule) for one in same)
    names = reach(failed.about, rule)
    read = {one.record for one in (rule, *chains(entry).records(rule))} - {""}
    return names is not None and ("" in names or bool(names & read))


_LIST = {"alertname": "alert_rule", "expr": "promql_expr"}


def _is(failed: Failed, check: Mapping[str, object]) -> bool:
    return str(check.get(failed.kind)).strip() == failed.about.strip() and time_of(
        str(check.get("eval_time", "0s"))
    ) == time_of(failed.time)


def time_of(text: str) -> float:
    """Return a time in seconds, as promtool or a test file writes it; -1 for what is none."""
    try:
        return seconds(text)
    except ValueError:
        return -1.0
