"""Two services of a fleet in one Prometheus: only the one that fails alerts, at its owner."""

from pathlib import Path

import pytest

from tests.support.promtool import Alert, Scenario, State, prove
from tests.support.tools import require_tool
from tests.unit.resolve.shops import FLEET, Shop

pytestmark = pytest.mark.tool


@pytest.fixture
def rules(shop: Shop, tmp_path: Path) -> list[Path]:
    """The rule files of both services, written."""
    shop.add("fleets/shops", FLEET)
    written = []
    for path, text in shop.texts("prometheus/rules/").items():
        target = tmp_path / "rules" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    assert len(written) == 2
    return written


def _answers(job: str, failing: int) -> dict[str, str]:
    series = f'http_requests_total{{job="{job}",instance="a",status='
    return {f'{series}"200"}}': f"0+{100 - failing}x160", f'{series}"500"}}': f"0+{failing}x160"}


def _error_rate(service: str, owner: str, severity: str, state: State) -> Alert:
    job = service.partition("-")[0]
    labels = {"owner": owner, "job": job, "subject": f"{service}/http.error_ratio"}
    return Alert(f"{service}/http.error_ratio.{severity}", state, labels)


@pytest.mark.parametrize(("service", "owner"), [("cart", "platform"), ("billing-eu", "money")])
def test_only_the_failing_service_alerts(
    tmp_path: Path, rules: list[Path], service: str, owner: str
) -> None:
    failing = {"cart": 50 if service == "cart" else 0, "billing": 0 if service == "cart" else 50}
    alerts = tuple(
        _error_rate(service, owner, severity, state)
        for severity in ("critical", "warning")
        for state in ("pending", "firing")
    )
    scenario = Scenario(
        f"{service} fails",
        {**_answers("cart", failing["cart"]), **_answers("billing", failing["billing"])},
        alerts=".+",
        by=("owner", "job", "subject"),
        ever={"35m": alerts},
    )
    prove(require_tool("promtool"), tmp_path, rules, [scenario])


def test_each_service_has_a_verdict_of_its_own(tmp_path: Path, rules: list[Path]) -> None:
    """Both fail, one only a little: were records shared, both would page."""
    scenario = Scenario(
        "cart fails, billing a little",
        {**_answers("cart", 50), **_answers("billing", 3)},
        alerts=".+critical",
        by=("owner", "job", "subject"),
        ever={"35m": (
            _error_rate("cart", "platform", "critical", "pending"),
            _error_rate("cart", "platform", "critical", "firing"),
        )},
        counts={'{__name__=~"job:shop_(cart|billing_eu)_http_error_ratio:ratio.+"}': {"35m": 2}},
    )  # fmt: skip
    prove(require_tool("promtool"), tmp_path, rules, [scenario])
