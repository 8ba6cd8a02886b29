"""What the pages for whoever is on call say of alerts, held against the rules that fire them."""

import re
from pathlib import Path

import pytest
import yaml

_OUT = Path(__file__).resolve().parents[2] / "out"
_ROW = re.compile(r"^\| (\w+) \| (\w+) \| (.*) \| `([^`]+)` \|$", re.MULTILINE)


def _alerts() -> dict[str, tuple[str, str, str]]:
    """Return name, severity and runbook of every alert, by its id."""
    found = {}
    for path in sorted((_OUT / "prometheus" / "rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
            for rule in group["rules"]:
                if "alert" in rule:
                    labels, texts = rule["labels"], rule.get("annotations", {})
                    runbook = texts.get("runbook_url", "").rpartition("/")[2]
                    found[labels["alert_id"]] = (rule["alert"], labels["severity"], runbook)
    return found


def _pages() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted((_OUT / "runbooks").glob("*.md"))}


def test_every_alert_stands_in_its_runbook_and_in_no_other() -> None:
    listed = {
        alert_id: (name, severity, page)
        for page, text in _pages().items()
        for name, severity, _, alert_id in _ROW.findall(text)
    }
    assert listed == {key: row for key, row in _alerts().items() if row[2]}


@pytest.mark.parametrize("page", sorted(_pages()))
def test_missing_data_has_a_section_where_such_an_alert_leads(page: str) -> None:
    leads = any(key.endswith(".absent") and row[2] == page for key, row in _alerts().items())
    assert ("## If data are missing" in _pages()[page]) is leads


def test_duration_and_number_of_bad_events_are_told() -> None:
    rows = {alert_id: text for _, _, text, alert_id in _ROW.findall(_pages()["high-error-rate"])}
    assert rows["http.error_ratio.critical"] == (
        "HTTP error rate above 5% for 5m, with 5 bad events in 5m or more"
    )
    assert rows["http.availability.fast.ticket"] == (
        "HTTP availability: burn rate above 14.4 over 1h and 5m, with fewer than 5 bad events in 1h"
    )


def test_symptoms_without_a_bound_say_so() -> None:
    page = _pages()["stalled-pipeline"]
    assert "- It makes less than a second of progress each second. See Watermark progress;" in page
    assert _pages()["stalled-pipeline"].count("it has no bound.") == 1


def test_every_query_says_in_what_its_result_is() -> None:
    headings = {
        page: re.findall(
            r"^   (\S.*):$\n\n   ```sh\n   curl -sG \S*/api/v1/query", text, re.MULTILINE
        )
        for page, text in _pages().items()
    }
    told = {one for some in headings.values() for one in some}
    assert {
        "Watermark age (in ms)",
        "HTTP error rate (a ratio: 0.05 is 5%)",
        "Request rate (in requests per second)",
        "CPU use (a ratio: 0.05 is 5%; `$cpu_cores` is 1)",
        "State growth (in B/h)",
    } <= told
    bare = {one for one in told if not one.endswith(")")}
    assert bare == {"Instance up", "Instances up"}


def test_no_query_divides_by_one() -> None:
    assert [page for page, text in _pages().items() if re.search(r" / 1\b", text)] == []


def test_other_runbooks_are_linked() -> None:
    pages = _pages()
    for page, text in pages.items():
        linked = re.findall(r"\]\(([a-z-]+)\.md\)", text)
        assert set(linked) <= pages.keys() - {page}
        assert not re.search(r'runbook "', text), page
    assert (
        "go on with the runbook [State growth](state-growth.md); if events" in pages["high-memory"]
    )


def test_a_burn_rate_is_explained_where_an_alert_is_on_one() -> None:
    for page, text in _pages().items():
        assert ("\nThe burn rate says how many times" in text) is ("burn rate above" in text), page


def test_a_page_that_no_alert_leads_to_says_so() -> None:
    leads = {runbook for _, _, runbook in _alerts().values()}
    for page, text in _pages().items():
        assert ("\nNo alert leads here: " in text) is (page not in leads), page
    assert "database-pool" not in leads


def test_symptoms_name_what_shows_them_with_its_bounds() -> None:
    pages = _pages()
    said = {
        "high-error-rate": "HTTP error rate: warning above 1%, critical above 5%.",
        "low-cache-hit-rate": "Cache hit rate: warning below 50% (l1), 50% (l2), 40% (l3).",
        "state-latency": "State PUT P95 latency: 95% over 30d.",
        "high-latency": "HTTP latency: critical above 1000ms (p99).",
    }
    assert [name for name, text in said.items() if text not in pages[name]] == []
