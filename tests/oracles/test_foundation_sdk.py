"""Grafana's own typed model as an oracle: what it does not know, it drops on a round trip."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator.plan.dashboards import PanelKind
from tests.unit.render.grafana.rendered import tree
from tests.unit.render.grafana.sample import ALL, PANELS, dashboard

plugins = pytest.importorskip(
    "grafana_foundation_sdk.cog.plugins",
    reason="needs grafana-foundation-sdk 0.0.21, of the dev extra",
)
models = pytest.importorskip("grafana_foundation_sdk.models.dashboard")
encoder = pytest.importorskip("grafana_foundation_sdk.cog.encoder")

# The model leaves a null id out; Grafana's provisioning ignores it either way.
ALLOWED = {"$.id"}


def round_trip(whole: dict[str, Any]) -> dict[str, Any]:
    plugins.register_default_plugins()
    model = models.Dashboard.from_json(json.loads(json.dumps(whole)))
    text = encoder.JSONEncoder(sort_keys=True).encode(model)
    result: dict[str, Any] = json.loads(text)
    return result


def lost(ours: object, theirs: object, path: str = "$") -> Iterator[str]:
    """Yield the paths of what is missing or different after the round trip."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            if key in theirs:
                yield from lost(value, theirs[key], f"{path}.{key}")
            else:
                yield f"{path}.{key}"
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from lost(mine, other, f"{path}[{index}]")
    elif ours != theirs:
        yield path


@pytest.mark.parametrize("kind", list(PanelKind))
def test_grafanas_model_knows_every_key_of_a_kind(kind: PanelKind) -> None:
    whole = tree(dashboard(PANELS[kind]))
    assert set(lost(whole, round_trip(whole))) == ALLOWED


def test_grafanas_model_knows_every_key_of_a_dashboard_with_collapsed_rows() -> None:
    whole = tree(ALL)
    assert set(lost(whole, round_trip(whole))) == ALLOWED


def test_the_oracle_notices_an_unknown_key() -> None:
    whole = tree(dashboard(PANELS[PanelKind.HEATMAP]))
    whole["panels"][1]["options"]["legend"]["showLegend"] = True
    assert "$.panels[1].options.legend.showLegend" in set(lost(whole, round_trip(whole)))
