"""The page of the reference that tells about every finding, made from the rules and the checks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from generator.core.finding import Rule
from generator.render.markdown import code, escaped, link, prose
from generator.render.reference.pages import Code, Page, Section, Table, render_page

PATH: Final = "checks.md"
# By the first digit of a code.
_GROUPS: Final = {
    "0": "Files and YAML",
    "1": "Keys and values",
    "2": "What specs mean",
    "3": "What is rendered, promises and alerts",
    "5": "Expressions",
    "6": "Names, versions and dashboards",
    "7": "Tests that others wrote",
    "9": "The output folder",
}
_INTRODUCTION: Final = (
    "`promspec explain CODE` prints the same. `checks:` in `specs/project.yaml` weighs a check "
    "or switches it off, from PS300 on and below an error; `allow: {CODE: why}` beside a thing "
    "accepts its finding there, in a dashboard too, and in a rule file of others the comment "
    "`# promspec: allow CODE why`."
    " `promspec check --fix` mends what is marked so, where one thing alone can be meant; "
    "everything else needs somebody to decide."
)


def checks_page(
    rules: Iterable[Rule],
    examples: Mapping[str, Mapping[str, str]],
    reach: Callable[[str], str],
) -> str:
    """Return the page about all that a finding can be an instance of.

    ``examples`` by code and ``reach`` tell what is found and where; nothing of most.

    Raises:
        KeyError: a code belongs to no group.
    """
    groups: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda one: one.code):
        groups.setdefault(_GROUPS[rule.code[2]], []).append(rule)
    sections = tuple(
        section
        for title, found in groups.items()
        for section in _group(title, found, examples, reach)
    )
    return render_page(
        Page(PATH, "Checks", (_INTRODUCTION,), sections, source="its checks")
    ).content


def _group(
    title: str,
    rules: list[Rule],
    examples: Mapping[str, Mapping[str, str]],
    reach: Callable[[str], str],
) -> Iterator[Section]:
    rows = [
        (link(code(one.code), f"#{one.code.lower()}"), prose(one.title), one.severity.value)
        for one in rules
    ]
    yield Section(escaped(title), table=Table(("code", "finds", "severity"), rows))
    yield from (_about(one, examples.get(one.code, {}), reach(one.code)) for one in rules)


def _about(rule: Rule, examples: Mapping[str, str], reach: str) -> Section:
    facts = [
        ("severity", rule.severity.value),
        ("why", prose(rule.why)),
        ("fix", prose(rule.fix)),
        ("found", prose(reach)),
        ("mended by `--fix`", "yes" if rule.mended else ""),
    ]
    language = "promql" if rule.code.startswith("PS5") else "yaml"
    if examples.get("bad", "").startswith("{\n"):
        language = "json"
    codes = tuple(Code(text.rstrip(), name, language) for name, text in examples.items() if text)
    return Section(rule.code, 3, (prose(_sentence(rule.title)),), tuple(facts), codes=codes)


def _sentence(title: str) -> str:
    return f"{title[0].upper()}{title[1:]}."
