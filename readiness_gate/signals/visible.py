"""How much of each source is visible: what a person checks before believing a zero."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness_gate.errors import DEEPEN
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.git import SUBMODULE, GitFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import CalendarFacts, PeopleFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.views import covers, history
from readiness_gate.signals.views.defect_types import of_types
from readiness_gate.signals.views.roles import held_by, perhaps_people, unnamed

_FEW, _KINDS = 10, 5


@dataclass(frozen=True, slots=True)
class Visible:
    """What a source shows (`counts`, in words), and what about it is doubtful; `missing` is why it shows nothing."""

    source: str
    counts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    missing: str = ""


def visible(facts: Facts, as_of: Instant) -> list[Visible]:
    """What each source that was read shows as of an instant."""
    return [each for name in sorted(facts.sources) for each in _all_of(name, facts, as_of)]


def _all_of(name: str, facts: Facts, as_of: Instant) -> Iterator[Visible]:
    found = facts.sources[name]
    if not isinstance(found, GitFacts) or not found.parts:
        yield _with_provenance(_visible(name, facts, as_of), found)
        return
    void = tuple(_void_covers(facts.settings, found, history.tree_at(found, as_of), as_of))
    for part in found.parts:
        shown = _git(part, facts, as_of)
        yield _with_provenance(replace(shown, doubts=(*shown.doubts, *(void if part is found.parts[0] else ()))), part)


def doubted(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """What is doubtful about the issues and the people that were read, by the source: as far as nothing of them was
    left out, every reading of theirs rests on that. Of git each reading has a part only."""
    whole = (JiraFacts, PeopleFacts)
    names = [name for name, found in facts.sources.items() if isinstance(found, whole)]
    return {name: _visible(name, facts, 0).doubts for name in names}


def _with_provenance(shown: Visible, found: SourceFacts | Unavailable) -> Visible:
    """With what the source itself is in doubt of, first."""
    if isinstance(found, Unavailable):
        return shown
    told = dict.fromkeys((*found.provenance.doubts, *found.provenance.notes, *shown.doubts))
    return replace(shown, doubts=tuple(told))


def _visible(name: str, facts: Facts, as_of: Instant) -> Visible:
    found = facts.sources[name]
    if isinstance(found, Unavailable):
        return Visible(name, missing=found.reason)
    if isinstance(found, GitFacts):
        return _git(found, facts, as_of)
    if isinstance(found, JiraFacts):
        return _jira(found, facts.settings.jira)
    if isinstance(found, PeopleFacts):
        return _people(found, facts)
    if isinstance(found, CalendarFacts):
        return _calendar(found)
    return Visible(name, (counted(found.provenance.records, "record"),))


def _git(git: GitFacts, facts: Facts, as_of: Instant) -> Visible:
    unknown = history.why_unknown(git, as_of)
    source, settings = f"git {git.name}".strip(), facts.settings.git
    if unknown is not None:
        return Visible(source, missing=unknown)
    tree = history.tree_at(git, as_of)
    paths, written = settings.within(git.name), settings.written_in(git.name)
    sets = {name: paths.named(name) for name in ("config", "code", "docs")}
    counts = [f"{name}: {counted(len(each.of(tree)), 'file')}" for name, each in sets.items() if each.globs]
    void = [told for name in sets for told in void_patterns(name, written.named(name).globs, paths.exclude, tree)]
    begins = f"the history begins on {iso_day(git.first_landed)}"
    doubts = [f"{begins}, where the clone was cut off: {DEEPEN}"] if git.shallow else []
    void += [] if git.name else _void_covers(facts.settings, git, tree, as_of)
    left = set(paths.listed(("**",)).of(tree)).difference(*(each.of(tree) for each in sets.values()))
    return Visible(source, (begins, *counts, *_in_no_set(left)), (*doubts, *void))


def void_patterns(
    name: str, written: Sequence[str], exclude: tuple[str, ...], tree: Mapping[str, int]
) -> Iterator[str]:
    """The patterns of a set that match no file, of those that the configuration has: a platform's pack has more than
    any program uses. Of many only the first are named."""
    void = [glob for glob in written if not PathSet((glob,), exclude).of(tree)]
    if len(void) <= _FEW:
        yield from (f"{name}: no file matches {glob}" for glob in void)
    else:
        yield f"{name}: no file matches {len(void)} of {len(written)} patterns ({some(void)})"


def _void_covers(settings: Settings, git: GitFacts, tree: Mapping[str, int], as_of: Instant) -> Iterator[str]:
    """The patterns of `[[covers]]` that match nothing."""
    paths = settings.git.paths
    documents = sorted(path for path in paths.named("docs").of(tree) if tree[path] != SUBMODULE)
    known = covers.Known(paths, documents, sorted({*tree, *history.last_touches(git, as_of)}))
    found = [void for cover in settings.covers for void in covers.voids(covers.entry(cover, known), known)]
    yield from (void.told for void in found[:_FEW])
    if len(found) > _FEW:
        yield f"{len(found) - _FEW} more in [[covers]] match nothing"


def _in_no_set(left: Iterable[str]) -> Iterator[str]:
    """How many files are neither configuration, code nor documents, and of which kinds most are: changes of these are
    not seen."""
    kinds = Counter(path.rpartition("/")[2].rpartition(".")[2] if "." in path else "no ending" for path in left)
    if kinds:
        most = ", ".join(
            f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))[:5]
        )
        yield f"in no set: {counted(sum(kinds.values()), 'file')}, whose changes are not seen (most are: {most})"


def _jira(jira: JiraFacts, settings: JiraSettings | None) -> Visible:
    types = settings.defect_types if settings else ()
    defects = of_types(jira.issues, types)
    still_open = [issue for issue in defects if issue.done is False]
    unmapped = Counter(issue.severity_given or "empty" for issue in still_open if issue.severity is None)
    unclear = sum(issue.done is None for issue in defects)
    doubts = [
        f"{_have(count, 'open defect')} a severity that nobody mapped: {name}"
        for name, count in sorted(unmapped.items())
    ]
    doubts += [f'no issue is of the type "{type_}"' for type_ in types if not of_types(jira.issues, (type_,))]
    others = Counter(issue.type for issue in jira.issues if issue.done is False) - Counter(
        issue.type for issue in still_open
    )
    if others:
        told = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        doubts.append(f"open issues that are not counted, for their type: {told}")
    if unclear:
        doubts.append(f"{_have(unclear, 'defect')} a status without a category")
    counts = (
        f"{counted(len(jira.issues), 'issue')}, {len(defects)} of them defects, {len(still_open)} of these open",
        f"as they stood on {iso_day(jira.known_from)}",
        jira.provenance.identity,
    )
    return Visible("jira", counts, tuple(doubts))


def _people(people: PeopleFacts, facts: Facts) -> Visible:
    required = (facts.settings.people.required if facts.settings.people else None) or {}
    held = held_by(people.roster)
    if perhaps_people(held, required):
        counts, doubts = [f"{len(held)} roles"], [unnamed(held)]
    else:
        counts = [f"{role}: {_persons(len(holders))}" for role, holders in sorted(held.items())]
        doubts = [f'[people.required] says nothing of the role "{role}"' for role in sorted(set(held) - set(required))]
    completed = {completion.module for completion in people.completions}
    modules = {module for required_modules in required.values() for module in required_modules}
    doubts += [f'nobody completed the module "{module}"' for module in sorted(modules - completed)]
    doubts += list(_strangers(people))
    return Visible("people", (*counts, counted(len(people.completions), "completion")), tuple(doubts))


def _calendar(calendar: CalendarFacts) -> Visible:
    days = [session.begins for session in calendar.sessions]
    return Visible("calendar", (f"{counted(len(days), 'session')}, from {iso_day(min(days))} to {iso_day(max(days))}",))


def _strangers(people: PeopleFacts) -> Iterator[str]:
    strangers = {completion.person for completion in people.completions} - {row.person for row in people.roster}
    if strangers:
        yield f"{_persons(len(strangers))} with completions {'is' if len(strangers) == 1 else 'are'} not on the roster"


def _persons(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _have(count: int, noun: str) -> str:
    return f"{counted(count, noun)} {'has' if count == 1 else 'have'}"
