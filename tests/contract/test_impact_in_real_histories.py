"""What `impact` said of a landing before it was merged is what was measured when it had landed, in real histories.

Set READINESS_HISTORIES to a folder of clones, bare or not: for 200 landings of each, the readings with the change
`PARENT..LANDING` as of the landing's time are those of a run as of that time on the whole mainline.
"""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness_gate.app.impact import Request, impact
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.model.impact import Measures
from readiness_gate.model.reading import Measured, Reading
from readiness_gate.model.time import Instant
from readiness_gate.plugins import tables
from readiness_gate.run import evaluate
from readiness_gate.sources.git import chain, process
from readiness_gate.sources.git.chain import Chain

HISTORIES = os.environ.get("READINESS_HISTORIES", "")
LANDINGS = 200
NOW = 1_796_000_000
"""Later than any landing."""
pytestmark = [
    pytest.mark.heavy,
    pytest.mark.timeout(7_200),
    pytest.mark.skipif(not HISTORIES, reason="READINESS_HISTORIES names no folder of clones"),
]
CONFIGURATION = """\
[program]
name = "A real history"
timezone = "UTC"
[milestones.go-live]
date = 2026-12-31
freeze = {freeze}
packs = ["./own.toml"]
[git]
repository = "{repository}"
mainline = "{mainline}"
[git.paths]
config = ["**"]
docs = ["docs/**", "**/*.md", "**/*.rst", "CHANGES*"]
[[covers]]
docs = ["docs/**", "**/*.md", "**/*.rst"]
config = ["src/**", "force-app/**", "flask/**", "**/*.py", "**/*.object*"]
"""
RULE = """\
[[rules]]
id = "R-{number}"
title = "{signal}"
dimension = "change"
signal = "{signal}"
with = {{ {given} }}
{limit}
"""
ASKED = (
    ("change.landings", 'window = "28d", paths = "config"'),
    ("change.landings", 'window = "9999d", paths = "docs"'),
    ("change.files", 'window = "28d"'),
    ("change.days-since-last", 'paths = "config"'),
    ("change.late-share", ""),
    ("change.late-vs-median", ""),
    ("change.bursts", ""),
    ("change.after-freeze", 'kind = "any"'),
    ("change.after-freeze", 'kind = "feature"'),
    ("change.unapproved", ""),
    ("docs.stale", ""),
    ("docs.stale", 'max-age = "365d"'),
    ("docs.fresh-share", 'grace = "0d"'),
    ("docs.uncovered", ""),
    ("docs.drift-days", ""),
)


def _clones() -> list[Path]:
    """The folders that are repositories."""
    inside = sorted(Path(HISTORIES).glob("*")) + sorted(Path(HISTORIES).glob("*/*"))
    return [folder for folder in inside if (folder / "HEAD").is_file() or (folder / ".git").exists()]


def _session(folder: Path, clone: Path, mainline: str) -> Session:
    """A program outside of the clone, whose rules ask for every reading of git."""
    rules = (
        RULE.format(number=number, signal=signal, given=given, limit=_limit(signal))
        for number, (signal, given) in enumerate(ASKED)
    )
    (folder / "own.toml").write_text("".join(rules))
    freeze = "2019-06-01"
    (folder / "readiness-gate.toml").write_text(
        CONFIGURATION.format(repository=clone, mainline=mainline, freeze=freeze)
    )
    return open_session(tables(), Whereabouts(folder), NOW)


def _limit(signal: str) -> str:
    if signal in ("change.days-since-last", "docs.fresh-share"):
        return "at-least = 0.5"
    return "at-most = 0.5" if "late" in signal else "at-most = 1"


def _sample(mainline: Chain) -> Iterator[int]:
    """The indices of landings, evenly spread: those that are the last of their second."""
    alone = [
        index
        for index in range(1, len(mainline.commits))
        if index + 1 == len(mainline.commits) or mainline.landed[index + 1] > mainline.landed[index]
    ]
    step = max(len(alone) / LANDINGS, 1)
    yield from (alone[int(number * step)] for number in range(min(LANDINGS, len(alone))))


def _readings(session: Session, as_of: Instant) -> dict[str, Reading | None]:
    verdict = evaluate(session.program, session.gates["go-live"], as_of)
    return {finding.rule.id: finding.reading for finding in verdict.findings}


def _plain(reading: Reading | None, named: dict[str, str]) -> object:
    """A reading in comparable words, with other names for some commits."""
    said = (
        (reading.value, reading.summary, tuple(repr(piece) for piece in reading.evidence))
        if isinstance(reading, Measured)
        else reading
    )
    text = repr(said)
    for commit, other in named.items():
        for digits in (40, 12, 10):
            text = text.replace(commit[:digits], other[:digits])
    return text


def _refs(clone: Path) -> bytes:
    """Everything in a clone that could have been touched: its refs, and the objects that it stores."""
    words = (["show-ref"], ["count-objects", "-v"], ["rev-parse", "HEAD"])
    return b"".join(
        subprocess.run(["git", "-C", clone, *word], capture_output=True, check=False).stdout for word in words
    )


@pytest.mark.parametrize("clone", _clones() if HISTORIES else [Path("none")], ids=lambda clone: clone.parent.name)
def test_the_readings_with_a_change_are_those_after_it_landed(
    clone: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """For each landing, with its parent as the base."""
    repository = process.find(clone)
    mainline = subprocess.run(
        ["git", "-C", clone, "symbolic-ref", "HEAD"], capture_output=True, check=True, text=True
    ).stdout.strip()
    whole = chain.read(repository, chain.resolve(repository, mainline)).seen_at(NOW)
    session, before = _session(tmp_path, clone, mainline), _refs(clone)
    compared, unknown = 0, 0
    for index in _sample(whole):
        commit, parent, as_of = whole.commits[index], whole.commits[index - 1], whole.landed[index]
        found = impact(session, Request("go-live", as_of, f"{parent}..{commit}", tmp_path, {}))
        measured, expected = found.measured, _readings(session, as_of)
        assert isinstance(measured, Measures), measured
        with_change = {finding.rule.id: finding.reading for finding in measured.after.findings}
        named = {found.landing.commit: commit}
        for rule, reading in expected.items():
            assert _plain(with_change[rule], named) == _plain(reading, {}), (commit, rule)
            unknown += not isinstance(reading, Measured)
            compared += 1
    assert _refs(clone) == before
    said = f"{compared} readings of {compared // len(ASKED)} landings, {unknown} of them unavailable"
    record_property("compared", said)
    assert compared - unknown > compared / 2, said
