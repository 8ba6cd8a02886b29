"""A constant whose value does not fit is told where the value stands, with its use."""

import shutil
from pathlib import Path

from generator import app
from generator.report.located import locate
from tests.specs.corpus import BASE


def _budget_used(root: Path) -> None:
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    with (root / "specs/components/cache.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  used:\n    title: Budget used\n    ratio: {of: cache.spent, to: $budget}\n"
            "    by: []\n    thresholds: {warning: {above: 80%}}\n"
        )


def _found(root: Path) -> list[tuple[str, ...]]:
    project = app.read(root)
    return [
        (one.code, _at(one.span), one.message, one.related.label, _at(one.related.span))
        for one in locate(project.findings, project.sources)
        if one.related is not None
    ]


def _at(span: object) -> str:
    return f"{span.file}:{span.line}:{span.column}"  # type: ignore[attr-defined]


def test_a_value_of_nothing_is_told_where_it_stands(tmp_path: Path) -> None:
    _budget_used(tmp_path)
    assert _found(tmp_path) == []
    _replace(tmp_path / "specs/project.yaml", "value: 200 USD", "value: 0 USD")
    used = ("it is used here", "specs/components/cache.yaml:23:34")
    told = ("PS205", "specs/project.yaml:18:54", "a share of nothing is no number", *used)
    assert _found(tmp_path) == [told]


def test_so_is_that_of_an_environment(tmp_path: Path) -> None:
    _budget_used(tmp_path)
    _replace(tmp_path / "specs/environments/eu.yaml", "budget: 100 USD", "budget: 0 USD")
    used = ("it is used here", "specs/components/cache.yaml:23:34")
    told = ("PS205", "specs/environments/eu.yaml:3:21", "a share of nothing is no number", *used)
    assert _found(tmp_path) == [told]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
