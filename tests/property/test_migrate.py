"""Files of other programs at random: an import ends with findings or a report, never a crash."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.app.foreign import wrong_with
from generator.core.finding import Finding
from generator.load.document import Sources
from generator.load.yaml_source import load_foreign, load_text
from generator.migrate.printing import report_json, report_text
from generator.migrate.run import Format, Imported, import_specs
from generator.migrate.yaml_text import yaml_text
from generator.report.located import locate
from tests.migrate.importing import INPUTS

_TEXTS: dict[Format, str] = {
    "sloth": "---\n".join(
        (INPUTS / name).read_text("utf-8") for name in ("sloth-checkout.yml", "sloth-fleet.yml")
    ),
    "openslo": "---\n".join(
        (INPUTS / name).read_text("utf-8")
        for name in ("openslo-inline.yaml", "openslo-objects.yaml", "openslo-slos.yaml")
    ),
}
_FORMATS = st.sampled_from(list(_TEXTS))
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.text(max_size=8),
    st.sampled_from(["openslo/v1", "SLO", "SLI", "prometheus/v1", "28d", "1M", "sum(x)", "0.5"]),
)
_KEYS = st.one_of(
    st.sampled_from(sorted(set(re.findall(r"([A-Za-z_]+):", "".join(_TEXTS.values()))))),
    st.text(max_size=4),
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=25,
)


def _nothing(files: Mapping[str, str]) -> list[Finding]:
    """Read what would be written, as far as that is quick."""
    for path, text in files.items():
        loaded = load_text(path, text.encode())
        assert loaded.findings == [], (path, text)
    return []


def _imported(kind: Format, text: str) -> Imported:
    loaded = load_foreign("slo.yml", text.encode("utf-8", "surrogatepass"))
    documents = {"slo.yml": loaded.document} if loaded.document else {}
    sources = Sources(documents, {"slo.yml": loaded.lines})
    if loaded.findings:
        return Imported(kind, "shop", sources, tuple(loaded.findings))
    return import_specs(kind, sources, "shop", _nothing)


def _told(imported: Imported) -> None:
    """Assert that an import ends with findings or with a report."""
    if imported.findings:
        assert not imported.files
        assert all(one.span.line >= 1 for one in locate(imported.findings, imported.sources))
    else:
        assert report_text(imported)
        assert report_json(imported, None)
        assert bool(imported.files) == bool(imported.promises)


@given(kind=_FORMATS, tree=_TREES)
@settings(max_examples=100)
def test_any_tree_ends_with_findings_or_a_report(kind: Format, tree: Any) -> None:
    _told(_imported(kind, yaml.safe_dump(tree, allow_unicode=True)))


@given(kind=_FORMATS, text=st.text(max_size=60))
def test_any_text_ends_with_findings_or_a_report(kind: Format, text: str) -> None:
    _told(_imported(kind, text))


@st.composite
def _changed(draw: st.DrawFn) -> tuple[Format, str]:
    """Return a right file in which a few values or keys are something else."""
    kind = draw(_FORMATS)
    documents = list(yaml.safe_load_all(_TEXTS[kind]))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = documents
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            key = draw(st.sampled_from(keys))
            inner = holder[key]
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 3)):
                holder = inner
                continue
            if isinstance(holder, dict) and draw(st.booleans()):
                del holder[key]
            else:
                holder[key] = draw(_TREES)
            break
        if not documents:
            break
    return kind, yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False)


@given(_changed())
@settings(max_examples=80)
def test_a_file_that_is_a_little_wrong_ends_with_findings_or_a_report(
    changed: tuple[Format, str],
) -> None:
    _told(_imported(*changed))


@given(_changed())
@settings(max_examples=5)
def test_what_comes_over_is_a_project_without_errors(changed: tuple[Format, str]) -> None:
    kind, text = changed
    loaded = load_foreign("slo.yml", text.encode("utf-8", "surrogatepass"))
    if loaded.document is None or loaded.findings:
        return
    sources = Sources({"slo.yml": loaded.document})
    _told(import_specs(kind, sources, "shop", wrong_with))


_ANY = st.recursive(
    st.text(max_size=30) | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_KEYS, _ANY, max_size=5))
def test_what_is_written_is_read_as_it_was_meant(tree: dict[str, Any]) -> None:
    text = yaml_text(tree)
    assert yaml.safe_load(text) == tree or not tree
