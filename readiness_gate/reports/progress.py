"""What changed in the adoption of a system between two verdicts, in one sentence that can be read aloud.

It is computed from the readings of the two verdicts only: what either of them does not know is left out of the
sentence, except that it says so for the use itself and for habits.
"""

from collections.abc import Sequence

from readiness_gate.model.reading import Measured
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing
from readiness_gate.signals.views.roster import WORST

_USE, _HABIT = "adoption.active-share", "adoption.habit-share"
_PROXIES, _WORKAROUNDS = "adoption.proxy-share", "adoption.workarounds-open"


def progress(before: Verdict, after: Verdict) -> str:
    """Return how the use of the system changed from an earlier verdict to a later one, and what is still missing."""
    used, now_used = _shown(before, _USE), _shown(after, _USE)
    between = f"Between {_when(before)} ({before.decision}) and {_when(after)} ({after.decision})"
    if used is None or now_used is None:
        days = " and ".join(_when(verdict) for verdict, use in ((before, used), (after, now_used)) if use is None)
        return f"{between}, the change in the use of the system is unknown: there is no figure of {days} to show."
    changes = [_use(used, now_used), _own_records(before, after), _workarounds(before, after)]
    return f"{between}, {_and([change for change in changes if change])}; {_habit(now_used, after)}."


def _shown(verdict: Verdict, signal: str) -> Measured | None:
    """Return the reading of a signal, for the worst role if there is one for each; None if there is none to show."""
    for finding in verdict.findings:
        is_asked = finding.rule.signal == signal and finding.rule.parameters.get("role") in (None, WORST)
        if is_asked and isinstance(finding.reading, Measured) and not finding.reading.hidden:
            return finding.reading
    return None


def _when(verdict: Verdict) -> str:
    """Return the day of a verdict's milestone, counted from go-live if that is known."""
    milestone = verdict.milestone
    if milestone.go_live is None:
        return milestone.date.isoformat()
    return f"day {(milestone.date - milestone.go_live).days}"


def _use(before: Measured, after: Measured) -> str:
    """Return the share of the people who use the system, in the role with the lowest one."""
    if before.of_group == after.of_group:
        share = f"the share of people in the role {after.of_group} who use the system"
        return f"{share} {_moved(*(_percent(one.value, _of(one)) for one in (before, after)))}"
    counts = (_percent(one.value, f"{_of(one)} people in the role {one.of_group}") for one in (before, after))
    return f"the share of people who use the system in the role with the lowest one {_moved(*counts)}"


def _own_records(before: Verdict, after: Verdict) -> str:
    """Return the share of the records that people enter themselves; "" if either verdict has none."""
    old, new = _shown(before, _PROXIES), _shown(after, _PROXIES)
    if old is None or new is None:
        return ""
    moved = _moved(_percent(1 - old.value), _percent(1 - new.value))
    return f"the share of records that people enter themselves {moved}"


def _workarounds(before: Verdict, after: Verdict) -> str:
    """Return the number of workarounds in use; "" if either verdict has none."""
    old, new = _shown(before, _WORKAROUNDS), _shown(after, _WORKAROUNDS)
    if old is None or new is None:
        return ""
    return f"the number of workarounds in use {_moved(*((int(one.value), f'{one.value}') for one in (old, new)))}"


def _habit(use: Measured, after: Verdict) -> str:
    """Return how many people do not use the system habitually yet, in the role with the fewest who do."""
    habit = _shown(after, _HABIT)
    if habit is None:
        return "how many of them use it as a habit is unknown"
    without = habit.people - _counting(habit)
    if without == 0:
        return "everyone uses it as a habit"
    of_role = f"{habit.people} people in the role {habit.of_group}"
    of_whom = f"these {habit.people}" if habit.of_group == use.of_group else of_role
    return f"{without} of {of_whom} {agreeing(without, 'does', 'do')} not use it as a habit yet"


def _counting(share: Measured) -> int:
    """Return how many people a share counts."""
    return round(share.value * share.people)


def _of(use: Measured) -> str:
    return f"{_counting(use)} of {use.people}"


def _percent(share: float, counts: str = "") -> tuple[int, str]:
    """Return a share in whole percent, and its text; 0 and 100 mean exactly none and all."""
    percent = round(100 * share) if share in (0, 1) else min(max(round(100 * share), 1), 99)
    return percent, f"{percent} %{f' ({counts})' if counts else ''}"


def _moved(before: tuple[int, str], after: tuple[int, str]) -> str:
    """Return the change from one number to another, given their texts."""
    if before[0] == after[0]:
        return f"stayed at {after[1]}"
    return f"{'rose' if after[0] > before[0] else 'fell'} from {before[1]} to {after[1]}"


def _and(phrases: Sequence[str]) -> str:
    """Return phrases as read aloud: a, b, and c."""
    return ", and ".join(filter(None, (", ".join(phrases[:-1]), phrases[-1])))
