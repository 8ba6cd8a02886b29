"""Work over several cores gives what one core gives."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool

import pytest

from generator.check import parallel
from generator.check.foreign import look_at
from generator.check.promql.example import EXAMPLE
from generator.core.finding import Finding
from generator.load.yaml_source import load_foreign


def test_the_order_is_that_of_the_items() -> None:
    items = list(range(1000))
    assert parallel.spread(lambda one: (one, one * one), items, worthwhile=1) == [
        (one, one * one) for one in items
    ]


def test_other_processes_are_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    found = parallel.spread(lambda _: os.getpid(), list(range(100)), worthwhile=1)
    assert os.getpid() not in found
    monkeypatch.setattr(parallel, "_cores", lambda: 1)
    assert parallel.spread(lambda _: os.getpid(), [1, 2], worthwhile=1) == [os.getpid()] * 2


def test_what_goes_wrong_there_is_said_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    with pytest.raises(ZeroDivisionError):
        parallel.spread(lambda one: 1 // one, [1, 0, 1], worthwhile=1)


def test_processes_end_although_they_are_deaf_to_signals() -> None:
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        assert parallel.spread(lambda one: one, [1, 2, 3], worthwhile=1) == [1, 2, 3]
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_process_that_is_killed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    with pytest.raises(BrokenProcessPool):
        parallel.spread(lambda _: os.kill(os.getpid(), signal.SIGKILL), [1, 2], worthwhile=1)


def _findings(names: list[str], monkeypatch: pytest.MonkeyPatch, cores: int) -> list[Finding]:
    rules = "".join(
        f"  - {{alert: A{number}, expr: 'delta({name}[5m]) > {number}'}}\n"
        f"  - {{record: 'r{number}', expr: 'sum by (a{number}) (r{number + 1})'}}\n"
        for number, name in enumerate(names)
    )
    document = load_foreign("a.yml", f"groups:\n- name: a\n  rules:\n{rules}".encode()).document
    assert document is not None
    monkeypatch.setattr(parallel, "_cores", lambda: cores)
    return look_at([document], EXAMPLE, {}).findings


def test_findings_are_the_same_on_one_core_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["sent_total", "queue_size", "sent_totl", "http_requests_total"] * 25
    monkeypatch.setattr("generator.check.foreign.WORTHWHILE", 1)
    one, two = (_findings(names, monkeypatch, cores) for cores in (1, 2))
    assert len(one) > 100
    assert one == two
