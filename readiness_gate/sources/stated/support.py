"""[support]: how users are supported after go-live."""

from collections.abc import Iterator, Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.stated import SupportFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.support import SupportSettings, Target
from readiness_gate.model.time import HOUR, Instant
from readiness_gate.model.wording import counted
from readiness_gate.sources.source import Context, Section, Source
from readiness_gate.sources.stated import documents
from readiness_gate.sources.stated.tables import SupportTable, TargetTable

NAME = "support"


def _support(table: SupportTable, context: Context) -> SupportSettings:
    _check_priorities(table, context)
    return SupportSettings(
        channel=table.channel or "",
        roster=table.roster or "",
        exit_criteria=table.exit_criteria or "",
        articles=tuple(table.articles or ()),
        priorities={name: tuple(words) for name, words in (table.priorities or {}).items()},
        targets={name: _target(target) for name, target in (table.targets or {}).items()},
    )


def _target(table: TargetTable) -> Target:
    hours = table.hours or table.business_hours or 0
    return Target(int(hours * HOUR), is_working_time=table.hours is None)


def _check_priorities(table: SupportTable, context: Context) -> None:
    """Names that mean two priorities, and targets of priorities that there are not."""
    meanings: dict[str, str] = {}
    for priority, words in (table.priorities or {}).items():
        for index, word in enumerate(words):
            if meanings.setdefault(word.casefold(), priority) != priority:
                what = f'"{word}" is {meanings[word.casefold()]} already: a name means one priority'
                context.problem(what, NAME, "priorities", priority, index, at_value=True)
    for priority in sorted(set(table.targets or {}) - set(table.priorities or table.targets or {})):
        context.problem(f'"{priority}" is not in [support.priorities]: add it there', NAME, "targets", priority)


def _fetch(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> SupportFacts:
    """What is stated. Raises CouldNotLook when nothing is, and for files that do not exist."""
    stated = settings.of(NAME, SupportSettings)
    if stated is None:
        raise CouldNotLook(
            'the support of users is not configured: add [support] with channel = "…", roster = "…", articles = […] '
            'and exit-criteria = "…"'
        )
    problems = list(_problems(stated, read))
    if problems:
        raise CouldNotLook("; ".join(problems))
    return SupportFacts(Provenance(NAME, "[support]", "how users are supported", 1, now), stated)


def _problems(stated: SupportSettings, read: Reader) -> Iterator[str]:
    """What is wrong with the documents that are named."""
    places = (("roster", stated.roster), ("exit-criteria", stated.exit_criteria))
    for key, place in (*places, *(("articles", article) for article in stated.articles)):
        yield from documents.problems(NAME, key, place, read)


def _is_configured(settings: Settings) -> bool:
    return NAME in settings.slices


def _overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    stated = facts.require(NAME, SupportFacts).stated
    named = {"channel": stated.channel, "roster": stated.roster, "exit criteria": stated.exit_criteria}
    given = [name for name, place in named.items() if place]
    return (Overview(NAME, (*given, counted(len(stated.articles), "article"))),)


SUPPORT = Source(
    name=NAME,
    fetch=_fetch,
    sections=(Section(NAME, SupportTable | None, _support),),
    configured=_is_configured,
    overview=_overview,
)
