"""What is rendered, at work: who is told of what in each scenario, and that it is over."""

import contextlib
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.simulate.test_scenarios import FIRING
from tests.support.stack import (
    DEAD_MAN,
    OUT,
    EndedError,
    Stack,
    of_promtool_only,
    rendered,
    stack,
)
from tests.support.timescale import HOUR

pytestmark = pytest.mark.tool

# So long after the last that was expected, something else would have come: twice what Alertmanager
# waits for, and two evaluations.
_SETTLED_SECONDS = 6.0

Told = set[tuple[str, str]]
"""Receiver and id of an alert."""

# By hand: whose pager rings, and who reads of it in the chat. That is less than fires, for a page
# holds back the tickets on its matter.
TOLD: dict[str, Told] = {
    "healthy": set(),
    "restart": set(),
    "outage": {("platform-pager", "system.availability.critical")},
    "errors": {
        ("platform-pager", "http.availability.fast"),
        ("platform-pager", "http.error_ratio.critical"),
        ("ml-chat", "llm.error_ratio.warning"),
        ("streaming-chat", "kafka.send_error_ratio.warning"),
        ("streaming-chat", "stream.drop_ratio.warning"),
        ("streaming-chat", "stream.late_ratio.warning"),
        ("storage-chat", "state.error_ratio.warning"),
    },
    "slow": {
        ("platform-pager", "http.latency_p99.fast"),
        ("platform-pager", "http.latency.critical.p99"),
        ("streaming-pager", "stream.e2e_p99.fast"),
        ("streaming-chat", "kafka.send_latency.warning.p95"),
    },
    "leak": {
        ("platform-pager", "system.memory.critical"),
        ("platform-pager", "system.disk_space.critical"),
    },
    "lag": {
        ("streaming-chat", "kafka.drain_time.warning"),
        ("streaming-pager", "kafka.lag.critical"),
        ("streaming-pager", "stream.watermark_age.critical"),
        ("streaming-chat", "stream.backlog_growth.warning"),
        ("streaming-chat", "stream.queue.warning"),
    },
    "cold-cache": {
        ("storage-chat", "cache.hit_ratio.warning.l1"),
        ("storage-chat", "cache.hit_ratio.warning.l2"),
        ("storage-chat", "cache.hit_ratio.warning.l3"),
    },
    "overload": {
        ("streaming-chat", "stream.queue.warning"),
        ("streaming-pager", "stream.queue_used.critical"),
        ("platform-pager", "system.cpu.critical"),
        ("platform-pager", "system.thread_pool.critical"),
    },
}


def _told(one: Stack) -> Told:
    """Return who was told of what."""
    return {
        (notification["receiver"], alert["labels"]["alert_id"])
        for notification in one.listener.heard
        for alert in notification["alerts"]
        if alert["status"] == "firing" and notification["receiver"] != DEAD_MAN
    }


def test_what_happens_is_told_to_whom_it_concerns_and_to_nobody_else(tmp_path: Path) -> None:
    """All scenarios at once, each with its own programs, since most of the time is waiting."""
    assert TOLD.keys() == FIRING.keys()
    with contextlib.ExitStack() as running:
        stacks = {
            name: running.enter_context(stack(tmp_path / name, everything=not TOLD[name]))
            for name in TOLD
        }
        for one in stacks.values():
            one.wait_until_quiet()
        for name, one in stacks.items():
            one.switch(name)
        for name, one in stacks.items():
            _wait_for(one, name)
        time.sleep(_SETTLED_SECONDS)
        _check_told(stacks)
        _check_groups(stacks)
        _check_rules(stacks["healthy"])
        for one in stacks.values():
            one.switch("healthy")
        for one in stacks.values():
            one.wait_until_over()
        # What was held back may go on a little longer than what held it back, and nothing else.
        late = {name: {alert for _, alert in _told(one)} for name, one in stacks.items()}
        assert {name: late[name] - FIRING[name] for name in late} == {name: set() for name in late}
        assert late["outage"] == {"system.availability.critical"}


