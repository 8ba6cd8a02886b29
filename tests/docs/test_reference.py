"""The reference says what the specs say, whatever project it is."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from generator import app
from generator.core.units import duration_text
from generator.plan.cardinality import Budget
from generator.plan.contract import buckets, children, filled_parts
from generator.plan.naming import advice
from generator.plan.plan import make_plan
from generator.plan.slo.datasheet import datasheet
from generator.render.markdown import anchors, cell, code, prose
from generator.resolve.estate import Estate
from tests.support.markdown import broken_links, plain_text, read_markdown
from tests.unit.resolve.shops import FLEET, Shop, make_shop

_ROOT = Path(__file__).resolve().parents[2]
_DOCS = _ROOT / "out" / "docs"
_NASTY = "Odd | text <b>with</b> *stars*, _lines_, [a](b) & `co|de` $x$ #1 ~~no~~"
_SHOWN = "Odd | text <b>with</b> *stars*, _lines_, [a](b) & co|de $x$ #1 ~~no~~"


@pytest.fixture(scope="module")
def estate() -> Estate:
    found = app.read(_ROOT).estate
    assert found is not None
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop with everything that a reference can have, and with texts full of signs."""
    shop = make_shop(tmp_path)
    outputs = "outputs: [rules, tests, dashboards, runbooks"
    shop.change("project", f"{outputs}]", f"{outputs}, docs]")
    shop.change("labels", "help: The status code.", f"help: '{_NASTY}', decided: D1")
    shop.change("dashboards/overview", "purpose: Is all well?", f"purpose: '{_NASTY}'")
    shop.change("components/http", "help: Hits.", f"help: '{_NASTY}', note: '{_NASTY}'")
    decision = f"{{question: '{_NASTY}', answer: '1. {_NASTY}', reason: '- {_NASTY}'}}"
    shop.add("decisions", f"decisions: decisions\ndefine:\n  D1: {decision}\n")
    return shop


def _pages(shop: Shop) -> dict[str, str]:
    return {path: text for path, text in shop.texts().items() if path.endswith(".md")}


def _holds(shop: Shop) -> dict[str, str]:
    """Return the pages, once every link in them leads somewhere."""
    pages = _pages(shop)
    files = set(shop.texts())
    assert broken_links({path: read_markdown(text) for path, text in pages.items()}, files) == []
    return pages


def test_links_lead_somewhere_in_any_project(shop: Shop) -> None:
    pages = _holds(shop)
    assert "docs/README.md" in pages
    assert "docs/metrics/http.md" in pages


def test_links_lead_somewhere_without_pages_to_lead_to(shop: Shop) -> None:
    shop.change(
        "project", "outputs: [rules, tests, dashboards, runbooks, docs]", "outputs: [docs, rules]"
    )
    assert "runbooks/errors.md" not in _holds(shop)


def test_services_of_a_fleet_have_pages_of_their_own(shop: Shop) -> None:
    shop.add("fleets/shops", FLEET)
    pages = _holds(shop)
    assert "docs/indicators/http.md" in pages
    assert "docs/alerts/cart/http.md" in pages
    assert "cart/http.error_ratio" in pages["docs/indicators/cart/http.md"]


def test_an_environment_has_a_reference_that_says_what_differs(shop: Shop) -> None:
    shop.add(
        "environments/production",
        """\
        environment: production
        constants: {budget: 1500 USD}
        set: {http.error_ratio.critical.above: 2%}
        """,
    )
    pages = _holds(shop)
    index = pages["env/production/docs/README.md"]
    assert "| `http.error_ratio.critical.above` | `2%` | `5%` |" in index
    assert "| `constants.budget` | `1500 USD` | `200 USD` |" in index
    assert "above 2% for" in pages["env/production/docs/alerts/http.md"]
    assert "above 5% for" in pages["docs/alerts/http.md"]
    assert "../env/production/docs/README.md" in pages["docs/README.md"]
    assert "../../../docs/README.md" in index


def test_texts_are_shown_as_they_are_written(shop: Shop) -> None:
    pages = _holds(shop)
    for page in ("decisions", "labels", "metrics/http", "dashboards/overview"):
        assert _SHOWN in plain_text(pages[f"docs/{page}.md"]), page
    assert f"1. {_SHOWN}" in plain_text(pages["docs/decisions.md"])
    assert f"- {_SHOWN}" in plain_text(pages["docs/decisions.md"])


