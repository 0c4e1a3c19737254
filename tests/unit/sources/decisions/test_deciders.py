"""Who may decide is read from a configuration as the loader reads it."""

import pytest

from readiness_gate.sources.decisions.deciders import deciders

POLICY = '[waivers]\napprovers = ["a@example.com"]\n[decisions]\nby = ["b@example.com", "a@example.com"]\n'


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (POLICY.encode(), ("a@example.com", "b@example.com")),
        (b"\xef\xbb\xbf" + POLICY.encode(), ("a@example.com", "b@example.com")),
        (POLICY.replace("\n", "\r\n").encode(), ("a@example.com", "b@example.com")),
        (b'decisions = {\n  by = ["b@example.com"],\n}\n', ("b@example.com",)),
        (b'waivers = 1\ndecisions = { by = "b@example.com" }\n', ()),
        (b"", ()),
        (b"= no TOML", None),
        (None, None),
    ],
)
def test_who_may_decide(content: bytes | None, names: tuple[str, ...] | None) -> None:
    """Also with a byte order mark, with other line ends, and in the form of TOML 1.1."""
    assert deciders(content) == names
