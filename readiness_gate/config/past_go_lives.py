"""The tables of `[[past-go-lives]]`, on which a gate is tested, and problems with them."""

import datetime as dt
from collections.abc import Iterator, Sequence

from readiness_gate.config.required import is_intact
from readiness_gate.config.schema.files import PastGoLiveEntry
from readiness_gate.model.past_go_lives import ByHand, ByPattern, Label, Signs, Statement
from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, Seconds, day_of, duration, end_of_day, seconds_of
from readiness_gate.model.wording import folded
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean
from readiness_gate.toml.values import instant_of

KEY = "past-go-lives"
_PATTERN_KEYS = ("pattern", "repository", "export", "exported_at")


def past_go_lives(
    entries: Sequence[PastGoLiveEntry], settings: Settings, place: Place, problems: list[Problem]
) -> tuple[Statement, ...]:
    """Return what the tables state; their mistakes are added to `problems`."""
    stated: list[Statement] = []
    for index, entry in enumerate(entries):
        here = place.at(KEY, index)
        if not is_intact(here):
            continue
        wrong = [
            *_check_outcome(entry, here),
            *(_check_pattern if entry.from_ else _check_direct)(entry, settings, here),
        ]
        problems += wrong
        if not wrong:
            stated.append(_statement(entry, settings, f"{place.document.name}, line {here.line}"))
    problems += _check_duplicates(entries, settings, place)
    return tuple(stated)


def _check_direct(entry: PastGoLiveEntry, _settings: Settings, here: Place) -> Iterator[Problem]:
    """Report problems with a go-live that is stated directly."""
    if entry.name is None or entry.date is None:
        lacking = " and ".join(key for key in ("name", "date") if getattr(entry, key) is None)
        yield here.problem(f'add {lacking}, or from = "tags" or from = "versions" with a pattern')
    for key in _PATTERN_KEYS:
        if getattr(entry, key) is not None:
            name = key.replace("_", "-")
            yield here.problem(f'{name} works with from = "tags" or from = "versions": add from, or remove it', name)


def _check_pattern(entry: PastGoLiveEntry, settings: Settings, here: Place) -> Iterator[Problem]:
    """Report problems with a table of tags or versions."""
    if entry.pattern is None:
        yield here.problem(f'add pattern, the names of the {entry.from_} that went live, such as "*.*.0"', "from")
    for key in ("name", "date"):
        if getattr(entry, key) is not None:
            yield here.problem(f"{key} works without from: the {entry.from_} say it; remove {key} or from", key)
    if entry.from_ == "tags":
        yield from _check_tags(entry, settings, here)
    else:
        yield from _check_versions(entry, settings, here)


def _check_tags(entry: PastGoLiveEntry, settings: Settings, here: Place) -> Iterator[Problem]:
    names = [name for name in repositories_of(settings.git) if name]
    for key in ("export", "exported-at"):
        if getattr(entry, key.replace("-", "_")) is not None:
            yield here.problem(f'{key} works with from = "versions": remove it', key)
    if entry.version is not None and entry.version.count("*") != 1:
        yield here.problem(
            f'version "{entry.version}" would be that of every tag: write one * for the number of the tag, such as '
            '"Release *"',
            "version",
            at_value=True,
        )
    if names and entry.repository is None:
        yield here.problem(f'add repository, the name in [[git]] that has the tags, such as "{names[0]}"', "from")
    elif entry.repository is not None and entry.repository not in names:
        hint = did_you_mean(entry.repository, names) or ("" if names else ": there is only one, so remove this")
        what = f'[[git]] has no repository called "{entry.repository}"{hint}'
        yield here.problem(what, "repository", at_value=True)


