"""Seconds instead of minutes, for tests in which time really passes.

The specs are changed, not the rules, so that everything derived from a duration follows: ranges,
names of records, factors that turn a rate into a count.
"""

from tests.support.projects import ProjectCopy

STEP = "1s"
WINDOW = "10s"
FOR = "2s"


def hurry(project: ProjectCopy) -> None:
    """Scrape and evaluate every second, look back ten seconds, fire after two."""
    for keys, to in {
        ("scrape", "interval"): STEP,
        ("evaluation",): STEP,
        ("defaults", "window"): WINDOW,
        ("defaults", "for"): FOR,
    }.items():
        project.set("project.yaml", *keys, to=to)
    for file in project.files("components"):
        project.set(file, "indicators", "*", "window", to=WINDOW)
        project.set(file, "indicators", "*", "thresholds", "*", "for", to=FOR)
        project.set(file, "indicators", "*", "thresholds", "*", "keep_firing_for", to=FOR)
