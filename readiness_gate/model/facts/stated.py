"""Facts that the configuration states, and whose files were checked."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.settings.support import SupportSettings


@dataclass(frozen=True, slots=True)
class SupportFacts(SourceFacts):
    """How users are supported after go-live; every file named there exists."""

    stated: SupportSettings


@dataclass(frozen=True, slots=True)
class LeadershipFacts(SourceFacts):
    """Who leads the change."""

    stated: LeadershipSettings


@dataclass(frozen=True, slots=True)
class WorkingTimeFacts(SourceFacts):
    """When people work."""

    stated: WorkingTime
