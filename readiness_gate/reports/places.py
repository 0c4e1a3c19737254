"""The repository files that a finding is about."""

from collections.abc import Iterator

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.repositories import parted
from readiness_gate.model.verdict import Finding


def files(finding: Finding) -> Iterator[Evidence]:
    """Yield the evidence of a finding that is about a file."""
    evidence = finding.reading.evidence if isinstance(finding.reading, Measured) else ()
    return (piece for piece in evidence if _is_inside(piece.path))


def _is_inside(named: str) -> bool:
    """Return whether a path, with or without the name of its repository, is a file in it."""
    path = parted(named)[1]
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")
