"""Signals on migrated data: whether it matches its source, and how well the cutover was rehearsed."""

from collections.abc import Callable, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.migration import (
    Reconciliation,
    ReconciliationFacts,
    Rehearsal,
    RehearsalFacts,
)
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import ago, agreeing, counted
from readiness_gate.signals.signal import Signal, all_of
from readiness_gate.signals.views.records import has_occurred, maybe_newest

_CENT = 0.005
"""Money totals that differ by less than this are equal: half of the smallest coin."""


def reconciled(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the records that match their source, for the kind of data with the lowest share.

    Only comparisons signed by the data owner count. If only counts were compared, each surplus or missing record is a
    mismatch.
    """
    rows = [row for row in _compared(facts, as_of, _worst_share_first) if _most(row)]
    if not rows:
        raise CannotMeasure("no migrated data has any record on either side, so no share can be computed")
    shares = sorted((_share(row), row.data, row) for row in rows)
    share, _, worst = shares[0]
    lowest = f", the lowest of {len(rows)} kinds of data" if len(rows) > 1 else ""
    signed = "" if worst.signed_by else ", and nobody signed the comparison"
    return Measured(
        share,
        f"{worst.data}{lowest}: {_matching(worst)} of {counted(_most(worst), 'record')} match the source{signed}.",
        tuple(Evidence("data", name, _note(row)) for _, name, row in shares),
        shortfall=f"{worst.data}: {_most(worst) - _matching(worst)} of {counted(_most(worst), 'record')} wrong{signed}",
    )


RECONCILED = Signal(
    name="data.reconciled",
    unit="share",
    sources=("reconciliation",),
    meaning="The share of migrated records that match their source, of the kind of data with the lowest share.",
    needs=all_of("reconciliation"),
    measure=reconciled,
    topic="whether the migrated data matches its source",
)


def unexplained(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many kinds of data have money totals that differ without an explanation."""
    rows = [row for row in _compared(facts, as_of, _unexplained_first) if row.source_amount is not None]
    if not rows:
        raise CannotMeasure(
            "no sums of money were compared: add source-amount and target-amount to reconciliation, for data with money"
        )
    open_ones = tuple(sorted(row.data for row in rows if not _is_explained(row)))
    differs = agreeing(len(open_ones), "differs", "differ")
    return Measured(
        len(open_ones),
        f"{len(open_ones)} of {counted(len(rows), 'sum')} of money {differs} without an explanation.",
        tuple(
            Evidence("data", row.data, f"differs by {_difference(row):.2f}") for row in rows if row.data in open_ones
        ),
        shortfall=f"{counted(len(open_ones), 'unexplained financial difference')}",
        levers=(work("explain or correct", "difference in money", open_ones, many="differences in money"),),
    )


UNEXPLAINED = Signal(
    name="data.unexplained",
    unit="count",
    sources=("reconciliation",),
    meaning="Differences between sums of money after the migration that nobody explained.",
    needs=all_of("reconciliation"),
    measure=unexplained,
    topic="which financial differences are explained",
)


def rehearsals(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many full rehearsals of the cutover in a row were clean, up to the last one.

    A clean rehearsal leaves no severe defect open and ends within its window.
    """
    whole = _whole(facts, as_of)
    unclean = _last_unclean(whole)
    clean = [row for row in whole if _is_clean(row) and (unclean is None or row.ended_at.start > unclean.ended_at.end)]
    why = "" if unclean is None else f"; before these, {unclean.rehearsal} {_of_rehearsal(unclean)}"
    return Measured(
        len(clean),
        f"{counted(len(clean), 'rehearsal')} of the whole cutover without severe defects, and in time{why}.",
        tuple(Evidence("rehearsal", row.rehearsal, _of_rehearsal(row)) for row in reversed(whole)),
        shortfall=f"{counted(len(clean), 'clean rehearsal')} of the cutover",
    )


REHEARSALS = Signal(
    name="data.rehearsals",
    unit="count",
    sources=("rehearsals",),
    meaning="Rehearsals of the whole cutover in a row that left no severe defect open and ended in time.",
    needs=all_of("rehearsals"),
    measure=rehearsals,
    topic="how often the cutover was rehearsed",
)


def rehearsal_age(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the days since the last clean full rehearsal of the cutover."""
    clean = [row for row in _whole(facts, as_of) if _is_clean(row)]
    if not clean:
        raise CannotMeasure("no rehearsal of the whole cutover was without severe defects and in time: rehearse again")
    last = clean[-1]
    return Measured(
        (as_of - last.ended_at.start) / DAY,
        f"The last clean rehearsal of the whole cutover was {last.rehearsal}.",
        (Evidence("rehearsal", last.rehearsal, _of_rehearsal(last)),),
        shortfall=f"the last clean rehearsal of the cutover {ago((as_of - last.ended_at.start) / DAY)}",
    )


REHEARSAL_AGE = Signal(
    name="data.rehearsal-age",
    unit="days",
    sources=("rehearsals",),
    meaning="Days since the last rehearsal of the whole cutover that left no severe defect open and ended in time.",
    needs=all_of("rehearsals"),
    measure=rehearsal_age,
    topic="when the cutover was rehearsed last",
)


def _compared(
    facts: Facts, as_of: Instant, worst_first: Callable[[Reconciliation], tuple[float, ...]]
) -> list[Reconciliation]:
    """Return the newest comparison of each kind of data, at least one. If several may be the newest, the worst of
    them counts."""
    of_data: dict[str, list[Reconciliation]] = {}
    for row in facts.require("reconciliation", ReconciliationFacts).records:
        of_data.setdefault(row.data, []).append(row)
    newest = {data: maybe_newest(rows, lambda row: row.reconciled_at, as_of) for data, rows in sorted(of_data.items())}
    missing = sorted(data for data, rows in newest.items() if not rows)
    if missing:
        raise CannotMeasure(f"{missing[0]} was not compared with its source by then: compare it")
    return [min(rows, key=worst_first) for rows in newest.values()]


def _worst_share_first(row: Reconciliation) -> tuple[float, ...]:
    return (_share(row) if _most(row) else 1.0,)


def _unexplained_first(row: Reconciliation) -> tuple[float, ...]:
    return float(_is_explained(row)), float(row.source_amount is None)


def _most(row: Reconciliation) -> int:
    return max(row.source_count, row.target_count)


def _matching(row: Reconciliation) -> int:
    return min(row.source_count, row.target_count) if row.matching is None else row.matching


def _share(row: Reconciliation) -> float:
    """Return the share of the records that match; 0 without a signature."""
    most = _most(row)
    return _matching(row) / most if row.signed_by and most else 0.0


def _note(row: Reconciliation) -> str:
    signed = "signed" if row.signed_by else "not signed"
    return f"{_matching(row)} of {_most(row)} match; {signed}"


def _is_explained(row: Reconciliation) -> bool:
    """Return whether the money totals are equal, or their difference is explained."""
    return _difference(row) < _CENT or row.explained is True


def _difference(row: Reconciliation) -> float:
    return abs((row.source_amount or 0.0) - (row.target_amount or 0.0))


def _whole(facts: Facts, as_of: Instant) -> list[Rehearsal]:
    """Return the full rehearsals of the cutover by `as_of`, the last one last; at least one."""
    rows = [row for row in facts.require("rehearsals", RehearsalFacts).records if row.whole]
    done = [row for row in rows if has_occurred(row.ended_at, as_of, is_good=_is_clean(row))]
    if not done:
        raise CannotMeasure("the whole cutover was not rehearsed yet: rehearse it, and add a row to rehearsals")
    return sorted(done, key=lambda row: (row.ended_at.end, not _is_clean(row)))


def _last_unclean(whole: Sequence[Rehearsal]) -> Rehearsal | None:
    return next((row for row in reversed(whole) if not _is_clean(row)), None)


def _is_clean(row: Rehearsal) -> bool:
    return row.open_severe == 0 and row.hours <= row.window_hours


def _of_rehearsal(row: Rehearsal) -> str:
    severe = f"left {counted(row.open_severe, 'severe defect')} open" if row.open_severe else "left no severe defect"
    return f"{severe}, and took {row.hours:g} of {row.window_hours:g} hours"


SIGNALS = (RECONCILED, UNEXPLAINED, REHEARSALS, REHEARSAL_AGE)
