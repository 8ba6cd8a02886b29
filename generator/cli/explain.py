"""``promspec explain``."""

import difflib
import json
import sys
from pathlib import Path

import click

from generator import app
from generator.cli.options import show
from generator.core.finding import PromspecError, Rule
from generator.load.document import Sources
from generator.plan.explain import Explanation, explain, known_ids, uses


@click.command("explain")
@click.argument("name", metavar="ID|CODE")
@click.option("--uses", "only_uses", is_flag=True, help="Only list what names the id.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_obj
def command(directories: tuple[Path, ...], *, name: str, only_uses: bool, form: str) -> None:
    """Explain an id of the specs, or the code of a finding.

    An id is that of a metric, an indicator (http.error_ratio), a threshold
    (http.error_ratio.critical), a dashboard, a panel (overview.errors) or a runbook.
    """
    rule = app.rules().get(name)
    if rule is not None:
        click.echo(_rule_json(rule) if form == "json" else _rule_text(rule))
        return
    project = app.read(directories[0])
    if project.estate is None or project.failed:
        show(project, project.findings, form)
        sys.exit(1)
    found = explain(project.estate, name)
    if found is None:
        known = (*known_ids(project.estate), *app.rules())
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean `{close[0]}`?" if close else ""
        raise PromspecError(f"nothing is named `{name}`{hint}")
    named_by = uses(project.estate, found.id)
    if only_uses:
        click.echo(json.dumps(list(named_by)) if form == "json" else "\n".join(named_by))
        return
    click.echo(
        _json(found, project.sources, named_by) if form == "json" else _text(found, project.sources)
    )


def _rule_text(rule: Rule) -> str:
    return f"{rule.code}: {rule.title} ({rule.severity})\n  why: {rule.why}\n  fix: {rule.fix}"


def _rule_json(rule: Rule) -> str:
    fields = {"code": rule.code, "title": rule.title, "severity": rule.severity.value}
    return json.dumps({"version": 1, **fields, "why": rule.why, "fix": rule.fix}, indent=2)


def _text(found: Explanation, sources: Sources) -> str:
    span = sources.span(found.place)
    width = max(len(name) for name, _ in found.facts)
    lines = [f"{found.id} ({found.kind}), {span.file}:{span.line}:{span.column}"]
    lines += [f"  {name:<{width}}  {value}" for name, value in found.facts]
    for title, text in found.texts:
        lines += ["", f"  {title}:", *(f"    {line}" for line in text.split("\n"))]
    return "\n".join(lines)


def _json(found: Explanation, sources: Sources, named_by: tuple[str, ...]) -> str:
    span = sources.span(found.place)
    return json.dumps(
        {
            "version": 1,
            "id": found.id,
            "kind": found.kind,
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "facts": dict(found.facts),
            "texts": dict(found.texts),
            "uses": list(named_by),
        },
        indent=2,
        ensure_ascii=False,
    )
