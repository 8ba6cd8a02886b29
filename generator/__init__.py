"""promspec: monitoring described once in YAML, rendered for Prometheus and Grafana."""

__version__ = "0.1.0"
