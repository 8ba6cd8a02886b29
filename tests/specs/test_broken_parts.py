"""What is written and cannot be read is known as broken: nobody is told that it is missing."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from generator import app
from generator.report.located import locate
from tests.specs.corpus import BASE

_WEB: Final = "components/web.yaml"
_REFERS: Final = {
    # More that refers to what the table breaks than the base project has.
    "scenarios/trouble.yaml": (
        "scenario: trouble\ntitle: Trouble\nbreach: [web.errors.critical]\n"
        "set:\n  queue_size: {value: 500}\n"
    ),
    "components/shop.yaml": (
        "component: shop\ntitle: Shop\n"
        "metrics: {sales_total: {type: counter, help: Sales made.}}\n"
        "indicators:\n"
        "  sales:\n    title: Sales\n    rate: {of: sales_total}\n    by: []\n"
        "    thresholds:\n"
        "      warning: {below: 1/s, inhibits: [web.promise, web.errors.critical]}\n"
        "  noted: {title: Noted, rate: {of: sales_total}, by: []}\n"
    ),
    "runbooks/look.yaml": (
        "runbook: look\ntitle: Look\nmeaning: Nobody buys.\n"
        "diagnosis:\n  - {say: Are there any?, look: shop.noted}\nsteps:\n  - say: Wait.\n"
    ),
}
_LINES: Final = (
    # The file, what stands there, what is put there, and all that is found then.
    (_WEB, "objective: 99.9%", "objective: 100%", ["PS104 30:40"]),
    (_WEB, "above: 5%", "above: 5foo", ["PS105 15:25"]),
    (_WEB, "above: 5%", "above: 5s", ["PS208 15:25"]),
    (_WEB, "title: Error rate", "title: ''", ["PS104 9:12"]),
    (_WEB, "title: Error rate", "title: [a]", ["PS103 9:12"]),
    (_WEB, "component: web", "component: Web", ["PS106 1:12"]),
    (_WEB, "component: web", "componen: web", ["PS110 1:1"]),
    (_WEB, "indicators:", "indicatrs:", ["PS101 7:1"]),
    (_WEB, "indicators:", "kpis:", ["PS101 7:1"]),
    (_WEB, "thresholds:", "tresholds:", ["PS101 13:5"]),
    # What stands twice may be what is missing under its own name.
    (_WEB, "  errors:\n", "  queue:\n", ["PS030 23:3"]),
    (_WEB, "  queue:\n    title: Queue", "  latency:\n    title: Queue", ["PS030 23:3"]),
    (_WEB, "      critical: {", "      warning: {", ["PS030 15:7"]),
    (_WEB, "  took_ms: {", "  requests_total: {", ["PS030 5:3"]),
    (_WEB, "slos:", "indicators:", ["PS030 29:1"]),
    ("project.yaml", "  budget: {", "  cores: {", ["PS030 18:3"]),
    ("project.yaml", "owner: platform", "owner: [platform]", ["PS103 3:8"]),
    ("project.yaml", "  cluster: {", "  cluster: {in: 5, ", ["PS101 7:13"]),
    ("project.yaml", "external:", "externl:", ["PS101 14:1"]),
    ("components/worker.yaml", "component: worker", "component: [a]", ["PS103 1:12"]),
    ("runbooks/look.yaml", "look: shop.noted", "look: [shop.noted]", ["PS103 5:33"]),
    ("runbooks/look.yaml", "say: Are", "say: 'Are", ["PS020 5:11"]),
    ("runbooks/look.yaml", "diagnosis:", "diagnoses:", ["PS101 4:1"]),
    ("runbooks/errors.yaml", "runbook: errors", "runbook: '§'", ["PS106 1:10"]),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for name, text in _REFERS.items():
        path = tmp_path / "specs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert _found(tmp_path) == []
    return tmp_path


def _found(root: Path) -> list[str]:
    """Return what is wrong with a project, without advice."""
    project = app.read(root)
    found = project.findings if project.failed else app.check(project)
    return [
        f"{one.span.file.removeprefix('specs/')} {one.code} {one.span.line}:{one.span.column}"
        for one in locate(found, project.sources)
        if one.severity == "error"
    ]


@pytest.mark.parametrize(("file", "old", "new", "expected"), _LINES)
def test_a_broken_part_is_told_alone(
    root: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    path = root / "specs" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert _found(root) == [f"{file} {one}" for one in expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: b"", ["PS022 1:1"]),
        (lambda _: b"# later\n---\n", ["PS022 1:1"]),
        (lambda _: b"- a\n", ["PS024 1:1"]),
        (lambda _: b"later\n", ["PS024 1:1"]),
        (lambda text: text.encode("utf-16"), ["PS010 1:1"]),
        (lambda text: text.replace("Error", "Fähl").encode("latin-1"), ["PS010 9:13"]),
        (lambda text: text.replace("  errors:", "\terrors:").encode(), ["PS021 8:1"]),
    ],
    ids=["empty", "comments", "list", "text", "utf-16", "latin-1", "tab"],
)
def test_a_broken_file_is_told_alone(
    root: Path, change: Callable[[str], bytes], expected: list[str]
) -> None:
    path = root / "specs" / _WEB
    path.write_bytes(change(path.read_text("utf-8")))
    assert _found(root) == [f"{_WEB} {one}" for one in expected]


def test_a_file_that_is_not_opened_is_told_alone(root: Path) -> None:
    path = root / "specs" / _WEB
    path.unlink()
    os.mkfifo(path)
    assert _found(root) == [f"{_WEB} PS005 1:1"]


def test_what_nobody_wrote_is_still_missing_beside_it(root: Path) -> None:
    path = root / "specs" / _WEB
    text = path.read_text("utf-8").replace("objective: 99.9%", "objective: 100%")
    path.write_text(text, "utf-8")
    shop = root / "specs/components/shop.yaml"
    shop.write_text(shop.read_text("utf-8").replace("web.errors.critical", "web.eror.critical"))
    assert _found(root) == ["components/shop.yaml PS204 10:53", f"{_WEB} PS104 30:40"]


_WAYS: Final = {
    "another value": (r": [^{\[].*$", ": '§'"),
    "no value": (r": .*$", ":"),
    "a list": (r": [^{\[].*$", ": [[1]]"),
}


@pytest.mark.parametrize("way", _WAYS)
def test_no_line_that_is_broken_brings_findings_about_other_files(root: Path, way: str) -> None:
    pattern, instead = _WAYS[way]
    for path in sorted((root / "specs").rglob("*.yaml")):
        text = path.read_text("utf-8")
        lines = text.split("\n")
        for index, line in enumerate(lines):
            changed = re.sub(pattern, instead, line)
            if changed == line:
                continue
            path.write_text("\n".join([*lines[:index], changed, *lines[index + 1 :]]), "utf-8")
            name = path.relative_to(root / "specs").as_posix()
            found = {one.split(" ")[0] for one in _found(root)}
            # Where the line itself is right, it says something else to others.
            assert name not in found or found == {name}, (name, index + 1, changed)
        path.write_text(text, "utf-8")
