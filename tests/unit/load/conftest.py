import pytest

from generator.load import events


@pytest.fixture(params=[True, False], ids=["libyaml", "pure-python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test with both parsers of PyYAML."""
    monkeypatch.setattr(events, "HAS_LIBYAML", request.param)
