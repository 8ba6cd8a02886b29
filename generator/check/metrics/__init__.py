"""Checks of how metrics are named, one file each (prometheus.io/docs, "Metric naming")."""
