"""The wording of a backtest that all formats share."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import isinf
from typing import Literal, TypeAlias

from readiness_gate.model.amounts import bound_in_words
from readiness_gate.model.backtest import RARE, Aftermath, Ninety, RuleScore, Scores, Skill, Tried
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Unavailable, Value
from readiness_gate.model.tallies import ENOUGH_OF_EITHER, Fate, Tally
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.reports.words import NOTHING

FATES: dict[Fate, str] = {"stopped": "stopped", "passed": "let pass", "undecided": "undecided"}
Agreement: TypeAlias = Literal["caught", "missed", "false alarm", ""]
"""Whether the gate was right; empty if it passed what went well, and if unknown."""
_AGREEMENTS: dict[tuple[Fate, bool | None], Agreement] = {
    ("stopped", True): "caught",
    ("passed", True): "missed",
    ("stopped", False): "false alarm",
}
_NAMED = 5
_REASONS = 3
"""The most reasons given for unknown outcomes."""
_TEN, _ONE = 9.95, 0.995
_SMALLEST = 0.001


# What became of a go-live ---------------------------------------------------------------------------------------------


def meaning(scores: Scores) -> str:
    """Return what *went wrong* means: `a patch within 14 days`; "" if nothing defines it."""
    return " or ".join(dict.fromkeys(sign for backtest in scores.backtests for sign in backtest.meaning))


def outcome(aftermath: Aftermath) -> str:
    """Return how a go-live turned out: `went wrong`."""
    return "unknown" if aftermath.went_wrong is None else "went wrong" if aftermath.went_wrong else "went well"


def agreement(one: Tried) -> Agreement:
    """Return whether the gate was right about a go-live."""
    return _AGREEMENTS.get((one.fate, one.replay.aftermath.went_wrong), "")


def name(one: Tried, scores: Scores) -> str:
    """Return the name of a go-live, with its program if there are several."""
    go_live = one.replay.go_live.name
    return go_live if len(scores.backtests) == 1 else f"{one.program}: {go_live}"


def by(one: Tried) -> str:
    """Return the rules that stop a go-live, or are unknown so that it is undecided: `DEF-01, TRN-02`; "" if it
    passes."""
    if one.fate == "undecided":
        return f"unknown: {listed(one.unknown, _NAMED)}" if one.unknown else "no rule is known"
    return listed(one.stopped_by, _NAMED)


def leaking(one: Tried) -> tuple[str, ...]:
    """Return what was judged with today's evidence: the ids of rules, and the outcome."""
    return (*one.replay.leaks, *(("how it went",) if one.replay.aftermath.is_leaking else ()))


def leakage(one: Tried) -> str:
    """Return the mark of a go-live that was judged with today's evidence: `leakage: TRN-01`; "" for others."""
    return f"leakage: {listed(leaking(one), _NAMED)}" if leaking(one) else ""


def seen(aftermath: Aftermath) -> str:
    """Return what shows the outcome of a go-live, and who says so."""
    is_said = not aftermath.said_by or aftermath.said_by in aftermath.seen
    return aftermath.seen if is_said else f"{aftermath.seen} Said by {aftermath.said_by}."


# Numbers --------------------------------------------------------------------------------------------------------------


def number(value: float) -> str:
    """Return a ratio with two digits, or as a whole number."""
    return f"{value:.0f}" if value >= _TEN else f"{value:.1f}" if value >= _ONE else f"{value:.2f}"


def times(ratio: Ninety) -> str:
    """Return a risk ratio in words: `3.1 times as often`."""
    return "more often" if ratio.value is None or isinf(ratio.value) else f"{number(ratio.value)} times as often"


def reach(ratio: Ninety) -> str:
    """Return the interval of a ratio in words: `90 % interval 1.4 to 7.0`."""
    if isinf(ratio.high):
        return f"90 % interval: {number(ratio.low)} times or more"
    return f"90 % interval {number(ratio.low)} to {number(ratio.high)}"


