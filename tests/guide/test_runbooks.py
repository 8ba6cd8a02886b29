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


def test_symptoms_name_what_shows_them_with_its_bounds() -> None:
    pages = _pages()
    said = {
        "high-error-rate": "HTTP error rate: warning above 1%, critical above 5%.",
        "low-cache-hit-rate": "Cache hit rate: warning below 50% (l1), 50% (l2), 40% (l3).",
        "state-latency": "State PUT P95 latency: 95% over 30d.",
        "high-latency": "HTTP latency: critical above 1000ms (p99).",
    }
    assert [name for name, text in said.items() if text not in pages[name]] == []
