"""Whatever is done to a decision log, but for cutting off its end, is found; and what is written is read."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.decisions import entries, written
from support.effort import law

from readiness_gate.model.decisions import Entry
from readiness_gate.sources.decisions.lines import parsed

LAW = law(150)
RANDOM = st.randoms(use_true_random=False)


@LAW
@given(entries())
def test_what_is_written_is_read(said: list[Entry]) -> None:
    """Every entry, with a digest for each line; and line by line the same."""
    content = written(said)
    log = parsed(content)
    assert (list(log.entries), len(log.digests), log.size, log.problem) == (said, len(said), len(content), None)
    piece = parsed(b"")
    for line in content.splitlines(keepends=True):
        piece = parsed(content[: piece.size + len(line)], piece)
    assert piece == log


@LAW
@given(entries(), RANDOM)
def test_a_changed_byte_is_found(said: list[Entry], rng: Random) -> None:
    """Wherever it is, and named with the line that has it."""
    content = bytearray(written(said))
    place = rng.randrange(len(content))
    content[place] ^= 1 << rng.randrange(8)
    problem = parsed(bytes(content)).problem
    assert problem is not None
    assert problem.line == bytes(content[:place]).count(b"\n") + 1


@LAW
@given(entries(least=2), RANDOM)
def test_a_removed_line_is_found(said: list[Entry], rng: Random) -> None:
    """Unless it was the last: the digest of the last line shows that."""
    lines = written(said).splitlines(keepends=True)
    last = parsed(b"".join(lines)).last
    place = rng.randrange(len(lines))
    log = parsed(b"".join(lines[:place] + lines[place + 1 :]))
    if place == len(lines) - 1:
        assert (log.problem, last in log.digests) == (None, False)
    else:
        assert log.problem is not None
        assert log.problem.line == place + 1


@LAW
@given(entries(least=2), RANDOM)
def test_swapped_and_inserted_lines_are_found(said: list[Entry], rng: Random) -> None:
    """A line in another place is named; so is one that is there twice, or comes from another log."""
    lines = written(said).splitlines(keepends=True)
    one, other = sorted(rng.sample(range(len(lines)), 2))
    swapped = [*lines]
    swapped[one], swapped[other] = lines[other], lines[one]
    problem = parsed(b"".join(swapped)).problem
    assert problem is not None
    assert problem.line == one + 1
    place = rng.randrange(len(lines))
    problem = parsed(b"".join([*lines[:place], rng.choice(lines[: place + 1]), *lines[place:]])).problem
    assert problem is not None
    assert place + 1 <= problem.line <= place + 2