def may_be_chance(skill: Skill) -> bool:
    """Return whether the different outcomes of stopped go-lives may be chance, by the interval of the ratio or by
    the exact test, which takes small counts into account."""
    ratio = skill.ratio
    is_less = ratio is not None and ratio.high < 1
    return ratio is None or not ratio.rules_out(1) or (skill.chance_of_fewer if is_less else skill.chance) > RARE


def interval(found: Ninety | None) -> str:
    """Return a ratio with its interval for a table: `3.1 (1.4 to 7.0)`; a dash if there is none."""
    if found is None or found.value is None:
        return NOTHING
    value = "∞" if isinf(found.value) else number(found.value)
    return f"{value} ({number(found.low)} to {'∞' if isinf(found.high) else number(found.high)})"


def share(found: Ninety) -> str:
    """Return a probability with its interval: `0.71 (0.55 to 0.83)`."""
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def ratio(score: RuleScore) -> str:
    """Return the ratio of a rule for a table, marked if it may be chance: `~3.1 (0.8 to 7.0)`; a dash for none."""
    found = score.skill and score.skill.ratio
    if not score.skill or not found:
        return NOTHING
    return f"{'~' if may_be_chance(score.skill) else ''}{interval(found)}"


def chance(value: float) -> str:
    """Return a probability of chance."""
    return f"< {_SMALLEST}" if value < _SMALLEST else f"{value:.3f}"


# Rules ----------------------------------------------------------------------------------------------------------------


def counts(score: RuleScore) -> tuple[str, ...]:
    """Return the four counts of a rule, and at how many go-lives it or their outcome is unknown."""
    tally = score.tally
    unknown = tally.undecided.total + tally.counted.unknown
    return tuple(map(str, (tally.stopped.wrong, tally.passed.wrong, tally.stopped.well, tally.passed.well, unknown)))


def legend(scores: Scores) -> str:
    """Return what the columns and marks of the rules mean."""
    shown = [score for score in scores.rules if score.tally.counted.total]
    lacks = any(score.skill is None or score.skill.ratio is None for score in shown)
    marks = {
        "Unknown: the result of the rule, or how the go-live went.": True,
        f"No ratio ({NOTHING}): fewer than {ENOUGH_OF_EITHER} were stopped or let pass, or too few in all.": lacks
        and bool(scores.looked_at),
        "~ may be chance.": any("~" in ratio(score) for score in shown),
        "* is more than chance.": any(score.is_more_than_chance for score in scores.rules),
    }
    return " ".join(text for text, is_there in marks.items() if is_there)


def looks(scores: Scores) -> str:
    """Return how many rules were tested, and how many are marked; "" if none was."""
    if not scores.looked_at:
        return ""
    marked = [score.rule.id for score in scores.rules if score.is_more_than_chance]
    are = f"{listed(marked, _NAMED)} {agreeing(len(marked), 'is', 'are')}" if marked else "none is"
    return (
        f"{counted(scores.looked_at, 'rule')} {agreeing(scores.looked_at, 'was', 'were')} looked at, so one may stand "
        f"out by chance. With that taken into account, {are} more than chance."
    )


def limit(rule: Rule, value: Value) -> str:
    """Return a rule's limit with another value: `at most 3 issues`."""
    return bound_in_words(Limit(rule.limit.bound, value), rule.unit)


def choices(scores: Scores) -> Iterator[str]:
    """Yield the limits that the past suggests: only those that did better on go-lives they had not seen."""
    found = [(score.rule, score.choice) for score in scores.rules if score.choice is not None]
    for rule, choice in found:
        if choice.is_suggested:
            yield (
                f"{rule.id}: consider {limit(rule, choice.limit)} instead of {limit(rule, rule.limit.value)}. Limits "
                f"chosen on earlier go-lives alone would have stopped {_four(choice.chosen)}; that of this gate "
                f"{_four(choice.configured)}. {counted(choice.tried, 'limit')} were tried."
            )
    further = "further" if any(choice.is_suggested for _, choice in found) else "other"
    if any(choice.tried > 1 and not choice.is_suggested for _, choice in found):
        yield f"No {further} limit is suggested: none did better by more than chance."


def _four(tally: Tally) -> str:
    counted_ = tally.counted
    return (
        f"{tally.stopped.wrong} of {counted_.wrong} that went wrong and {tally.stopped.well} of {counted_.well} that "
        "went well"
    )