def _check_told(stacks: Mapping[str, Stack]) -> None:
    """Who must be told is, and everything else that fires is held back.

    What fires before that which holds it back may have been told of, or just not: that is a matter
    of how fast this machine is, and not of the rules.
    """
    held = {name: one.alertmanager.inhibited() for name, one in stacks.items()}
    told = {
        name: {each for each in _told(one) if each in TOLD[name] or each[1] not in held[name]}
        for name, one in stacks.items()
    }
    assert told == TOLD
    of_others = of_promtool_only(rendered())
    heard = {name: {alert for _, alert in TOLD[name]} | held[name] for name in stacks}
    assert {name: FIRING[name] - of_others - heard[name] for name in stacks} == {
        name: set() for name in stacks
    }


def _wait_for(one: Stack, name: str) -> None:
    """Wait until everything fires that must, and they are told of who must be."""
    shown = FIRING[name] - of_promtool_only(rendered())
    one.wait(
        f"in {name}, {sorted(shown)} fire",
        lambda: {each for each in one.firing() if not each.startswith("meta.")} == shown,
        instead=lambda: sorted(one.firing()),
    )
    one.wait(
        f"in {name}, {sorted(TOLD[name])} are told",
        lambda: _told(one) >= TOLD[name],
        instead=lambda: sorted(_told(one)),
    )


def _check_groups(stacks: Mapping[str, Stack]) -> None:
    """What belongs together is one notification, and an outage is one and no more."""
    assert stacks["leak"].going_on() == {
        ("platform-pager", "system"): {"system.memory.critical", "system.disk_space.critical"}
    }
    assert stacks["cold-cache"].going_on() == {
        ("storage-chat", "cache"): {f"cache.hit_ratio.warning.{one}" for one in ("l1", "l2", "l3")}
    }
    assert stacks["lag"].going_on().keys() == {
        ("streaming-chat", "kafka"),
        ("streaming-pager", "kafka"),
        ("streaming-chat", "stream"),
        ("streaming-pager", "stream"),
    }
    heard = [one["receiver"] for one in stacks["outage"].listener.heard]
    assert Counter(heard) == {"platform-pager": 1, DEAD_MAN: heard.count(DEAD_MAN)}
    assert all(
        DEAD_MAN in {each["receiver"] for each in one.listener.heard} for one in stacks.values()
    )


def _check_rules(one: Stack) -> None:
    """Every rule that is rendered is loaded, and none fails."""
    groups = one.prometheus.api("rules")["groups"]
    loaded = Counter(rule["name"] for group in groups for rule in group["rules"])
    files = rendered().files
    assert loaded == Counter(
        rule.get("record") or rule["alert"]
        for tree in files.values()
        for group in tree["groups"]
        for rule in group["rules"]
    )
    assert {rule["health"] for group in groups for rule in group["rules"]} == {"ok"}


def test_what_looks_back_longer_than_an_hour_is_shown_by_promtool() -> None:
    rules = rendered()
    others = of_promtool_only(rules)
    assert {name for name, back in rules.looks_back().items() if back <= HOUR} == (
        rules.alerts().keys() - others
    )
    tests = "".join(
        one.read_text(encoding="utf-8") for one in (OUT / "prometheus" / "tests").glob("*.yml")
    )
    # Every tier but the fast one, growth over an hour, the budget of a day.
    assert {name.partition(".")[2] for name in others if name.count(".") == 2}
    assert {name for name in others if name not in tests} == set()


@pytest.mark.parametrize("victim", ["simulator", "prometheus", "alertmanager"])
def test_a_program_that_dies_is_named_and_nothing_is_left(victim: str, tmp_path: Path) -> None:
    processes: list[subprocess.Popen[bytes]] = []
    with pytest.raises(EndedError, match=rf"\A{victim} ended with -9\b"):
        _play_until_one_dies(victim, tmp_path, processes)
    assert len(processes) == 3
    assert not [one.args for one in processes if one.returncode is None or _is_alive(one.pid)]


def _play_until_one_dies(
    victim: str, folder: Path, processes: list[subprocess.Popen[bytes]]
) -> None:
    with stack(folder) as one:
        processes += one.processes.values()
        one.switch("errors")
        one.wait("a budget burns", lambda: "http.availability.fast" in one.firing())
        os.kill(one.processes[victim].pid, signal.SIGKILL)
        _wait_for(one, "errors")


def _is_alive(group: int) -> bool:
    """Tell whether a process group has members."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
