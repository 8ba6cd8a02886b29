"""Lets ``python -m generator`` stand for the ``promspec`` command."""

from generator.cli.main import program

program()
