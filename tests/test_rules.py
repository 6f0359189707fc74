"""Context rules as text: what is read, and the sentence for what cannot be."""

import pytest

from framing.errors import FramingError
from framing.rules import Condition, parse_rule


def test_conditions_are_read_in_order() -> None:
    rule = parse_rule("near 8: foreign, outside forces; not passage: @market ; with: @a, b")
    assert rule == (
        Condition("near", ("foreign", "outside forces"), 8),
        Condition("passage", ("@market",), negated=True),
        Condition("with", ("@a", "b")),
    )
    assert rule[1].classes == ("market",)


def test_an_empty_rule_has_no_condition() -> None:
    assert parse_rule(" ; ") == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nearby: foreign", "x.tsv:3: the condition 'nearby: foreign' is not known; write near, after"),
        ("foreign", "is not known"),
        ("near: foreign", "lacks its number of words; write 'near 8: …'"),
        ("near 0: foreign", "the number in 'near 0: foreign' has no meaning"),
        ("passage 4: foreign", "the number in 'passage 4: foreign' has no meaning"),
        ("near 4: ,", "names no words"),
        ("near 4: @", "names no words"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, fault: str) -> None:
    with pytest.raises(FramingError) as error:
        parse_rule(text, "x.tsv:3")
    assert fault in str(error.value)
