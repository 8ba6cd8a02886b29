"""Grafana dashboards: plan in, classic dashboard JSON out, for Grafana 10 and later.

grafanalib is the object model, in ``_grafanalib`` alone; the JSON is ours: ``shapes`` say what a
panel shows, ``layout`` where, ``ids`` under which number, ``encode`` with which keys.
"""

from generator.render.grafana.dashboards import render_dashboard
from generator.render.grafana.schema import schema

__all__ = ["render_dashboard", "schema"]
