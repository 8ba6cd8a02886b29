"""Where keys of `set` lead."""

import pytest

from generator.load.document import Tree
from generator.load.yaml_source import load_text
from generator.resolve.targets import Target, TargetError, Targets
from tests.unit.resolve.shops import FLEET, SPECS

_HTTP, _OVERVIEW = "components/http", "dashboards/overview"


@pytest.fixture(scope="module")
def targets() -> Targets:
    trees: dict[str, Tree] = {}
    for name, text in {**SPECS, "fleets/shops": FLEET}.items():
        document = load_text(name, text.encode()).document
        assert document is not None
        trees[name] = document.tree
    return Targets(trees, {"cart": ("http",), "billing-eu": ("http",)})


@pytest.mark.parametrize(
    ("key", "file", "path"),
    [
        (
            "http.error_ratio.critical.above",
            _HTTP,
            "indicators error_ratio thresholds critical above",
        ),
        ("http.error_ratio.critical.for", _HTTP, "indicators error_ratio thresholds critical for"),
        (
            "http.hit_ratio.warning.below.l1",
            _HTTP,
            "indicators hit_ratio thresholds warning below l1",
        ),
        ("http.error_ratio.window", _HTTP, "indicators error_ratio window"),
        ("http.error_ratio.ratio.to", _HTTP, "indicators error_ratio ratio to"),
        ("http.owner", _HTTP, "owner"),
        ("http_requests_total.noun", _HTTP, "metrics http_requests_total noun"),
        ("overview.errors.width", _OVERVIEW, "rows now panels errors width"),
        ("overview.title", _OVERVIEW, "title"),
        ("errors.title", "runbooks/errors", "title"),
        ("project.evaluation", "project", "evaluation"),
        ("project.defaults.window", "project", "defaults window"),
        ("project.scrape.interval", "project", "scrape interval"),
        ("owners.money.receiver", "owners", "define money receiver"),
        ("labels.status.max_values", "labels", "define status max_values"),
        ("shops.services.cart.owner", "fleets/shops", "services cart owner"),
    ],
)
def test_a_key_leads_to_a_field(targets: Targets, key: str, file: str, path: str) -> None:
    assert targets.find(key) == Target("", file, tuple(path.split()))


def test_a_service_before_a_key_narrows_it(targets: Targets) -> None:
    path = ("indicators", "error_ratio", "thresholds", "critical", "above")
    wanted = Target("billing-eu", _HTTP, path)
    assert targets.find("billing-eu/http.error_ratio.critical.above") == wanted
    assert targets.find("http.error_ratio.critical.above", "billing-eu") == wanted


@pytest.mark.parametrize(
    ("key", "message", "fix"),
    [
        ("htpp.owner", "nothing is named `htpp`", "did you mean `http.owner`?"),
        (
            "runbook_url",
            "nothing is named `runbook_url`",
            "did you mean `project.runbook_url`?",
        ),
        (
            "defaults.window",
            "nothing is named `defaults`",
            "did you mean `project.defaults.window`?",
        ),
        (
            "selector",
            "nothing is named `selector`",
            "write it under `selector:` of the environment",
        ),
        (
            "http.eror_ratio.critical.above",
            "`http` has no `eror_ratio`",
            "did you mean `http.error_ratio.critical.above`?",
        ),
        (
            "http.error_ratio.critcal.above",
            "`http.error_ratio` has no `critcal`",
            "did you mean `http.error_ratio.critical.above`?",
        ),
        (
            "http.error_ratio.critical.abov",
            "`http.error_ratio.critical` has no `abov`",
            "did you mean `http.error_ratio.critical.above`?",
        ),
        (
            "http.hit_ratio.warning.below.l3",
            "`http.hit_ratio.warning.below` has no `l3`",
            "known here are `l1` and `l2`",
        ),
        (
            "http.error_ratio.critical.above.l1",
            "`http.error_ratio.critical.above` has no parts, so there is no `l1` in it",
            "set `http.error_ratio.critical.above` as a whole",
        ),
        (
            "http.hit_ratio.critical.below",
            "`http.hit_ratio` has no `critical`",
            None,
        ),
        (
            "overview.latency.width",
            "`overview` has no `latency`",
            None,
        ),
        (
            "project.tiers.fast.long",
            "`project.tiers` has no parts, so there is no `fast` in it",
            "set `project.tiers` as a whole",
        ),
        (
            "project.selector.job",
            "`project` has no `selector`",
            "write it under `selector:` of the environment",
        ),
        ("project.constants.budget", "`project` has no `constants`", "write it under `constants:`"),
        ("biling-eu/http.owner", "`biling-eu` is no service of a fleet", "did you mean"),
        (
            "cart/http.eror_ratio.window",
            "`cart/http` has no `eror_ratio`",
            "did you mean `cart/http.error_ratio.window`?",
        ),
        ("cart/overview.title", "nothing is named `cart/overview`", "a service has `http`"),
    ],
)
def test_a_key_that_leads_nowhere_says_what_is_meant(
    targets: Targets, key: str, message: str, fix: str | None
) -> None:
    with pytest.raises(TargetError) as caught:
        targets.find(key)
    assert str(caught.value) == message
    assert (caught.value.fix or "").startswith(fix or "")


@pytest.mark.parametrize("key", ["http", "http.error_ratio", "http.error_ratio.critical"])
def test_an_id_alone_is_no_field(targets: Targets, key: str) -> None:
    with pytest.raises(TargetError, match=f"`{key}` is a thing, not a field of it"):
        targets.find(key)


def test_names_may_hold_dots() -> None:
    tree: Tree = {"component": "llm", "indicators": {"cost": {"thresholds": {"warning": {
        "above": {"gpt-4.1": "1 USD", "gpt-4": "2 USD"}}}}}}  # fmt: skip
    found = Targets({"llm": tree}, {}).find("llm.cost.warning.above.gpt-4.1")
    assert found.path == ("indicators", "cost", "thresholds", "warning", "above", "gpt-4.1")


def test_one_name_of_two_things_leads_to_the_one_that_fits() -> None:
    targets = Targets(
        {"a": {"component": "cache", "title": "Cache"}, "b": {"dashboard": "cache", "rows": {}}}, {}
    )
    assert targets.find("cache.purpose").file == "b"
    with pytest.raises(TargetError, match="it could be in `a` and `b`"):
        targets.find("cache.title")
