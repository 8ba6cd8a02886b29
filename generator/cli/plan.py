"""``promspec plan``."""

import sys
from pathlib import Path

import click

from generator import app
from generator.cli.options import show
from generator.plan.printing import plan_json, plan_text


@click.command("plan")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_obj
def command(directories: tuple[Path, ...], *, form: str) -> None:
    """Print what will be rendered, before any template.

    The plan is what every output is made from, so two plans tell what a change does.
    """
    for root in directories:
        project = app.read(root)
        if project.failed:
            show(project, project.findings, form)
            sys.exit(1)
        plan = app.plan_of(project)
        click.echo(plan_json(plan) if form == "json" else plan_text(plan))