def test_tables_are_whole_and_narrow() -> None:
    for path in sorted(_DOCS.rglob("*.md")):
        if path.name in {"language.md", "checks.md"}:
            continue
        width = 0
        for line in path.read_text("utf-8").split("\n"):
            bars = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert bars in {0, width} or not width, (path, line)
            assert not bars or len(line) < 400, (path, line)
            width = bars


def test_decisions_lead_there_and_back() -> None:
    page = read_markdown((_DOCS / "decisions.md").read_text("utf-8"))
    number, checked = "", 0
    for token, following in zip(page.tokens, page.tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h2":
            number = following.content.lower()
        for child in token.children or ():
            if child.type == "link_open":
                target = str(child.attrs["href"]).partition("#")[0]
                back = (_DOCS / target).read_text("utf-8")
                if not target.startswith("../runbooks/"):
                    assert f"decisions.md#{number})" in back, (number, target)
                    checked += 1
    assert checked > 100


def test_every_indicator_has_both_forms() -> None:
    for path in sorted((_DOCS / "indicators").rglob("*.md")):
        for section in path.read_text("utf-8").split("\n## ")[1:]:
            assert section.count("```promql") == 2, (path, section[:60])
            assert "\nIn rules" in section
            assert "\nOn panels:" in section


def test_every_alert_of_the_rules_stands_on_a_page(estate: Estate) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((_DOCS / "alerts").rglob("*.md")))
    plan = make_plan(estate)
    names = [
        rule.alert_id
        for file in plan.rule_files
        for group in file.groups
        for rule in group.rules
        if hasattr(rule, "alert_id")
    ]
    assert [name for name in names if f"`{name}`" not in text] == []
    assert len(names) > 80


@pytest.mark.parametrize(
    ("watchdog", "told"),
    [
        (
            "notifications: {watchdog: dead-man}",
            [
                "- receiver: `dead-man`",
                "- reaction: is sent all the time; its receiver notices when it ends",
            ],
        ),
        ("", ["- reaction: tells nobody"]),
    ],
)
def test_where_the_watchdog_goes_is_where_it_is_routed(
    shop: Shop, watchdog: str, told: list[str]
) -> None:
    outputs = "outputs: [rules, tests, dashboards, runbooks, docs"
    shop.change("project", f"{outputs}]", f"{outputs}, meta, alertmanager]\n{watchdog}")
    receivers = "receivers: {dead-man: {webhook: {url: 'https://example.com/'}}}"
    shop.change("owners", "define:", f"{receivers}\ndefine:")
    page = shop.texts()["docs/alerts/meta.md"]
    section = page.partition("\n## Watchdog\n")[2].partition("\nIn rules")[0].splitlines()
    assert [one for one in section if one.startswith(("- receiver", "- reaction"))] == told


@pytest.mark.parametrize(
    ("outputs", "receiver", "told", "severity"),
    [
        (
            "alertmanager",
            True,
            "wakes somebody",
            "somebody is woken, where the owner has a receiver",
        ),
        (
            "alertmanager",
            False,
            "is a page, but tells nobody: its owner has no receiver",
            "somebody is woken, where the owner has a receiver",
        ),
        (
            "scrape",
            True,
            "is a page; routes are not rendered, so others say who is told",
            "it is a page",
        ),
    ],
)
def test_somebody_is_woken_only_where_a_route_leads_to_a_receiver(
    shop: Shop, outputs: str, *, receiver: bool, told: str, severity: str
) -> None:
    before = "outputs: [rules, tests, dashboards, runbooks, docs"
    shop.change("project", f"{before}]", f"{before}, {outputs}]")
    if receiver:
        shop.change("owners", "{title: Platform}", "{title: Platform, receiver: chat}")
        receivers = "receivers: {chat: {webhook: {url: 'https://example.com/'}}}"
        shop.change("owners", "define:", f"{receivers}\ndefine:")
    texts = shop.texts()
    page = texts["docs/alerts/http.md"]
    item = page.partition("`http.error_ratio.critical`, critical:")[2].partition("\n- ")[0]
    assert re.findall(r"  - reaction: (.*)", item) == [told]
    assert f"| critical | {severity} |" in texts["docs/settings.md"]


def test_the_data_sheet_is_printed(estate: Estate) -> None:
    page = (_DOCS / "slos" / "http.md").read_text("utf-8")
    slo = estate.slos["http.availability"]
    fast = datasheet(estate, slo)[0]
    assert [int(one.detection) for one in fast.failures] == [1800, 360, 51]
    for row in (
        "| fast | 2.88%, 2 times its bound | 30m | 2m 30s |",
        "| fast | 14.4%, 10 times its bound | 6m | 4m 30s |",
        "| fast | 100%, everything | 52s | 4m 56s |",
    ):
        assert row in page
    assert "0.1%, or 43.2 minutes of everything failing, or one event of 1000" in page


