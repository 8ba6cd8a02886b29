"""What environments change, and what is wrong with them."""

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest

from generator.core.finding import Place, PromspecError
from generator.load.discovery import read_specs
from generator.resolve.environments import resolve_environments
from generator.resolve.overlay import Layered
from generator.spec.validate import validate
from tests.unit.resolve.shops import Shop

_PRODUCTION = """\
environment: production
identity: {cluster: eu-1}
selector: {job: shop-prod}
constants: {budget: 1500 USD}
set:
  http.error_ratio.critical.above: 2%
  http.error_ratio.window: 10m
  http.hit_ratio.warning.below.l1: 75%
  overview.errors.width: 24
  errors.title: Too many errors
  project.evaluation: 15s
"""


def _nothing(key: str, why: str) -> str:
    return f"`{key}` matches nothing: {why}"


def _bound(shop: Shop, environment: str, name: str) -> Fraction:
    estate = shop.estate(environment)
    return next(
        bound.value
        for _, threshold in estate.thresholds()
        for bound in threshold.bounds
        if bound.id == name
    )


def test_an_environment_changes_what_it_says_and_nothing_else(shop: Shop) -> None:
    shop.add("environments/production", _PRODUCTION)
    estate = shop.estate("production")
    assert (estate.environment, estate.external_labels) == ("production", {"cluster": "eu-1"})
    assert estate.project.selector == {"job": "shop-prod"}
    assert estate.project.evaluation == 15
    assert estate.indicators["http.error_ratio"].use.window == 600
    assert _bound(shop, "production", "http.error_ratio.critical") == Fraction(1, 50)
    assert _bound(shop, "production", "http.error_ratio.warning") == Fraction(1, 100)
    assert _bound(shop, "production", "http.hit_ratio.warning.l1") == Fraction(3, 4)
    assert _bound(shop, "production", "http.hit_ratio.warning.l2") == Fraction(3, 5)
    assert estate.dashboards["overview"][1].rows["now"].panels["errors"].width == 24
    assert estate.runbooks["errors"][1].title == "Too many errors"
    budget = estate.project.constants["budget"].value
    assert budget is not None
    assert budget.number == 1500


def test_the_default_environment_stays_as_it_is(shop: Shop) -> None:
    before = shop.texts()
    shop.add("environments/production", _PRODUCTION)
    after = shop.texts()
    assert {path: text for path, text in after.items() if not path.startswith("env/")} == before
    assert shop.estate().environment == ""


def test_external_labels_enter_no_rule(shop: Shop) -> None:
    shop.add("environments/production", "environment: production\nidentity: {cluster: eu-1}\n")
    assert shop.estate("production").identity == ("job",)
    rules = shop.texts("env/production/")["prometheus/rules/http.yml"]
    assert "cluster" not in rules


def test_an_identity_label_on_series_joins_the_selector(shop: Shop) -> None:
    shop.change("project", "  job: {on: series}", "  job: {on: series}\n  zone: {values: [a, b]}")
    shop.add("environments/production", "environment: production\nidentity: {zone: b}\n")
    shop.change("labels", "  cluster:", "  zone: {help: The zone.}\n  cluster:")
    assert shop.estate("production").project.selector == {"job": "shop", "zone": "b"}
    assert shop.estate("production").external_labels == {}


def test_documents_are_never_changed(shop: Shop) -> None:
    shop.add("environments/production", _PRODUCTION)
    loaded = read_specs(shop.root)
    before = copy.deepcopy([document.tree for document in loaded.documents])
    specs, _ = validate(loaded.documents)
    resolve_environments(Layered.of(specs, loaded.documents), [])
    assert [document.tree for document in loaded.documents] == before


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "set: {htpp.error_ratio.critical.above: 2%}",
            ("PS230", 2, 7, _nothing("htpp.error_ratio.critical.above", "nothing is named `htpp`")),
        ),
        (
            "set: {http.error_ratio.critical.abov: 2%}",
            (
                "PS230",
                2,
                7,
                _nothing(
                    "http.error_ratio.critical.abov", "`http.error_ratio.critical` has no `abov`"
                ),
            ),
        ),
        (
            "set: {http.hit_ratio.warning.below.l3: 2%}",
            (
                "PS230",
                2,
                7,
                _nothing(
                    "http.hit_ratio.warning.below.l3", "`http.hit_ratio.warning.below` has no `l3`"
                ),
            ),
        ),
        (
            "set: {http.error_ratio.critical.above: 2ms}",
            ("PS208", 2, 40, "`2ms` is a time, what is measured is a share (%)"),
        ),
        (
            "set: {http.error_ratio.critical.above: fast}",
            ("PS105", 2, 40, "`fast` is no quantity"),
        ),
        (
            "set: {http.error_ratio.critical.runbook: eros}",
            ("PS204", 2, 42, "runbook `eros` is not written"),
        ),
        (
            "set: {http.hit_ratio.warning.below: {l1: 75%}}",
            ("PS209", 2, 7, "no bound for `l2`"),
        ),
        (
            "set: {http.hit_ratio.warning.below: 75%, http.hit_ratio.warning.below.l1: 70%}",
            ("PS231", 2, 42, "`l1` is given twice"),
        ),
        ("constants: {budgte: 1 USD}", ("PS204", 2, 13, "constant `budgte` is not defined")),
        (
            "constants: {budget: 1 EUR}",
            ("PS233", 2, 21, "`1 EUR` is money (EUR), constant `budget` is money (USD)"),
        ),
        (
            "identity: {clutser: eu-1}",
            ("PS202", 2, 12, "`clutser` is no identity label of the project"),
        ),
        ("identity: {cluster: eu-3}", ("PS203", 2, 21, "`cluster` is never `eu-3`")),
        (
            "selector: {jbo: shop-prod}",
            ("PS202", 2, 12, "no series of the project has a label `jbo`"),
        ),
        (
            "selector: {cluster: eu-1}",
            ("PS236", 2, 12, "`cluster` is an external label, which no stored series has"),
        ),
        (
            "identity: {job: a}\nselector: {job: b}",
            ("PS231", 3, 12, "`job` is given twice"),
        ),
    ],
)
def test_a_mistake_is_shown_in_the_environment(
    shop: Shop, text: str, finding: tuple[str, int, int, str]
) -> None:
    shop.add("environments/production", f"environment: production\n{text}\n")
    code, line, column, message = finding
    assert shop.findings() == [(code, "environments/production.yaml", line, column, message)]


