"""Half of a character is found anywhere in the content of a JSON file."""

import json

import pytest

from readiness_gate.model.shapes import has_half_characters

HALF = "\ud83d"


@pytest.mark.parametrize(
    "content",
    [
        HALF,
        f"é{HALF}",
        {HALF: 1},
        {"a": [1, None, {"b": HALF}]},
        json.loads('"\\udc00\\ud83d"'),
        json.loads("[" * 900 + '"\\ud83d"' + "]" * 900),
    ],
)
def test_half_of_a_character(content: object) -> None:
    """In a text, in a key, at any depth."""
    assert has_half_characters(content)


@pytest.mark.parametrize("content", [None, 1, True, "", "é😀", {}, [], {"é": ["😀"]}, json.loads('"\\ud83d\\ude00"')])
def test_whole_characters(content: object) -> None:
    """Two halves that JSON joins are a character."""
    assert not has_half_characters(content)
