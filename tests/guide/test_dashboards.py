"""Every query of every dashboard, asked of a real Prometheus, has the value that the facts imply.

The facts are in `scene.yaml`, what they imply in `meanings.py`. Grafana's variables are filled in
as Grafana does it: filters with everything, and with one value.
"""

import dataclasses
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.guide.meanings import MEASURES, PAGING, PROMISES
from tests.guide.reckoning import DAY, HOUR, Values, View
from tests.guide.scene import LIFE, NOW, SCRAPED, Group, Scene, declared, le, scene
from tests.support.prometheus import Prometheus
from tests.support.tools import require_tool
from tests.support.tsdb import History

_ROOT = Path(__file__).resolve().parents[2]
_OUT = _ROOT / "out"
_BOARDS = _OUT / "grafana" / "provisioning" / "dashboards" / "dashboards"
_FILTERS = {
    "instance": "app-2",
    "pipeline": "feedback",
    "backend_type": "redis",
    "cache_layer": "l2",
    "topic": "results",
    "consumer_group": "optimizer",
    "provider": "anthropic",
    "model": "haiku",
    "experiment_id": "length",
    "bandit_id": "choice",
    "parameter_name": "top_p",
}
_CONTRACT = {
    *("__name__", "alertname", "alertstate", "alert_id", "component", "job", "owner", "project"),
    *("severity", "subject", "tier", "long", "short"),
}
# What fires, and the fact that makes it.
_FIRING = {
    "cache.hit_ratio.warning.l2 l2": "18 of 46 lookups are hits",
    "http.error_ratio.warning": "1.02 of 28.82 requests fail, 3.5%",
    "http.availability.fast": "35 times the 0.1% that may fail",
    "http.availability.medium": "19 times before the change, and 35 since",
    "http.availability.slow": "seven hours at 20 times are a day at 5.8",
    "http.availability.trickle": "and three days at 1.9",
    "http.latency.critical.p99": "0.4 of 24 answers take more than a second",
    "kafka.lag.warning optimizer feedback": "2100 messages wait",
    "kafka.send_error_ratio.warning results": "0.1 of 50.1 messages are lost",
    "kafka.send_latency.warning.p95 results": "4 of 50 take more than 100 ms",
    "llm.error_ratio.warning opus anthropic": "0.1 of 3 requests fail",
    "state.error_ratio.warning redis put": "0.09 of 30 fail",
    "state.growth.warning redis": "500 kB a second are 1.8 GB an hour",
    "stream.drop_ratio.warning feedback": "0.45 of 95 events are dropped",
    "stream.e2e_latency.warning.p99 feedback": "2 of 91 take more than 5 s",
    "stream.e2e_p99.medium feedback": "6 of 91 take more than 1 s, 6.6 times the 1%",
    "stream.queue.warning feedback": "1500 events wait; 75% of the queue is not above 75%",
    "stream.watermark_age.warning feedback": "45 s",
    "system.cpu.warning app-2": "0.9 of a core",
    "system.cpu.critical app-2": "0.9 of a core",
    "system.disk_space.warning app-1 /data": "850 of 1000 GB",
    "system.instance_up.warning app-3": "it does not answer, the others do",
    "system.memory.warning app-1": "3.2 of 4 GB",
    "system.thread_pool.warning app-1 worker": "15 of 16",
}
# Records of long windows are sums of values each of which looks back five minutes, and the first of
# them need two scrapes.
_BLURRED = 0.015


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A query of a panel, and which of the things that the panel shows it is for."""

    board: str
    panel: str
    query: Mapping[str, Any]
    shown: Mapping[str, Any]
    part: str
    spec: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.board}: {self.panel} {self.query['refId']}"


def _boards() -> dict[str, Any]:
    """Return the dashboards of the specs; those made of all SLOs have tests of their own."""
    described = {path.stem for path in (_ROOT / "specs" / "dashboards").glob("*.yaml")}
    return {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted(_BOARDS.glob("*.json"))
        if path.stem in described
    }


def _panels(board: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in board["panels"]:
        if panel["type"] == "row":
            yield from panel["panels"]
        else:
            yield panel


def _targets() -> list[Target]:
    """Return each query with what its panel was said to show, in the same order."""
    found = []
    for name, board in _boards().items():
        spec = yaml.safe_load((_ROOT / "specs" / "dashboards" / f"{name}.yaml").read_text("utf-8"))
        wanted = [panel for row in spec["rows"].values() for panel in row["panels"].values()]
        for panel, said in zip(_panels(board), wanted, strict=True):
            assert panel["title"] == said["title"]
            parts = [
                (one if isinstance(one, dict) else {"of": one}, part)
                for one in said.get("show", ())
                for part in _parts(one if isinstance(one, str) else one["of"])
            ]
            queries = panel.get("targets", ())
            found += [
                Target(name, panel["title"], query, shown, part, said)
                for query, (shown, part) in zip(queries, parts, strict=True)
            ]
    return found


def _parts(of: str) -> list[str]:
    """Return the percentiles that a thing is shown by."""
    return list(MEASURES[of].meanings) if of in MEASURES else [""]


_SECONDS = {"fast": HOUR, "medium": 6 * HOUR, "slow": DAY, "trickle": 3 * DAY}


def _implied(facts: Scene, target: Target, only: Mapping[str, str]) -> Values:
    """Return what the facts imply for a query."""
    of = target.shown["of"]
    ago = HOUR if target.shown.get("ago") else 0
    assert target.shown.get("ago", "1h") == "1h"
    if of in PROMISES:
        return PROMISES[of].left(View(facts, (), only, ago))
    if of not in MEASURES:
        return _heatmap(facts, of, only)
    by = tuple(target.spec.get("by", MEASURES[of].by))
    found = MEASURES[of].of(View(facts, by, only, ago), target.part)
    top = target.spec.get("top", len(found))
    return dict(sorted(found.items(), key=lambda pair: -pair[1])[:top])


def _heatmap(facts: Scene, name: str, only: Mapping[str, str]) -> Values:
    """Return how many events a second there are up to each bound."""
    sizes = View(facts, (), only).sizes(name, 300, lambda _: True)
    bounds = [*facts.buckets[name], math.inf]
    return {
        (("le", le(bound)),): (
            sum(count for one in sizes.values() for size, count in one.items() if size <= bound)
            / 300
        )
        for bound in bounds
    }


def _filled(text: str, filters: Mapping[str, str]) -> str:
    """Fill Grafana's variables in; it quotes what is special in a regular expression."""
    known = {"__rate_interval": f"{4 * SCRAPED}s", "__range": "6h", **filters}
    filled = re.sub(r"\$\{?(\w+)\}?", lambda match: known[match[1]], text)
    assert "$" not in filled
    return filled


