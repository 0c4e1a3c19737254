"""How much of each source is visible: what a person checks before believing a zero."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_gate.errors import DEEPEN
from readiness_gate.model.facts import CalendarFacts, Facts, GitFacts, JiraFacts, PeopleFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import JiraSettings
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.defects import of_types
from readiness_gate.signals.training import perhaps_people, unnamed

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
    return [_visible(name, facts, as_of) for name in sorted(facts.sources)]


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
    return Visible(name, (f"{found.provenance.records} records",))


def _git(git: GitFacts, facts: Facts, as_of: Instant) -> Visible:
    unknown = history.known_at(git, as_of)
    if unknown is not None:
        return Visible("git", missing=unknown.reason)
    tree = history.tree_at(git, as_of)
    paths = facts.settings.git.paths
    sets = {name: paths.named(name) for name in ("config", "code", "docs")}
    counts = [f"{name}: {len(each.of(tree))} files" for name, each in sets.items() if each.globs]
    void = [told for name, each in sets.items() for told in _void(name, each, tree)]
    begins = f"the history begins on {iso_day(git.first_landed)}"
    doubts = [f"{begins}, where the clone was cut off: {DEEPEN}"] if git.shallow else []
    left = set(paths.listed(("**",)).of(tree)).difference(*(each.of(tree) for each in sets.values()))
    return Visible("git", (begins, *counts, *_in_no_set(left)), (*doubts, *void))


def _void(name: str, paths: PathSet, tree: Mapping[str, int]) -> Iterator[str]:
    """The patterns of a set that match no file; of a long list only how many, as a platform has more than it uses."""
    void = [glob for glob in paths.globs if not PathSet((glob,), paths.exclude).of(tree)]
    if len(paths.globs) <= _FEW:
        yield from (f"{name}: no file matches {glob}" for glob in void)
    elif len(void) == len(paths.globs):
        yield f"{name}: no file matches any of {len(void)} patterns"


def _in_no_set(left: Iterable[str]) -> Iterator[str]:
    """How many files are neither configuration, code nor documents, and of which kinds most are: changes of these are
    not seen."""
    kinds = Counter(path.rpartition("/")[2].rpartition(".")[2] if "." in path else "no ending" for path in left)
    if kinds:
        most = ", ".join(
            f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda each: (-each[1], each[0]))[:5]
        )
        yield f"in no set: {sum(kinds.values())} files, whose changes are not seen (most are: {most})"


def _jira(jira: JiraFacts, settings: JiraSettings | None) -> Visible:
    types = settings.defect_types if settings else ()
    defects = of_types(jira.issues, types)
    still_open = [issue for issue in defects if issue.done is False]
    unmapped = Counter(issue.severity_given or "empty" for issue in still_open if issue.severity is None)
    unclear = sum(issue.done is None for issue in defects)
    doubts = [
        f"{count} open defects have a severity that nobody mapped: {name}" for name, count in sorted(unmapped.items())
    ]
    doubts += [f'no issue is of the type "{type_}"' for type_ in types if not of_types(jira.issues, (type_,))]
    others = Counter(issue.type for issue in jira.issues if issue.done is False) - Counter(
        issue.type for issue in still_open
    )
    if others:
        told = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        doubts.append(f"open issues that are not counted, for their type: {told}")
    if unclear:
        doubts.append(f"{unclear} defects have a status without a category")
    counts = (
        f"{len(jira.issues)} issues, {len(defects)} of them defects, {len(still_open)} of these open",
        f"as they stood on {iso_day(jira.known_from)}",
        jira.provenance.identity,
    )
    return Visible("jira", counts, (*jira.doubts, *doubts))


def _people(people: PeopleFacts, facts: Facts) -> Visible:
    required = (facts.settings.people.required if facts.settings.people else None) or {}
    held: dict[str, set[str]] = {}
    for row in people.roster:
        held.setdefault(row.role, set()).add(row.person)
    if perhaps_people(held, required):
        counts, doubts = [f"{len(held)} roles"], [unnamed(held)]
    else:
        counts = [f"{role}: {len(holders)} people" for role, holders in sorted(held.items())]
        doubts = [f'[people.required] says nothing of the role "{role}"' for role in sorted(set(held) - set(required))]
    completed = {completion.module for completion in people.completions}
    modules = {module for required_modules in required.values() for module in required_modules}
    doubts += [f'nobody completed the module "{module}"' for module in sorted(modules - completed)]
    doubts += list(_strangers(people))
    return Visible("people", (*counts, f"{len(people.completions)} completions"), tuple(doubts))


def _calendar(calendar: CalendarFacts) -> Visible:
    days = [session.begins for session in calendar.sessions]
    return Visible("calendar", (f"{len(days)} sessions, from {iso_day(min(days))} to {iso_day(max(days))}",))


def _strangers(people: PeopleFacts) -> Iterator[str]:
    strangers = {completion.person for completion in people.completions} - {row.person for row in people.roster}
    if strangers:
        yield f"{len(strangers)} people with completions are not on the roster"
