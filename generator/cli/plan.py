"""``promspec plan``."""

import json
import sys
from pathlib import Path

import click

from generator.cli.options import environment_option, json_option


@click.command("plan")
@environment_option
@json_option
@click.pass_obj
def command(directories: tuple[Path, ...], *, environment: str, form: str) -> None:
    """Print what will be rendered, before any template.

    The plan is what every output is made from, so two plans tell what a change does. Its JSON is
    described by `promspec schema plan`; of several projects (-C a -C b) it is a list of plans.
    """
    from generator import app  # noqa: PLC0415 (help does not wait for the stages)
    from generator.cli.result import Result  # noqa: PLC0415
    from generator.cli.results import show  # noqa: PLC0415
    from generator.plan.printing import plan_json, plan_text  # noqa: PLC0415

    several = len(directories) > 1
    projects = [(root, app.read(root)) for root in directories]
    if any(project.failed for _, project in projects):
        show(
            [Result(one, one.findings) for root, one in projects],
            form,
        )
        sys.exit(1)
    plans = [app.plan_of(project, environment) for _, project in projects]
    if form == "text":
        click.echo("\n\n".join(plan_text(plan) for plan in plans))
    elif several:
        every = [json.loads(plan_json(plan)) for plan in plans]
        click.echo(json.dumps(every, indent=2, ensure_ascii=False))
    else:
        click.echo(plan_json(plans[0]))
