"""Regular expressions of Prometheus, read by Python's engine, which is close enough for checks."""

import functools
import re
import warnings


@functools.lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a regular expression that somebody else wrote.

    Python warns of what it may read otherwise one day, such as ``[[:alpha:]]``; that is no concern
    of whoever wrote a rule.

    Raises:
        re.error: Python does not read it, which RE2 may well do.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(pattern)


def takes(pattern: str, text: str) -> bool | None:
    """Tell whether a regular expression takes in a whole text; None where that is unclear."""
    try:
        return compiled(pattern).fullmatch(text) is not None
    except (re.error, OverflowError, RecursionError):
        return None
