"""What holds back what: of which alerts nobody is told while another one fires."""

import dataclasses
import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator import app
from generator.plan.notify.alerts import Sent
from generator.plan.notify.inhibitions import cycles, inhibitions
from generator.plan.notify.model import Inhibition

SMALL = Sent(
    id="web.errors.warning",
    service="",
    component="web",
    subject="web.errors",
    symptom="web.errors",
    severity="warning",
    urgency="ticket",
    owner="team",
    carries=("job",),
    source="web.yaml: web.errors.warning",
)
PROJECT = """\
project: shop
title: Shop
owner: team
selector: {job: shop}
identity:
  job: {on: series}
  cluster: {on: external, values: [eu-1, eu-2]}
scrape: {interval: 15s}
evaluation: 30s
retention: 15d
outputs: [rules, alertmanager]
"""
OWNERS = """\
owners: owners
define:
  team: {title: Team, receiver: {page: pager, ticket: chat}}
  mailers: {title: Mailers, receiver: chat}
receivers:
  pager: {pagerduty: {routing_key_file: /run/secrets/pager}}
  chat: {slack: {api_url_file: /run/secrets/chat}}
"""
LABELS = """\
labels: labels
define:
  job: {help: The scrape job.}
  cluster: {help: The cluster.}
  instance: {help: The instance., target: true}
"""
WORKER = """\
component: worker
title: Worker
metrics:
  queue_size: {type: gauge, help: Waiting., aggregate: sum}
indicators:
  up:
    title: Instances up
    availability: {of: up}
    by: []
    thresholds:
      critical: {below: 1, for: 1m, runbook: down, inhibits: [project]}
  queue:
    title: Queue
    value: {of: queue_size}
    by: [instance]
    thresholds:
      warning: {above: 10}
"""
FLEET = """\
fleet: workers
use: [worker]
services:
  mail: {selector: {job: mail}, owner: mailers}
  bills: {selector: {job: bills}}
"""
RUNBOOK = """\
runbook: down
title: Down
meaning: Nobody answers.
symptoms: [{say: Nothing.}]
diagnosis: [{say: Look.}]
steps: [{say: Start it.}]
"""


