"""Bytes and JSON with something changed somewhere, for readers that must not be surprised by anything."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from readiness_gate.model.shapes import as_mapping, as_sequence

ODD_BYTES = (
    b"",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b'"',
    b",",
    b"\r",
    b"\n\n",
    b"{",
    b"]",
    b"null",
    b"NaN",
    b"1e999",
    b"\\ud800",
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1e300, 10**40, "", " ", "done", "\ud800", "\0", "http://[", "2026-13-01T00:00:00Z"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", [], {}, [[]], {"key": "done"}, {"name": 5}),
)


@st.composite
def mutated_bytes(draw: st.DrawFn, originals: Sequence[bytes]) -> bytes:
    """One of the originals with a few slices of it replaced, removed or doubled."""
    content = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 40)))
        put = draw(st.one_of(st.sampled_from((*ODD_BYTES, content[start:end] * 2)), st.binary(max_size=6)))
        content = content[:start] + put + content[end:]
    return content


@st.composite
def mutated_json(draw: st.DrawFn, originals: Sequence[Any]) -> bytes:
    """One of the originals with a few of the values in it replaced by odd ones."""
    value: Any = json.loads(json.dumps(draw(st.sampled_from(originals))))
    for _ in range(draw(st.integers(1, 3))):
        value = _replaced(draw, value)
    return json.dumps(value).encode()


def _replaced(draw: st.DrawFn, value: Any) -> Any:
    """The value with one of the values inside, or itself, replaced."""
    mapping, sequence = as_mapping(value), as_sequence(value)
    if not (mapping or sequence) or draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(ODD_VALUES))
    if mapping:
        name = draw(st.sampled_from(sorted(mapping)))
        return {**mapping, name: _replaced(draw, mapping[name])}
    index = draw(st.integers(0, len(sequence or ()) - 1))
    return [_replaced(draw, each) if number == index else each for number, each in enumerate(sequence or ())]
