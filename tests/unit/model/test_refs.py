"""What may name a branch, a tag or a commit, and what a policy may be locked by."""

import pytest

from readiness_gate.model.refs import LONGEST_REF, is_id, why_no_lock, why_no_ref

HEADS = ["HEAD", "@"]
DAYS = ["2027-01-18", "2027-1-8", "2027-13-41", "2027-01-18T09:00:00Z", "2027-01-18 09:00"]
REFS = ["main", "origin/main", "policy-1", "refs/tags/2027-01-18", "2027-01-18-policy", "größe", "a@b"]
WHOLE = ["0" * 40, "aB" * 20, "f" * 64]
SHORT = ["0123", "DeadBeef", "a" * 39, "a" * 41, "f" * 63]
NONE = ["", " ", "-x", "--output=x", "a..b", "a b", "a\tb", "a~1", "a^", "a:b", "a?", "a*", "a[b", "a\\b", "a@{1}"]


@pytest.mark.parametrize("text", [*REFS, *WHOLE, "012", "f" * 65])
def test_refs(text: str) -> None:
    """Any of them may be a baseline, and a lock."""
    assert why_no_ref(text) is None
    assert why_no_lock(text) is None
    assert is_id(text) == (text in WHOLE)


@pytest.mark.parametrize("text", [*NONE, "a\0b", "a\x7fb", "x" * (LONGEST_REF + 1)])
def test_what_is_no_ref(text: str) -> None:
    """What git would take for an option, a search or a range, and what cannot be handed to it."""
    assert why_no_ref(text)
    assert why_no_lock(text)


@pytest.mark.parametrize("text", [*HEADS, *DAYS])
def test_what_is_no_lock(text: str) -> None:
    """Whatever is checked out, and a day as a text: a tag that is called so can be named at length."""
    assert why_no_lock(text)


@pytest.mark.parametrize("text", SHORT)
def test_a_part_of_an_id_is_no_lock(text: str) -> None:
    """A tag that somebody sets later would take its place; it can be written at length, as a tag."""
    assert why_no_ref(text) is None
    assert not is_id(text)
    assert f'write the whole id (40 or 64 digits), or a tag as "refs/tags/{text}"' in (why_no_lock(text) or "")
    assert why_no_lock(f"refs/tags/{text}") is None
