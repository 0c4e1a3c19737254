"""Signals on the pace of change: whether it slows down before people are trained, and where it does not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Landing
from readiness_gate.model.levers import Expiry
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Parameters, available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, Seconds, iso
from readiness_gate.model.wording import counted
from readiness_gate.signals.change.landings import MERGE_NOTHING, PATHS, evidence
from readiness_gate.signals.change.planned import SCOPE, planned_later
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views import history
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.mainline import Mainline, mainline
from readiness_gate.signals.views.usual import EARLIER_WINDOWS, LATE, LEAST

_COUNT = Parameter(
    "count",
    "choice",
    "files",
    "what is summed over the landings: the paths that each touches (files), the landings themselves, or changed lines",
    ("files", "landings", "lines"),
)


@dataclass(frozen=True, slots=True)
class _Change:
    """How much changed in a stretch of time, and the landings responsible."""

    amount: int
    landings: tuple[Touching, ...]


@dataclass(frozen=True, slots=True)
class _Pace:
    """The amount of change over time, for one path set and one way of counting."""

    mainline: Mainline
    count: str
    """What is counted: paths touched (`files`), `landings`, or changed `lines`."""
    left_out: Collection[str] = ()
    """The commits of landings that do not count."""

    def between(self, start: Instant, end: Instant) -> _Change:
        """Return what changed in (start, end]."""
        found = self.mainline.between(start, end)
        landings = tuple(one for one in found if one.landing.commit not in self.left_out)
        return _Change(self.amount(landings), landings)

    def amount(self, landings: Sequence[Touching]) -> int:
        """Return how much the landings changed."""
        if self.count == "lines":
            return self._lines(landings)
        return len(landings) if self.count == "landings" else sum(len(one.paths) for one in landings)

    def _lines(self, landings: Sequence[Touching]) -> int:
        lines = available(self.mainline.git.lines)
        missing = [landing.commit for landing, _ in landings if landing.commit not in lines]
        if missing:
            raise CannotMeasure(f"the lines that the landing {abbreviated(missing[0], 12)} changed were not counted")
        for landing, touched in landings:
            _check_text(landing, touched)
        return sum(lines[landing.commit].get(path, 0) for landing, touched in landings for path in touched)

    def window(self, as_of: Instant, length: Seconds, number: int) -> _Change:
        """Return what changed in one of the windows before `as_of`; window 0 is the last."""
        return self.between(as_of - (number + 1) * length, as_of - number * length)


def _check_text(landing: Landing, touched: Iterable[str]) -> None:
    """Raise CannotMeasure for a submodule, whose lines cannot be counted."""
    moved = sorted({*touched} & {*history.submodules(landing)})
    if moved:
        raise CannotMeasure(
            f"the landing {abbreviated(landing.commit, 12)} moved the submodule {moved[0]}, and the lines in "
            'it cannot be counted: count files instead (count = "files")'
        )


def _needs(parameters: Parameters, start: Instant, as_of: Instant, count: str) -> Needs:
    paths = frozenset({history.selected(parameters)})
    git = GitNeed(newest=as_of, since=start, oldest=as_of, paths=paths)
    return Needs(frozenset({"git"}), replace(git, lines=start, line_paths=paths) if count == "lines" else git)


def _pace(facts: Facts, as_of: Instant, parameters: Parameters, start: Instant, count: str) -> _Pace:
    seen = mainline(facts, as_of, history.selected(parameters))
    history.check_reaches(seen.git, start)
    return _Pace(seen, count)


def _needs_lines(parameters: Parameters, as_of: Instant) -> Needs:
    return _needs(parameters, as_of - parameters.seconds("window"), as_of, "lines")


def lines(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many lines the landings of the window added and deleted, together."""
    start = as_of - parameters.seconds("window")
    pace = _pace(facts, as_of, parameters, start, "lines")
    change, git = pace.between(start, as_of), pace.mainline.git
    span = f"in the {parameters.in_words('window')} to {pace.mainline.day(as_of)}{history.begins_inside(git, start)}"
    uncounted = _without_lines(available(git.lines), change.landings)
    landings = counted(len(change.landings), "landing")
    summary = f"{counted(change.amount, 'line')} added or deleted in {landings} {span}{uncounted}."
    return Measured(
        change.amount,
        summary,
        evidence(change.landings, pace.mainline),
        shortfall=f"{counted(change.amount, 'changed line')} {_lately(parameters)}",
        levers=(_leaving(pace, change.landings, as_of - start),),
    )


LINES = Signal(
    name="change.lines",
    unit="lines",
    sources=("git",),
    meaning="Lines that the landings of a window add and delete; needs the contents of files in the clone.",
    needs=_needs_lines,
    measure=lines,
    parameters=(Parameter("window", "window", "28d", "how far back to look"), PATHS),
    topic="how much changed lately",
)


def _lately(parameters: Parameters) -> str:
    return f"in the last {parameters.in_words('window')}"


def _leaving(pace: _Pace, landings: Sequence[Touching], length: Seconds) -> Expiry:
    """Return when landings leave the window, with the amount of change that remains after each."""
    amounts = [pace.amount((touching,)) for touching in landings]
    return Expiry(
        MERGE_NOTHING,
        "landing has left the window",
        "landings have left the window",
        tuple(touching.landing.landed + length for touching in landings[::-1]),
        tuple(accumulate(amounts, initial=0))[::-1],
    )


def _without_lines(lines_of: Mapping[str, Mapping[str, int]], landings: Iterable[Touching]) -> str:
    """Return a clause that names what was touched but has no countable lines."""
    left = {path for landing, touched in landings for path in touched if path not in lines_of[landing.commit]}
    return f"; {counted(len(left), 'file')} without text not counted" if left else ""


