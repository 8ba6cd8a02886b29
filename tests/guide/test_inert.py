"""Two hundred alerts that can never fire, in six classes, over the metrics of this project."""

import itertools
from collections.abc import Callable, Iterator
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


def _counters(catalogue: Catalogue) -> Iterator[str]:
    names = [one.name for one in catalogue.facts.values() if one.type == "counter" and not one.part]
    return itertools.cycle(names)


def _histograms(catalogue: Catalogue) -> Iterator[str]:
    return itertools.cycle([one.name for one in catalogue.facts.values() if one.part == "_bucket"])


def _unknown_metric(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"sum(rate({name}s[5m])) > 0", "alert")


def _impossible_label(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f'sum(rate({name}{{datacentre="a"}}[5m])) > 0', "alert")


def _lost_label(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        texts = (("annotations/summary", "{{ $labels.instance }} is slow"),)
        yield Text(f"sum by (job) (rate({name}[5m])) > 0", "alert", texts)


def _unreachable_bound(catalogue: Catalogue) -> Iterator[Text]:
    for name in _histograms(catalogue):
        top = max(catalogue.facts[name].buckets)
        yield Text(
            f"histogram_quantile(0.99, sum by (le) (rate({name}[5m]))) > {float(top):g}", "alert"
        )


def _never_matching_join(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"rate({name}[5m]) / sum(rate({name}[5m])) > 0.5", "alert")


def _dead_constant(catalogue: Catalogue) -> Iterator[Text]:
    for name in _counters(catalogue):
        yield Text(f"absent({name}) > 1", "alert")


CLASSES: dict[str, tuple[str, Callable[[Catalogue], Iterator[Text]]]] = {
    "metric": ("PS501", _unknown_metric),
    "label": ("PS502", _impossible_label),
    "lost": ("PS522", _lost_label),
    "bound": ("PS510", _unreachable_bound),
    "join": ("PS512", _never_matching_join),
    "constant": ("PS510", _dead_constant),
}
# What no spec can name is refused before its expression is looked at.
_REFUSED = {"metric": "PS201", "label": "PS202"}


def _some(name: str, catalogue: Catalogue) -> list[Text]:
    return list(itertools.islice(CLASSES[name][1](catalogue), _EACH))


@pytest.mark.parametrize("name", CLASSES)
def test_each_is_found(name: str, catalogue: Catalogue) -> None:
    some, code = _some(name, catalogue), CLASSES[name][0]
    missed = [
        text.expr
        for text in some
        if code not in {one.rule.code for one, _ in look(text, catalogue)}
    ]
    assert len(some) == _EACH
    assert missed == []


@pytest.mark.parametrize("name", CLASSES)
def test_each_is_found_in_rule_files(name: str, catalogue: Catalogue, tmp_path: Path) -> None:
    some, code = _some(name, catalogue), CLASSES[name][0]
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
    found = {one.where.path[3] for one in findings if one.code == code}  # type: ignore[union-attr]
    assert found == set(range(_EACH))


@pytest.mark.parametrize("names", [list(_REFUSED), [one for one in CLASSES if one not in _REFUSED]])
def test_each_is_found_in_specs(
    names: list[str], catalogue: Catalogue, specs_of_the_guide: Path
) -> None:
    alerts, expected = {}, {}
    for name in names:
        for number, text in enumerate(_some(name, catalogue)):
            key = f"{name}{number}"
            expected[key] = _REFUSED.get(name, CLASSES[name][0])
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
    assert {key: code for key, code in expected.items() if code not in found.get(key, ())} == {}
