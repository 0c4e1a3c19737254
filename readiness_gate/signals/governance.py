"""Signals on the evidence itself."""

from collections.abc import Iterator

from readiness_gate.model.facts import Facts, GitFacts, PeopleFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import PeopleSettings
from readiness_gate.model.time import DAY, Instant, iso
from readiness_gate.signals import history
from readiness_gate.signals.spec import Signal


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git", "jira", "people"}), GitNeed(as_of, as_of, as_of, people_files=True))


def age(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """Days since the oldest source was up to date.

    A live read is 0 days old, and so is a repository, however quiet. An export is as old as the time it was made at, a
    people file as its last landing, or when it does not stand so on the mainline, as the newest time in it.
    """
    git, jira, people = facts.git, facts.jira, facts.people
    if isinstance(git, Unavailable):
        return git
    if isinstance(jira, Unavailable):
        return jira
    if isinstance(people, Unavailable):
        return people
    unknown = history.known_at(git, as_of)
    if unknown is not None:
        return unknown
    known: list[tuple[str, Instant]] = [(jira.provenance.identity, jira.provenance.observed_at or as_of)]
    for name, moment in _files(facts.settings.people, people, git, as_of):
        if moment is None:
            return history.cut_off(git) or Unavailable(
                f"nobody can tell how old {name} is: it does not stand so on the mainline, and no row has a time; "
                "let it land as it is"
            )
        known.append((name, moment))
    oldest, moment = min(known, key=lambda each: each[1])
    return Measured(
        max(as_of - moment, 0) / DAY,
        f"The oldest source is {oldest}, of {iso(moment)}.",
        tuple(Evidence("source", name, f"of {iso(when)}") for name, when in sorted(known, key=lambda each: each[1])),
    )


def _files(
    settings: PeopleSettings | None, people: PeopleFacts, git: GitFacts, as_of: Instant
) -> Iterator[tuple[str, Instant | None]]:
    """Each people file with the time it is known to be of; None when nothing tells."""
    rows = [moment for row in people.roster for moment in (row.since, row.until) if moment is not None]
    times = {
        settings.roster if settings else None: rows,
        settings.completions if settings else None: [each.completed_at for each in people.completions],
    }
    present, last = history.tree_at(git, as_of), history.last_touches(git, as_of)
    for name, found in times.items():
        path = git.files.get(name or "")
        if path in present:
            yield str(name), last[path].landed if path in last else None
        else:
            yield str(name), max((moment for moment in found if moment <= as_of), default=None)


SIGNALS = (
    Signal(
        "evidence.age",
        "days",
        ("git", "jira", "people"),
        "Days since the oldest source was up to date: an export since it was made, a people file since it last landed.",
        _needs,
        age,
    ),
)
