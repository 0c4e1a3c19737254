"""Signals on documents: which are behind, by age or because the configuration they describe moved after them."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_gate.model.facts import Facts, GitFacts, Touch
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import DAY, Instant, Seconds, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.spec import Parameter, Signal

_MAX_AGE = Parameter("max-age", "duration", None, "a document older than this is stale; left out: no limit of age")
_GRACE = Parameter("grace", "duration", "7d", "how much later than the document its configuration may have changed")


@dataclass(frozen=True, slots=True)
class _Judged:
    """The documents that can be judged, and why some of them are stale."""

    documents: int
    stale: tuple[Evidence, ...]
    drifted: int


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=frozenset({"docs"}), documents=True))


def stale(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many documents are stale."""
    judged = _judge(facts, as_of, parameters)
    if isinstance(judged, Unavailable):
        return judged
    return Measured(len(judged.stale), _summary(judged), judged.stale)


def fresh_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """The share of the judged documents that are not stale."""
    judged = _judge(facts, as_of, parameters)
    if isinstance(judged, Unavailable):
        return judged
    return Measured((judged.documents - len(judged.stale)) / judged.documents, _summary(judged), judged.stale)


def _summary(judged: _Judged) -> str:
    fresh = judged.documents - len(judged.stale)
    why = f"; {judged.drifted} describe configuration that changed after them" if judged.drifted else ""
    return f"{fresh} of {judged.documents} documents judged are fresh{why}."


def _judge(facts: Facts, as_of: Instant, parameters: Parameters) -> _Judged | Unavailable:
    git = facts.git
    if isinstance(git, Unavailable):
        return git
    docs = history.path_set(facts.settings.git.paths, "docs")
    if isinstance(docs, Unavailable):
        return docs
    documents = history.known_at(git, as_of) or history.documents_at(git, docs, as_of)
    if isinstance(documents, Unavailable):
        return documents
    last = history.last_touches(git, as_of)
    covered = _covered(facts.settings, git, documents, last, as_of)
    if isinstance(covered, Unavailable):
        return covered
    max_age = parameters.seconds("max-age") if parameters.get("max-age") else None
    judged = documents if max_age is not None else sorted(covered)
    if not judged:
        return Unavailable(
            "no document can be judged: say what documents describe in [[covers]], or give the rule a max-age"
        )
    undated = [path for path in judged if path not in last]
    if undated:
        return history.cut_off(git) or Unavailable(
            f"no landing is known that brought {undated[0]} ({len(undated)} such documents)"
        )
    found = [
        _staleness(path, last, covered.get(path, ()), as_of, max_age, parameters.seconds("grace")) for path in judged
    ]
    stale = [evidence for evidence, _ in found if evidence is not None]
    return _Judged(len(judged), tuple(stale), sum(drifted for _, drifted in found))


def _covered(
    settings: Settings, git: GitFacts, documents: list[str], last: Mapping[str, Touch], as_of: Instant
) -> dict[str, list[str]] | Unavailable:
    """The configuration paths, present or deleted by now, that each document describes."""
    present = history.tree_at(git, as_of)
    covered: dict[str, list[str]] = {}
    for cover in settings.covers:
        if not cover.docs:
            continue
        config = settings.git.paths.listed(cover.config)
        paths = config.of(sorted({*last, *present}))
        described = settings.git.paths.listed(cover.docs)
        described_documents = described.of(documents)
        if not paths or not described_documents:
            return _uncovered(git, config if not paths else described, as_of)
        for document in described_documents:
            covered.setdefault(document, []).extend(paths)
    return covered


def _uncovered(git: GitFacts, paths: PathSet, as_of: Instant) -> Unavailable:
    short = history.cut_off(git)
    nothing = history.matched_nothing(paths, as_of)
    return short or Unavailable(f"a [[covers]] entry is void: {nothing.reason}")


def _staleness(
    path: str,
    last: Mapping[str, Touch],
    covered: tuple[str, ...] | list[str],
    as_of: Instant,
    max_age: Seconds | None,
    grace: Seconds,
) -> tuple[Evidence | None, bool]:
    """Why a document is stale, if it is, and whether by drift."""
    own = last[path].landed
    moved = sorted(
        ((last[other].landed, other) for other in set(covered) if other in last and last[other].landed > own + grace),
        reverse=True,
    )
    if moved:
        landed, other = moved[0]
        more = f" and {len(moved) - 1} more" if len(moved) > 1 else ""
        note = f"last changed {iso_day(own)}; {other}{more} changed up to {iso_day(landed)} ({last[other].commit[:10]})"
        return Evidence("document", path, note), True
    if max_age is not None and as_of - own > max_age:
        return Evidence("document", path, f"last changed {iso_day(own)}, {(as_of - own) // DAY} days ago"), False
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
)
