"""Defects that count only because the configuration does not map their severity."""

from collections import Counter
from collections.abc import Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import Severity
from readiness_gate.model.wording import agreeing, capitalized, some

STRICTEST: Severity = "sev1"
_CUSTOM = "customfield_"
_FEW = 5


@dataclass(frozen=True, slots=True)
class Unmapped:
    """What to say about defects that count as the requested severity for lack of a mapping; empty if there are none."""

    said: str = ""
    """Sentences with their number."""
    remedy: str = ""
    """What to do about them."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why some defects count, and what to do about it."""

    count: int
    why: str
    fix: str

    def shown(self, severity: str) -> str:
        """Return a sentence with the reason, and the severity that they count as."""
        verb = agreeing(self.count, "counts", "count")
        return f" {self.count} of these {verb} as {severity} because {self.why}: {self.fix}."


def unmapped_in(defects: Sequence[Issue], facts: Facts, asked: str = STRICTEST) -> Unmapped:
    """Return what to say about the defects of the requested severity whose severity the configuration does not know:
    they may have any, so they count."""
    values = Counter(defect.severity_given for defect in defects if defect.severity is None)
    if not values:
        return Unmapped()
    field = facts.settings.jira.severity.field if facts.settings.jira else "priority"
    called = f'field "{field}"' if field.startswith(_CUSTOM) else field
    reasons = [*_unknown(values, called), *_empty(values, called)]
    counted_as = "severity 1" if asked == "any" or STRICTEST in asked else asked
    first = " and ".join(reason.fix for reason in reasons)
    rest = len(defects) - sum(values.values())
    then = f"fix the other {rest}" if rest else "see what is left"
    said = "".join(reason.shown(counted_as) for reason in reasons)
    return Unmapped(said, f"{capitalized(first)}, then {then}.")


def _unknown(values: Counter[str], called: str) -> list[_Reason]:
    """Return the values that the configuration does not name."""
    named = Counter({value: count for value, count in values.items() if value})
    if not named:
        return []
    if len(named) == 1:
        ((value, count),) = named.items()
        why = f'{agreeing(count, "its", "their")} {called} "{value}" is not mapped'
        return [_Reason(count, why, f'map "{value}" in [jira.severity]')]
    shown = some([f'"{value}" {count}' for value, count in named.most_common()], _FEW)
    return [_Reason(named.total(), f"their {called} is not mapped ({shown})", "map these values in [jira.severity]")]


def _empty(values: Counter[str], called: str) -> list[_Reason]:
    """Return the issues without a value."""
    count = values.get("", 0)
    if not count:
        return []
    why = f"{agreeing(count, 'it has', 'they have')} no usable {called}"
    return [_Reason(count, why, 'say what that means, such as unset = "sev3" in [jira.severity]')]
