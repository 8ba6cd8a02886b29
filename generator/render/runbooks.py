"""Runbooks: pages in Markdown, with queries and commands that can be run as they stand."""

import shlex
from collections.abc import Iterable

from generator.core.artifact import Artifact
from generator.plan.pages import Action, Look, RunbookPage
from generator.render._jinja import render
from generator.render.markdown import escaped


def render_runbooks(pages: Iterable[RunbookPage]) -> list[Artifact]:
    """Return one artifact for each runbook."""
    return [
        Artifact(
            page.path,
            render(
                "runbooks/runbook.md.j2",
                page=page,
                actions=lambda items, page=page: _actions(page, items),
                linked=lambda text, page=page: _linked(page, text),
                look=lambda item, page=page: "\n".join(
                    line.removeprefix("   ")
                    for line in _fenced("sh", _command(page, item), _heading(item))
                ),
            ),
            page.source,
        )
        for page in pages
    ]


def _actions(page: RunbookPage, items: Iterable[Action]) -> str:
    """Return a numbered list; what shows a command has an empty line between it and the next."""
    told = (_action(page, item, number) for number, item in enumerate(items, 1))
    return "\n".join(told).rstrip("\n")


def _action(page: RunbookPage, item: Action, number: int) -> str:
    lines = [f"{number}. {_linked(page, item.say)}"]
    if item.danger:
        lines.append(f"   **Danger:** {item.danger}")
        lines.append(f"   **Only if:** {item.only_if}")
    for look in item.looks:
        lines += ["", *_fenced("sh", _command(page, look), _heading(look))]
    if item.run:
        lines += ["", *_fenced("sh", item.run)]
    return "\n".join(lines) + ("\n" if item.looks or item.run else "")


def _linked(page: RunbookPage, text: str) -> str:
    """Return a text in which the titles of other runbooks, in quotes, lead there."""
    for title, name in page.others:
        text = text.replace(f'"{title}"', f"[{escaped(title)}]({name}.md)")
    return text


def _heading(look: Look) -> str:
    """Return what a query shows, and in what."""
    return f"{look.title} ({look.measured}):" if look.measured else f"{look.title}:"


def _command(page: RunbookPage, look: Look) -> str:
    """Return a command for a shell: the query is encoded by curl, never by hand."""
    query = shlex.quote(f"query={look.query}")
    return f"curl -sG {shlex.quote(page.prometheus_url + '/api/v1/query')} --data-urlencode {query}"


def _fenced(language: str, text: str, heading: str = "") -> list[str]:
    fence = "```"
    while fence in text:
        fence += "`"
    body = [f"   {line}".rstrip() for line in text.split("\n")]
    head = [f"   {heading}", ""] if heading else []
    return [*head, f"   {fence}{language}", *body, f"   {fence}"]
