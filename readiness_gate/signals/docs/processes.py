"""The signal on which critical processes are documented."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.levers import Work, work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted, listed, some
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views import history, per_repository
from readiness_gate.signals.views.covers import closest
from readiness_gate.signals.views.critical_processes import critical_processes

_TABLE = "[process-documents]"


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(
        frozenset({"git", "people"}), GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=frozenset({"docs"}))
    )


def process_share(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the roster's critical processes that have a document on the mainline, by the patterns of
    `[process-documents]`."""
    facts.require_people()
    named = facts.settings.process_documents
    if not named:
        raise CannotMeasure(
            f"which documents describe the critical processes is not configured: add {_TABLE} with the path patterns "
            "of the documents of each process"
        )
    processes = list(critical_processes(facts, as_of))
    documents = _documents(facts, as_of)
    found = {process: PathSet(named.get(process, ())).of(documents) for process in processes}
    lacking = tuple(process for process in processes if not found[process])
    described, whole = len(processes) - len(lacking), counted(len(processes), "critical process", "critical processes")
    return Measured(
        described / len(processes),
        f"{described} of {whole} {agreeing(described, 'has', 'have')} a document{_unlisted(named, processes)}.",
        tuple(
            Evidence("process", process, _note(process, found[process], named, documents))
            for process in sorted(processes, key=lambda process: (bool(found[process]), process))
        ),
        shortfall=f"{len(lacking)} of {whole} without a document",
        levers=(_documenting(lacking, len(processes)),),
    )


PROCESS_SHARE = Signal(
    name="docs.process-share",
    unit="share",
    sources=("git", "people"),
    meaning="The share of critical processes that have a document.",
    needs=_needs,
    measure=process_share,
    topic="which critical processes have a document",
)


def _documents(facts: Facts, as_of: Instant) -> list[str]:
    """Return the documents on the mainline as of an instant, at least one."""
    git, docs = facts.require_git(), history.path_set(facts.settings.git, "docs")
    history.check_known(git, as_of)
    per_repository.check_matches(facts.settings.git, git, "docs", as_of)
    return history.documents_at(git, docs, as_of)


def _documenting(lacking: tuple[str, ...], number: int) -> Work:
    """Return the work of writing documents for processes."""
    verb = f"write a document, named in {_TABLE}, for"
    return work(verb, "critical process", lacking, of=number, many="critical processes")


def _note(process: str, found: Sequence[str], named: Mapping[str, tuple[str, ...]], documents: Sequence[str]) -> str:
    """Return what documents a process has, or why it has none."""
    if found:
        return listed(found)
    if process not in named:
        return f"{_TABLE} does not name it{_meant(process, named)}"
    patterns = named[process]
    return f"no document matches {some(patterns)}{closest(patterns[0], documents)}"


def _meant(process: str, named: Collection[str]) -> str:
    close = get_close_matches(process, named, n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def _unlisted(named: Mapping[str, object], processes: Collection[str]) -> str:
    """Return a clause that lists the processes of the table that are not on the roster: one may be misspelled."""
    strange = sorted(set(named) - set(processes))
    if not strange:
        return ""
    are = agreeing(len(strange), "is not a critical process", "are not critical processes")
    return f"; {_TABLE} names {some(strange)}, which {are} of the roster"


SIGNALS = (PROCESS_SHARE,)
