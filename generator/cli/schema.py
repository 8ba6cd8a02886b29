"""``promspec schema``."""

import json

import click

from generator.spec.schema import schemas
from generator.spec.validate import KINDS


@click.command("schema")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
def command(kind: str) -> None:
    """Print the JSON Schema of a kind of spec.

    The schemas also stand under out/schema/, where editors find them.
    """
    click.echo(json.dumps(schemas()[kind], indent=2, ensure_ascii=False))
