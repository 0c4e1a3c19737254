"""The issue tracker."""

from readiness_gate.sources.jira.fetch import fetch

__all__ = ["fetch"]
