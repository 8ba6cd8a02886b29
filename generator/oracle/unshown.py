"""Kinds of alerts that no story is told of: no tests are generated for them.

README.md lists them, held to this by the tests.
"""

from typing import Final

MOST_STEPS: Final = 5000
"""What takes more evaluations would cost minutes, here and in promtool."""

RAW: Final = "raw expressions"
INDICATORS: Final = "ratios of indicators"
FEWER_LABELS: Final = "shares of a whole with fewer labels than its part"
CHANGES: Final = "changes of anything but a gauge and what a counter counts"
INSTANCES: Final = "availability by other labels than `instance`"
SLICES: Final = "slices of time of what is no gauge"
NOT_POSITIVE: Final = "native histograms held to a bound that is not above 0"
TOO_NEAR: Final = "bounds of a native histogram less than 1% apart"
TOO_LONG: Final = f"durations that take more than {MOST_STEPS} evaluations"
UNLABELLED: Final = "missing data without labels that are known"

KINDS: Final = (
    *(RAW, INDICATORS, FEWER_LABELS, CHANGES, INSTANCES, SLICES, NOT_POSITIVE, TOO_NEAR),
    *(TOO_LONG, UNLABELLED),
)


def unshown(kind: str) -> str:
    """Return why an alert of a kind has no proof."""
    return f"there is no proof yet for {kind}"
