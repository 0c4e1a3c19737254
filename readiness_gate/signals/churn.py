"""Signals on the pace of change: whether it slows down before people are trained, and where it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs, Selector
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, day_of, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.change import PATHS, Known, evidence, known, window
from readiness_gate.signals.history import Touching
from readiness_gate.signals.spec import Parameter, Signal, counted

EARLIER_WINDOWS = 26
"""How many windows before the last one are compared with it: a year of fortnights. What a program did years ago says
nothing about its pace, and the history that is read stays bounded."""

_COUNT = Parameter(
    "count",
    "choice",
    "files",
    "what is summed over the landings: the paths that each touches (files), the landings themselves, or changed lines",
    ("files", "landings", "lines"),
)
_LATE = Parameter("window", "window", "14d", "the last stretch of time")
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class _Pace:
    """How much change each stretch of time brought, of one path set and counted in one way."""

    known: Known
    count: str

    def of(self, start: Instant, end: Instant) -> tuple[int, list[Touching]] | Unavailable:
        """The sum over the landings of (start, end], and these landings."""
        touching = list(history.touching(self.known.git, self.known.paths, start, end))
        if self.count == "lines":
            return self._lines(touching)
        return sum(1 if self.count == "landings" else len(touched) for _, touched in touching), touching

    def _lines(self, touching: list[Touching]) -> tuple[int, list[Touching]] | Unavailable:
        lines = self.known.git.lines
        if isinstance(lines, Unavailable):
            return lines
        missing = [landing.commit for landing, _ in touching if landing.commit not in lines]
        if missing:
            return Unavailable(f"the lines that the landing {abbreviated(missing[0], 12)} changed were not counted")
        for landing, touched in touching:
            moved = sorted({*touched} & {*history.submodules(landing)})
            if moved:
                return Unavailable(
                    f"the landing {abbreviated(landing.commit, 12)} moved the submodule {moved[0]}, and the lines in "
                    'it cannot be counted: count files instead (count = "files")'
                )
        return sum(lines[landing.commit].get(path, 0) for landing, touched in touching for path in touched), touching


def _needs(parameters: Parameters, start: Instant, as_of: Instant, count: str) -> Needs:
    lines = start if count == "lines" else None
    paths = frozenset({history.selected(parameters)})
    of_lines = paths if count == "lines" else frozenset[Selector]()
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=paths, lines=lines, line_paths=of_lines))


def _pace(facts: Facts, as_of: Instant, parameters: Parameters, start: Instant, count: str) -> _Pace | Unavailable:
    found = known(facts, as_of, history.selected(parameters))
    if isinstance(found, Unavailable):
        return found
    return history.reaches(found.git, start) or _Pace(found, count)


def _needs_lines(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of - parameters.seconds("window"), as_of, "lines")


def lines(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many lines the landings of the window added and deleted, together."""
    start = as_of - parameters.seconds("window")
    pace = _pace(facts, as_of, parameters, start, "lines")
    if isinstance(pace, Unavailable):
        return pace
    found = pace.of(start, as_of)
    if isinstance(found, Unavailable):
        return found
    total, touching = found
    git = pace.known.git
    told = f"in the {parameters.text('window')} to {iso_day(as_of)}{history.begins_inside(git, start)}"
    left = "" if isinstance(git.lines, Unavailable) else _without_lines(git.lines, touching)
    landings = counted(len(touching), "landing")
    summary = f"{counted(total, 'line')} added or deleted in {landings} {told}{left}."
    return Measured(total, summary, evidence(touching, pace.known.names))


def _without_lines(lines_of: Mapping[str, Mapping[str, int]], touching: list[Touching]) -> str:
    """What was touched and has no lines that could be counted, for the end of a sentence."""
    left = {path for landing, touched in touching for path in touched if path not in lines_of[landing.commit]}
    return f"; {counted(len(left), 'file')} without text not counted" if left else ""


