import pytest

from generator.spec.versions import Requirement, _requirement


@pytest.mark.parametrize(
    ("text", "version", "allowed"),
    [
        (">=0.1,<1", "0.1.0", True),
        (">=0.1,<1", "0.10", True),
        (">=0.1,<1", "1.0.0", False),
        (">=0.1, <1", "0.0.9", False),
        ("==1", "1.0.0", True),
        ("!=1.0", "1", False),
        ("!=1.0", "1.0.1", True),
        (">0.9", "0.10", True),
        ("<=0.9", "0.10", False),
        (">=1", "1.2.0rc1", True),
        (">=1", "unknown", False),
    ],
)
def test_versions_are_compared_as_numbers(text: str, version: str, *, allowed: bool) -> None:
    requirement = _requirement(text)
    assert isinstance(requirement, Requirement)
    assert requirement.allows(version) == allowed
    assert str(requirement) == text
    assert _requirement(requirement) is requirement
