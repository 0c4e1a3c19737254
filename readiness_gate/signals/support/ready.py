"""The signal on whether user support is prepared."""

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.stated import SupportFacts
from readiness_gate.model.levers import work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Signal, all_of


def ready(facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of what support needs that [support] names: a channel, a roster, articles, and exit criteria."""
    stated = facts.require("support", SupportFacts).stated
    places = {
        "channel": stated.channel,
        "roster": stated.roster,
        "articles": some(stated.articles),
        "exit criteria": stated.exit_criteria,
    }
    missing = tuple(name for name, place in places.items() if not place)
    there = len(places) - len(missing)
    lacking = f"; missing: {', '.join(missing)}" if missing else ""
    articles = counted(len(stated.articles), "article")
    return Measured(
        there / len(places),
        f"{there} of {len(places)} parts of the support are in place ({articles}){lacking}.",
        tuple(Evidence("document", name, place or "missing") for name, place in places.items()),
        shortfall=f"{len(missing)} of {len(places)} parts of the support missing",
        levers=(work("provide", "part of the support", missing, of=len(places), many="parts of the support"),),
    )


READY = Signal(
    name="support.ready",
    unit="share",
    sources=("support",),
    meaning=(
        "Of a channel, a roster, articles and written exit criteria of the support after go-live, the share in place."
    ),
    needs=all_of("support"),
    measure=ready,
    topic="whether support is ready",
)

SIGNALS = (READY,)