def _asked(server: Prometheus, target: Target, filters: Mapping[str, str]) -> Values:
    """Ask as the panel does; of a graph its last point."""
    query = _filled(target.query["expr"], filters)
    if target.query["instant"]:
        samples = server.api("query", query=query, time=str(NOW))["result"]
        return {_group(one["metric"]): float(one["value"][1]) for one in samples}
    found = server.api(
        "query_range", query=query, start=str(NOW - 300), end=str(NOW), step=str(SCRAPED)
    )
    return {
        _group(one["metric"]): float(one["values"][-1][1])
        for one in found["result"]
        if one["values"][-1][0] == NOW
    }


def _group(labels: Mapping[str, str]) -> Group:
    return tuple(sorted(pair for pair in labels.items() if pair[0] != "__name__"))


@pytest.fixture(scope="module")
def facts() -> Scene:
    return scene()


@pytest.fixture(scope="module")
def server(facts: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("history")
    history = History(require_tool("promtool"), require_tool("prometheus"), folder, NOW - LIFE, NOW)
    history.add(facts.exposed())
    history.record(sorted((_OUT / "prometheus" / "rules").glob("*.yml")))
    with history.running() as running:
        yield running


def test_the_scene_has_every_metric_with_its_labels(facts: Scene) -> None:
    ours = {name: [*one.by] for name, one in facts.metrics.items() if name != "up"}
    assert ours == {name: one.get("labels", []) for name, one in declared().items()}
    types = {name: one.type for name, one in facts.metrics.items() if name != "up"}
    assert types == {name: one["type"] for name, one in declared().items()}


def test_no_query_is_left_out() -> None:
    queries = sum(
        len(panel.get("targets", ())) for board in _boards().values() for panel in _panels(board)
    )
    assert len(_targets()) == queries > 200


@pytest.mark.tool
@pytest.mark.parametrize("filters", [{}, _FILTERS], ids=["everything", "one value"])
def test_every_panel_shows_what_the_facts_imply(
    server: Prometheus, facts: Scene, filters: Mapping[str, str]
) -> None:
    wrong = {}
    for target in _targets():
        board = yaml.safe_load(
            (_ROOT / "specs" / "dashboards" / f"{target.board}.yaml").read_text("utf-8")
        )
        names = board.get("filters", [])
        only = {name: filters[name] for name in names if filters}
        values = {name: only.get(name, ".*") for name in names}
        implied, shown = _implied(facts, target, only), _asked(server, target, values)
        near = _BLURRED if target.shown["of"] in PROMISES else 1e-6
        if not _alike(implied, shown, near):
            wrong[target.name] = {"implied": implied, "shown": shown}
    assert wrong == {}


@pytest.mark.tool
def test_the_pages_of_promises_show_what_the_facts_imply(server: Prometheus, facts: Scene) -> None:
    left, rows = _of_page("slo-list", "Promises", 1), _of_page("slo-detail", "Budget left", -1)
    burns = _of_page("slo-detail", "Burn of the long windows", 0)
    shown: dict[str, Values] = {"worst": _now(server, left)}
    implied: dict[str, Values] = {"worst": {}}
    for name, promise in PROMISES.items():
        view = View(facts, (), {})
        query = rows.replace("$slo", name)
        shown[name] = _now(server, re.sub(r"\$\w+", ".*", query))
        budget = promise.left(view)
        implied[name] = {_with(group, slo=name): one for group, one in budget.items()}
        implied["worst"][_group({"slo": name})] = min(budget.values())
        burn = f"{name} burn"
        shown[burn] = _now(server, re.sub(r"\$\w+", ".*", burns.replace("$slo", name)))
        implied[burn] = {
            _with(group, slo=name, tier=tier): one
            for tier, seconds in _SECONDS.items()
            if name in PAGING or seconds >= DAY
            for group, one in promise.burnt(view, seconds).items()
        }
    # Who pays attention to no burn has no tiers to show one of.
    without = {f"{name} burn" for name in ("http.latency_p50", "http.latency_p95")}
    wrong = {
        name: {"implied": values, "shown": shown[name]}
        for name, values in implied.items()
        if not _alike({} if name in without else values, shown[name], _BLURRED)
    }
    assert wrong == {}


def _of_page(page: str, panel: str, index: int) -> str:
    """Return a query of a page that is made of all promises."""
    board = json.loads((_BOARDS / f"{page}.json").read_text("utf-8"))
    queries = [
        one["expr"]
        for each in _panels(board)
        if each["title"] == panel
        for one in each.get("targets", ())
    ]
    return str(queries[index])


def _now(server: Prometheus, query: str) -> Values:
    samples = server.api("query", query=query, time=str(NOW))["result"]
    return {_group(one["metric"]): float(one["value"][1]) for one in samples}


def _with(group: Group, **labels: str) -> Group:
    return _group({**dict(group), **labels})


def _alike(implied: Values, shown: Values, near: float) -> bool:
    return implied.keys() == shown.keys() and all(
        shown[group] == pytest.approx(value, rel=near, abs=1e-9) for group, value in implied.items()
    )


@pytest.mark.tool
def test_filters_offer_the_values_that_there_are(server: Prometheus, facts: Scene) -> None:
    there = facts.labels
    for board in _boards().values():
        for variable in board["templating"]["list"]:
            if variable["type"] == "datasource":
                continue
            query = variable["query"]["query"]
            parts = re.fullmatch(r"label_values\((.*), (\w+)\)", query)
            assert parts is not None, query
            metric, label = parts.groups()
            offered = server.api(
                f"label/{label}/values",
                **{"match[]": metric, "start": str(NOW - HOUR), "end": str(NOW)},
            )
            assert set(offered) == there[label], label
            assert _FILTERS[variable["name"]] in offered


@pytest.mark.tool
def test_marks_on_all_graphs_are_the_alerts_that_fire(server: Prometheus) -> None:
    for board in _boards().values():
        marks = [one["expr"] for one in board["annotations"]["list"] if "expr" in one]
        assert len(marks) == 1
        samples = server.api("query", query=_filled(marks[0], {}), time=str(NOW))["result"]
        assert sorted(_told(one["metric"]) for one in samples) == sorted(_FIRING)


def _told(labels: Mapping[str, str]) -> str:
    """Return the id of an alert and the labels of its own."""
    own = [value for name, value in labels.items() if name not in _CONTRACT]
    return " ".join([labels["alert_id"], *own])
