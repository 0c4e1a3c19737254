"""Signals on documents: which are behind, by age or because the configuration they describe moved after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import DAY, Instant, Seconds, iso_day
from readiness_gate.signals import covers, history, per_repository
from readiness_gate.signals.change import known
from readiness_gate.signals.covers import Files, Known
from readiness_gate.signals.spec import Parameter, Signal, counted

_MAX_AGE = Parameter("max-age", "duration", None, "a document older than this is stale; left out: no limit of age")
_GRACE = Parameter("grace", "duration", "7d", "how much later than the document its configuration may have changed")


@dataclass(frozen=True, slots=True)
class Described:
    """The documents as of an instant, the last change of every path, when documents were written, and the configuration
    that each one describes."""

    git: GitFacts
    documents: list[str]
    last: Mapping[str, Touch]
    written: Mapping[str, Sequence[Touch]]
    covered: Mapping[str, list[Files]]
    submodules: int

    def content(self, path: str, as_of: Instant) -> str:
        """What a document holds as of an instant, as git calls it; nothing where that is not known."""
        until = history.held_until(self.git.held.get(path, ()), as_of)
        return until[-1].content if until else ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """The documents that can be judged, and why some of them are stale."""

    documents: int
    stale: tuple[Evidence, ...]
    drifted: int
    submodules: int
    coverage: str


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=frozenset({"config", "docs"}), documents=True))


def stale(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many documents are stale."""
    judged = _judge(facts, as_of, parameters)
    return Measured(len(judged.stale), _summary(judged), judged.stale)


def fresh_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the judged documents that are not stale."""
    judged = _judge(facts, as_of, parameters)
    return Measured((judged.documents - len(judged.stale)) / judged.documents, _summary(judged), judged.stale)


def _needs_trees(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=frozenset({"config", "docs"})))


def uncovered(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many configuration files no document describes: not one that is there, at least."""
    found = known(facts, as_of, "config")
    present, left = _uncovered(facts, found.git, as_of)
    told = f"{len(left):,} of {_files(len(present))} are described by no document."
    return Measured(len(left), told, tuple(Evidence("file", path, path=path) for path in left))


def covered_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """The share of configuration files that a document describes, however old it is."""
    found = known(facts, as_of, "config")
    present, left = _uncovered(facts, found.git, as_of)
    count = len(present) - len(left)
    return Measured(
        count / len(present), _coverage(count, len(present)), tuple(Evidence("file", path, path=path) for path in left)
    )


def _uncovered(facts: Facts, git: GitFacts, as_of: Instant) -> tuple[list[str], list[str]]:
    """The configuration files as of an instant, and those of them that no document describes, sorted."""
    paths, tree = facts.settings.git.paths, history.tree_at(git, as_of)
    present = paths.named("config").of(tree)
    documents = [path for path in paths.named("docs").of(tree) if tree[path] != history.SUBMODULE]
    described = covers.described_by_any(facts.settings.covers, Known(paths, documents, present))
    return present, sorted(set(present) - described)


def _coverage(count: int, total: int) -> str:
    return f"{count:,} of {_files(total)} {'is' if count == 1 else 'are'} described by a document."


def _files(count: int) -> str:
    return f"{count:,} configuration file{'' if count == 1 else 's'}"


