"""Reading back: plain data from plain YAML, and a refusal of everything readers disagree on."""

import pytest
import yaml

from generator.render.readback import TemplateFaultError, read_yaml


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, b, {c: '2'}]\nd: {}\n'': x\n",
        "- - 1\n  - 2\n-\n- on\n- 010\n- ~\n",
        'a: |-\n  sum(\n    x\n  )\nb: "\\u2028\\x07\\""\n',
        "plain",
        "{a: [], b: {c: [{d: e}]}}",
    ],
)
def test_every_scalar_is_its_text(text: str) -> None:
    assert read_yaml("x.yml", text) == yaml.load(text, yaml.BaseLoader)  # noqa: S506


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", "no YAML: the key `a` is given twice"),
        ("a: {b: 1, b: 2}\n", "no YAML: the key `b` is given twice"),
        ("a: &b 1\n", "no YAML: readers disagree on anchors, aliases and tags"),
        ("- &b [1]\n- *b\n", "no YAML: readers disagree on anchors, aliases and tags"),
        ("a: *b\n", "no YAML: readers disagree on anchors, aliases and tags"),
        ("a: !!int 1\n", "no YAML: readers disagree on anchors, aliases and tags"),
        ("a: !x {}\n", "no YAML: readers disagree on anchors, aliases and tags"),
        ("? [a]\n: 1\n", "no YAML: a key is no text"),
        ("a: 1\n---\nb: 1\n", "2 YAML documents instead of one"),
        ("# nothing\n", "0 YAML documents instead of one"),
    ],
)
def test_what_readers_disagree_on_is_a_fault_of_the_template(text: str, said: str) -> None:
    with pytest.raises(TemplateFaultError) as caught:
        read_yaml("x.yml", text)
    assert str(caught.value) == f"x.yml: {said}"


@pytest.mark.parametrize("text", ["a: [\n", "a: b: c\n", "\t- a\n", "a: \x07\n", "'"])
def test_a_text_that_is_no_yaml_is_a_fault_of_the_template(text: str) -> None:
    with pytest.raises(TemplateFaultError, match=r"^x\.yml: no YAML: "):
        read_yaml("x.yml", text)