def _needs_share(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - max(parameters.seconds("of"), parameters.seconds("window"))
    return _needs(parameters, start, as_of, parameters.text("count"))


def late_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a period's change that came in its last part; steady change gives window / of."""
    part, whole = parameters.seconds("window"), parameters.seconds("of")
    if not 0 < part < whole:
        raise CannotMeasure(
            f"the window ({parameters.text('window')}) must be longer than nothing, and shorter than the time that "
            f"it is a part of ({parameters.text('of')}): correct the rule"
        )
    pace = _pace(facts, as_of, parameters, as_of - whole, parameters.text("count"))
    late, total = pace.between(as_of - part, as_of), pace.between(as_of - whole, as_of)
    least = parameters.number("min")
    begins = history.begins_inside(pace.mainline.git, as_of - whole)
    everything = (
        f"{_counted(total.amount, pace.count)} in the {parameters.in_words('of')} to {pace.mainline.day(as_of)}{begins}"
    )
    if total.amount < least:
        raise CannotMeasure(f"{everything}: with fewer than {least} no share can be computed")
    summary = f"{late.amount} of {everything} came in the last {parameters.text('window')}."
    whole_time = parameters.in_words("of")
    shortfall = f"{late.amount} of {_counted(total.amount, pace.count)} in {whole_time} came {_lately(parameters)}"
    return Measured(late.amount / total.amount, summary, evidence(late.landings, pace.mainline), shortfall=shortfall)


LATE_SHARE = Signal(
    name="change.late-share",
    unit="share",
    sources=("git",),
    meaning="The share of a stretch of time's change that came in its last part.",
    needs=_needs_share,
    measure=late_share,
    parameters=(
        LATE,
        Parameter("of", "window", "42d", "the whole stretch of time"),
        PATHS,
        _COUNT,
        Parameter("min", "count", 1, "the least change to take a share of"),
    ),
    topic="whether change is slowing down",
)


def _needs_median(parameters: Parameters, as_of: Instant) -> Needs:
    start = as_of - (EARLIER_WINDOWS + 1) * parameters.seconds("window")
    needs = _needs(parameters, start, as_of, parameters.text("count"))
    if not _is_of_milestone(parameters):
        return needs
    git = GitNeed(newest=as_of, since=start, oldest=as_of, commits=start)
    return needs | Needs(frozenset({"jira"}), git, issues_since=as_of)


def _is_of_milestone(parameters: Parameters) -> bool:
    """Return whether landings that are planned for a later milestone are left out."""
    return parameters.get("scope") == "milestone"


def late_vs_median(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the change of the last window divided by the median of the whole windows before it."""
    length = parameters.seconds("window")
    if length <= 0:
        raise CannotMeasure("a window of no time has no change: correct the rule")
    pace = _pace(facts, as_of, parameters, as_of - length, parameters.text("count"))
    earlier = _earlier_windows(pace.mainline.git, as_of, parameters)
    start = as_of - (earlier + 1) * length
    history.check_reaches(pace.mainline.git, start)
    pace, said = _counting(facts, as_of, parameters, pace, start)
    last, *before = [pace.window(as_of, length, number) for number in range(earlier + 1)]
    usual = median(change.amount for change in before)
    late = f"{_counted(last.amount, pace.count)} in the {parameters.in_words('window')} to {pace.mainline.day(as_of)}"
    if usual == 0:
        raise CannotMeasure(
            f"{late}; the median of the {earlier} windows before is 0, so there is no usual pace to compare with: give "
            f"a longer window{said}"
        )
    summary = f"{late}; the median of the {earlier} windows before is {usual:g}{said}."
    shortfall = f"{_counted(last.amount, pace.count)} {_lately(parameters)}, where {usual:g} are usual"
    return Measured(last.amount / usual, summary, evidence(last.landings, pace.mainline), shortfall=shortfall)


def _counting(facts: Facts, as_of: Instant, parameters: Parameters, pace: _Pace, start: Instant) -> tuple[_Pace, str]:
    """Return the pace of the landings since `start` that count, and a clause about the others."""
    if not _is_of_milestone(parameters):
        return pace, ""
    later = planned_later(facts, as_of, pace.mainline.between(start, as_of))
    said = later.said(pace.mainline.between(as_of - parameters.seconds("window"), as_of))
    return replace(pace, left_out=frozenset(later.issues)), said


LATE_VS_MEDIAN = Signal(
    name="change.late-vs-median",
    unit="share",
    sources=("git",),
    meaning="The change of the last window by that of a usual one, the median of the windows before it.",
    needs=_needs_median,
    measure=late_vs_median,
    parameters=(
        LATE,
        LEAST,
        PATHS,
        _COUNT,
        SCOPE,
    ),
    above_one=True,
    topic="whether change is below its usual pace",
)


def _earlier_windows(git: GitFacts, as_of: Instant, parameters: Parameters) -> int:
    """Return how many whole windows precede the last one. Raises CannotMeasure if they are too few to compare with."""
    earlier = min((as_of - git.first_landed) // parameters.seconds("window") - 1, EARLIER_WINDOWS)
    least = parameters.number("min")
    if earlier < least:
        raise CannotMeasure(
            history.why_cut_off(git)
            or f"the history begins on {iso(git.first_landed)}, which leaves {max(earlier, 0)} whole windows of "
            f"{parameters.text('window')} before the last one: at least {least} are needed to tell what is usual"
        )
    return earlier


def _counted(amount: int, count: str) -> str:
    """Return an amount of change in words."""
    if count == "files":
        return f"{counted(amount, 'path')} touched"
    return counted(amount, "landing") if count == "landings" else f"{counted(amount, 'line')} changed"


SIGNALS = (LINES, LATE_SHARE, LATE_VS_MEDIAN)