def drift_days(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many days the configuration is ahead of the documents that describe it: the nearest-rank percentile over
    these documents, 0 for one that nothing changed after."""
    described = describe(facts, as_of)
    written, covered = described.written, described.covered
    if not covered:
        raise CannotMeasure("no document describes any configuration: say which do in [[covers]]")
    _check_dated(described, sorted(covered))
    ahead = {path: max(_ahead(each.landed, covered[path]) for each in written[path]) for path in covered}
    percentile = parameters.number("percentile")
    ranked = sorted(ahead.values())
    value = ranked[-(-percentile * len(ranked) // 100) - 1] / DAY
    behind = sorted((path for path in ahead if ahead[path]), key=lambda path: (-ahead[path], path))
    return Measured(
        value,
        f"{percentile} % of {len(ahead)} documents that describe configuration are at most {value:.1f} days behind it.",
        tuple(Evidence("document", path, f"{ahead[path] / DAY:.1f} days behind", path=path) for path in behind),
    )


def _ahead(own: Instant, covered: Sequence[Files]) -> Seconds:
    moved = covers.changed_later(covered, own, 0)
    return moved[0][0] - own if moved else 0


def _summary(judged: _Judged) -> str:
    fresh = judged.documents - len(judged.stale)
    why = f"; {judged.drifted} describe configuration that changed after them" if judged.drifted else ""
    left = f"; {counted(judged.submodules, 'submodule')} left out, as no document" if judged.submodules else ""
    return f"{fresh} of {judged.documents} documents judged are fresh{why}{left}.{judged.coverage}"


def _judge(facts: Facts, as_of: Instant, parameters: Parameters) -> _Judged:
    described = describe(facts, as_of)
    covered = described.covered
    max_age = parameters.seconds("max-age") if parameters.get("max-age") else None
    judged = described.documents if max_age is not None else sorted(covered)
    if not judged:
        raise CannotMeasure(
            "no document can be judged: say what documents describe in [[covers]], or give the rule a max-age"
        )
    _check_dated(described, judged)
    grace = parameters.seconds("grace")
    each = [_staleness(path, described, as_of, max_age, grace) for path in judged]
    stale = [evidence for evidence, _ in each if evidence is not None]
    present, left = _uncovered(facts, described.git, as_of)
    coverage = f" {_coverage(len(present) - len(left), len(present))}" if present else ""
    return _Judged(len(judged), tuple(stale), sum(drifted for _, drifted in each), described.submodules, coverage)


def describe(facts: Facts, as_of: Instant) -> Described:
    """The documents on the mainline as of an instant, with what they describe. Raises CannotMeasure when that is not
    known."""
    git = facts.require_git()
    docs = history.path_set(facts.settings.git, "docs")
    history.check_known(git, as_of)
    per_repository.check_matches(facts.settings.git, git, "docs", as_of)
    documents = history.documents_at(git, docs, as_of)
    last = history.last_changes(git, as_of)
    present = history.tree_at(git, as_of)
    everything = Known(facts.settings.git.paths, documents, sorted({*last, *present}))
    covered = covers.described(facts.settings.covers, everything, git, last, as_of)
    written = {path: history.written(git, path, as_of, last) for path in documents}
    submodules = len(docs.of(present)) - len(documents)
    return Described(git, documents, last, written, covered, submodules)


def _check_dated(described: Described, documents: list[str]) -> None:
    """Raises CannotMeasure where the age of some of the documents cannot be told, or what changed after them."""
    cut_off = history.why_cut_off(described.git)
    undated = [path for path in documents if not described.written[path]]
    if undated:
        raise CannotMeasure(cut_off or f"no landing is known that brought {undated[0]} ({len(undated)} such documents)")
    hidden = any(
        files.known_from is not None and any(touch.landed < files.known_from for touch in described.written[path])
        for path in documents
        for files in described.covered.get(path, ())
    )
    if cut_off and hidden:
        raise CannotMeasure(cut_off)


def _staleness(
    path: str, described: Described, as_of: Instant, max_age: Seconds | None, grace: Seconds
) -> tuple[Evidence | None, bool]:
    """Why a document is stale, if it is, and whether by drift."""
    covered, written = described.covered.get(path, ()), described.written[path]
    own = written[0].landed
    for each in written:
        moved = covers.changed_later(covered, each.landed, grace)
        if moved is not None:
            (landed, other), count = moved
            more = f" and {count - 1} more" if count > 1 else ""
            what = f"{other}{more} changed up to {iso_day(landed)} ({abbreviated(described.last[other].commit, 10)})"
            return Evidence("document", path, f"last changed {iso_day(own)}; {what}", path=path), True
    if max_age is not None and as_of - own > max_age:
        note = f"last changed {iso_day(own)}, {(as_of - own) // DAY} days ago"
        return Evidence("document", path, note, path=path), False
    return None, False


SIGNALS = (
    Signal(
        "docs.fresh-share",
        "share",
        ("git",),
        "The share of documents that are neither too old nor behind the configuration they describe.",
        _needs,
        fresh_share,
        (_MAX_AGE, _GRACE),
    ),
    Signal(
        "docs.stale",
        "files",
        ("git",),
        "Documents that are too old, or behind the configuration they describe.",
        _needs,
        stale,
        (_MAX_AGE, _GRACE),
    ),
    Signal(
        "docs.uncovered",
        "files",
        ("git",),
        "Configuration files that no document describes.",
        _needs_trees,
        uncovered,
    ),
    Signal(
        "docs.covered-share",
        "share",
        ("git",),
        "The share of configuration files that a document describes.",
        _needs_trees,
        covered_share,
    ),
    Signal(
        "docs.drift-days",
        "days",
        ("git",),
        "How many days the configuration is ahead of the documents that describe it.",
        _needs,
        drift_days,
        (Parameter("percentile", "percent", 90, "the percentile over the documents"),),
    ),
)
