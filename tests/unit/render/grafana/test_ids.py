"""Ids of panels, rows and queries."""

import dataclasses
import zlib

import pytest

from generator.core.names import panel_id
from generator.plan.dashboards import PanelKind, Row
from generator.render.grafana import render_dashboard
from generator.render.grafana.ids import ref_id, row_id
from tests.unit.render.grafana.sample import PANELS, dashboard

NOTE = PANELS[PanelKind.TEXT]


def test_an_id_follows_from_the_key_alone() -> None:
    assert panel_id("overview", "errors") == zlib.crc32(b"overview.errors") % 2_000_000_000 + 1
    assert row_id("overview", "errors") != panel_id("overview", "errors")


def test_one_key_twice_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="panel `note` and panel `note` get the same Grafana id"):
        render_dashboard(dashboard(NOTE, NOTE), grafana_version="11.6.0")


def test_two_keys_that_collide_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zlib, "crc32", len)
    rows = (
        Row("abcdef", "Row", ()),
        Row("b", "Row", (dataclasses.replace(NOTE, key="row:fedcba"),)),
    )
    with pytest.raises(ValueError, match=r"row `abcdef` and panel `row:fedcba` .* rename one"):
        render_dashboard(dashboard(rows=rows), grafana_version="11.6.0")


def test_queries_are_lettered() -> None:
    assert [ref_id(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]
