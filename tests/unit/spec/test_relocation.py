import pytest

from generator.spec.relocation import home_of


@pytest.mark.parametrize(
    ("kind", "path", "home"),
    [
        ("component", ("indicators", "x", "above"), "it belongs into an entry of `thresholds`"),
        ("component", ("type",), "it belongs into an entry of `metrics`"),
        ("component", ("indicators", "x", "rate", "by"), "it belongs one level up, beside `rate`"),
        (
            "component",
            ("indicators", "x", "thresholds", "info", "by"),
            "it belongs 2 levels up, beside `thresholds`",
        ),
        ("project", ("interval",), "it belongs into `scrape`"),
        ("dashboard", ("show",), "it belongs into an entry of `panels` in an entry of `rows`"),
        ("runbook", ("danger",), "it belongs into an entry of `steps`"),
        ("project", ("scrape", "nothing"), None),
        ("component", ("indicators", "x", "steps"), None),
    ],
)
def test_a_key_on_the_wrong_level_is_sent_home(
    kind: str, path: tuple[str, ...], home: str | None
) -> None:
    assert home_of(kind, path) == home
