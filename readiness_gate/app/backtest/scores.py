"""The results of a backtest: counts first, and ratios only if there are enough go-lives.

A rule that is unknown at a go-live neither stopped nor passed it. A rule that is unknown at every go-live is set aside,
and the gate is judged without it. So is a rule that cannot be measured for the past, whatever its reading.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from readiness_gate.app.backtest.limits import choice, curve
from readiness_gate.model.backtest import (
    RARE,
    Aftermath,
    Aside,
    Backtest,
    Bounds,
    Choice,
    Ninety,
    Replay,
    RuleScore,
    Scores,
    Skill,
    Tried,
    Unasked,
)
from readiness_gate.model.policy import ENFORCEMENTS, Limit, Rule
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.tallies import Fate, Outcomes, Tally
from readiness_gate.model.verdict import Finding
from readiness_gate.statistics.discrimination import Groups, auc
from readiness_gate.statistics.estimates import Estimate
from readiness_gate.statistics.fourfold import Fourfold, pooled_risk_ratio
from readiness_gate.statistics.permutations import chance_of_higher, holm
from readiness_gate.statistics.simulation import chance_of


def scores(backtests: Sequence[Backtest]) -> Scores:
    """Return the scores of a gate on the go-lives of one program or several, at least one: differences between
    programs do not count in ratios."""
    tried = [list(_of_program(backtest)) for backtest in backtests]
    together = sorted((one for of_one in tried for one in of_one), key=lambda one: one.replay.go_live.as_of)
    fates = [_fates(of_one) for of_one in tried]
    tally = _tally(fates)
    skill = _skill(fates, [_alarms(of_one) for of_one in fates]) if tally.is_enough else None
    configured = [one.configured for one in backtests if one.configured is not None]
    return Scores(
        backtests=tuple(backtests),
        tried=tuple(together),
        tally=tally,
        skill=skill,
        rules=tuple(sorted(_corrected([_score(rule, backtests) for rule in _rules(backtests)]), key=_most_first)),
        unasked=tuple(_unasked(backtests)),
        bounds=_bounds(fates) if skill is not None and skill.ratio is not None else None,
        configured=_tally([_fates(list(_of_program(one))) for one in configured]) if configured else None,
    )


def _rules(backtests: Sequence[Backtest]) -> list[Rule]:
    """Return the distinct rules of the gates."""
    found: dict[str, Rule] = {}
    unasked = _ids(one for backtest in backtests for one in backtest.unasked)
    for backtest in backtests:
        for rule in backtest.gate.rules:
            if rule.id not in unasked:
                found.setdefault(rule.id, rule)
    return list(found.values())


def _unasked(backtests: Iterable[Backtest]) -> list[Unasked]:
    """Return the distinct rules that the gates are tried without although they apply to a go-live."""
    found: dict[str, Unasked] = {}
    for backtest in backtests:
        for one in backtest.unasked:
            if any(_fate(finding) is not None for _, finding in _findings(one.rule, backtest)):
                found.setdefault(one.rule.id, one)
    return list(found.values())


def _ids(unasked: Iterable[Unasked]) -> set[str]:
    return {one.rule.id for one in unasked}


def _most_first(score: RuleScore) -> tuple[int, bool, int, str]:
    rule = score.rule
    return ENFORCEMENTS.index(rule.enforcement), score.is_set_aside, -score.tally.stopped.total, rule.id


# What would have been done with a go-live -----------------------------------------------------------------------------


def _of_program(backtest: Backtest) -> Iterator[Tried]:
    aside = {rule.id for rule in backtest.gate.rules if _aside(rule, backtest)}
    without = aside | _ids(backtest.unasked)
    yield from (_tried(replay, without) for replay in backtest.replays)


def _tried(replay: Replay, without: Container[str]) -> Tried:
    """Return a go-live judged without some rules: it passes only if all other blocking ones are known, and at least
    one applies."""
    findings = [
        finding
        for finding in replay.verdict.findings
        if finding.rule.enforcement == "block" and finding.rule.id not in without
    ]
    failing = tuple(sorted(finding.rule.id for finding in findings if _fate(finding) == "stopped"))
    unknown = tuple(sorted(finding.rule.id for finding in findings if _fate(finding) == "undecided"))
    is_known = any(_fate(finding) == "passed" for finding in findings) and not unknown
    fate: Fate = "stopped" if failing else "passed" if is_known else "undecided"
    return Tried(replay.verdict.program, replay, fate, failing, unknown)


def _fate(finding: Finding) -> Fate | None:
    """Return what a rule alone would have done; None if it does not apply. A waived failure stops nothing."""
    if finding.outcome == "not-applicable":
        return None
    if finding.outcome == "unknown":
        return "undecided"
    return "stopped" if finding.outcome == "fail" and not finding.waived else "passed"


# Counts ---------------------------------------------------------------------------------------------------------------

_Fates = Sequence[tuple[Fate | None, Aftermath]]
"""What was done with the go-lives of a program, and how they turned out."""


def _fates(tried: Iterable[Tried]) -> _Fates:
    return [(one.fate, one.replay.aftermath) for one in tried]


def _tally(fates: Sequence[_Fates]) -> Tally:
    every = [one for of_one in fates for one in of_one]

    def outcomes(fate: Fate) -> Outcomes:
        seen = [aftermath.went_wrong for one, aftermath in every if one == fate]
        return Outcomes(seen.count(True), seen.count(False), seen.count(None))

    return Tally(outcomes("stopped"), outcomes("passed"), outcomes("undecided"), sum(fate is None for fate, _ in every))


def _score(rule: Rule, backtests: Sequence[Backtest]) -> RuleScore:
    """Return the score of a rule, by its id: its limits may differ between programs."""
    findings = [list(_findings(rule, backtest)) for backtest in backtests]
    fates: list[_Fates] = [[(_fate(finding), replay.aftermath) for replay, finding in of_one] for of_one in findings]
    tally = _tally(fates)
    aside = tuple(one for backtest in backtests if (one := _aside(rule, backtest)) is not None)
    readings = [_badness(of_one) for of_one in findings]
    of_one_program = findings[0] if len(findings) == 1 else []
    return RuleScore(
        rule,
        tally,
        aside,
        skill=_skill(fates, readings, rule.id) if tally.is_enough else None,
        curve=curve(rule, of_one_program),
        choice=choice(rule, of_one_program),
    )


def _findings(rule: Rule, backtest: Backtest) -> Iterator[tuple[Replay, Finding]]:
    for replay in backtest.replays:
        yield from ((replay, finding) for finding in replay.verdict.findings if finding.rule.id == rule.id)


def _aside(rule: Rule, backtest: Backtest) -> Aside | None:
    """Return why the gate of a program is judged without a rule; None if it is known at a go-live, or applies to
    none."""
    findings = [finding for _, finding in _findings(rule, backtest) if _fate(finding) is not None]
    if not findings or any(finding.outcome != "unknown" for finding in findings):
        return None
    reading = findings[-1].reading
    why = reading.reason if isinstance(reading, Unavailable) else findings[-1].message
    return Aside(backtest.gate.program, why)


# Ratios ---------------------------------------------------------------------------------------------------------------

_Numbers = Sequence[tuple[float, Aftermath]]
"""A number for each go-live of a program, the higher the worse, and how it turned out."""


def _skill(fates: Sequence[_Fates], numbers: Sequence[_Numbers], name: str = "") -> Skill | None:
    """Return how well the actions separate the outcomes; None unless numbers are known for one go-live that went
    wrong and one that went well in the same program."""
    strata = [_groups(of_one) for of_one in numbers]
    area = auc(strata)
    if area is None:
        return None
    ratio = _ratio(fates) if _tally(fates).has_both else None
    alarms = [_groups(_alarms(of_one)) for of_one in fates]
    chance = chance_of_higher(alarms, chance_of("backtest", name))
    readings = Outcomes(sum(len(one.wrong) for one in strata), sum(len(one.well) for one in strata))
    quiet = [_groups([(-number, aftermath) for number, aftermath in _alarms(of_one)]) for of_one in fates]
    fewer = chance_of_higher(quiet, chance_of("backtest", name, "fewer"))
    return Skill(ratio, _ninety(area), readings, chance, chance, fewer)


def _ratio(fates: Sequence[_Fates]) -> Ninety | None:
    ratio = pooled_risk_ratio([_fourfold(_tally([of_one])) for of_one in fates])
    return None if ratio is None else _ninety(ratio)


def _bounds(fates: Sequence[_Fates]) -> Bounds | None:
    """Return the ratio if everything undecided had been stopped, and if it had been passed; None if that changes
    nothing."""
    if not _tally(fates).undecided.known:
        return None
    stopped, passed = (_ratio([_instead(of_one, fate) for of_one in fates]) for fate in ("stopped", "passed"))
    return None if stopped is None or passed is None else Bounds(stopped, passed)


def _instead(fates: _Fates, fate: Fate) -> _Fates:
    return [(fate if one == "undecided" else one, aftermath) for one, aftermath in fates]


def _alarms(fates: _Fates) -> list[tuple[float, Aftermath]]:
    """Return the actions as numbers: 1 if stopped, 0 if passed."""
    return [(float(fate == "stopped"), aftermath) for fate, aftermath in fates if fate in ("stopped", "passed")]


def _badness(findings: Iterable[tuple[Replay, Finding]]) -> list[tuple[float, Aftermath]]:
    """Return the readings in the direction of the limit. A reading that is hidden to protect a small group is left
    out."""
    return [
        (_direction(finding.rule.limit)(finding.reading.value), replay.aftermath)
        for replay, finding in findings
        if isinstance(finding.reading, Measured) and not finding.reading.hidden
    ]


def _direction(limit: Limit) -> Callable[[float], float]:
    if limit.bound == "equals":
        return lambda value: float(value != limit.value)
    sign = 1 if limit.bound == "at-most" else -1
    return lambda value: sign * value


def _groups(numbers: _Numbers) -> Groups:
    return Groups(
        tuple(number for number, aftermath in numbers if aftermath.went_wrong is True),
        tuple(number for number, aftermath in numbers if aftermath.went_wrong is False),
    )


def _fourfold(tally: Tally) -> Fourfold:
    return Fourfold(tally.stopped.wrong, tally.stopped.well, tally.passed.wrong, tally.passed.well)


def _ninety(estimate: Estimate) -> Ninety:
    return Ninety(estimate.value, estimate.low, estimate.high)


def _corrected(found: Iterable[RuleScore]) -> list[RuleScore]:
    """Return the scores with probabilities adjusted for the number of tested rules."""
    skills: dict[str, float] = {}
    choices: dict[str, float] = {}
    every = list(found)
    for score in every:
        skills |= {score.rule.id: score.skill.chance} if score.skill else {}
        choices |= {score.rule.id: score.choice.chance} if score.choice else {}
    among_skills = dict(zip(skills, holm([*skills.values()]), strict=True))
    among_choices = dict(zip(choices, holm([*choices.values()]), strict=True))
    return [
        replace(
            score,
            skill=score.skill and replace(score.skill, among_all=among_skills[score.rule.id]),
            choice=score.choice and _judged(score.choice, score.rule, among_choices[score.rule.id]),
        )
        for score in every
    ]


def _judged(choice: Choice, rule: Rule, among_all: float) -> Choice:
    is_other = choice.limit != rule.limit.value
    return replace(choice, is_suggested=is_other and choice.is_better and among_all <= RARE)


__all__ = ["scores"]
