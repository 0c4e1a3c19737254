"""Write a verdict to a go-live issue in Jira, and to the field that its Go-Live transition checks."""

from readiness_gate.publishers.jira.publish import publish, withdraw
from readiness_gate.publishers.jira.request import Publication, Target, Updates
from readiness_gate.publishers.jira.site import Site, connected

__all__ = ["Publication", "Site", "Target", "Updates", "connected", "publish", "withdraw"]
