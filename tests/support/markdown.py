"""Markdown read with a parser: the links of a page, and the addresses of its headings."""

import dataclasses
import posixpath
import re
from collections.abc import Container, Mapping
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What a page has: links with their texts, anchors, and its tokens."""

    links: tuple[tuple[str, str], ...]
    anchors: tuple[str, ...]
    tokens: tuple[Token, ...]


def read_markdown(text: str) -> Read:
    """Read a page as a code host does."""
    tokens = _PARSER.parse(text)
    headings = [
        _plain(following) for token, following in pairwise(tokens) if token.type == "heading_open"
    ]
    links = []
    for token in tokens:
        for index, child in enumerate(token.children or ()):
            if child.type == "link_open":
                shown = (token.children or [])[index + 1].content
                links.append((str(child.attrs["href"]), shown))
    return Read(tuple(links), tuple(_anchors(headings)), tuple(tokens))


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _anchors(headings: list[str]) -> list[str]:
    """Name headings as GitHub does (github.com/gjtorikian/html-pipeline, `toc_filter.rb`)."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for heading in headings:
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = seen.get(name, 0)
        seen[name] = count + 1
        found.append(f"{name}-{count}" if count else name)
    return found


def broken_links(pages: Mapping[str, Read], files: Container[str]) -> list[tuple[str, str]]:
    """Return the links within a tree that lead to no file, or to no heading of one."""
    found = []
    for page, read in pages.items():
        for link, _ in read.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            folder = posixpath.dirname(page)
            path = posixpath.normpath(posixpath.join(folder, parts.path)) if parts.path else page
            anchors = pages[path].anchors if path in pages else ()
            if path not in files or (parts.fragment and parts.fragment not in anchors):
                found.append((page, link))
    return found


def plain_text(text: str) -> str:
    """Return what a reader sees of a page."""
    return "\n".join(
        "".join(child.content for child in token.children or ())
        for token in read_markdown(text).tokens
        if token.type == "inline"
    )