def _needs_share(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - max(parameters.seconds("of"), parameters.seconds("window"))
    return _needs(parameters, start, as_of, parameters.text("count"))


def late_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """The share of the change of a stretch of time that came in its last part; even change gives window / of."""
    part, whole = parameters.seconds("window"), parameters.seconds("of")
    if not 0 < part < whole:
        return Unavailable(
            f"the window ({parameters.text('window')}) must be longer than nothing, and shorter than the time that "
            f"it is a part of ({parameters.text('of')}): correct the rule"
        )
    pace = _pace(facts, as_of, parameters, as_of - whole, parameters.text("count"))
    if isinstance(pace, Unavailable):
        return pace
    late, total = pace.of(as_of - part, as_of), pace.of(as_of - whole, as_of)
    if isinstance(late, Unavailable):
        return late
    if isinstance(total, Unavailable):
        return total
    least = parameters.number("min")
    span = f"the {parameters.text('of')} to {iso_day(as_of)}{history.begins_inside(pace.known.git, as_of - whole)}"
    if total[0] < least:
        return Unavailable(
            f"{_counted(total[0], pace.count)} in {span}: with fewer than {least} there is no share to take"
        )
    told = f"{late[0]} of {_counted(total[0], pace.count)} in {span} came in the last {parameters.text('window')}."
    return Measured(late[0] / total[0], told, evidence(late[1], pace.known.names))


def _needs_median(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - (EARLIER_WINDOWS + 1) * parameters.seconds("window")
    return _needs(parameters, start, as_of, parameters.text("count"))


def late_vs_median(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """The change of the last window by that of a usual one: the median of the whole windows before it."""
    length = parameters.seconds("window")
    if length <= 0:
        return Unavailable("a window of no time has no change: correct the rule")
    pace = _pace(facts, as_of, parameters, as_of - length, parameters.text("count"))
    if isinstance(pace, Unavailable):
        return pace
    git = pace.known.git
    earlier = min((as_of - git.first_landed) // length - 1, EARLIER_WINDOWS)
    least = parameters.number("min")
    if earlier < least:
        return history.cut_off(git) or Unavailable(
            f"the history begins on {iso_day(git.first_landed)}, which leaves {max(earlier, 0)} whole windows of "
            f"{parameters.text('window')} before the last one: at least {least} are needed to tell what is usual"
        )
    short = history.reaches(git, as_of - (earlier + 1) * length)
    if short is not None:
        return short
    sums = [_sum_before(pace, as_of, length, number) for number in range(earlier + 1)]
    unknown = next((each for each in sums if isinstance(each, Unavailable)), None)
    if unknown is not None:
        return unknown
    last, *before = [each for each in sums if not isinstance(each, Unavailable)]
    usual = median(amount for amount, _ in before)
    told = f"{_counted(last[0], pace.count)} in the {parameters.text('window')} to {iso_day(as_of)}"
    if usual == 0:
        return Unavailable(
            f"{told}; the median of the {earlier} windows before is 0, so there is no usual pace to compare with"
        )
    told += f"; the median of the {earlier} windows before is {usual:g}."
    return Measured(last[0] / usual, told, evidence(last[1], pace.known.names))


def _sum_before(pace: _Pace, as_of: Instant, length: Seconds, number: int) -> tuple[int, list[Touching]] | Unavailable:
    return pace.of(as_of - (number + 1) * length, as_of - number * length)


def _counted(amount: int, count: str) -> str:
    one, many = {"files": ("path touched", "paths touched"), "landings": ("landing", "landings")}.get(
        count, ("line changed", "lines changed")
    )
    return f"{amount} {one if amount == 1 else many}"


def _needs_bursts(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - parameters.seconds("window")
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=frozenset({"config+code"})))


def bursts(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many components changed on several days of the window: the places that are still being worked on."""
    found = window(facts, as_of, parameters, "config+code")
    if isinstance(found, Unavailable):
        return found
    zone, least = facts.settings.zone or _UTC, parameters.number("days")
    days: dict[str, set[date]] = {}
    for landing, touched in found.landings:
        for path in touched:
            days.setdefault(found.names.of(path), set()).add(day_of(landing.landed, zone))
    bursting = {name: on for name, on in days.items() if len(on) >= least}
    return Measured(
        len(bursting),
        f"{len(bursting)} of {len(days)} components that changed {found.told} did so on {least} days or more.",
        tuple(_burst(name, bursting[name]) for name in sorted(bursting, key=lambda each: (-len(days[each]), each))),
    )


def _burst(name: str, on: Iterable[date]) -> Evidence:
    days = sorted(on)
    return Evidence("component", name, f"changed on {len(days)} days: {', '.join(map(str, days))}")


SIGNALS = (
    Signal(
        "change.lines",
        "lines",
        ("git",),
        "Lines that the landings of a window add and delete; needs the contents of files in the clone.",
        _needs_lines,
        lines,
        (Parameter("window", "window", "28d", "how far back to look"), PATHS),
    ),
    Signal(
        "change.late-share",
        "share",
        ("git",),
        "The share of a stretch of time's change that came in its last part.",
        _needs_share,
        late_share,
        (
            _LATE,
            Parameter("of", "window", "42d", "the whole stretch of time"),
            PATHS,
            _COUNT,
            Parameter("min", "count", 1, "the least change to take a share of"),
        ),
    ),
    Signal(
        "change.late-vs-median",
        "share",
        ("git",),
        "The change of the last window by that of a usual one, the median of the windows before it.",
        _needs_median,
        late_vs_median,
        (_LATE, Parameter("min", "count", 5, "the fewest earlier windows that tell what is usual"), PATHS, _COUNT),
        above_one=True,
    ),
    Signal(
        "change.bursts",
        "count",
        ("git",),
        "Components that changed on several different days of a window.",
        _needs_bursts,
        bursts,
        (
            Parameter("window", "window", "7d", "how far back to look"),
            Parameter("days", "count", 3, "on how many different days a component changed"),
        ),
    ),
)
