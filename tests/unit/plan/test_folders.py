"""The Grafana folders of teams: where their dashboards lie, and what Grafana is told of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.resolve.shops import DASHBOARD, Shop, make_shop

_BELOW = "grafana/provisioning/dashboards/"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop with two dashboards, one of them of a team with a folder of its own."""
    shop = make_shop(tmp_path)
    shop.change("owners", "{title: Money}", "{title: Money, folder: Finance}")
    text = DASHBOARD.replace("overview", "spending").replace("Overview", "Spending")
    return shop.add("dashboards/spending", text.replace("purpose:", "owner: money\npurpose:"))


def files(shop: Shop, below: str = "") -> list[str]:
    return sorted(one for one in shop.texts(f"{below}{_BELOW}") if one.endswith(".json"))


def folders(shop: Shop, below: str = "") -> list[tuple[str, str, str]]:
    """Return title, uid and path of each folder that Grafana is told of."""
    told: Any = yaml.safe_load(shop.texts(f"{below}{_BELOW}")["dashboard.yml"])
    names = [one["name"] for one in told["providers"]]
    assert len(set(names)) == len(names), "Grafana wants names of their own"
    return [
        (one["folder"], one["folderUid"], one["options"]["path"].rpartition("/")[2])
        for one in told["providers"]
    ]


def test_dashboards_of_a_team_stand_in_its_folder(shop: Shop) -> None:
    assert files(shop) == ["dashboards/overview.json", "of-money/spending.json"]
    assert folders(shop) == [
        ("Shop", "shop", "dashboards"),
        ("Finance", "shop-of-money", "of-money"),
    ]


def test_a_folder_of_an_environment_says_so(shop: Shop) -> None:
    shop.add("environments/eu", "environment: eu\n")
    assert folders(shop, "env/eu/") == [
        ("Shop (eu)", "shop-eu", "dashboards"),
        ("Finance (eu)", "shop-eu-of-money", "of-money"),
    ]


def test_the_owner_of_the_project_is_that_of_its_dashboards(shop: Shop) -> None:
    shop.change("owners", "{title: Platform}", "{title: Platform, folder: Finance}")
    assert files(shop) == ["of-platform/overview.json", "of-platform/spending.json"]
    assert folders(shop) == [("Finance", "shop-of-platform", "of-platform")]
