"""Alertmanager's configuration, its texts, and the test of its routes."""

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.artifact import Artifact
from generator.core.units import duration_text
from generator.oracle.routing import Expected
from generator.plan.notify.model import Alertmanager, Inhibition, ReceiverPlan, Route, Timing
from generator.render._jinja import render
from generator.render.readback import TemplateFaultError, read_yaml

PATH = "alertmanager/alertmanager.yml"
TEXTS_PATH = "alertmanager/templates/promspec.tmpl"
TEST_PATH = "alertmanager/routes_test.sh"
_LINE = re.compile(r"^goes_to (.+)$", re.MULTILINE)


def render_alertmanager(plan: Alertmanager) -> tuple[Artifact, ...]:
    """Return the configuration, and the texts that it uses.

    Raises:
        TemplateFaultError: the template made something else than the plan says.
    """
    rows = [_inhibition(plan, one) for one in plan.inhibitions]
    text = render(
        "alertmanager/alertmanager.yml.j2",
        source=plan.source,
        fallback=plan.fallback,
        group_by=plan.group_by,
        times=_times(plan.timing),
        routes=[_route(plan, one) for one in plan.routes],
        receivers=[_receiver(one) for one in plan.receivers],
        inhibitions=rows,
    )
    if read_yaml(PATH, text) != _wanted(plan, rows):
        raise TemplateFaultError(PATH, "what is read back is not what the plan says")
    texts = render("alertmanager/promspec.tmpl.j2")
    for name in ("promspec.title", "promspec.text"):
        if f'{{{{ define "{name}"' not in texts:
            raise TemplateFaultError(TEXTS_PATH, f"it does not define `{name}`")
    return Artifact(PATH, text, plan.project), Artifact(TEXTS_PATH, texts, plan.project)


def render_routes_test(expected: Iterable[Expected], source: str, root: str) -> Artifact:
    """Return the script that asks amtool who is told of each alert.

    ``root`` leads from the output folder, or that of the environment, to the project.

    Raises:
        TemplateFaultError: the template made something else than what is expected.
    """
    rows = [
        {
            "receiver": shlex.quote(one.receiver),
            "labels": shlex.join(f"{name}={value}" for name, value in one.labels),
        }
        for one in expected
    ]
    text = render("alertmanager/routes_test.sh.j2", source=source, root=root, expected=rows)
    if _LINE.findall(text) != [f"{row['receiver']} {row['labels']}" for row in rows]:
        raise TemplateFaultError(TEST_PATH, "it does not ask what is expected")
    return Artifact(TEST_PATH, text, source)


def _route(plan: Alertmanager, route: Route) -> dict[str, Any]:
    return {
        "source": route.source,
        "receiver": route.receiver,
        "matchers": list(route.matchers),
        "times": _own_times(plan, route),
    }


def _own_times(plan: Alertmanager, route: Route) -> dict[str, str]:
    """Return the times of a route that are not those of the root."""
    usual = _times(plan.timing)
    return {name: value for name, value in _times(route.timing).items() if usual[name] != value}


def _receiver(receiver: ReceiverPlan) -> dict[str, Any]:
    return {
        "source": f"owners.yaml: {receiver.name}" if receiver.integrations else "tells nobody",
        "name": receiver.name,
        "integrations": [(one.kind, _nested(one.settings)) for one in receiver.integrations],
    }


def _nested(settings: Mapping[str, str]) -> dict[str, Any]:
    """Return settings as a tree; a `/` in a name stands for one level."""
    tree: dict[str, Any] = {}
    for path, value in settings.items():
        *parents, name = path.split("/")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[name] = value
    return tree


def _inhibition(plan: Alertmanager, one: Inhibition) -> dict[str, Any]:
    project = f'project="{plan.project}"'
    return {
        "comment": f"{one.source} holds back {_count(one.targets)}",
        "source": [project, f'alert_id="{one.source}"'],
        "target": [project, _any_of(one.targets)],
        "equal": list(one.equal),
    }


def _count(targets: tuple[str, ...]) -> str:
    return targets[0] if len(targets) == 1 else f"{len(targets)} others"


def _any_of(ids: tuple[str, ...]) -> str:
    """Return the condition on one of some ids; a dot stands in brackets to mean itself."""
    if len(ids) == 1:
        return f'alert_id="{ids[0]}"'
    return f'alert_id=~"{"|".join(one.replace(".", "[.]") for one in ids)}"'


def _wanted(plan: Alertmanager, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the tree that Alertmanager shall read."""
    route: dict[str, Any] = {
        "receiver": plan.fallback,
        "group_by": list(plan.group_by),
        **_times(plan.timing),
    }
    if plan.routes:
        route["routes"] = [
            {"receiver": one.receiver, "matchers": list(one.matchers), **_own_times(plan, one)}
            for one in plan.routes
        ]
    wanted: dict[str, Any] = {
        "templates": ["templates/*.tmpl"],
        "route": route,
        "receivers": [
            {"name": one.name}
            | {f"{way.kind}_configs": [_nested(way.settings)] for way in one.integrations}
            for one in plan.receivers
        ],
    }
    if rows:
        wanted["inhibit_rules"] = [
            {
                "source_matchers": row["source"],
                "target_matchers": row["target"],
                "equal": row["equal"],
            }
            for row in rows
        ]
    return wanted


def _times(timing: Timing) -> dict[str, str]:
    return {
        "group_wait": duration_text(timing.wait),
        "group_interval": duration_text(timing.interval),
        "repeat_interval": duration_text(timing.repeat),
    }
