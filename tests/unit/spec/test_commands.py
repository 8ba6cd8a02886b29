"""Commands of runbooks: a quote that never ends is told, and nothing that a shell can read."""

import pydantic
import pytest

from generator.spec.views import Diagnosis


@pytest.mark.parametrize(
    "command",
    [
        "echo 'all well'",
        'echo "$(grep "it\'s" f)"',
        "echo `it's here`",
        "cat <<END\nit's\nEND",
        "ls  # it's a comment",
        "echo it\\'s",
    ],
)
def test_a_command_that_a_shell_can_read_is_taken(command: str) -> None:
    assert Diagnosis(say="Why?", run=command).run == command


@pytest.mark.parametrize("command", ["echo it's", 'echo "on and on'])
def test_a_quote_that_never_ends_is_not(command: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        Diagnosis(say="Why?", run=command)