def test_a_value_that_contradicts_the_spec_is_blamed(shop: Shop) -> None:
    text = "environment: production\nset: {http.error_ratio.critical.below: 2%}\n"
    shop.add("environments/production", text)
    found = shop.findings()
    assert [one[:4] for one in found] == [("PS107", "environments/production.yaml", 2, 7)]


def test_a_mistake_elsewhere_names_the_environment(shop: Shop) -> None:
    shop.change("components/http", "to: $budget}", "to: http.spend}")
    shop.change("project", ", value: 200 USD", "")
    shop.add("environments/production", "environment: production\n")
    message = "environment `production` gives constant `budget` no value"
    assert shop.findings() == [("PS232", "environments/production.yaml", 1, 14, message)]


def test_a_mistake_that_an_environment_causes_elsewhere_names_it(shop: Shop) -> None:
    shop.add("environments/production", "environment: production\nset: {spend_total.unit: B}\n")
    found = [one[:2] for one in shop.findings()]
    assert found == [("PS205", "components/http.yaml")]
    assert shop.related() == [("environments/production.yaml", 1, 14, "in this environment")]


def test_a_mistake_in_what_an_environment_changes_shows_the_change(shop: Shop) -> None:
    text = """\
    environment: production
    set:
      http.error_ratio.warning.for: 1m
      project.severities: {critical: page, warning: page, info: none}
    """
    shop.add("environments/production", text)
    shop.change(
        "components/http", "below: {l1: 80%, l2: 60%}", "runbook: errors, below: {l1: 80%, l2: 60%}"
    )
    shop.change(
        "components/http", "warning: {above: 80%}", "warning: {above: 80%, runbook: errors}"
    )
    assert [one[:4] for one in shop.findings()] == [("PS216", "components/http.yaml", 15, 7)]
    assert shop.related() == [("environments/production.yaml", 3, 3, "changed here")]


def test_mistakes_of_the_project_are_told_once(shop: Shop) -> None:
    shop.change("components/http", "above: 5%", "above: 5ms")
    alone = shop.findings()
    shop.add("environments/production", "environment: production\n")
    shop.add("environments/staging", "environment: staging\nconstants: {budget: 5 USD}\n")
    assert shop.findings() == alone
    assert len(alone) == 1


def test_the_same_mistake_in_the_environment_is_another_one(shop: Shop) -> None:
    shop.change("components/http", "above: 5%", "above: 5ms")
    text = "environment: production\nset: {http.error_ratio.critical.above: 5ms}\n"
    shop.add("environments/production", text)
    assert [one[1] for one in shop.findings()] == [
        "components/http.yaml",
        "environments/production.yaml",
    ]


def test_places_lead_to_the_environment(shop: Shop) -> None:
    shop.add("environments/production", _PRODUCTION)
    bound = shop.estate().indicators["http.error_ratio"].thresholds[0].bounds[0]
    wanted = Place("specs/environments/production.yaml", ("set", "http.error_ratio.critical.above"))
    assert shop.estate("production").origin(bound.place) == wanted
    assert shop.estate().origin(bound.place) == bound.place


def test_an_unknown_environment_is_no_fault(shop: Shop) -> None:
    shop.add("environments/production", "environment: production\n")
    with pytest.raises(PromspecError, match="there is no environment `prod`; there are `produ"):
        shop.estate("prod")


def test_an_empty_environment_renders_the_same(shop: Shop) -> None:
    shop.add("environments/same", "environment: same\n")
    texts = shop.texts()
    default = {path: text for path, text in texts.items() if not path.startswith("env/")}
    shared = {path: text for path, text in default.items() if not path.startswith("schema/")}
    same = {path.removeprefix("env/same/"): text for path, text in texts.items()
            if path.startswith("env/")}  # fmt: skip
    # Grafana knows them apart, so that both can stand in one.
    named = {
        path.replace("shop-same.yml", "shop.yml"): text.replace("shop-same", "shop").replace(
            " (same)", ""
        )
        for path, text in same.items()
    }
    assert named.keys() == shared.keys()
    rest = {path for path in shared if not path.endswith(".json")}
    assert {path: named[path] for path in rest} == {path: shared[path] for path in rest}
    uid = json.loads(same["grafana/provisioning/dashboards/dashboards/overview.json"])["uid"]
    assert uid == "shop-same-overview"
    assert "prometheus/rules/http.yml" in same


def test_the_order_of_set_changes_nothing(tmp_path: Path, shop: Shop) -> None:
    head, _, settings = _PRODUCTION.partition("set:\n")
    lines = settings.splitlines(keepends=True)
    shop.add("environments/production", f"{head}set:\n{''.join(lines)}")
    before = shop.texts()
    for turn in range(1, len(lines)):
        turned = [*lines[turn:], *lines[:turn]]
        shop.add("environments/production", f"{head}set:\n{''.join(turned)}")
        assert shop.texts() == before
    assert tmp_path == shop.root
