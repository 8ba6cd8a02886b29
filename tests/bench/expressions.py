"""Measures the analysis of expressions by itself: read, labels inferred, every check asked.

A program of its own, so that what it takes is not mixed with the rest: `python
tests/bench/expressions.py RULES PROJECT`. `--profile` tells where the time goes instead.
"""

import argparse
import cProfile
import gc
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path

import promql_parser

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # started as a program, not as a module

from generator import app  # noqa: E402 (needs the line above)
from generator.check.expressions import with_records  # noqa: E402
from generator.check.foreign_rules import foreign_groups  # noqa: E402
from generator.check.parallel import spread  # noqa: E402
from generator.check.promql.catalogue import Catalogue, catalogue_of  # noqa: E402
from generator.check.promql.run import Text, look  # noqa: E402
from generator.load.files import named_files, read_files  # noqa: E402

COUNT = 20_000
_GOALS = {1: 5, 2: 3}


def texts_in(folder: Path) -> list[Text]:
    """Return the expressions of rule files, as often as it takes to be as many as are wanted."""
    files, _ = named_files([str(folder)])
    sources, _ = read_files(files)
    found = [
        Text(
            one.expr,
            "alert" if one.alert else "record",
            tuple((f"annotations/{name}", text) for name, text in one.annotations),
        )
        for document in sources.documents.values()
        for group in foreign_groups(document)
        for one in group.rules
    ]
    return [found[number % len(found)] for number in range(COUNT)]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes by the clock and by the processor, the children left out."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Print one line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", type=Path, help="a folder of rule files")
    parser.add_argument("project", type=Path, help="the project whose metrics they read")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    gc.disable()  # as the command does
    texts = texts_in(chosen.rules)
    project = app.read(chosen.project)
    known = with_records(catalogue_of(app.estate_of(project)), app.plan_of(project))
    if chosen.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [look(text, known) for text in texts])
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    _, parsed = timed(lambda: [promql_parser.parse(text.expr) for text in texts])
    _line(f"promql-parser reads {COUNT:,} expressions", parsed)
    for what, catalogue in (("", Catalogue()), (", with a catalogue", known)):
        _, alone = timed(lambda world=catalogue: [look(text, world) for text in texts])  # type: ignore[misc]
        note = f"{alone / parsed:.0f} x promql-parser (goal {_GOALS[1]} s)"
        _line(f"analysed on one core{what}", alone, note)
    elapsed, _ = timed(lambda: spread(lambda text: len(look(text, known)), texts))
    _line("the same on all cores, by the clock", elapsed, f"(goal {_GOALS[2]} s on two)")


def _line(what: str, seconds: float, note: str = "") -> None:
    print(f"{what:<44} {seconds:8.3f} s  {note}".rstrip(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
