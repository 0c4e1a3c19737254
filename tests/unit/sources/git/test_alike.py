"""A digest of a text without white space is that of the text without each white space where it is."""

import re
from hashlib import sha256

from hypothesis import given, strategies
from support.effort import law

from readiness_gate.sources.git import alike

# All of it in one pattern, as an independent and slow computation.
SPACE = re.compile(
    rb"\s|\xc2[\x85\xa0\xad]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf"
)
PIECES = [*(bytes([byte]) for byte in range(0x21)), *(bytes([byte]) for byte in range(0x7F, 0x100)), b"a"]
WIDE = [text.encode() for text in ("\x85", "\xa0", "\xad", "\u1680", "\u2028", "\u200b", "\u205f", "\u3000", "\ufeff")]


@law(1_000)
@given(strategies.lists(strategies.sampled_from((*PIECES, *WIDE)), max_size=20).map(b"".join))
def test_white_space_is_left_out_where_it_is(text: bytes) -> None:
    """Bytes that come together when white space goes are none, whatever they look like then."""
    body = b"a" + text  # no mark of an encoding at the beginning
    assert alike.digest_of(body) == sha256(SPACE.sub(b"", body)).hexdigest()


def test_bytes_beside_white_space() -> None:
    """They do not become a character that shows as nothing."""
    assert alike.digest_of(b"\xe2 \x80\x8b") == sha256(b"\xe2\x80\x8b").hexdigest()
