"""Checks of dashboards in Grafana's JSON: panels, queries and variables; one file each."""