def make_project(root: Path, **files: str) -> app.Project:
    """Read a project made of small specs, some of which are replaced."""
    texts = {"project": PROJECT, "owners": OWNERS, "labels": LABELS, "down": RUNBOOK, **files}
    (root / "specs").mkdir(parents=True)
    for name, text in texts.items():
        (root / "specs" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return app.read(root)


def test_in_a_fleet_service_down_holds_back_its_own_service_alone(tmp_path: Path) -> None:
    project = make_project(tmp_path, worker=WORKER, workers=FLEET)
    assert app.check(project) == []
    plan = app.plan_of(project).alertmanager
    assert plan is not None
    assert plan.inhibitions == tuple(
        Inhibition(
            f"{service}/worker.up.critical",
            (f"{service}/worker.queue.warning",),
            ("job", "cluster"),
        )
        for service in ("mail", "bills")
    )
    assert [(one.matchers[1:], one.receiver) for one in plan.routes] == [
        (('owner="mailers"', 'severity="critical"'), "chat"),
        (('owner="team"', 'severity="critical"'), "pager"),
        (('owner="mailers"', 'severity="warning"'), "chat"),
        (('owner="team"', 'severity="warning"'), "chat"),
    ]


def test_an_environment_has_routes_of_its_own(tmp_path: Path) -> None:
    environment = (
        "environment: test\nidentity: {cluster: eu-2}\nset:\n"
        "  project.notifications.repeat.page: 8h\n  owners.team.receiver: chat\n"
    )
    project = make_project(tmp_path, worker=WORKER, test=environment)
    assert app.check(project) == []
    default, test = (app.plan_of(project, name).alertmanager for name in ("", "test"))
    assert default is not None
    assert test is not None
    assert default.group_by == test.group_by == ("project", "component", "job", "cluster")
    assert [(one.receiver, int(one.timing.repeat)) for one in default.routes] == [
        ("pager", 4 * 3600),
        ("chat", 86400),
    ]
    assert [(one.receiver, int(one.timing.repeat)) for one in test.routes] == [
        ("chat", 8 * 3600),
        ("chat", 86400),
    ]
    assert {one.path for one in app.artifacts_of(project)} >= {
        "alertmanager/alertmanager.yml",
        "env/test/alertmanager/alertmanager.yml",
    }


def test_only_labels_that_both_surely_have_must_agree() -> None:
    page = dataclasses.replace(SMALL, id="web.errors.critical", severity="critical", urgency="page")
    by_queue = dataclasses.replace(page, carries=("job", "queue"))
    assert inhibitions([page, SMALL]) == (Inhibition(page.id, (SMALL.id,), ("job",)),)
    assert inhibitions([by_queue, SMALL]) == (Inhibition(page.id, (SMALL.id,), ("job",)),)


def test_a_ticket_never_holds_back_a_page() -> None:
    page = dataclasses.replace(SMALL, id="web.other.critical", symptom="web.other", urgency="page")
    ticket = dataclasses.replace(SMALL, inhibits=("project",))
    assert inhibitions([ticket, page]) == ()


def test_alerts_that_hold_back_each_other_are_found_over_others_too() -> None:
    ways = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    found = [Inhibition(source, (target,), ()) for source, target in ways]
    assert list(cycles(found)) == [("a", "b", "c")]
    assert list(cycles(found[:2])) == []


_SENT = st.builds(
    dataclasses.replace,
    st.just(SMALL),
    service=st.sampled_from(["", "mail"]),
    component=st.sampled_from(["web", "worker"]),
    symptom=st.sampled_from(["web.errors", "web.latency"]),
    subject=st.sampled_from(["web.errors", "web.slo"]),
    severity=st.sampled_from(["critical", "warning"]),
    urgency=st.sampled_from(["page", "ticket"]),
    slowness=st.none() | st.integers(0, 3),
    inhibits=st.sampled_from([(), ("project",), ("component",), ("one",), ("one", "two.x")]),
    carries=st.lists(st.sampled_from(["job", "instance", "layer"]), unique=True).map(tuple),
)


@given(st.lists(_SENT, max_size=6))
def test_nothing_holds_back_itself_or_what_is_graver(some: list[Sent]) -> None:
    alerts = [
        dataclasses.replace(one, id=f"{name}.x")
        for one, name in zip(some, ("one", "two", "three", "four", "five", "six"), strict=False)
    ]
    known = {one.id: one for one in alerts}
    for rule in inhibitions(alerts, ["cluster"]):
        assert rule.source not in rule.targets
        for target in rule.targets:
            assert known[rule.source].urgency == "page" or known[target].urgency == "ticket"
            assert set(rule.equal) == {
                *(set(known[rule.source].carries) & set(known[target].carries)),
                "cluster",
            }


@given(st.lists(_SENT, max_size=6))
def test_without_a_word_of_the_author_nobody_holds_back_each_other(some: list[Sent]) -> None:
    alerts = [
        dataclasses.replace(one, id=f"alert{index}", inhibits=()) for index, one in enumerate(some)
    ]
    assert list(cycles(inhibitions(alerts))) == []


def test_every_pair_of_one_symptom_leaves_one_to_be_told() -> None:
    severe = dataclasses.replace(SMALL, id="c", severity="critical", urgency="page")
    tiers = [
        dataclasses.replace(
            SMALL,
            id=f"slo.{place}",
            subject="web.slo",
            urgency="page" if place < 2 else "ticket",
            severity="critical" if place < 2 else "warning",
            slowness=place,
        )
        for place in range(4)
    ]
    found = {(one.source, target) for one in inhibitions(tiers) for target in one.targets}
    assert found == set(itertools.combinations([one.id for one in tiers], 2))
    assert {one.source for one in inhibitions([severe, SMALL])} == {"c"}
