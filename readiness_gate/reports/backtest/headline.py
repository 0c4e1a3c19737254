"""The results of a backtest in a few short paragraphs, with which every format begins."""

from collections.abc import Iterator, Sequence
from math import isinf

from readiness_gate.model.backtest import Ninety, Scores, Skill
from readiness_gate.model.tallies import ENOUGH, ENOUGH_OF_EITHER, Tally
from readiness_gate.model.wording import agreeing, capitalized, counted, listed
from readiness_gate.reports.backtest import words as say

_PROVES_NOTHING = "which proves nothing: a gate that is changed to fit go-lives of the past does fit them"
_NAMED = 5


def sentences(scores: Scores) -> list[str]:
    """Return the results, one paragraph each: what would have been stopped, how that turned out, what the gate as
    configured would have done if it differs, how many rules this is based on, and what to look at."""
    if not scores.tried:
        return ["No past go-live could be tried."]
    stopped = _stopped(scores.tally)
    changed = dict.fromkeys(one for backtest in scores.backtests for one in backtest.changed)
    if changed:
        stopped = f"With {', '.join(changed)}, {stopped[:1].lower()}{stopped[1:]}"
    outcomes = _outcomes(scores.tally, say.meaning(scores))
    return [stopped, outcomes, *_more(scores), *_trial(scores), _basis(scores), *_leakage(scores), *_to_do(scores)]


def in_short(scores: Scores) -> str:
    """Return the result in a few words: `4 of 6 bad go-lives caught, 2 of 10 good ones held up`."""
    tally = scores.tally
    if tally.undecided.total == tally.total:
        return "unknown"
    if not tally.wrong + tally.well:
        return f"{tally.stopped.total} of {tally.total} stopped"
    good = f"{tally.stopped.well} of {tally.well} good {agreeing(tally.well, 'one', 'ones')} held up"
    bad = f"{tally.stopped.wrong} of {tally.wrong} bad {agreeing(tally.wrong, 'go-live', 'go-lives')} caught"
    return ", ".join([*([bad] if tally.wrong else []), *([good] if tally.well else [])])


def _stopped(tally: Tally) -> str:
    """Return how many would have been stopped."""
    total, undecided = tally.total, tally.undecided.total
    every = counted(total, "go-live")
    if undecided == total:
        which = "the only go-live" if total == 1 else f"any of {every}"
        return f"It is unknown whether this gate would have stopped {which}."
    if tally.stopped.total == total:
        alike = ", good and bad alike: it says nothing" if tally.wrong and tally.well else ""
        return f"This gate would have stopped {'the only go-live' if total == 1 else f'all {every}'}{alike}."
    if tally.passed.total == total:
        if total == 1:
            return "This gate would have let the only go-live pass."
        return f"This gate would have stopped none of {every}."
    unknown = (
        f"; {undecided} {agreeing(undecided, 'is', 'are')} undecided, and undecided is not a go, either"
        if undecided
        else ""
    )
    return f"This gate would have stopped {tally.stopped.total} of {every} and let {tally.passed.total} pass{unknown}."


def _outcomes(tally: Tally, meaning: str) -> str:
    """Return the outcomes of those that it would have stopped, and of the others."""
    unknown = tally.total - tally.wrong - tally.well
    if unknown == tally.total:
        return f"It is unknown how {agreeing(unknown, 'it', 'they')} went, and so whether this gate would have helped."
    how = f" It is unknown how {unknown} went." if unknown else ""
    means = f" ({meaning})" if meaning else ""
    if tally.total in (tally.stopped.total, tally.passed.total, tally.undecided.total):
        return f"{tally.wrong or 'None'} went wrong{means}, and {tally.well or 'none'} went well.{how}"
    return f"{_of_either(tally, means)}.{how}"


def _of_either(tally: Tally, means: str = "") -> str:
    """Return how many were stopped of those that went wrong, and of those that went well, with the meaning of
    *wrong*."""
    of_wrong = _of(tally.wrong, f"wrong{means}", tally.stopped.wrong, tally.undecided.wrong)
    of_well = _of(tally.well, "well", tally.stopped.well, tally.undecided.well)
    said = "; ".join(filter(None, (of_wrong or (means and f"none went wrong{means}"), of_well)))
    return capitalized(said)


def _of(number: int, how: str, stopped: int, undecided: int) -> str:
    """Return how many of the go-lives with this outcome were stopped; "" if there are none."""
    if not number:
        return ""
    if number == 1:
        fate = "would have been stopped" if stopped else "is undecided" if undecided else "would have passed"
        return f"the one that went {how} {fate}"
    doubt = f" ({undecided} undecided)" if undecided else ""
    return f"of the {number} that went {how}, it would have stopped {stopped or 'none'}{doubt}"


# How much that says ---------------------------------------------------------------------------------------------------


def _more(scores: Scores) -> Iterator[str]:
    """Yield how much more often stopped go-lives went wrong, or that there are too few to say."""
    tally, skill = scores.tally, scores.skill
    if not tally.wrong + tally.well or not tally.counted.total:
        return
    if skill is None:
        yield too_few(tally)
    elif skill.ratio is not None:
        yield f"{_compared(scores, skill.ratio)}{_doubt(scores, skill)}.{_if_decided(scores)}"
    elif tally.total not in (tally.stopped.total, tally.passed.total):
        yield (
            f"Too few to compare: {tally.stopped.known} stopped and {tally.passed.known} passed with a known outcome; "
            f"at least {ENOUGH_OF_EITHER} of each are needed."
        )


