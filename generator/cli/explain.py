"""``promspec explain``."""

import difflib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import environment_option, json_option, only_one
from generator.cli.provenance import value_lines, values_json

if TYPE_CHECKING:
    from generator.app import Project
    from generator.check.certificate import Certificate
    from generator.core.finding import Rule
    from generator.load.document import Sources
    from generator.plan.explain import Explanation


_CODE = re.compile(r"PS[0-9]+", re.IGNORECASE)


@click.command("explain")
@click.argument("name", metavar="ID|CODE")
@click.option("--uses", "only_uses", is_flag=True, help="Only list what names the id.")
@environment_option
@json_option
@click.pass_obj
def command(
    directories: tuple[Path, ...], *, name: str, only_uses: bool, environment: str, form: str
) -> None:
    """Explain an id of the specs, or the code of a finding.

    An id is whatever a spec can name: a metric, an indicator (http.error_ratio), a threshold
    (http.error_ratio.critical), an SLO and its tiers, an alert or its name, a dashboard, a panel
    (overview.errors), a runbook, a component, a constant (`max_lag`), a label, a team, a receiver,
    a decision (D11), an environment, a fleet, a service or a scenario. What several things are
    called is told of all of them. A code (PS202) needs no project. The id of one service of a fleet
    begins with it (billing/http.error_ratio).

    Values are shown with the place that gives them and, where an environment or a service overrides
    them, with what they were before. An alert comes with its certificate: what shows that it can
    fire.
    """
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)

    rule = app.rules().get(name.upper())
    if rule is not None:
        examples = app.examples().get(rule.code, {})
        reach = app.reach(rule.code)
        written = _rule_json if form == "json" else _rule_text
        click.echo(written(rule, examples, reach))
        return
    if _CODE.fullmatch(name):
        raise click.UsageError(f"No finding has the code `{name}`.")
    project = app.read(only_one(directories))
    every, named_by = _explanations(project, name, environment, form)
    if only_uses:
        text = json.dumps(named_by) if form == "json" else "\n".join(named_by)
    else:
        text = _told(project, every, named_by, environment, form)
    if text:
        click.echo(text)


def _told(
    project: "Project",
    every: tuple["Explanation", ...],
    named_by: list[str],
    environment: str,
    form: str,
) -> str:
    """Return explanations with the certificates of alerts, in a format."""
    from generator.app import certificate  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.naming import shown_sources  # noqa: PLC0415

    sources = shown_sources(form, project.root, project.sources)
    shown = [(one, certificate(project, one.id, environment)) for one in every]
    if form == "json":
        first, *others = (_json(one, sources, named_by, sure) for one, sure in shown)
        return json.dumps({**first, "others": others}, indent=2, ensure_ascii=False)
    texts = ("\n".join((_text(one, sources), *_certificate_lines(sure))) for one, sure in shown)
    return "\n\n".join(texts)


def _explanations(
    project: "Project", name: str, environment: str, form: str
) -> tuple[tuple["Explanation", ...], list[str]]:
    """Return the explanations of an id and what uses it; leave where there is none.

    Ids are told apart by what they are of: a component and a dashboard may have the same.
    """
    from generator.app import estate_of  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.result import Result  # noqa: PLC0415
    from generator.cli.results import show  # noqa: PLC0415
    from generator.core.finding import PromspecError  # noqa: PLC0415
    from generator.plan.definitions import Definitions  # noqa: PLC0415
    from generator.plan.explain import explain, known_ids, uses  # noqa: PLC0415

    if project.estate is None or project.failed:
        show([Result(project, project.findings)], form)
        sys.exit(1)
    estate = estate_of(project, environment)
    definitions = Definitions(estate, project.specs)
    found = explain(estate, name)
    every = (*(() if found is None else (found,)), *definitions.of(name))
    if not every:
        known = sorted({*known_ids(estate), *definitions.ids})
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean `{close[0]}`?" if close else ""
        raise PromspecError(f"nothing is named `{name}`{hint}")
    return every, list(uses(estate, name.removeprefix("$")))


def _rule_text(rule: "Rule", examples: Mapping[str, str], reach: str) -> str:
    lines = [f"{rule.code}: {rule.title} ({rule.severity})"]
    lines += [f"  why: {rule.why}", f"  fix: {rule.fix}"]
    lines += [f"  found: {reach}"] if reach else []
    for name, text in examples.items():
        if "\n" in text.rstrip():
            lines += [f"  {name}:", *(f"    {line}".rstrip() for line in text.splitlines())]
        else:
            lines.append(f"  {name}: {text.rstrip()}")
    return "\n".join(lines)


def _rule_json(rule: "Rule", examples: Mapping[str, str], reach: str) -> str:
    fields = {"code": rule.code, "title": rule.title, "severity": rule.severity.value}
    found = {"version": 1, **fields, "why": rule.why, "fix": rule.fix, **examples}
    found |= {"found": reach} if reach else {}
    return json.dumps(found, indent=2)


def _text(found: "Explanation", sources: "Sources") -> str:
    span = sources.span(found.place)
    width = max(len(name) for name, _ in found.facts)
    lines = [f"{found.id} ({found.kind}), {span.file}:{span.line}:{span.column}"]
    lines += [f"  {name:<{width}}  {value}" for name, value in found.facts]
    if found.values:
        lines += ["", "  values:"]
        lines += [f"    {line}" for line in value_lines(found.values, sources)]
    for title, text in found.texts:
        lines += ["", f"  {title}:", *(f"    {line}" for line in text.split("\n"))]
    return "\n".join(lines)


def _certificate_lines(shown: "Certificate | None") -> list[str]:
    """Return what shows that an alert can fire; a cross stands before what speaks against it."""
    proofs = () if shown is None else shown.proofs
    rows = [f"    {' ' if one.holds else 'x'} {one.part:<7}  {one.said}" for one in proofs]
    return ["", "  certificate, that it can fire:", *rows] if rows else []


def _certificate_json(shown: "Certificate | None") -> list[dict[str, object]] | None:
    if shown is None:
        return None
    return [{"part": one.part, "holds": one.holds, "said": one.said} for one in shown.proofs]


def _json(
    found: "Explanation",
    sources: "Sources",
    named_by: list[str],
    shown: "Certificate | None",
) -> dict[str, object]:
    span = sources.span(found.place)
    return {
        "version": 1,
        "id": found.id,
        "kind": found.kind,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "facts": dict(found.facts),
        "values": values_json(found.values, sources),
        "texts": dict(found.texts),
        "uses": named_by,
        "certificate": _certificate_json(shown),
    }
