"""Every link in the rendered tree leads somewhere: between pages, to Grafana, from alerts."""

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from generator import app
from generator.core.names import dashboard_uid, panel_id
from tests.support.markdown import Read, broken_links, read_markdown

_OUT = Path(__file__).resolve().parents[2] / "out"
_GRAFANA = "https://grafana.example.com"
_RUNBOOKS = "https://runbooks.example.com"


def _pages() -> dict[str, Read]:
    return {
        path.relative_to(_OUT).as_posix(): read_markdown(path.read_text("utf-8"))
        for path in sorted(_OUT.rglob("*.md"))
    }


@pytest.fixture(scope="module")
def pages() -> dict[str, Read]:
    found = _pages()
    assert len(found) > 50
    return found


@pytest.fixture(scope="module")
def boards() -> dict[str, dict[str, Any]]:
    """The dashboards by uid."""
    folder = _OUT / "grafana" / "provisioning" / "dashboards" / "dashboards"
    trees = [json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))]
    return {tree["uid"]: tree for tree in trees}


def _panels(board: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", ())


def _broken(link: str, pages: dict[str, Read], boards: dict[str, dict[str, Any]]) -> str | None:
    """Tell what is wrong with a link out of the tree, None where it leads to what is rendered."""
    parts = urlsplit(link)
    found = None
    if link.startswith((_GRAFANA, "/d/")):
        found = _broken_in_grafana(link, boards)
    elif link.startswith(_RUNBOOKS):
        name = parts.path.strip("/")
        found = None if f"runbooks/{name}.md" in pages else f"no runbook {name}"
    return found


def _broken_in_grafana(link: str, boards: dict[str, dict[str, Any]]) -> str | None:
    found = re.match(r"/d/([^/?]+)$", urlsplit(link).path)
    if found is None or found[1] not in boards:
        return "no such dashboard"
    panel = parse_qs(urlsplit(link).query).get("viewPanel")
    ids = {str(one["id"]) for one in _panels(boards[found[1]]) if one["type"] != "row"}
    return None if panel is None or panel[0] in ids else "no such panel"


def test_no_page_has_two_empty_lines_or_begins_or_ends_with_one() -> None:
    for path in sorted(_OUT.rglob("*.md")):
        text = path.read_text("utf-8")
        assert "\n\n\n" not in text, path.name
        assert text == f"{text.strip()}\n", path.name


def test_every_link_of_every_page_leads_somewhere(
    pages: dict[str, Read], boards: dict[str, dict[str, Any]]
) -> None:
    files = {path.relative_to(_OUT).as_posix() for path in _OUT.rglob("*") if path.is_file()}
    assert broken_links(pages, files) == []
    away = [(page, link) for page, read in pages.items() for link, _ in read.links]
    assert [one for one in away if _broken(one[1], pages, boards) is not None] == []
    assert sum(len(read.links) for read in pages.values()) > 2000


def test_a_link_to_nothing_is_found(
    pages: dict[str, Read], boards: dict[str, dict[str, Any]]
) -> None:
    links = ["metrics/nothing.md", "metrics/http.md#nothing", "#nothing", "metrics/http.md"]
    page = {"docs/README.md": read_markdown(" ".join(f"[a]({link})" for link in links))}
    found = broken_links({**pages, **page}, set(pages))
    assert [link for _, link in found] == links[:3]
    assert _broken(f"{_GRAFANA}/d/nothing", pages, boards) == "no such dashboard"
    overview = f"{_GRAFANA}/d/llm-optimizer-overview"
    assert _broken(overview, pages, boards) is None
    assert _broken(f"{overview}?viewPanel=1", pages, boards) == "no such panel"
    assert _broken(f"{_RUNBOOKS}/nothing", pages, boards) == "no runbook nothing"


def test_every_page_is_reached_from_the_index(pages: dict[str, Read]) -> None:
    todo, seen = ["docs/README.md"], set[str]()
    while todo:
        page = todo.pop()
        if page not in seen and page in pages:
            seen.add(page)
            todo += [
                posixpath.normpath(posixpath.join(posixpath.dirname(page), urlsplit(link).path))
                for link, _ in pages[page].links
                if not urlsplit(link).scheme and urlsplit(link).path
            ]
    assert set(pages) - seen == set()


def test_the_index_names_every_page_beside_it(pages: dict[str, Read]) -> None:
    linked = {link for link, _ in pages["docs/README.md"].links}
    beside = {page.removeprefix("docs/") for page in pages if page.startswith("docs/")}
    assert beside - linked == {"README.md"}


def test_no_heading_of_a_page_has_the_address_of_another(pages: dict[str, Read]) -> None:
    for page, read in pages.items():
        assert len(read.anchors) == len(set(read.anchors)), page


def test_links_of_dashboards_and_panels_lead_somewhere(
    pages: dict[str, Read], boards: dict[str, dict[str, Any]]
) -> None:
    links = [
        (uid, link["url"])
        for uid, board in boards.items()
        for one in (board, *_panels(board))
        for link in one.get("links", ())
        if link.get("url")
    ]
    broken = [(uid, url) for uid, url in links if _broken(url, pages, boards) is not None]
    assert broken == []
    assert len(links) > 50


def _alerts() -> list[dict[str, Any]]:
    files = sorted((_OUT / "prometheus" / "rules").rglob("*.yml"))
    groups = [group for one in files for group in yaml.safe_load(one.read_text("utf-8"))["groups"]]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


def test_alerts_lead_to_their_panel_and_their_runbook(
    pages: dict[str, Read], boards: dict[str, dict[str, Any]]
) -> None:
    links = [
        (alert["labels"]["alert_id"], url)
        for alert in _alerts()
        for key, url in alert.get("annotations", {}).items()
        if key.endswith("_url")
    ]
    broken = [(name, url) for name, url in links if _broken(url, pages, boards) is not None]
    assert broken == []
    assert len(links) > 120


def test_the_panel_of_an_alert_shows_what_it_measures() -> None:
    estate = app.read(_OUT.parent).estate
    assert estate is not None
    shown = {
        (dashboard_uid(estate.deployment, name), str(panel_id(name, key))): {
            one if isinstance(one, str) else one.of for one in panel.show
        }
        for name, (_, board) in estate.dashboards.items()
        for row in board.rows.values()
        for key, panel in row.panels.items()
    }
    pages = panels = 0
    for alert in _alerts():
        subject = alert["labels"]["subject"]
        url = urlsplit(alert.get("annotations", {}).get("dashboard_url", ""))
        if subject in estate.slos:
            assert url.path == f"/d/{dashboard_uid(estate.deployment, 'slo-detail')}"
            assert parse_qs(url.query) == {"var-slo": [subject]}
            pages += 1
        elif subject in estate.indicators:
            number = parse_qs(url.query)["viewPanel"][0]
            assert subject in shown[url.path.rpartition("/")[2], number], alert["labels"]
            panels += 1
    assert (pages > 25, panels > 35) == (True, True)
