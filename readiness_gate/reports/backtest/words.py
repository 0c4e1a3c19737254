"""What is said of the trial of a gate, in plain words: every format says it."""

from collections import defaultdict
from collections.abc import Iterator
from math import isinf

from readiness_gate.model.amounts import bound_in_words
from readiness_gate.model.backtest import (
    ENOUGH,
    ENOUGH_OF_EITHER,
    RARE,
    Aftermath,
    Fate,
    Ninety,
    RuleScore,
    Scores,
    Skill,
    Tally,
    Tried,
)
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Unavailable, Value
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.reports.words import NOTHING

FATES: dict[Fate, str] = {"stopped": "stopped", "passed": "let pass", "undecided": "undecided"}
SYMBOLS: dict[Fate, str] = {"stopped": "✗", "passed": "✓", "undecided": "?"}
_NAMED = 5
_TEN, _ONE = 9.95, 0.995
_SMALLEST = 0.001


# The trial as a whole -------------------------------------------------------------------------------------------------


def sentences(scores: Scores) -> list[str]:
    """What the trial shows, in three short paragraphs at most: what would have been stopped, what became of it, and on
    how many rules that rests."""
    if not scores.tried:
        return ["No past go-live could be tried."]
    stopped = _stopped(scores.tally)
    changed = dict.fromkeys(one for backtest in scores.backtests for one in backtest.changed)
    if changed:
        stopped = f"With {', '.join(changed)}, {stopped[:1].lower()}{stopped[1:]}"
    return [stopped, _became(scores.tally), *_more(scores), _rests(scores)]


def in_short(scores: Scores) -> str:
    """How many would have been stopped, in a few words: `9 of 38 stopped`."""
    tally = scores.tally
    return "unknown" if tally.undecided.total == tally.total else f"{tally.stopped.total} of {tally.total} stopped"


def _stopped(tally: Tally) -> str:
    """How many would have been stopped."""
    total, undecided = tally.total, tally.undecided.total
    every = counted(total, "go-live")
    if undecided == total:
        which = "the only" if total == 1 else "any of"
        return f"It is unknown whether this gate would have stopped {which} {every}."
    if tally.stopped.total == total:
        alike = ", good and bad alike: it says nothing" if tally.wrong and tally.well else ""
        return f"This gate would have stopped {'the only' if total == 1 else 'all'} {every}{alike}."
    if tally.passed.total == total:
        return f"This gate would have stopped none of {every}."
    unknown = f"; {undecided} {agreeing(undecided, 'is', 'are')} undecided" if undecided else ""
    return f"This gate would have stopped {tally.stopped.total} of {every} and let {tally.passed.total} pass{unknown}."


def _became(tally: Tally) -> str:
    """What became of those that it would have stopped, and of the others."""
    unknown = tally.total - tally.wrong - tally.well
    if unknown == tally.total:
        return f"It is unknown how {agreeing(unknown, 'it', 'they')} went, and so whether this gate would have helped."
    how = f" It is unknown how {unknown} went." if unknown else ""
    if tally.total in (tally.stopped.total, tally.passed.total, tally.undecided.total):
        return f"{tally.wrong or 'None'} went wrong, and {tally.well or 'none'} went well.{how}"
    of_wrong = _of(tally.wrong, "wrong", tally.stopped.wrong, tally.undecided.wrong)
    of_well = _of(tally.well, "well", tally.stopped.well, tally.undecided.well)
    said = "; ".join(filter(None, (of_wrong, of_well)))
    return f"{said[:1].upper()}{said[1:]}.{how}"


def _of(number: int, how: str, stopped: int, undecided: int) -> str:
    """How many were stopped of those that went so; nothing where none did."""
    if not number:
        return ""
    if number == 1:
        fate = "would have been stopped" if stopped else "is undecided" if undecided else "would have passed"
        return f"the one that went {how} {fate}"
    doubt = f" ({undecided} undecided)" if undecided else ""
    return f"of the {number} that went {how}, it would have stopped {stopped or 'none'}{doubt}"


def _more(scores: Scores) -> Iterator[str]:
    """How much more often what was stopped went wrong; or that there are too few to say."""
    tally = scores.tally
    if not tally.wrong + tally.well or not tally.counted.total:
        return
    if scores.skill is None:
        yield too_few(tally)
    elif scores.skill.ratio is not None:
        yield f"Go-lives that it would have stopped went wrong {times(scores.skill.ratio)}{_doubt(scores.skill)}."


