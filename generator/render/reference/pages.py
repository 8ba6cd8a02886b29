"""Pages of the reference: sections of texts, facts, tables and code, rendered by one template."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.artifact import Artifact
from generator.render._jinja import render

ROOT = "docs"


class Table(NamedTuple):
    """A table; cells are Markdown. Without rows there is none."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Code(NamedTuple):
    """A block of code with what it is."""

    text: str
    title: str = ""
    language: str = "promql"


class Section(NamedTuple):
    """A heading with what stands below it, all of it Markdown.

    ``facts`` are pairs of a word and what it says, ``after`` those that hold for all of the
    items; what says nothing is left out.
    """

    heading: str
    level: int = 2
    texts: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    items: tuple[str, ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    codes: tuple[Code, ...] = ()


class Page(NamedTuple):
    """A page: its path below the folder of the reference, title, what precedes its sections."""

    path: str
    title: str
    texts: tuple[str, ...]
    sections: tuple[Section, ...]
    source: str = ""
    items: tuple[str, ...] = ()


def render_page(page: Page) -> Artifact:
    """Return the file of a page."""
    text = render("docs/page.md.j2", page=page)
    return Artifact(f"{ROOT}/{page.path}", text.rstrip() + "\n", page.source)