# What is unknown, and what makes it known -----------------------------------------------------------------------------


def set_aside(scores: Scores) -> Iterator[tuple[str, str]]:
    """Yield the rules that are set aside, each with the reason, and with the program if other programs know the
    rule."""
    for score in scores.rules:
        for one in score.aside:
            where = "" if len(scores.backtests) == 1 else f" in {one.program}"
            yield f"{score.rule.id} {score.rule.title}{where}", one.why


def without_use(scores: Scores) -> list[str]:
    """Return a sentence on the rules that apply to none of the go-lives; empty if there are none."""
    ids = [score.rule.id for score in scores.rules if not score.tally.total]
    return [f"Not applicable to any of these go-lives: {', '.join(ids)}."] if ids and scores.tried else []


def unasked(scores: Scores) -> Iterator[str]:
    """Yield the rules that the gate is tried without, because they cannot be measured for the past."""
    yield from (f"{one.rule.id} {one.why}. It is left out." for one in scores.unasked)


def unknowns(scores: Scores) -> Iterator[str]:
    """Yield what is unknown at some go-lives, and why: first rules, then outcomes."""
    for backtest in scores.backtests:
        tried = [one for one in scores.tried if one.program == backtest.gate.program]
        for rule in backtest.gate.rules:
            if any(rule.id in one.unknown for one in tried):
                yield _unknown_rule(rule, tried, scores)
    of_outcomes: defaultdict[str, list[str]] = defaultdict(list)
    for one in scores.tried:
        if one.replay.aftermath.went_wrong is None:
            of_outcomes[one.replay.aftermath.seen].append(name(one, scores))
    most_first = sorted(of_outcomes.items(), key=lambda reason: -len(reason[1]))
    for why, of in most_first[:_REASONS]:
        yield f"How {listed(of, _NAMED)} went is unknown: {why}"
    rest = sum(len(of) for _, of in most_first[_REASONS:])
    if rest:
        yield f"How {counted(rest, 'other')} went is unknown for other reasons (-v, HTML and JSON show each)."


def _unknown_rule(rule: Rule, tried: Sequence[Tried], scores: Scores) -> str:
    """Return at which go-lives of a program a rule is unknown, why at the last of them, and what to do."""
    at = [number for number, one in enumerate(tried) if rule.id in one.unknown]
    names, last = [name(one, scores) for one in tried], at[-1]
    applies = sum(_applies(rule, one) for one in tried)
    is_first = at == list(range(len(at))) and len(at) > 1
    which = f"{names[0]} to {names[last]}" if is_first else listed([names[number] for number in at], _NAMED)
    later = f" It counts from {names[last + 1]} on." if is_first and last + 1 < len(names) else ""
    without = f" --set {rule.id}.enforcement=warn tries the gate without it."
    share = f"{len(at)} of {counted(applies, 'go-live')} ({which})" if len(at) > 1 else which
    where = f" (at {names[last]})" if len(at) > 1 else ""
    return f"{rule.id} is unknown at {share}: {_why(rule, tried[last]).rstrip('.')}{where}.{later}{without}"


def _applies(rule: Rule, one: Tried) -> bool:
    return any(each.rule.id == rule.id and each.outcome != "not-applicable" for each in one.replay.verdict.findings)


def _why(rule: Rule, one: Tried) -> str:
    """Return why a rule is unknown at a go-live."""
    finding = next(each for each in one.replay.verdict.findings if each.rule.id == rule.id)
    return finding.reading.reason if isinstance(finding.reading, Unavailable) else finding.message


def remarks(scores: Scores) -> Iterator[str]:
    """Yield what else a reader must know: what could not be tried, and how the sources were read."""
    yield from dict.fromkeys(one for backtest in scores.backtests for one in (*backtest.left_out, *backtest.notes))


def explained(scores: Scores) -> list[str]:
    """Return everything for people that is unknown, left out, or otherwise worth knowing."""
    return [*unasked(scores), *unknowns(scores), *without_use(scores), *remarks(scores)]
