"""Words in Markdown."""

from generator.plan.dashboards import Panel
from generator.render.grafana.shapes.base import Shape


def shape(panel: Panel) -> Shape:
    """Return a text; Grafana strips scripts and unknown HTML from it."""
    code = {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False}
    return Shape("text", options={"code": code, "content": panel.text, "mode": "markdown"})
