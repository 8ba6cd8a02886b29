"""The page about findings is whole: each code once, with all that `explain` prints."""

import re
from pathlib import Path

from generator import app
from generator.check.reference import checks_page


def test_every_code_has_its_place() -> None:
    text = checks_page(app.rules().values(), app.examples(), app.reach)
    assert re.findall(r"^### (PS\d+)$", text, re.MULTILINE) == list(app.rules())
    for code, rule in app.rules().items():
        part = text.partition(f"### {code}\n")[2].partition("\n###")[0]
        assert f"- severity: {rule.severity}\n" in part
        if app.reach(code):
            assert f"- found: {app.reach(code)}\n" in part
        for example in app.examples().get(code, {}).values():
            assert example.rstrip() in part


def test_fixes_that_are_made_without_asking_are_marked() -> None:
    text = Path("out/docs/checks.md").read_text("utf-8")
    marked = [part[:5] for part in text.split("\n### ")[1:] if "- mended by `--fix`: yes\n" in part]
    of_specs = ["PS101", "PS201", "PS202", "PS203", "PS204"]
    of_rule_files = ["PS310", "PS501", "PS502", "PS503", "PS636", "PS651", "PS652"]
    of_dashboards = ["PS677"]
    assert marked == [*of_specs, *of_rule_files, *of_dashboards]


_NAMES = (
    *("Alertmanager", "Grafana", "Loki", "Prometheus", "PromQL", "UTF-8", "YAML", "SLO"),
    *("LogQL", "Python", "OpenSLO", "Sloth", "Helm", "Mimir", "CODEOWNERS"),
)


def test_texts_of_all_rules_are_written_in_one_way() -> None:
    for code, rule in app.rules().items():
        for text in (rule.title, rule.why, rule.fix):
            assert not text[0].isupper() or text.startswith(_NAMES), (code, text)
            assert not text.endswith("."), (code, text)
