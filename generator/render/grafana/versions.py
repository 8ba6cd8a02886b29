"""Versions of other programs, as Grafana compares them: three numbers."""

import re

_VERSION = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?")


def full_version(version: str) -> str:
    """Return a version with all three numbers: ``2.42`` becomes ``2.42.0``.

    Raises:
        ValueError: the text is no version.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ValueError(f"`{version}` is no version; write one such as `11.6` or `11.6.0`")
    return ".".join(part or "0" for part in match.groups())
