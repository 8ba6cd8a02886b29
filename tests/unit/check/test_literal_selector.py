"""Selectors that look like patterns are told where they stand."""

from pathlib import Path

import pytest

from tests.support.told import FILES, project, told

WEB = """\
component: web
title: Web
metrics:
  hits_total: {type: counter, help: Requests., labels: [status]}
  seen_total: {type: counter, help: Seen., labels: [status], selector: {job: SELECTOR}}
indicators:
  hits: {title: Hits, rate: {of: hits_total}, by: [], record: true}
  seen: {title: Seen, rate: {of: seen_total}, by: [], record: true}
"""
FIX = "write the value of the label; several services with the same metrics are a `fleet`"


def _found(root: Path, of_project: str, of_metric: str) -> list[str]:
    files = {
        "project.yaml": FILES["project.yaml"].replace("{job: shop}", f"{{job: '{of_project}'}}"),
        "components/web.yaml": WEB.replace("SELECTOR", f"'{of_metric}'"),
        "environments/eu.yaml": f"environment: eu\nselector: {{job: '{of_project}-eu'}}\n",
    }
    return told(project(root, files))


def test_patterns_are_told_where_they_stand(tmp_path: Path) -> None:
    said = "looks like a pattern, and only a label of just this text is meant"
    assert _found(tmp_path, "pay.*", "a|b") == [
        f"PS368 components/web.yaml:5:78 `a|b` {said} ({FIX})",
        f"PS368 environments/eu.yaml:2:17 `pay.*-eu` {said} ({FIX})",
        f"PS368 project.yaml:4:17 `pay.*` {said} ({FIX})",
    ]


@pytest.mark.parametrize("value", ["shop", "shop-1.eu", "[::1]:9090", "a/b", "shop (old)", "a+b"])
def test_what_is_a_plain_value(tmp_path: Path, value: str) -> None:
    assert _found(tmp_path, value, value) == []
