"""The git repository: landings on the mainline, and the last changes of documents."""

from readiness_gate.sources.git.fetch import fetch

__all__ = ["fetch"]