def too_few(tally: Tally) -> str:
    """That there are too few go-lives for more than counts."""
    known = tally.counted.known
    have = agreeing(known, "is decided and has", "are decided and have")
    return (
        f"Too few to say more: {counted(known, 'go-live')} {have} a known outcome. That takes at least {ENOUGH}, of "
        f"which {ENOUGH_OF_EITHER} went wrong and {ENOUGH_OF_EITHER} went well."
    )


def _doubt(skill: Skill) -> str:
    """Whether that may be chance, or speaks against the gate: the interval alone says too little of small counts."""
    ratio = skill.ratio
    if ratio is not None and ratio.high < 1:
        return ", so it stops the wrong ones"
    return ", which may be chance" if ratio is None or not ratio.rules_out(1) or skill.chance > RARE else ""


def _rests(scores: Scores) -> str:
    """On how many rules all this rests."""
    every, aside = len(scores.blocking), len(scores.set_aside)
    if not every:
        return "No blocking rule of the gate applies to any of them."
    if every == 1:
        one = "The gate's only blocking rule that applies"
        return f"{one} could not be measured at any go-live." if aside else f"This rests on {one[:1].lower()}{one[1:]}."
    if aside == every:
        return f"None of the gate's {every} blocking rules could be measured at any go-live."
    if not aside:
        return f"This rests on all {every} blocking rules of the gate."
    are = agreeing(aside, "is unknown at every go-live and is", "are unknown at every go-live and are")
    return f"This rests on {every - aside} of the gate's {every} blocking rules: {aside} {are} set aside."


# What became of a go-live ---------------------------------------------------------------------------------------------


def outcome(aftermath: Aftermath) -> str:
    """How a go-live went: `went wrong`."""
    return "unknown" if aftermath.went_wrong is None else "went wrong" if aftermath.went_wrong else "went well"


def name(one: Tried, scores: Scores) -> str:
    """The name of a go-live; with its program, where there are several."""
    go_live = one.replay.go_live.name
    return go_live if len(scores.backtests) == 1 else f"{one.program}: {go_live}"


def by(one: Tried) -> str:
    """Which rules stop a go-live, or are unknown so that it is undecided: `DEF-01, TRN-02`; nothing where it passes."""
    if one.fate == "undecided":
        return f"unknown: {listed(one.unknown, _NAMED)}" if one.unknown else "no rule is known"
    return listed(one.stopped_by, _NAMED)


def seen(aftermath: Aftermath) -> str:
    """What shows how a go-live went, and who says so."""
    return f"{aftermath.seen} Said by {aftermath.said_by}." if aftermath.said_by else aftermath.seen


# Numbers --------------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """A ratio with two digits, or a whole number."""
    return f"{value:.0f}" if value >= _TEN else f"{value:.1f}" if value >= _ONE else f"{value:.2f}"


def times(ratio: Ninety) -> str:
    """A ratio of risks in words: `3.1 times as often as those it would have let pass (90 % interval 1.4 to 7.0)`."""
    than = "those it would have let pass"
    if ratio.value is None or isinf(ratio.value):
        return f"more often than {than}, of which none did (90 % interval: {number(ratio.low)} times or more)"
    return f"{number(ratio.value)} times as often as {than} (90 % interval {number(ratio.low)} to {_end(ratio.high)})"


def interval(found: Ninety | None) -> str:
    """A ratio with its interval for a table: `3.1 (1.4 to 7.0)`; a dash where there is none."""
    if found is None or found.value is None:
        return NOTHING
    value = "∞" if isinf(found.value) else number(found.value)
    return f"{value} ({number(found.low)} to {'∞' if isinf(found.high) else number(found.high)})"


def _end(high: float) -> str:
    return "any number" if isinf(high) else number(high)


def share(found: Ninety) -> str:
    """A probability with its interval: `0.71 (0.55 to 0.83)`."""
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def chance(value: float) -> str:
    """A probability of chance."""
    return f"< {_SMALLEST}" if value < _SMALLEST else f"{value:.3f}"


