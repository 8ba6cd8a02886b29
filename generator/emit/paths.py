"""Paths below the output folder: which are allowed, what depends on what, what is never removed."""

import re
from pathlib import PurePosixPath

MANIFEST = "manifest.json"

# Later steps refer to files of earlier ones. Rules link to runbooks, tests name rule files,
# dashboards read what rules record; Prometheus, Grafana and compose enter through the last two.
_STEPS = (
    re.compile(r"prometheus/rules/.+"),
    re.compile(r"prometheus/tests/.+|grafana/provisioning/dashboards/.+/.+"),
    re.compile(r"prometheus/prometheus\.yml|grafana/provisioning/dashboards/[^/]+"),
    re.compile(r"compose\.yaml"),
)
_ENVIRONMENT = re.compile(r"env/[^/]+/")
# What JSON can hold and no path can: the end of a C string, and halves of UTF-16 pairs.
_NO_PATH = re.compile("[\0\ud800-\udfff]")
_TARGETS = "prometheus/targets/"
# What somebody puts there is loaded, or run by promtool, though nothing names it.
_LOADED = re.compile(
    r"prometheus/(rules|tests)/.+\.yml"
    r"|grafana/provisioning/.+\.(json|ya?ml)"
    r"|alertmanager/templates/[^/]+\.tmpl"
)
# Neither Prometheus' `*.yml` nor Grafana's `*.json` matches these.
_TEMP = re.compile(r"\.promspec-[0-9]+\.tmp")


def step(path: str) -> int:
    """Return when a file may be written: after all files of lower steps."""
    local = _local(path)
    matching = (number for number, files in enumerate(_STEPS, 1) if files.fullmatch(local))
    return max(matching, default=0)


def is_kept(path: str) -> bool:
    """Tell whether a path is never removed: targets of service discovery belong to the site."""
    return _local(path).startswith(_TARGETS)


def is_loaded(path: str) -> bool:
    """Tell whether Prometheus, promtool, Grafana or Alertmanager loads whatever has a path."""
    return _LOADED.fullmatch(_local(path)) is not None


def _local(path: str) -> str:
    """Return a path without the folder of its environment."""
    return path[found.end() :] if (found := _ENVIRONMENT.match(path)) else path


def is_output(path: str) -> bool:
    """Tell whether an output file may have a path; paths in a manifest may say anything."""
    pure = PurePosixPath(path)
    return (
        str(pure) == path
        and path != "."
        and not pure.is_absolute()
        and ".." not in pure.parts
        and not _NO_PATH.search(path)
        and path.casefold() != MANIFEST
        and not is_temp(path)
    )


def temp_name(number: int) -> str:
    """Return the name of a file that is still being written."""
    return f".promspec-{number}.tmp"


def is_temp(path: str) -> bool:
    """Tell whether a path has the name of a file that is still being written."""
    return _TEMP.fullmatch(path.rpartition("/")[2]) is not None


def folders(path: str) -> tuple[str, ...]:
    """Return the folders above a path, outermost first: ``a`` and ``a/b`` for ``a/b/c``."""
    return tuple(path[:end] for end, character in enumerate(path) if character == "/")
