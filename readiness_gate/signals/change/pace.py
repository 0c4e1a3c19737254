"""Signals on the pace of change: whether it slows down before people are trained, and where it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import GitNeed, Needs, Selector
from readiness_gate.model.reading import Evidence, Measured, Parameters, available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, day_of, iso_day
from readiness_gate.model.wording import counted
from readiness_gate.signals.change.landings import PATHS, Known, evidence, known, window
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views import history
from readiness_gate.signals.views.history import Touching

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


@dataclass(frozen=True, slots=True)
class _Pace:
    """How much change each stretch of time brought, of one path set and counted in one way."""

    known: Known
    count: str

    def of(self, start: Instant, end: Instant) -> tuple[int, list[Touching]]:
        """The sum over the landings of (start, end], and these landings."""
        touching = list(history.touching(self.known.git, self.known.paths, start, end))
        if self.count == "lines":
            return self._lines(touching)
        return sum(1 if self.count == "landings" else len(touched) for _, touched in touching), touching

    def _lines(self, touching: list[Touching]) -> tuple[int, list[Touching]]:
        lines = available(self.known.git.lines)
        missing = [landing.commit for landing, _ in touching if landing.commit not in lines]
        if missing:
            raise CannotMeasure(f"the lines that the landing {abbreviated(missing[0], 12)} changed were not counted")
        for landing, touched in touching:
            moved = sorted({*touched} & {*history.submodules(landing)})
            if moved:
                raise CannotMeasure(
                    f"the landing {abbreviated(landing.commit, 12)} moved the submodule {moved[0]}, and the lines in "
                    'it cannot be counted: count files instead (count = "files")'
                )
        return sum(lines[landing.commit].get(path, 0) for landing, touched in touching for path in touched), touching


def _needs(parameters: Parameters, start: Instant, as_of: Instant, count: str) -> Needs:
    lines = start if count == "lines" else None
    paths = frozenset({history.selected(parameters)})
    of_lines = paths if count == "lines" else frozenset[Selector]()
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=paths, lines=lines, line_paths=of_lines))


def _pace(facts: Facts, as_of: Instant, parameters: Parameters, start: Instant, count: str) -> _Pace:
    found = known(facts, as_of, history.selected(parameters))
    history.check_reaches(found.git, start)
    return _Pace(found, count)


def _needs_lines(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of - parameters.seconds("window"), as_of, "lines")


def lines(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many lines the landings of the window added and deleted, together."""
    start = as_of - parameters.seconds("window")
    pace = _pace(facts, as_of, parameters, start, "lines")
    found = pace.of(start, as_of)
    total, touching = found
    git = pace.known.git
    told = f"in the {parameters.text('window')} to {iso_day(as_of)}{history.begins_inside(git, start)}"
    left = _without_lines(available(git.lines), touching)
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


def late_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the change of a stretch of time that came in its last part; even change gives window / of."""
    part, whole = parameters.seconds("window"), parameters.seconds("of")
    if not 0 < part < whole:
        raise CannotMeasure(
            f"the window ({parameters.text('window')}) must be longer than nothing, and shorter than the time that "
            f"it is a part of ({parameters.text('of')}): correct the rule"
        )
    pace = _pace(facts, as_of, parameters, as_of - whole, parameters.text("count"))
    late, total = pace.of(as_of - part, as_of), pace.of(as_of - whole, as_of)
    least = parameters.number("min")
    span = f"the {parameters.text('of')} to {iso_day(as_of)}{history.begins_inside(pace.known.git, as_of - whole)}"
    if total[0] < least:
        raise CannotMeasure(
            f"{_counted(total[0], pace.count)} in {span}: with fewer than {least} there is no share to take"
        )
    told = f"{late[0]} of {_counted(total[0], pace.count)} in {span} came in the last {parameters.text('window')}."
    return Measured(late[0] / total[0], told, evidence(late[1], pace.known.names))


def _needs_median(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - (EARLIER_WINDOWS + 1) * parameters.seconds("window")
    return _needs(parameters, start, as_of, parameters.text("count"))


def late_vs_median(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The change of the last window by that of a usual one: the median of the whole windows before it."""
    length = parameters.seconds("window")
    if length <= 0:
        raise CannotMeasure("a window of no time has no change: correct the rule")
    pace = _pace(facts, as_of, parameters, as_of - length, parameters.text("count"))
    git = pace.known.git
    earlier = min((as_of - git.first_landed) // length - 1, EARLIER_WINDOWS)
    least = parameters.number("min")
    if earlier < least:
        raise CannotMeasure(
            history.why_cut_off(git)
            or f"the history begins on {iso_day(git.first_landed)}, which leaves {max(earlier, 0)} whole windows of "
            f"{parameters.text('window')} before the last one: at least {least} are needed to tell what is usual"
        )
    history.check_reaches(git, as_of - (earlier + 1) * length)
    last, *before = [_sum_before(pace, as_of, length, number) for number in range(earlier + 1)]
    usual = median(amount for amount, _ in before)
    told = f"{_counted(last[0], pace.count)} in the {parameters.text('window')} to {iso_day(as_of)}"
    if usual == 0:
        raise CannotMeasure(
            f"{told}; the median of the {earlier} windows before is 0, so there is no usual pace to compare with"
        )
    told += f"; the median of the {earlier} windows before is {usual:g}."
    return Measured(last[0] / usual, told, evidence(last[1], pace.known.names))


def _sum_before(pace: _Pace, as_of: Instant, length: Seconds, number: int) -> tuple[int, list[Touching]]:
    return pace.of(as_of - (number + 1) * length, as_of - number * length)


def _counted(amount: int, count: str) -> str:
    one, many = {"files": ("path touched", "paths touched"), "landings": ("landing", "landings")}.get(
        count, ("line changed", "lines changed")
    )
    return f"{amount} {one if amount == 1 else many}"


def _needs_bursts(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - parameters.seconds("window")
    return Needs(frozenset({"git"}), GitNeed(as_of, start, as_of, paths=frozenset({"config+code"})))


def bursts(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many components changed on several days of the window: the places that are still being worked on."""
    found = window(facts, as_of, parameters, "config+code")
    zone, least = facts.settings.calendar, parameters.number("days")
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
