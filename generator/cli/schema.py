"""``promspec schema``."""

import json

import click

# Those of `spec`, named here so that help need not import it, and the two reports.
KINDS = (
    "project",
    "labels",
    "decisions",
    "owners",
    "component",
    "dashboard",
    "runbook",
    "environment",
    "fleet",
    "scenario",
)
REPORTS = ("findings", "plan", "prove", "import")


@click.command("schema")
@click.argument("kind", type=click.Choice((*KINDS, *REPORTS)), metavar="KIND")
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of spec, or of what a command prints for programs.

    Kinds of spec: project, labels, decisions, owners, component, dashboard, runbook, environment,
    fleet, scenario. Their schemas also stand under out/schema/, where editors find them. Reports:
    findings (check and render with --format json), plan, prove and import (those commands
    with it).
    """
    from generator.migrate.printing import import_schema  # noqa: PLC0415 (help does not wait)
    from generator.plan.schema import plan_schema  # noqa: PLC0415
    from generator.prove.printing import prove_schema  # noqa: PLC0415
    from generator.report.json_report import findings_schema  # noqa: PLC0415
    from generator.spec.schema import schemas  # noqa: PLC0415

    reports = {
        "findings": findings_schema,
        "plan": plan_schema,
        "prove": prove_schema,
        "import": import_schema,
    }
    schema = reports[kind]() if kind in reports else schemas()[kind]
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
