"""The signal on old systems that should no longer be used."""

from collections.abc import Iterable

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.old_systems import OldSystem, OldSystemFacts
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import agreeing, counted, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.diary import LATEST
from readiness_gate.signals.views.go_live import day_after_go_live, live_since
from readiness_gate.signals.views.records import by, is_later


def old_systems_in_use(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many old systems were used, or may have been used, after the grace period that follows go-live.

    Like an export of use, the list may be 7 days old: later use is not on it.
    """
    live_since(facts, as_of)
    end = day_after_go_live(facts, parameters.seconds("grace") // DAY).end
    if as_of <= end:
        raise CannotMeasure(f"old systems may be used until {facts.day(end)}: measure this after that day")
    read = facts.require("old-systems", OldSystemFacts)
    listed = read.provenance.observed_at
    if listed is None or listed <= max(end, as_of - LATEST):
        of_when = "" if listed is None else f", as far as it is known, of {facts.day(listed)}"
        raise CannotMeasure(
            f"the list of old systems is too old{of_when}: check each system again, and give the day of the list "
            "with exported-at in [people.old-systems]"
        )
    _check_known(facts, read.records, as_of)
    used = [one for one in read.records if not by(one.last_entry, end)]
    of_all = f"{len(used)} of {counted(len(read.records), 'old system')} {agreeing(len(used), 'was', 'were')} used"
    return Measured(
        len(used),
        f"{of_all} later than {parameters.in_words('grace')} after go-live.",
        tuple(Evidence("system", one.system, f"last used on {facts.day(one.last_entry.end)}") for one in used),
        shortfall=f"{counted(len(used), 'old system')} still in use",
    )


def _check_known(facts: Facts, systems: Iterable[OldSystem], as_of: Instant) -> None:
    """Raise CannotMeasure for a system whose last use is later than `as_of`: the list does not show its last use
    before that."""
    later = [one.system for one in systems if is_later(one.last_entry, as_of)]
    if later:
        raise CannotMeasure(
            f"the list has uses of {some(later)} after {facts.day(as_of)}, and no earlier ones, so it is unknown what "
            "was used by then: measure this as of now, or give a list of that day"
        )


OLD_SYSTEMS_IN_USE = Signal(
    name="adoption.old-systems-in-use",
    unit="count",
    sources=("old-systems",),
    meaning="Old systems, spreadsheets and lists in which somebody entered anything long after go-live.",
    needs=all_of("old-systems"),
    measure=old_systems_in_use,
    parameters=(Parameter("grace", "window", "30d", "how long after go-live people may still use them"),),
    topic="which old systems people use",
)

SIGNALS = (OLD_SYSTEMS_IN_USE,)