# Rules ----------------------------------------------------------------------------------------------------------------


def counts(score: RuleScore) -> tuple[str, ...]:
    """The four numbers of a rule, and at how many go-lives it is unknown, or how these went."""
    tally = score.tally
    unknown = tally.undecided.total + tally.counted.unknown
    return tuple(map(str, (tally.stopped.wrong, tally.passed.wrong, tally.stopped.well, tally.passed.well, unknown)))


def looks(scores: Scores) -> str:
    """How many rules were looked at, and how many are marked; nothing where none was."""
    if not scores.looked_at:
        return ""
    marked = [score.rule.id for score in scores.rules if score.is_more_than_chance]
    are = f"{listed(marked, _NAMED)} {agreeing(len(marked), 'is', 'are')}" if marked else "none is"
    return (
        f"{counted(scores.looked_at, 'rule')} {agreeing(scores.looked_at, 'was', 'were')} looked at, so one may stand "
        f"out by chance. After a correction for that (Holm, {RARE:.0%}), {are} more than chance."
    ).replace("%", " %")


def limit(rule: Rule, value: Value) -> str:
    """A rule's limit with another value: `at most 3 issues`."""
    return bound_in_words(Limit(rule.limit.bound, value), rule.unit)


def choices(scores: Scores) -> Iterator[str]:
    """What the past suggests for limits: only what did better on go-lives that it did not see."""
    found = [(score.rule, score.choice) for score in scores.rules if score.choice is not None]
    for rule, choice in found:
        if choice.is_suggested:
            yield (
                f"{rule.id}: consider {limit(rule, choice.limit)} instead of {limit(rule, rule.limit.value)}. Limits "
                f"chosen on earlier go-lives alone would have stopped {_four(choice.chosen)}; the configured one "
                f"{_four(choice.configured)}. {counted(choice.tried, 'limit')} were tried."
            )
    others = [rule.id for rule, choice in found if not choice.is_suggested]
    if others:
        ones = agreeing(len(others), "one", "ones")
        yield (
            f"No other limit is suggested for {listed(others, _NAMED)}: limits chosen on earlier go-lives alone would "
            f"have done no better than the configured {ones}, or not by more than chance."
        )


def _four(tally: Tally) -> str:
    counted_ = tally.counted
    return (
        f"{tally.stopped.wrong} of {counted_.wrong} that went wrong and {tally.stopped.well} of {counted_.well} that "
        "went well"
    )


# What is unknown, and what makes it known -----------------------------------------------------------------------------


def set_aside(scores: Scores) -> Iterator[tuple[str, str]]:
    """The rules that are set aside, each with the reason; with the program where others know it."""
    for score in scores.rules:
        for one in score.aside:
            where = "" if len(scores.backtests) == 1 else f" in {one.program}"
            yield f"{score.rule.id} {score.rule.title}{where}", one.why


def without_use(scores: Scores) -> list[str]:
    """Which rules apply to none of the go-lives, as a sentence; none where each applies to any."""
    ids = [score.rule.id for score in scores.rules if not score.tally.total]
    return [f"Not applicable to any of these go-lives: {', '.join(ids)}."] if ids and scores.tried else []


def unknowns(scores: Scores) -> Iterator[str]:
    """What is unknown at some go-lives, and why: first rules, then how go-lives went."""
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in scores.tried:
        for finding in one.replay.verdict.findings:
            if finding.rule.id in one.unknown:
                reading = finding.reading
                why = reading.reason if isinstance(reading, Unavailable) else finding.message
                names[finding.rule.id, why].append(name(one, scores))
    for (rule, why), at in names.items():
        yield f"{rule} is unknown at {listed(at, _NAMED)}: {why}"
    of_outcomes: defaultdict[str, list[str]] = defaultdict(list)
    for one in scores.tried:
        if one.replay.aftermath.went_wrong is None:
            of_outcomes[one.replay.aftermath.seen].append(name(one, scores))
    for why, of in of_outcomes.items():
        yield f"How {listed(of, _NAMED)} went is unknown: {why}"


def remarks(scores: Scores) -> Iterator[str]:
    """What else a reader must know: what could not be tried, and how the sources were read."""
    yield from dict.fromkeys(one for backtest in scores.backtests for one in (*backtest.left_out, *backtest.notes))
