"""Two hundred alerts that can never fire, in six classes, over the metrics of this project."""

import itertools
from pathlib import Path

import pytest
import yaml

from generator import app
from generator.check.promql.catalogue import Catalogue, catalogue_of
from generator.check.promql.run import Text, look
from generator.core.finding import Place

_ROOT = Path(__file__).resolve().parents[2]
_EACH = 34


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    project = app.read(_ROOT)
    assert project.estate is not None
    return catalogue_of(project.estate)


_CLASSES: dict[str, tuple[str, ...]] = {
    "metric": (
        "sum(rate({n}s[5m])) > 0",
        "max by (job) (increase(x_{n}[1h])) > 5",
        "rate({n}s[5m]) / rate({n}[5m]) > 0.5",
        "sum(rate({n}[5m])) > 5 and sum(rate({n}s[5m])) > 0",
    ),
    "label": (
        'sum(rate({n}{{datacentre="a"}}[5m])) > 0',
        'sum(increase({n}{{datacentre=~"a|b"}}[1h])) > 3',
        'max(rate({n}{{datacentre!=""}}[5m])) > 1',
        'sum(rate({n}[5m])) > 1 and sum(rate({n}{{datacentre="a"}}[5m])) > 0',
    ),
    "lost": (
        "sum by (job) (rate({n}[5m])) > 0",
        "sum(increase({n}[1h])) > 3",
        "max without (instance) (rate({n}[5m])) > 1",
        "count by (job) (rate({n}[5m]) > 0) > 2",
    ),
    "bound": (
        "histogram_quantile(0.99, sum by (le) (rate({h}_bucket[5m]))) > {top}",
        "histogram_quantile(0.5, sum by (le, job) (rate({h}_bucket[5m]))) >= {top} * 2",
        "histogram_quantile(0.9, sum by (le) (rate({h}_bucket[5m]))) * 2 > {top} * 2",
        "max(histogram_quantile(0.95, sum by (le, job) (rate({h}_bucket[5m])))) > {top}",
        'sum(rate({h}_bucket{{le="{top}"}}[5m])) / sum(rate({h}_count[5m])) > 1',
    ),
    "join": (
        "rate({n}[5m]) / sum(rate({n}[5m])) > 0.5",
        "rate({n}[5m]) > 1 and sum by (job) (rate({n}[5m])) > 5",
        "sum by (job) (rate({n}[5m])) / sum by (instance) (rate({n}[5m])) > 1",
        "rate({n}[5m]) > sum without (instance) (rate({n}[5m]))",
    ),
    "constant": (
        "absent({n}) > 1",
        "rate({n}[5m]) < 0",
        "count(rate({n}[5m])) < 1",
        "rate({n}[5m]) > 5 and rate({n}[5m]) < 3",
        "rate({n}[5m]) > 5 unless rate({n}[5m])",
        "(rate({n}[5m]) > bool 1) > 1",
    ),
}
_CODES = {
    "metric": {"PS501"},
    "label": {"PS502"},
    "lost": {"PS522"},
    "bound": {"PS510"},
    "join": {"PS512"},
    "constant": {"PS510", "PS548"},
}
# What no spec can name is refused before its expression is looked at.
_REFUSED = {"metric": {"PS201"}, "label": {"PS202"}}


def _some(name: str, catalogue: Catalogue) -> list[Text]:
    """Return the alerts of a class: every shape, over one metric after the other."""
    facts = catalogue.facts.values()
    counters = itertools.cycle([x.name for x in facts if x.type == "counter" and not x.part])
    histograms = itertools.cycle([x for x in facts if x.part == "_bucket"])
    texts = (("annotations/summary", "{{ $labels.instance }} is slow"),) if name == "lost" else ()
    found = []
    for shape in itertools.islice(itertools.cycle(_CLASSES[name]), _EACH):
        buckets = next(histograms)
        base, top = buckets.name.removesuffix("_bucket"), f"{float(max(buckets.buckets)):g}"
        found.append(Text(shape.format(n=next(counters), h=base, top=top), "alert", texts))
    return found


@pytest.mark.parametrize("name", _CLASSES)
def test_each_is_found(name: str, catalogue: Catalogue) -> None:
    some, codes = _some(name, catalogue), _CODES[name]
    missed = [
        text.expr
        for text in some
        if not codes & {one.rule.code for one, _ in look(text, catalogue)}
    ]
    assert len({text.expr for text in some}) == _EACH
    assert missed == []


@pytest.mark.parametrize("name", _CLASSES)
def test_each_is_found_in_rule_files(name: str, catalogue: Catalogue, tmp_path: Path) -> None:
    some, codes = _some(name, catalogue), _CODES[name]
    rules = [
        {
            "alert": f"Inert{number}",
            "expr": text.expr,
            "for": "5m",
            "annotations": {"summary": dict(text.templates).get("annotations/summary", "It is.")},
        }
        for number, text in enumerate(some)
    ]
    path = tmp_path / "inert.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "inert", "rules": rules}]}), "utf-8")
    _, looked = app.check_rules([path], app.read(_ROOT))
    findings = looked.findings
    found = {one.where.path[3] for one in findings if one.code in codes}  # type: ignore[union-attr]
    assert found == set(range(_EACH))


@pytest.mark.parametrize(
    "names", [list(_REFUSED), [one for one in _CLASSES if one not in _REFUSED]]
)
def test_each_is_found_in_specs(
    names: list[str], catalogue: Catalogue, specs_of_the_guide: Path
) -> None:
    alerts, expected = {}, {}
    for name in names:
        for number, text in enumerate(_some(name, catalogue)):
            key = f"{name}{number}"
            expected[key] = _REFUSED.get(name, _CODES[name])
            alerts[key] = {
                "name": f"Inert{name.title()}{number}",
                "severity": "warning",
                "expr": text.expr,
                "summary": dict(text.templates).get("annotations/summary", "It is."),
                "cases": [
                    {"name": "none", "series": {"up": "1x10"}, "step": "1m", "silent": ["5m"]}
                ],
            }
    body = {"component": "inert", "title": "Inert", "owner": "platform", "alerts": alerts}
    path = specs_of_the_guide / "specs" / "components" / "inert.yaml"
    path.write_text(yaml.safe_dump(body, sort_keys=False), "utf-8")
    found: dict[str, set[str]] = {}
    for one in app.check(app.read(specs_of_the_guide)):
        where = one.where
        assert isinstance(where, Place)
        if where.path[:1] == ("alerts",) and len(where.path) > 1:
            found.setdefault(str(where.path[1]), set()).add(one.code)
    assert {key: some for key, some in expected.items() if not some & found.get(key, set())} == {}
