"""A simulated service as series for promtool: what every scrape of some instances would show."""

import collections
import re
from collections.abc import Iterator

from generator.simulate.exposition import exposition
from generator.simulate.world import World

_SAMPLE = re.compile(r"(\w+)(?:\{(.*)\})? (\S+)")


def played(world: World, script: list[tuple[str, int]], step: int) -> list[dict[str, str]]:
    """Return input series of scenarios, each for some scrapes that are ``step`` seconds apart."""
    found: dict[str, dict[int, str]] = collections.defaultdict(dict)
    at = 0
    for scenario, scrapes in script:
        world.switch(scenario)
        for _ in range(scrapes):
            for name, value in _scraped(world):
                found[name][at] = value
            world.advance(step)
            at += 1
    return [
        {"series": name, "values": " ".join(values.get(one, "_") for one in range(at))}
        for name, values in found.items()
    ]


def _scraped(world: World) -> Iterator[tuple[str, str]]:
    for instance in range(world.instances):
        for target in world.targets:
            added = [f'{name}="{value}"' for name, value in target.labels]
            added.append(f'instance="instance-{instance}"')
            away = world.is_away(instance)
            yield f"up{{{','.join(added)}}}", "0" if away else "1"
            for line in () if away else exposition(world, instance, target).splitlines():
                sample = _SAMPLE.fullmatch(line)
                if sample is not None:
                    name, own, value = sample.groups()
                    yield f"{name}{{{','.join([*([own] if own else []), *added])}}}", value
