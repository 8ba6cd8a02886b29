"""What Grafana reads at its start."""

import dataclasses
from fractions import Fraction

import pytest
import yaml

from generator.plan.dashboards import Folder, Provisioning
from generator.render.provisioning import Clash, check_provisioning, render_provisioning
from tests.unit.render.grafana.sample import ALL

SHOP = Provisioning(
    project="shop",
    title="Shop",
    folders=(Folder('Shop: "$5"', "shop"), Folder("Money", "shop-of-cash", "cash")),
    datasource_uid="shop-prometheus",
    datasource_url="http://prometheus:9090/$path",
    scrape_interval=Fraction(15),
    prometheus_version="2.42",
)


def test_the_data_source_has_a_fixed_uid_and_the_scrape_interval() -> None:
    datasource, _ = render_provisioning(SHOP)
    assert datasource.path == "grafana/provisioning/datasources/shop.yml"
    assert yaml.safe_load(datasource.content) == {
        "apiVersion": 1,
        "datasources": [
            {
                "name": "shop",
                "uid": "shop-prometheus",
                "type": "prometheus",
                "access": "proxy",
                "orgId": 1,
                "url": "http://prometheus:9090/$$path",
                "isDefault": False,
                "editable": False,
                "jsonData": {
                    "httpMethod": "POST",
                    "prometheusType": "Prometheus",
                    "prometheusVersion": "2.42.0",
                    "timeInterval": "15s",
                },
            }
        ],
    }


def test_the_dashboards_lie_in_folders_with_fixed_uids() -> None:
    _, provider = render_provisioning(SHOP)
    assert provider.path == "grafana/provisioning/dashboards/dashboard.yml"
    assert yaml.safe_load(provider.content) == {
        "apiVersion": 1,
        "providers": [
            {
                "name": "shop",
                "orgId": 1,
                "type": "file",
                "folder": 'Shop: "$$5"',
                "folderUid": "shop",
                "disableDeletion": False,
                "allowUiUpdates": False,
                "updateIntervalSeconds": 30,
                "options": {
                    "path": "/etc/grafana/provisioning/dashboards/dashboards",
                    "foldersFromFilesStructure": False,
                },
            },
            {
                "name": "shop cash",
                "orgId": 1,
                "type": "file",
                "folder": "Money",
                "folderUid": "shop-of-cash",
                "disableDeletion": False,
                "allowUiUpdates": False,
                "updateIntervalSeconds": 30,
                "options": {
                    "path": "/etc/grafana/provisioning/dashboards/of-cash",
                    "foldersFromFilesStructure": False,
                },
            },
        ],
    }


def test_what_is_no_version_is_refused() -> None:
    with pytest.raises(ValueError, match="`new` is no version"):
        render_provisioning(dataclasses.replace(SHOP, prometheus_version="new"))


def test_dashboards_that_freeze_the_folder_are_found() -> None:
    same_title = dataclasses.replace(ALL, id="other", uid="shop-other", title="shop: overview ")
    same_uid = dataclasses.replace(ALL, id="third", title="Third")
    assert check_provisioning([ALL, same_title, same_uid]) == [
        Clash("title", "shop: overview ", "overview", "other"),
        Clash("uid", "shop-overview", "overview", "third"),
    ]
    assert check_provisioning([ALL]) == []
