"""Findings for people: where, what, the line with carets, what to do, and once each: why.

specs/http.yaml:14:5: error[PS101]: unknown key `treshold`
  14 |     treshold: {above: 5%}
     |     ^^^^^^^^
  help: Did you mean `thresholds`?
  why: A key that is not known has no effect, so what it says would be missing.

1 error in 1 file
"""

from collections.abc import Iterable

from generator.core.finding import Finding, Severity, Span
from generator.load.document import Sources
from generator.report.aside import NOTHING, Aside
from generator.report.excerpt import excerpt
from generator.report.located import Located, summarize
from generator.report.terminal import visible

_MANY = 10
"""So many findings that weigh less hide those that weigh most."""
_BOLD = "1"
_BLUE = "34"
_CYAN = "1;36"
_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.ADVICE: _CYAN}
_COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def render_text(
    findings: Iterable[Finding], sources: Sources, aside: Aside = NOTHING, *, color: bool = False
) -> str:
    """Return findings as text for a terminal or a log.

    Args:
        findings: What to show, in any order.
        sources: The texts that the findings are about.
        aside: What is left out.
        color: Whether to use the colours of ANSI terminals.
    """
    located = aside.shown(findings, sources)
    writer = _Writer(color=color)
    blocks = [writer.block(each) for each in located]
    summary = _summary(located, narrowed=aside.least is not Severity.ADVICE)
    return "\n\n".join([*blocks, summary]) + "\n"


class _Writer:
    """Writes one finding after the other; remembers which reasons were given."""

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._explained: set[str] = set()

    def block(self, each: Located) -> str:
        """Return one finding without a line end."""
        paint = _COLORS[each.severity]
        kind = self._painted(f"{each.severity}[{each.code}]", paint)
        known = each.excerpt is not None
        place = self._painted(_position(each.span, known=known), _BOLD)
        lines = [f"{place}: {kind}: {self._painted(visible(each.message), _BOLD)}"]
        lines += self._excerpt(each.excerpt, each.span, paint)
        if each.related:
            place = _position(each.related.span, known=each.related.excerpt is not None)
            note = self._painted("note", _CYAN)
            lines.append(f"{self._painted(place, _BOLD)}: {note}: {visible(each.related.label)}")
            lines += self._excerpt(each.related.excerpt, each.related.span, _BLUE)
        lines += self._remark("help", each.fix)
        if each.code not in self._explained:
            self._explained.add(each.code)
            lines += self._remark("why", each.why)
        return "\n".join(lines)

    def _excerpt(self, line: str | None, span: Span, paint: str) -> list[str]:
        if line is None:
            return []
        shown, before, marked = excerpt(line, span)
        number = str(span.line)
        bar = self._painted("|", _BLUE)
        indent = " " * before
        return [
            f"  {self._painted(number, _BLUE)} {bar} {shown}".rstrip(),
            f"  {' ' * len(number)} {bar} {indent}{self._painted('^' * marked, paint)}",
        ]

    def _remark(self, label: str, text: str) -> list[str]:
        first, *others = (visible(line) for line in text.splitlines() or [""])
        if not first:
            return []
        return [f"  {self._painted(label, _CYAN)}: {first}", *(f"    {line}" for line in others)]

    def _painted(self, text: str, paint: str) -> str:
        return f"\x1b[{paint}m{text}\x1b[0m" if self._color else text


def _position(span: Span, *, known: bool) -> str:
    """Return file, line and column; of a file without a text only the file."""
    file = visible(span.file)
    if not known and span == Span(span.file, 1, 1, 1, 1):
        return file
    return f"{file}:{span.line}:{span.column}"


def _summary(located: list[Located], *, narrowed: bool) -> str:
    """Return how many findings there are, and how to see the gravest alone among many."""
    if not located:
        return "no findings"
    summary = summarize(located)
    counts = (
        f"{count} {_COUNTED[severity][count != 1]}"
        for severity, count in summary.counts.items()
        if count
    )
    files = "1 file" if summary.files == 1 else f"{summary.files} files"
    text = f"{', '.join(counts)} in {files}"
    if summary.fixable:
        text += f"; `promspec check --fix` mends {summary.fixable}"
    gravest = next(one for one in Severity if summary.counts[one])
    if not narrowed and len(located) - summary.counts[gravest] >= _MANY:
        _, several = _COUNTED[gravest]
        text += f"; --min-severity {gravest} shows the {several} alone"
    return text
