"""What only a real server tells: how often groups run, and how many samples their rules read."""

from collections.abc import Iterator

import pytest

from tests.slo.projects import Shop, shop
from tests.support.prometheus import Prometheus
from tests.support.query_cost import cost, history, read_by, serving

pytestmark = pytest.mark.tool

_PODS = 3
_SLOS = """
all: {of: web.errors, objective: 99.9%, runbook: errors}
six: {of: web.errors, objective: 99%, tiers: [medium, slow], runbook: errors}
day: {of: web.errors, objective: 99%, tiers: [slow]}
"""


@pytest.fixture(scope="module")
def promise(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop(tmp_path_factory.mktemp("shop"), _SLOS)


@pytest.fixture(scope="module")
def server(promise: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("server")
    history(folder, _PODS, [f"job:shop_web_errors:{part}_rate5m" for part in ("of", "to")])
    with serving(folder, [promise.write_rules()]) as running:
        yield running


def test_what_costs_much_runs_seldom(server: Prometheus) -> None:
    intervals = {group["name"]: group["interval"] for group in server.api("rules")["groups"]}
    assert intervals == {
        "web.errors": 30,
        "web.all": 30,
        "web.all.slow": 120,
        "web.six": 30,
        "web.six.slow": 120,
        "web.day": 30,
        "web.day.slow": 240,
    }


def test_rules_read_a_fraction_of_what_seven_raw_windows_read(
    server: Prometheus, promise: Shop
) -> None:
    names = ("web.errors", "web.all", "web.all.slow")
    found = cost(server, {name: promise.groups[name] for name in names}, "30d")

    per_evaluation, per_hour = found.factors

    # 105 h 35 min at a sample every 15 s, of the series of errors and of all of them.
    assert found.raw_once == pytest.approx((105 * 60 + 35) * 4 * 3 * _PODS, rel=0.001)
    # Even of three pods; of more, raw windows read more, while sums of the pair read the same.
    assert per_evaluation > 5
    assert per_hour > 16


def test_long_windows_read_the_same_however_many_pods_there_are(
    server: Prometheus, promise: Shop
) -> None:
    found = read_by(server, str(promise.record("all:burn3d").expr))
    # Bad, all, and how many of these are known, every 30 s.
    assert found == pytest.approx(3 * 3 * 86400 / 30, rel=0.001)
