"""Regular expressions of Prometheus, as Python matches them: close enough for checks."""

import functools
import re
import warnings

from generator.core import re2


@functools.lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a regular expression that somebody else wrote.

    Python warns of what it may read otherwise one day, such as ``[a&&b]``; that is no concern of
    whoever wrote a rule.

    Raises:
        re.error: RE2 refuses it, or Python cannot say it.
    """
    found = re2.read(pattern)
    if found.python is None:
        raise re.error(found.fault or "Python has no such thing")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return re.compile(found.python, re.ASCII)


def takes(pattern: str, text: str) -> bool | None:
    """Tell whether a regular expression takes in a whole text; None where that is unclear."""
    try:
        return compiled(pattern).fullmatch(text) is not None
    except (re.error, OverflowError, RecursionError):
        return None
