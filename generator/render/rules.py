"""Rule files: the plan through a template, then read back and compared with the plan."""

import re
from collections.abc import Iterable
from typing import Any, Final

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.plan.rules import Record, RuleFile, RuleItem
from generator.promql.parse import PromqlError
from generator.promql.read import accept
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml

_OPENED: Final = re.compile(r"(?<=\()\n *")
_CLOSED: Final = re.compile(r"\n *(?=\))")
_BROKEN: Final = re.compile(r"\n *")


def render_rules(files: Iterable[RuleFile]) -> list[Artifact]:
    """Return one artifact for each rule file.

    Raises:
        TemplateFaultError: what the template made is not what the plan says.
    """
    return [_render(file) for file in files]


def _render(file: RuleFile) -> Artifact:
    exprs = [[_checked(file.path, rule) for rule in group.rules] for group in file.groups]
    groups = [
        {
            "name": group.name,
            "interval": duration_text(group.interval) if group.interval is not None else "",
            "rules": [
                _row(rule, expr, file.source) for rule, expr in zip(group.rules, texts, strict=True)
            ],
        }
        for group, texts in zip(file.groups, exprs, strict=True)
    ]
    text = render("prometheus/rules.yml.j2", file=file, groups=groups)
    _compare(file, exprs, text)
    return Artifact(file.path, text, file.source)


def _row(rule: RuleItem, expr: str, source: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "comment": f"{source.rpartition('/')[2]}: {rule.source}",
        "expr": expr,
        "labels": rule.labels,
        "record": "",
        "alert": "",
        "for_": "",
        "keep_firing_for": "",
        "annotations": (),
    }
    if isinstance(rule, Record):
        return {**row, "record": rule.name}
    return {
        **row,
        "alert": rule.name,
        "for_": duration_text(rule.for_) if rule.for_ else "",
        "keep_firing_for": duration_text(rule.keep_firing_for) if rule.keep_firing_for else "",
        "annotations": rule.annotations,
    }


def _wanted(rule: RuleItem, expr: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {"expr": expr}
    if rule.labels:
        wanted["labels"] = dict(rule.labels)
    if isinstance(rule, Record):
        return {"record": rule.name, **wanted}
    wanted |= {"alert": rule.name}
    if rule.for_:
        wanted["for"] = duration_text(rule.for_)
    if rule.keep_firing_for:
        wanted["keep_firing_for"] = duration_text(rule.keep_firing_for)
    if rule.annotations:
        wanted["annotations"] = dict(rule.annotations)
    return wanted


def _compare(file: RuleFile, exprs: list[list[str]], text: str) -> None:
    wanted = []
    for group, texts in zip(file.groups, exprs, strict=True):
        rules = [_wanted(rule, expr) for rule, expr in zip(group.rules, texts, strict=True)]
        row: dict[str, Any] = {"name": group.name, "rules": rules}
        if group.interval is not None:
            row["interval"] = duration_text(group.interval)
        wanted.append(row)
    if read_yaml(file.path, text) != {"groups": wanted}:
        raise TemplateFaultError(file.path, "the rules read back are not those of the plan")


def _checked(path: str, rule: RuleItem) -> str:
    """Return the expression of a rule as it is written, once it was parsed.

    Over several lines it must be the same as on one, but for white space.
    """
    text, line = rule.expr.pretty(), rule.expr.line
    try:
        accept(line)
        if text != line and _unbroken(text) != line:
            accept(text)
    except PromqlError as error:
        raise TemplateFaultError(path, f"{rule.name}: {error}") from error
    if text != line and _joined(text) != _joined(line):
        raise TemplateFaultError(path, f"{rule.name}: its two forms differ")
    return text


def _unbroken(text: str) -> str:
    """Return an expression without the line breaks that this program makes.

    They stand where a blank may, so that what is left says the same; only inside of backquotes,
    which this program does not write, they would be a part of a text.
    """
    if "`" in text:
        return text
    return _BROKEN.sub(" ", _CLOSED.sub("", _OPENED.sub("", text)))


def _joined(text: str) -> str:
    return "".join(text.split())