def test_series_are_the_product_of_labels_instances_and_buckets(estate: Estate) -> None:
    budget = Budget(estate, make_plan(estate))
    requests = budget.metrics["http_requests_total"]
    assert requests.factors == (("instance", 20), ("method", 5), ("endpoint", 20), ("status", 10))
    assert (requests.series, requests.unknown) == (20_000, ())
    assert budget.metrics["http_request_duration_ms"].series == 20_000 * (7 + 3)
    assert budget.metrics["up"].series == 20
    of_http = list(budget.of_rules("prometheus/rules/http.yml"))
    # By job alone: one series each, but the buckets, 7 and the one without a bound.
    sizes = [size.series for subject, size in of_http if subject == "http.latency"]
    assert sorted(sizes) == [1, 1, 1, 1, 8]


def test_a_label_without_a_number_of_values_is_said(shop: Shop) -> None:
    estate = shop.estate()
    size = Budget(estate, make_plan(estate)).metrics["http_requests_total"]
    assert (size.series, size.unknown, size.words) == (1, ("instance", "status"), "1 or more")
    page = _pages(shop)["docs/cardinality.md"]
    assert "One instance is assumed" in page
    assert "[`status`](labels.md#status)" in page


def test_buckets_that_bounds_need_are_those_of_the_guide(estate: Estate) -> None:
    found = {one.metric: [int(each.bound) for each in one.required] for one in buckets(estate)}
    assert found == {
        "http_request_duration_ms": [100, 500, 1000],
        "stream_processing_duration_ms": [100],
        "stream_e2e_latency_ms": [1000, 5000],
        "state_backend_get_duration_ms": [10, 50],
        "state_backend_put_duration_ms": [20],
        "state_backend_delete_duration_ms": [10],
        "cache_get_duration_ms": [1, 5, 20],
        "cache_put_duration_ms": [2, 10, 30],
        "kafka_producer_latency_ms": [100],
    }
    assert all(
        one.above is not None and one.above > one.required[-1].bound for one in buckets(estate)
    )


def test_what_alerts_read_must_begin_at_0(estate: Estate) -> None:
    found = {one.metric: one for one in children(estate)}
    errors = [str(one) for some in found["http_requests_total"].conditions for one in some]
    assert errors == ['status=~"5.."']
    assert "llm_cost_total" in found
    assert ("indicator", "llm.daily_spend") in found["llm_cost_total"].readers
    assert "ab_test_conversions_total" not in found  # no alert reads it


def test_only_parts_that_are_filled_are_told(estate: Estate) -> None:
    found = filled_parts(estate)
    assert {"http.error_ratio", "http.client_error_ratio"} <= set(found["http_requests_total"])
    assert "process_cpu_seconds_total" not in found  # divided by a constant, so nothing is filled


@pytest.mark.parametrize(
    ("name", "advised"),
    [
        ("http_request_duration_ms", "http_request_duration_seconds"),
        ("kafka_producer_batch_size", "kafka_producer_batch_size_bytes"),
        ("process_threads_total", "process_threads"),
        ("bandit_cumulative_regret", "bandit_cumulative_regret_total"),
        ("window_active_count", "window_active"),
        ("llm_cost_total", "llm_cost_usd_total"),
        ("http_requests_total", None),
        ("process_memory_bytes", None),
        ("process_cpu_seconds_total", None),
        ("up", None),
    ],
)
def test_names_are_advised_and_never_changed(
    estate: Estate, name: str, advised: str | None
) -> None:
    found = advice(estate.metrics[name])
    assert (found.name if found else None) == advised


def test_markdown_of_texts() -> None:
    assert prose("1. a") == r"1\. a"
    assert prose("0.1 % and -5") == "0.1 % and -5"
    assert prose("- a") == r"\- a"
    assert code("a `b` c") == "``a `b` c``"
    assert cell("`a|b` \\| c") == r"`a\|b` \| c"
    assert anchors(["A b", "`x_y`", "A b", "a-b-1", "A b"]) == [
        "a-b",
        "x_y",
        "a-b-1",
        "a-b-1-1",
        "a-b-2",
    ]


def test_times_are_told_in_parts(estate: Estate) -> None:
    assert duration_text(Fraction(8640)) == "144m"
    assert "| slow | 3%, 10 times its bound | 2h 24m | 1h 48m |" in (
        _DOCS / "slos" / "http.md"
    ).read_text("utf-8")
    assert estate.slos
