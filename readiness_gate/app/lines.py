"""Find the lines of a verdict's rules in the policy files."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from readiness_gate.app.locate import upward
from readiness_gate.app.session import Session
from readiness_gate.model.verdict import Line, Verdict


def with_lines(session: Session, verdict: Verdict) -> Verdict:
    """Return the verdict with the line of each of its rules."""
    return replace(verdict, lines=dict(_lines(session, verdict.milestone.name)))


def _lines(session: Session, milestone: str) -> Iterator[tuple[str, Line]]:
    """Yield the milestone, as "", and the ids of the rules with their lines, without those in files outside the
    repository."""
    folder = session.located.parent.resolve()
    inside = folder.relative_to(upward(folder)[-1]).as_posix()
    for rule, place in session.configuration.places[milestone].items():
        path = posixpath.normpath(posixpath.join(inside, place.document.name))
        if not path.startswith("../"):
            yield rule, Line(path, place.line)