def _compared(scores: Scores, ratio: Ninety) -> str:
    """Return how many of the stopped and of the passed went wrong, and the ratio: `4 of the 6 stopped went wrong,
    and 2 of the 9 let pass: 3.0 times as often (90 % interval 1.0 to 9.3)`."""
    stopped, passed = scores.tally.stopped, scores.tally.passed
    known = "Where it is known how they went, " if stopped.unknown + passed.unknown else ""
    of_stopped = f"{stopped.wrong} of the {stopped.known} stopped went wrong"
    of_passed = f"{passed.wrong or 'none'} of the {passed.known} let pass"
    within = " within programs" if len(scores.backtests) > 1 else ""
    return f"{known}{of_stopped}, and {of_passed}: {say.times(ratio)}{within} ({say.reach(ratio)})"


def too_few(tally: Tally) -> str:
    """Return that there are too few go-lives for more than counts."""
    known = tally.counted.known
    have = agreeing(known, "is decided and has", "are decided and have")
    return (
        f"Too few to say more: {counted(known, 'go-live')} {have} a known outcome. That takes at least {ENOUGH}, of "
        f"which {ENOUGH_OF_EITHER} went wrong and {ENOUGH_OF_EITHER} went well."
    )


def _doubt(scores: Scores, skill: Skill) -> str:
    """Return whether the ratio is overfitted, may be chance, or speaks against the gate: the interval alone says too
    little about small counts."""
    if scores.configured is not None:
        return f", {_PROVES_NOTHING}"
    if say.may_be_chance(skill):
        return ", which may be chance"
    return ", so it stops the wrong ones" if skill.ratio is not None and skill.ratio.high < 1 else ""


def _if_decided(scores: Scores) -> str:
    """Return a sentence on how the undecided go-lives could change the ratio; "" if they could not."""
    bounds, number = scores.bounds, scores.tally.undecided.known
    if bounds is None:
        return ""
    which, they = ("the undecided one", "it") if number == 1 else (f"the {number} undecided ones", "they")
    return (
        f" Had {which} been stopped, that would be {_often(bounds.stopped)}; had {they} passed, "
        f"{_often(bounds.passed)}."
    )


def _often(ratio: Ninety) -> str:
    """Return a ratio alone: `3.1 times`."""
    if ratio.value is None or isinf(ratio.value):
        return "more often, as none that passed went wrong"
    return f"{say.number(ratio.value)} times"


def _trial(scores: Scores) -> Iterator[str]:
    """Yield what the gate as configured would have done, if another one is tried."""
    tally = scores.configured
    if tally is None:
        return
    if not tally.wrong + tally.well:
        yield f"Without --set, it would have stopped {tally.stopped.total} of {counted(tally.total, 'go-live')}."
        return
    yield f"Without --set: {_lowered(_of_either(tally))}."


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _to_do(scores: Scores) -> Iterator[str]:
    """Yield what to look at next: what this gate missed."""
    missed = [say.name(one, scores) for one in scores.tried if say.agreement(one) == "missed"]
    if missed and scores.tally.stopped.total:
        yield f"Look first at what it missed: {listed(missed, _NAMED)}."


# On what it rests -----------------------------------------------------------------------------------------------------


def _basis(scores: Scores) -> str:
    """Return how many rules the results are based on."""
    asked, aside = len(scores.blocking), len(scores.set_aside)
    without = [one.rule.id for one in scores.unasked if one.rule.enforcement == "block"]
    every = asked + len(without)
    if not every:
        return "No blocking rule of the gate applies to any of them."
    if every == 1 and asked:
        one = "The gate's only blocking rule that applies"
        return f"{one} could not be measured at any go-live." if aside else f"This rests on {_lowered(one)}."
    if not aside and not without:
        return f"This rests on all {every} blocking rules of the gate."
    if aside == every:
        return f"None of the gate's {every} blocking rules could be measured at any go-live."
    why = "; ".join(_missing(aside, without))
    return f"This rests on {asked - aside or 'none'} of the gate's {counted(every, 'blocking rule')}: {why}."


def _leakage(scores: Scores) -> Iterator[str]:
    """Yield how many go-lives were judged with today's evidence."""
    judged = [one for one in scores.tried if say.leakage(one)]
    if judged:
        what = list(dict.fromkeys(name for one in judged for name in say.leaking(one)))
        are = agreeing(len(judged), "is", "are")
        yield (
            f"Leakage: {len(judged)} of {counted(len(scores.tried), 'go-live')} {are} judged with evidence of today, "
            f"which nobody had then ({listed(what, _NAMED)}). The real figures may be better, or worse."
        )


def _missing(aside: int, without: Sequence[str]) -> Iterator[str]:
    """Yield why some of the rules are not among them."""
    if aside:
        are = agreeing(aside, "is unknown at every go-live and is", "are unknown at every go-live and are")
        yield f"{aside} {are} set aside"
    if without:
        says = agreeing(len(without), "says nothing about the past, and is", "say nothing about the past, and are")
        yield f"{', '.join(without)} {says} left out"


__all__ = ["in_short", "sentences", "too_few"]
