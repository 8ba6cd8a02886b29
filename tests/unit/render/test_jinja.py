"""Templates are compiled once; what stands in them must not be worked out while that happens."""

import sys
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from generator.render import _jinja

_TEMPLATES = sorted(_jinja.templates_folder().rglob("*.j2"))


@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_no_filter_is_given_what_is_known_while_compiling(path: Path) -> None:
    """Else its result would be kept with the template, and outlive a change of the filter."""
    tree = _jinja._environment().parse(path.read_text("utf-8"))
    assert [
        one.name for one in tree.find_all(nodes.Filter) if isinstance(one.node, nodes.Const)
    ] == []


def test_a_template_is_kept_until_its_text_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (tmp_path / "a.j2").write_text("{{ x }}", "utf-8")

    def rendered() -> str:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(tmp_path),
            bytecode_cache=_jinja.Compiled(tmp_path),
            autoescape=False,  # noqa: S701 (no HTML)
        )
        return environment.get_template("a.j2").render(x=1)

    assert rendered() == "1"
    (kept,) = (tmp_path / "__pycache__").iterdir()
    assert kept.suffixes[0].startswith(f".{sys.implementation.cache_tag}")
    first = kept.read_bytes()
    assert rendered() == "1"
    assert kept.read_bytes() == first
    (tmp_path / "a.j2").write_text("{{ x }}{{ x }}", "utf-8")
    assert rendered() == "11"
    kept.unlink()
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert rendered() == "11"
    assert not kept.exists()


def test_a_template_is_compiled_each_time_where_nothing_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (tmp_path / "__pycache__").touch()
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"a": "{{ x }}"}),
        bytecode_cache=_jinja.Compiled(tmp_path),
        autoescape=False,  # noqa: S701 (no HTML)
    )
    assert environment.get_template("a").render(x=1) == "1"
