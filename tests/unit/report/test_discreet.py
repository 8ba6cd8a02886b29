"""Secrets that somebody wrote into a spec are repeated by no report."""

from pathlib import Path

import pytest

from generator import app
from generator.report import render

_PROJECT = """\
project: shop
promspec: 1
title: Shop
owner: web
selector: {job: shop}
scrape: {interval: 15s}
evaluation: 30s
retention: 40d
"""
_OWNERS = "owners: owners\ndefine: {web: {}}\nreceivers:\n"


def _reports(root: Path, receivers: str) -> dict[str, str]:
    for name, text in {"project": _PROJECT, "owners": _OWNERS + receivers}.items():
        path = root / "specs" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    project = app.read(root)
    assert [one for one in project.findings if "owners" in str(one.where.file)]
    forms = ("text", "json", "sarif", "github", "gitlab")
    return {form: render(form, project.findings, project.sources) for form in forms}


@pytest.mark.parametrize(
    "receivers",
    [
        '  chat: {slack: {api_url_file: "https://hooks.example.com/S3cret"}}\n',
        '  chat: {slack: {api_url: "https://hooks.example.com/S3cret"}}\n',
        "  chat: {pagerduty: S3cret}\n",
        "  chat: {pagerduty: {routing_key_file: [S3cret]}}\n",
        "  chat: {opsgenie: {api_key_file: {value: S3cret}}}\n",
        '  chat: {webhook: {url: "https://me:S3cret@example.com/"}}\n',
        "  chat:\n    pagerduty:\n      routing_key_file: >-\n        a S3cret\n        S3cret\n",
        '  chat: {slack: {api_url: "S3cret" [}}\n',
        f"  chat: {{pagerduty: {'S3cret' * 20}}}\n",
    ],
)
def test_a_secret_is_never_repeated(receivers: str, tmp_path: Path) -> None:
    reports = _reports(tmp_path, receivers)
    assert [form for form, text in reports.items() if "S3cret" in text] == []


def test_a_covered_line_keeps_its_places(tmp_path: Path) -> None:
    text = _reports(tmp_path, "  chat: {pagerduty: S3cret}\n")["text"]
    assert text.startswith(
        "specs/owners.yaml:4:21: error[PS103]: a mapping is wanted here, found `…`\n"
        "  4 |   chat: {pagerduty: ******}\n"
        "    |                     ^^^^^^\n"
        "  help: write `{routing_key_file: …}`\n"
    )


def test_paths_of_secrets_are_shown(tmp_path: Path) -> None:
    text = _reports(tmp_path, "  chat: {slak: {api_url_file: /run/secrets/chat}}\n")["text"]
    assert "| " + "  chat: {slak: {api_url_file: /run/secrets/chat}}" in text
