"""Ten mistakes anybody makes: each is named where it was made, with its reason and what to do.

Every text is compared whole. Only the numbers of lines are looked up, so that the specs may grow.
"""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.program import promspec
from tests.support.projects import ProjectCopy, copy_project

HTTP = "components/http.yaml"
NOT_RENDERED = "out: not rendered\n"


@dataclasses.dataclass(frozen=True, slots=True)
class Mistake:
    """A text in place of another in one file, and what is then said.

    `{n}` and `{m}` in that stand for the numbers of the lines that begin with `line` and `other`
    after the edit, `{np}` and `{mp}` for as many spaces as they have digits.
    """

    name: str
    file: str
    old: str
    new: str
    line: str
    said: str
    other: str = ""

    def told(self, text: str) -> str:
        """Return what is to be said of the edited file."""
        numbers = {"n": number_of(text, self.line), "m": number_of(text, self.other)}
        gaps = {f"{name}p": " " * len(number) for name, number in numbers.items()}
        said = self.said
        for name, value in {**numbers, **gaps}.items():
            said = said.replace(f"{{{name}}}", value)
        return said


def number_of(text: str, start: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next(str(number) for number, line in enumerate(lines, 1) if line.startswith(start))


MISTAKES = [
    Mistake(
        "a key is misspelt",
        HTTP,
        "    thresholds:\n      warning:\n        above: 1%",
        "    treshold:\n      warning:\n        above: 1%",
        "treshold:",
        """\
specs/components/http.yaml:{n}:5: error[PS101]: unknown key `treshold`
  {n} |     treshold:
  {np} |     ^^^^^^^^
  help: did you mean `thresholds`?
  why: a key that nothing reads would be a wish that silently does not come true

1 error in 1 file
""",
    ),
    Mistake(
        "a metric has no such label",
        HTTP,
        """ratio: {of: 'http_requests_total{status=~"5.."}'""",
        """ratio: {of: 'http_requests_total{statsu=~"5.."}'""",
        "ratio: {of: 'http_requests_total{statsu",
        """\
specs/components/http.yaml:{n}:38: error[PS202]: `http_requests_total` has no label `statsu`
  {n} |     ratio: {of: 'http_requests_total{statsu=~"5.."}', to: http_requests_total}
  {np} |                                      ^^^^^^
specs/components/http.yaml:{m}:3: note: declared here
  {m} |   http_requests_total:
  {mp} |   ^^^^^^^^^^^^^^^^^^^
  help: did you mean `status`?
  why: a condition on a label that a series never has matches nothing

1 error in 1 file; `promspec check --fix` mends 1
""",
        "http_requests_total:",
    ),
    Mistake(
        "a bound has the unit of something else",
        HTTP,
        "above: 5%",
        "above: 5ms",
        "above: 5ms",
        """\
specs/components/http.yaml:{n}:16: error[PS208]: `5ms` is a time, what is measured is a share (%)
  {n} |         above: 5ms
  {np} |                ^^^
  help: write it as a share (%), such as `5%`
  why: numbers of different units cannot be compared

1 error in 1 file
""",
    ),
    Mistake(
        "a metric is not declared",
        HTTP,
        "to: http_requests_total}",
        "to: http_request_total}",
        "ratio: {of: 'http_requests_total{status",
        """\
specs/components/http.yaml:{n}:59: error[PS201]: metric `http_request_total` is not declared
  {n} |     ratio: {of: 'http_requests_total{status=~"5.."}', to: http_request_total}
  {np} |                                                           ^^^^^^^^^^^^^^^^^^
  help: did you mean `http_requests_total`?
  why: an expression over a metric that nobody exposes is always empty

1 error in 1 file; `promspec check --fix` mends 1
""",
    ),
    Mistake(
        "a runbook does not exist",
        HTTP,
        "alert: HighErrorRate\n        runbook: high-error-rate",
        "alert: HighErrorRate\n        runbook: high-eror-rate",
        "runbook: high-eror-rate",
        """\
specs/components/http.yaml:{n}:18: error[PS204]: runbook `high-eror-rate` is not written
  {n} |         runbook: high-eror-rate
  {np} |                  ^^^^^^^^^^^^^^
  help: did you mean `high-error-rate`?
  why: a reference must lead somewhere

1 error in 1 file; `promspec check --fix` mends 1
""",
    ),
    Mistake(
        "a page has no runbook",
        HTTP,
        "alert: HighErrorRate\n        runbook: high-error-rate",
        "alert: HighErrorRate",
        "critical:",
        """\
specs/components/http.yaml:{n}:7: error[PS216]: `http.error_ratio.critical` pages without a runbook
  {n} |       critical:
  {np} |       ^^^^^^^^
  help: add `runbook:` and write the runbook
  why: whoever is woken must know what to do first

1 error in 1 file
""",
    ),
    Mistake(
        "a bound is given twice",
        HTTP,
        "above: 5%",
        "above: 5%\n        above: 2%",
        "above: 2%",
        """\
specs/components/http.yaml:{n}:9: error[PS030]: the key `above` is given twice
  {n} |         above: 2%
  {np} |         ^^^^^
specs/components/http.yaml:{m}:9: note: first given here
  {m} |         above: 5%
  {mp} |         ^^^^^
  help: remove one of them, or rename it
  why: most YAML readers keep one of the two values silently, so an edit of the other changes \
nothing

1 error in 1 file
""",
        "above: 5%",
    ),
    Mistake(
        "a bracket is not closed",
        HTTP,
        "labels: [method, endpoint, status]\n    presence: on_traffic",
        "labels: [method, endpoint, status\n    presence: on_traffic",
        "presence: on_traffic",
        """\
specs/components/http.yaml:{n}:13: error[PS020]: a `,` or the closing bracket is missing before this
  {n} |     presence: on_traffic
  {np} |             ^
specs/components/http.yaml:{m}:13: note: the bracket opens here
  {m} |     labels: [method, endpoint, status
  {mp} |             ^
  help: write a `,` between the entries and close the bracket; quote text that holds brackets
  why: the file cannot be read beyond this place, so nothing in it can be checked or rendered

1 error in 1 file
""",
        "labels: [method",
    ),
    Mistake(
        "a panel shows what is not measured",
        "dashboards/overview.yaml",
        "show: [http.error_ratio], as: stat",
        "show: [http.error_rate], as: stat",
        "errors_now:",
        """\
specs/dashboards/overview.yaml:{n}:46: error[PS204]: `http.error_rate` is not defined
  {n} |       errors_now: {title: Errors now, show: [http.error_rate], as: stat}
  {np} |                                              ^^^^^^^^^^^^^^^
  help: did you mean `http.error_ratio`?
  why: a reference must lead somewhere

1 error in 1 file
""",
    ),
    Mistake(
        "a rate is taken of a gauge",
        HTTP,
        "rate: {of: http_requests_total}",
        "rate: {of: http_connections_active}",
        "rate: {of: http_connections_active}",
        """\
specs/components/http.yaml:{n}:16: error[PS205]: `http_connections_active` is a gauge
  {n} |     rate: {of: http_connections_active}
  {np} |                ^^^^^^^^^^^^^^^^^^^^^^^
specs/components/http.yaml:{m}:3: note: a gauge, declared here
  {m} |   http_connections_active:
  {mp} |   ^^^^^^^^^^^^^^^^^^^^^^^
  help: name a counter, or use a recipe for gauges: `age`, `availability`, `drain_time`, `growth`, \
`ratio` or `value`
  why: the result would be wrong without looking wrong

1 error in 1 file
""",
        "http_connections_active:",
    ),
]


def state(out: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(out).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """A copy of the repository's specs, rendered before anybody made a mistake."""
    project = copy_project(tmp_path_factory.mktemp("project"))
    assert promspec("render", cwd=project.root).code == 0
    return project


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_named_where_it_was_made(
    rendered: ProjectCopy, cli: Callable[..., Result], mistake: Mistake
) -> None:
    out, spec = rendered.root / "out", rendered.specs / mistake.file
    before, right = state(out), spec.read_text("utf-8")
    assert mistake.old in right
    wrong = right.replace(mistake.old, mistake.new, 1)
    spec.write_text(wrong, "utf-8")
    try:
        answer = promspec("render", cwd=rendered.root)
        checked = cli("-C", rendered.root, "check")
    finally:
        spec.write_text(right, "utf-8")
    assert answer.out == mistake.told(wrong)
    assert (answer.code, answer.err) == (1, NOT_RENDERED)
    said = checked.output.replace(f"{rendered.root}/specs/", "specs/")
    assert (checked.exit_code, said) == (1, answer.out)
    assert state(out) == before