def _check_versions(entry: PastGoLiveEntry, settings: Settings, here: Place) -> Iterator[Problem]:
    if entry.repository is not None:
        yield here.problem('repository works with from = "tags": remove it', "repository")
    if entry.version is not None:
        yield here.problem("a version has its own name: remove version, and give its pattern", "version")
    if entry.export is None and entry.exported_at is not None:
        yield here.problem("exported-at is about export: add the file, or remove exported-at", "exported-at")
    if entry.export is None and (settings.jira is None or settings.jira.url is None):
        yield here.problem(
            "add export, a file with the versions as Jira gives them; without it they are fetched, which needs url "
            "and projects in [jira]",
            "from",
        )


def _check_outcome(entry: PastGoLiveEntry, here: Place) -> Iterator[Problem]:
    """Report problems with the keys for the outcome of a go-live."""
    if entry.went_wrong is not None and entry.said_by is None:
        yield here.problem('add said-by, the person who says so: said-by = "j.meyer"', "went-wrong")
    for key in ("said_by", "because"):
        if getattr(entry, key) is not None and entry.went_wrong is None:
            name = key.replace("_", "-")
            yield here.problem(f"{name} is about went-wrong: add went-wrong = true or false, or remove {name}", name)
    if entry.adoption_below is not None and entry.by is None:
        yield here.problem('add by, how long after the go-live that is measured: by = "60d"', "adoption-below")
    if entry.by is not None and entry.adoption_below is None:
        yield here.problem("by is about adoption-below: add a share such as adoption-below = 0.6, or remove by", "by")
    for key in ("patch_within", "grave_defects_within", "by"):
        if (length := getattr(entry, key)) is not None and not duration(length):
            yield here.problem(f'"{length}" is too short. Write at least "1d"', key.replace("_", "-"), at_value=True)


def _check_duplicates(entries: Sequence[PastGoLiveEntry], settings: Settings, place: Place) -> Iterator[Problem]:
    """Report directly stated go-lives that repeat an earlier one."""
    seen: dict[object, int] = {}
    for index, entry in enumerate(entries):
        if entry.from_ or entry.name is None or entry.date is None:
            continue
        day = _day(entry.date, settings)
        for key, what, said in (("name", folded(entry.name), f'called "{entry.name}"'), ("date", day, f"on {day}")):
            first = place.at(KEY, seen.setdefault((key, what), index))
            if first.path[-1] != index:
                of = f"the one in line {first.line} is {said}, too: a go-live counts once; remove one of them"
                yield place.problem(of, KEY, index, key, at_value=True)


def _statement(entry: PastGoLiveEntry, settings: Settings, where: str) -> Statement:
    return Statement(_what(entry, settings), where, _label(entry), _signs(entry))


def _what(entry: PastGoLiveEntry, settings: Settings) -> ByHand | ByPattern:
    if entry.from_ and entry.pattern:
        return ByPattern(
            entry.from_,
            entry.pattern,
            entry.repository or "",
            entry.version,
            entry.export,
            instant_of(entry.exported_at, settings.calendar),
        )
    date = entry.date or dt.date.min  # without a date, a problem was already reported
    return ByHand(entry.name or "", _day(date, settings), _before(date, settings), entry.version)


def _day(date: dt.date, settings: Settings) -> dt.date:
    return day_of(seconds_of(date), settings.calendar) if isinstance(date, dt.datetime) else date


def _before(date: dt.date, settings: Settings) -> Instant:
    """Return the last instant before a day; a time is returned as it is."""
    if isinstance(date, dt.datetime):
        return seconds_of(date)
    return end_of_day(date - dt.timedelta(days=1), settings.calendar)


def _label(entry: PastGoLiveEntry) -> Label | None:
    if entry.went_wrong is None:
        return None
    return Label(entry.went_wrong, entry.said_by or "", entry.because or "")


def _signs(entry: PastGoLiveEntry) -> Signs:
    return Signs(
        _seconds(entry.patch_within),
        _seconds(entry.grave_defects_within),
        entry.adoption_below,
        _seconds(entry.by),
    )


def _seconds(length: str | None) -> Seconds | None:
    return None if length is None else duration(length)
