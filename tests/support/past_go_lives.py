"""Programs on disk whose configuration states past go-lives."""

from pathlib import Path

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.plugins import tables
from support.git import instant
from support.program import Sample

NOW = instant(150)
HAND = 'name = "Wave 1"\ndate = 2026-03-03'


def opened(folder: Path) -> Session:
    """A session of the program in a folder."""
    return open_session(tables(), Whereabouts(folder), NOW)


def stated(sample: Sample, *stated: str) -> None:
    """Add tables of go-lives to the configuration of a program."""
    path = sample.path / "readiness-gate.toml"
    path.write_text(path.read_text() + "".join(f"\n[[past-go-lives]]\n{one}\n" for one in stated))
