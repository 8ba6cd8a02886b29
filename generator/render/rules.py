"""Rule files: the plan through a template, then read back and compared with the plan."""

from collections.abc import Iterable
from typing import Any

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.plan.rules import Alert, Record, RuleFile, RuleItem
from generator.promql.parse import PromqlError, check
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml


def render_rules(files: Iterable[RuleFile]) -> list[Artifact]:
    """Return one artifact for each rule file.

    Raises:
        TemplateFaultError: what the template made is not what the plan says.
    """
    return [_render(file) for file in files]


def _render(file: RuleFile) -> Artifact:
    groups = [
        {
            "name": group.name,
            "interval": duration_text(group.interval) if group.interval is not None else "",
            "rules": [_row(rule, file.source) for rule in group.rules],
        }
        for group in file.groups
    ]
    text = render("prometheus/rules.yml.j2", file=file, groups=groups)
    _compare(file, text)
    return Artifact(file.path, text, file.source)


def _row(rule: RuleItem, source: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "comment": f"{source.rpartition('/')[2]}: {rule.source}",
        "expr": rule.expr.pretty(),
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


def _wanted(rule: RuleItem) -> dict[str, Any]:
    wanted: dict[str, Any] = {"expr": rule.expr.pretty()}
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


def _compare(file: RuleFile, text: str) -> None:
    wanted = []
    for group in file.groups:
        row: dict[str, Any] = {"name": group.name, "rules": [_wanted(rule) for rule in group.rules]}
        if group.interval is not None:
            row["interval"] = duration_text(group.interval)
        wanted.append(row)
    if read_yaml(file.path, text) != {"groups": wanted}:
        raise TemplateFaultError(file.path, "the rules read back are not those of the plan")
    for group in file.groups:
        for rule in group.rules:
            _parse(file.path, rule)


def _parse(path: str, rule: Record | Alert) -> None:
    try:
        check(str(rule.expr))
        check(rule.expr.pretty())
    except PromqlError as error:
        raise TemplateFaultError(path, f"{rule.name}: {error}") from error
