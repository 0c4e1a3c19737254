"""What changed a finding: which causes make a difference to it in any world, and whether their shares are known."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TypeAlias

from readiness_gate.app.since.rosters import Churn
from readiness_gate.app.since.worlds import NOW, THEN, World
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.comparison import CAUSES, Cause, Change, Counted, Edit, State, effect
from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.verdict import Finding

Aspect: TypeAlias = Callable[[Finding | None], object]
"""Returns the part of a finding that is compared."""
ALL_WORLDS: tuple[World, ...] = tuple(
    frozenset(some) for some in chain.from_iterable(combinations(CAUSES, size) for size in range(len(CAUSES) + 1))
)
_OF_PEOPLE = frozenset({"role", "group", "unit"})
"""Kinds of evidence about groups of people: a group may appear only because it has become large enough to be shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a comparison besides the findings."""

    edits: Sequence[Edit]
    counted: Sequence[Counted]
    churn: Churn


def change(id_: str, worlds: Mapping[World, Mapping[str, Finding]], known: Known) -> Change | None:
    """Return how the finding of a rule changed; None if it did not."""
    found = {world: findings.get(id_) for world, findings in worlds.items()}
    then, now = found[THEN], found[NOW]
    finding = now or then
    if finding is None or _comparable(then) == _comparable(now):
        return None
    causes = acting(_comparable, found)
    rule = finding.rule
    hidden = reveals(then, now, known.churn)
    appeared, went = _evidence(found) if "facts" in causes and not hidden else ((), ())
    return Change(
        rule=rule.id,
        title=rule.title,
        owner=rule.owner,
        then=shown(then, hidden=hidden),
        now=shown(now, hidden=False),
        causes=causes,
        deciding=acting(_outcome, found),
        apart=_is_separable(found),
        without=tuple((cause, shown(found[NOW.difference((cause,))], hidden=hidden)) for cause in causes),
        appeared=appeared,
        went=went,
        edits=_edits(rule.id, known.edits) if "limits" in causes else (),
        counted=_counted((then, now), known.counted) if "counted" in causes else (),
    )


def acting(aspect: Aspect, found: Mapping[World, Finding | None]) -> tuple[Cause, ...]:
    """Return the causes that make a difference to an aspect in some world. If the aspect changed there is at least
    one, because single steps lead from then to now."""
    return tuple(cause for cause in CAUSES if any(True for _ in _differing(aspect, found, cause)))


def _differing(aspect: Aspect, found: Mapping[World, Finding | None], cause: Cause) -> Iterator[World]:
    """Yield the worlds without a cause in which adding it makes a difference to an aspect."""
    for world in ALL_WORLDS:
        if cause not in world and aspect(found[world]) != aspect(found[world.union((cause,))]):
            yield world


def _comparable(finding: Finding | None) -> object:
    """Return everything that makes a finding different. The evidence of a passing rule changes all the time and does
    not count."""
    reading = finding.reading if finding else None
    rests_on = () if finding is None or finding.outcome == "pass" else _ids(reading)
    return _outcome(finding), _value(finding), rests_on


def _ids(reading: object) -> tuple[tuple[str, str], ...]:
    pieces = reading.evidence if isinstance(reading, Measured) else ()
    return tuple(sorted({_name(piece) for piece in pieces if piece.kind not in _OF_PEOPLE}))


def _name(piece: Evidence) -> tuple[str, str]:
    return piece.kind, piece.id


def _outcome(finding: Finding | None) -> object:
    """Return what a finding decides: an edit that makes a failing rule informative changes the decision, although it
    still fails."""
    if finding is None:
        return None
    does = effect(finding.outcome, finding.rule.enforcement, waived=finding.waived)
    return finding.outcome, finding.waived, does


def _value(finding: Finding | None) -> bool | int | float | None:
    reading = finding.reading if finding else None
    return reading.value if isinstance(reading, Measured) else None


def _is_separable(found: Mapping[World, Finding | None]) -> bool:
    """Return whether the shares of the causes in a change are known: for the value, if at most one changes it, or
    each has a constant effect whatever the others are; for the outcome, if at most one changes it, or none would
    without the others."""
    return _is_outcome_separable(found) and _is_value_separable(found)


def _is_outcome_separable(found: Mapping[World, Finding | None]) -> bool:
    if _outcome(found[THEN]) == _outcome(found[NOW]):
        return True
    causes = acting(_outcome, found)
    return len(causes) == 1 or all(
        _outcome(found[NOW.difference((cause,))]) == _outcome(found[THEN]) for cause in causes
    )


def _is_value_separable(found: Mapping[World, Finding | None]) -> bool:
    if _value(found[THEN]) == _value(found[NOW]):
        return True
    causes = acting(_value, found)
    return len(causes) == 1 or all(len(set(_value_steps(found, cause))) == 1 for cause in causes)


def _value_steps(found: Mapping[World, Finding | None], cause: Cause) -> Iterator[float | None]:
    """Yield by how much a cause changes the value in each world without it; None if there is no value."""
    for world in ALL_WORLDS:
        if cause not in world:
            before, after = _value(found[world]), _value(found[world.union((cause,))])
            yield None if before is None or after is None else round(after - before, 9)


def reveals(then: Finding | None, now: Finding | None, churn: Churn) -> bool:
    """Return whether both findings together would reveal what a few people did."""
    readings = [one.reading for one in (then, now) if one is not None and isinstance(one.reading, Measured)]
    return len(readings) > 1 and churn.reveals(readings[0], readings[-1])


def shown(finding: Finding | None, *, hidden: bool) -> State | None:
    """Return a finding as a state, with its value unless that is hidden."""
    if finding is None:
        return None
    reading = finding.reading
    if not isinstance(reading, Measured):
        return State(finding.outcome, finding.waived, unit=finding.rule.unit, enforcement=finding.rule.enforcement)
    is_hidden = hidden or reading.hidden
    value = None if is_hidden else reading.value
    return State(finding.outcome, finding.waived, value, reading.unit, is_hidden, finding.rule.enforcement)


def _evidence(found: Mapping[World, Finding | None]) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the evidence of the present finding that the earlier facts do not give, and the reverse."""
    now, before = (_pieces(found[world]) for world in (NOW, NOW.difference(("facts",))))
    appeared = tuple(piece for name, piece in now.items() if name not in before)
    return appeared, tuple(piece for name, piece in before.items() if name not in now)


def _pieces(finding: Finding | None) -> dict[tuple[str, str], Evidence]:
    reading = finding.reading if finding else None
    pieces = reading.evidence if isinstance(reading, Measured) else ()
    return {_name(piece): piece for piece in pieces if piece.kind not in _OF_PEOPLE}


def _edits(rule: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits of a rule; if there are none, those of the gate as a whole."""
    own = tuple(edit for edit in edits if edit.rule == rule)
    return own or tuple(edit for edit in edits if not edit.rule)


def _counted(findings: Sequence[Finding | None], counted: Sequence[Counted]) -> tuple[Counted, ...]:
    """Return what is counted differently in the sources of the findings; everything if that is empty."""
    readings = [finding.reading for finding in findings if finding is not None]
    sources = {source for reading in readings if isinstance(reading, Measured) for source in reading.facts}
    own = tuple(one for one in counted if not one.source or one.source in sources)
    return own or tuple(counted)
