import json

import pytest

from generator.core.finding import Finding
from generator.load.document import Sources
from generator.report import (
    FORMATS,
    render,
    render_github,
    render_gitlab,
    render_json,
    render_sarif,
    render_text,
)


def test_every_format_can_be_chosen(sources: Sources, findings: list[Finding]) -> None:
    assert FORMATS == ("text", "json", "sarif", "github", "gitlab")
    assert render("text", findings, sources) == render_text(findings, sources)
    assert render("json", findings, sources) == render_json(findings, sources)
    assert render("sarif", findings, sources) == render_sarif(findings, sources)
    assert render("github", findings, sources) == render_github(findings, sources)
    assert render("gitlab", findings, sources) == render_gitlab(findings, sources)


def test_only_text_has_colours(sources: Sources, findings: list[Finding]) -> None:
    colored = {name: "\x1b[" in render(name, findings, sources, color=True) for name in FORMATS}
    colorless = dict.fromkeys(("json", "sarif", "github", "gitlab"), False)
    assert colored == {"text": True, **colorless}
    assert json.loads(render("json", findings, sources, color=True))


def test_other_formats_are_refused() -> None:
    with pytest.raises(KeyError):
        render("xml", [], Sources({}))
