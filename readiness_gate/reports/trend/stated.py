"""The policy of a trend, in words that every format uses."""

from typing import Literal, TypeAlias

from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted

PolicyChoice: TypeAlias = Literal["today", "as-it-was"]
TODAY: PolicyChoice = "today"
AS_IT_WAS: PolicyChoice = "as-it-was"
_STATED: dict[PolicyChoice, str] = {
    TODAY: "Policy: today's policy, applied to the facts of each date.",
    AS_IT_WAS: "Policy: the policy of each date, as it had landed by then.",
}


def series(verdict: Verdict) -> tuple[Verdict, ...]:
    """Return a verdict with those as of earlier dates, oldest first."""
    return (*verdict.past, verdict)


def stated(verdict: Verdict, policy: PolicyChoice) -> str:
    """Return which policy was applied, and as of how many dates it is unknown."""
    unknown = sum(not one.policy.is_known for one in series(verdict))
    if not unknown:
        return _STATED[policy]
    are = agreeing(unknown, "is", "are")
    return f"{_STATED[policy]} It is unknown as of {counted(unknown, 'date')}, which {are} undecided."
