"""Signals on stale documents: too old, or older than the configuration they describe."""

from collections.abc import Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.components import components
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work, work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.model.wording import agreeing, and_more, counted
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.covers import changed_later
from readiness_gate.signals.views.documents import Coverage, Documents, coverage, documents
from readiness_gate.signals.views.mainline import mainline
from readiness_gate.statistics.ranks import nearest_rank

_MAX_AGE = Parameter("max-age", "duration", None, "a document older than this is stale; left out: no limit of age")
_GRACE = Parameter("grace", "duration", "7d", "how much later than the document its configuration may have changed")


@dataclass(frozen=True, slots=True)
class _Judged:
    """The documents that can be judged, and why some of them are stale."""

    documents: int
    stale: tuple[Evidence, ...]
    drifted: int
    """How many are stale because configuration that they describe changed later."""
    left_out: int
    coverage: str
    """How much of the configuration is described, in words."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The stale documents."""
        return tuple(document.id for document in self.stale)

    @property
    def shortfall(self) -> str:
        """The number of stale documents, in words."""
        return f"{len(self.stale)} of {counted(self.documents, 'document')} out of date"


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(
        frozenset({"git"}),
        GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=frozenset({"config", "docs"}), documents=True),
    )


def stale(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many documents are stale."""
    judged = _judge(facts, as_of, parameters)
    levers = (work("update", "document", judged.paths),)
    return Measured(len(judged.stale), _summary(judged), judged.stale, shortfall=judged.shortfall, levers=levers)


STALE = Signal(
    name="docs.stale",
    unit="files",
    sources=("git",),
    meaning="Documents that are too old, or behind the configuration they describe.",
    needs=_needs,
    measure=stale,
    parameters=(_MAX_AGE, _GRACE),
    topic="which documents are current",
)


def fresh_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the judged documents that are not stale."""
    judged = _judge(facts, as_of, parameters)
    share = (judged.documents - len(judged.stale)) / judged.documents
    levers = (work("update", "document", judged.paths, of=judged.documents),)
    return Measured(share, _summary(judged), judged.stale, shortfall=judged.shortfall, levers=levers)


FRESH_SHARE = Signal(
    name="docs.fresh-share",
    unit="share",
    sources=("git",),
    meaning="The share of documents that are neither too old nor behind the configuration they describe.",
    needs=_needs,
    measure=fresh_share,
    parameters=(_MAX_AGE, _GRACE),
    topic="which documents are current",
)


def _needs_trees(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(
        frozenset({"git"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=frozenset({"config", "docs"}))
    )


def uncovered(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many configuration files no document describes. Raises CannotMeasure without configuration files."""
    mainline(facts, as_of, "config")
    config = coverage(facts, as_of)
    summary = f"{len(config.uncovered):,} of {_files(len(config.present))} are described by no document."
    left = tuple(Evidence("file", path, path=path) for path in config.uncovered)
    levers = (_describing(facts, config),)
    return Measured(len(config.uncovered), summary, left, shortfall=_undescribed(config), levers=levers)


UNCOVERED = Signal(
    name="docs.uncovered",
    unit="files",
    sources=("git",),
    meaning="Configuration files that no document describes.",
    needs=_needs_trees,
    measure=uncovered,
    topic="which configuration is documented",
)


def covered_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of configuration files that a document describes, however old the document is."""
    mainline(facts, as_of, "config")
    config = coverage(facts, as_of)
    left = tuple(Evidence("file", path, path=path) for path in config.uncovered)
    levers = (_describing(facts, config, of=len(config.present)),)
    share, shortfall = config.covered / len(config.present), _undescribed(config)
    return Measured(share, _coverage(config), left, shortfall=shortfall, levers=levers)


COVERED_SHARE = Signal(
    name="docs.covered-share",
    unit="share",
    sources=("git",),
    meaning="The share of configuration files that a document describes.",
    needs=_needs_trees,
    measure=covered_share,
    topic="which configuration is documented",
)


def _describing(facts: Facts, config: Coverage, of: int | None = None) -> Work:
    """Return the work of describing configuration files, by the names that people know."""
    names = components(facts.settings.git.components)
    called = tuple(names.named(path) or path for path in config.uncovered)
    return work("describe in a document, and in [[covers]],", "configuration file", called, of=of)


def _undescribed(config: Coverage) -> str:
    return f"{len(config.uncovered):,} of {_files(len(config.present))} without a document"


def _coverage(config: Coverage) -> str:
    are = agreeing(config.covered, "is", "are")
    return f"{config.covered:,} of {_files(len(config.present))} {are} described by a document."


def _files(count: int) -> str:
    return f"{count:,} configuration {agreeing(count, 'file', 'files')}"


def drift_days(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many days the configuration is ahead of the documents that describe it: the nearest-rank percentile
    over these documents, 0 for one that nothing changed after."""
    described = documents(facts, as_of)
    if not described.covered:
        raise CannotMeasure("no document describes any configuration: say which do in [[covers]]")
    described.check_dated(sorted(described.covered))
    ahead = {path: _ahead(described, path) for path in described.covered}
    percentile = parameters.number("percentile")
    days, rank = sorted(ahead.values()), nearest_rank(range(len(ahead)), percentile)
    value = days[rank] / DAY
    behind = sorted((path for path in ahead if ahead[path]), key=lambda path: (-ahead[path], path))
    after = tuple(days[rank - done] / DAY if done <= rank else 0.0 for done in range(len(behind) + 1))
    updating = Work("update", "document", "documents, the furthest behind first", after, tuple(behind), in_order=True)
    return Measured(
        value,
        f"{percentile} % of {len(ahead)} documents that describe configuration are at most {value:.1f} days behind it.",
        tuple(Evidence("document", path, f"{ahead[path] / DAY:.1f} days behind", path=path) for path in behind),
        shortfall=f"documents up to {value:.0f} days behind the configuration",
        levers=(updating,),
    )


DRIFT_DAYS = Signal(
    name="docs.drift-days",
    unit="days",
    sources=("git",),
    meaning="How many days the configuration is ahead of the documents that describe it.",
    needs=_needs,
    measure=drift_days,
    parameters=(Parameter("percentile", "percent", 90, "the percentile over the documents"),),
    topic="how far the documents are behind",
)


def _ahead(described: Documents, path: str) -> Seconds:
    """Return how long after a document the configuration it describes last changed; 0 if it did not."""
    changes = (
        (touch.landed, changed_later(described.covered[path], touch.landed, 0)) for touch in described.written[path]
    )
    return max(moved[0][0] - own if moved else 0 for own, moved in changes)


def _summary(judged: _Judged) -> str:
    fresh = judged.documents - len(judged.stale)
    why = f"; {judged.drifted} describe configuration that changed after them" if judged.drifted else ""
    left = (
        f"; {counted(judged.left_out, 'link or submodule', 'links and submodules')} left out" if judged.left_out else ""
    )
    return f"{fresh} of {judged.documents} documents judged are fresh{why}{left}.{judged.coverage}"


def judged(facts: Facts, as_of: Instant, parameters: Parameters) -> Mapping[str, str]:
    """Return the documents that `stale` judges, each with its content's git id; "" if that is unknown. Raises
    CannotMeasure if documents are unknown."""
    described = documents(facts, as_of)
    return {path: described.content(path) for path in _judged(described, _max_age(parameters))}


def _judged(described: Documents, max_age: Seconds | None) -> list[str]:
    return described.paths if max_age is not None else sorted(described.covered)


def _max_age(parameters: Parameters) -> Seconds | None:
    return parameters.seconds("max-age") if parameters.get("max-age") else None


def _judge(facts: Facts, as_of: Instant, parameters: Parameters) -> _Judged:
    described, max_age = documents(facts, as_of), _max_age(parameters)
    judged = _judged(described, max_age)
    if not judged:
        raise CannotMeasure(
            "no document can be judged: say what documents describe in [[covers]], or give the rule a max-age"
        )
    described.check_dated(judged)
    drifted = {path: _drift(described, path, parameters.seconds("grace")) for path in judged}
    stale = {path: drifted[path] or _too_old(described, path, max_age) for path in judged}
    config = coverage(facts, as_of)
    return _Judged(
        len(judged),
        tuple(Evidence("document", path, why, path=path) for path, why in stale.items() if why),
        sum(1 for why in drifted.values() if why),
        described.left_out,
        f" {_coverage(config)}" if config.present else "",
    )


def _drift(described: Documents, path: str, grace: Seconds) -> str:
    """Return why a document is older than the configuration it describes; "" if it is not."""
    for touch in described.written[path]:
        moved = changed_later(described.covered.get(path, ()), touch.landed, grace)
        if moved is not None:
            (landed, other), count = moved
            commit = abbreviated(described.last[other].commit, 10)
            what = f"{other}{and_more(count - 1)} changed up to {described.day(landed)} ({commit})"
            return f"last changed {described.day(described.written[path][0].landed)}; {what}"
    return ""


def _too_old(described: Documents, path: str, max_age: Seconds | None) -> str:
    """Return why a document is stale by age alone; "" if it is not, or there is no age limit."""
    landed = described.written[path][0].landed
    age = described.as_of - landed
    return (
        f"last changed {described.day(landed)}, {age // DAY} days ago" if max_age is not None and age > max_age else ""
    )


SIGNALS = (FRESH_SHARE, STALE, UNCOVERED, COVERED_SHARE, DRIFT_DAYS)
