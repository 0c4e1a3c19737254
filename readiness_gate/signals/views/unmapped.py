"""Defects that count only because the configuration does not say what their severity means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import Severity

STRICTEST: Severity = "sev1"
_CUSTOM = "customfield_"
_FEW = 5


@dataclass(frozen=True, slots=True)
class Unmapped:
    """In words, how many defects count as the severity asked about for want of a mapping, and what to do about it;
    both empty when there are none."""

    said: str = ""
    remedy: str = ""


def unmapped_in(found: Sequence[Issue], facts: Facts, asked: str = STRICTEST) -> Unmapped:
    """What to say of the defects among those of the severity asked about whose severity the configuration does not
    know: they may be of any, and count."""
    values = Counter(issue.severity_given for issue in found if issue.severity is None)
    if not values:
        return Unmapped()
    field = facts.settings.jira.severity.field if facts.settings.jira else "priority"
    called = f'field "{field}"' if field.startswith(_CUSTOM) else field
    parts = [*_unknown(values, called), *_empty(values, called)]
    counted_as = "severity 1" if asked == "any" or STRICTEST in asked else asked
    said = "".join(
        f" {count} of these {'counts' if count == 1 else 'count'} as {counted_as} because {why}: {fix}."
        for count, why, fix in parts
    )
    rest = len(found) - sum(values.values())
    first = " and ".join(fix for _, _, fix in parts)
    then = f", then fix the other {rest}" if rest else ", then see what is left"
    return Unmapped(said, f"{first[0].upper()}{first[1:]}{then}.")


def _unknown(values: Counter[str], called: str) -> list[tuple[int, str, str]]:
    """The values that the configuration does not name: how many issues, why they count, what to do."""
    named = Counter({value: count for value, count in values.items() if value})
    if not named:
        return []
    if len(named) == 1:
        ((value, count),) = named.items()
        whose = "its" if count == 1 else "their"
        return [(count, f'{whose} {called} "{value}" is not mapped', f'map "{value}" in [jira.severity]')]
    shown = ", ".join(f'"{value}" {count}' for value, count in named.most_common(_FEW))
    more = ", …" if len(named) > _FEW else ""
    return [(named.total(), f"their {called} is not mapped ({shown}{more})", "map these values in [jira.severity]")]


def _empty(values: Counter[str], called: str) -> list[tuple[int, str, str]]:
    """The issues without a value."""
    count = values.get("", 0)
    if not count:
        return []
    have = "it has" if count == 1 else "they have"
    return [(count, f"{have} no usable {called}", 'say what that means, such as unset = "sev3" in [jira.severity]')]
