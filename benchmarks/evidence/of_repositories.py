"""The sections of the page about public repositories."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from benchmarks.evidence.cases import Strata
from benchmarks.evidence.design import AUC_GOAL, FIRST_OUTCOME, GAIN_GOAL, RISK_GOAL, SCORE, WITHIN
from benchmarks.evidence.findings import Findings, holds, together
from benchmarks.evidence.results import Compared, Look, Ruled
from benchmarks.evidence.wording import between, chance, share, signed, table, with_interval
from readiness_gate.statistics.scores import brier, paired
from readiness_gate.statistics.simulation import chance_of

OUTCOMES = {name: f"patched in {days} d" for name, days in WITHIN.items()}
_GROUPS = 5
_BLOCK = 4


def nulls(found: Findings) -> Iterator[str]:
    """What was looked at in vain, in development."""
    yield "### Numbers that say nothing of a release"
    yield (
        f"{len(found.looks)} combinations of a number and an outcome were looked at in the repositories for "
        "development. In these, chance explains what was seen: p, corrected for all of them, is above 5 %, or the "
        "interval contains 0.5."
    )
    yield _looks(look for look in found.looks if look.null)
    yield "### Rules that say nothing of a release"
    vain = [one for one in (*found.rules, *found.rules_again) if one.null]
    of = {id(one): "development" for one in found.rules} | {id(one): "confirmation" for one in found.rules_again}
    yield (
        f"Of {len(found.rules)} combinations of a rule, a limit and an outcome, in development and in confirmation: "
        "those whose ratio has an interval that contains 1."
    )
    yield _rules((of[id(one)], one) for one in vain)


def positives(found: Findings) -> Iterator[str]:
    """What was found in development."""
    telling = [look for look in found.looks if not look.null]
    if telling:
        yield "In these, chance does not explain what was seen, with all looks in mind:"
        yield _looks(telling)
    else:
        yield f"With all {len(found.looks)} looks in mind, no number separates good from bad releases beyond chance."
    yield (
        "These rules have a ratio of risks with an interval above 1. The limits of some were picked in these "
        "repositories, and the intervals do not take into account how many were tried, so this confirms nothing."
    )
    yield _rules(("development", one) for one in found.rules if not one.null)


def _looks(looks: Iterable[Look]) -> str:
    heads = (
        "what",
        "outcome",
        "n (of them wrong)",
        "AUC within repositories",
        "p",
        "p corrected",
        "AUC without any one",
    )
    return table(heads, (_look(look) for look in looks))


def _look(look: Look) -> Sequence[object]:
    return (
        look.words,
        OUTCOMES[look.outcome],
        f"{look.cases} ({look.wrong})",
        with_interval(look.area),
        chance(look.chance),
        chance(look.adjusted),
        between(*look.without),
    )


def _rules(of: Iterable[tuple[str, Ruled]]) -> str:
    heads = (
        "rule fails above",
        "in",
        "outcome",
        "went wrong if it failed",
        "if it passed",
        "ratio",
        "ratio without any one",
    )
    return table(heads, (_rule(which, one) for which, one in of))


def _rule(which: str, one: Ruled) -> Sequence[object]:
    name = f"{one.tried.rule}: {one.tried.limit:g}{'' if one.tried.shipped else ' (not shipped)'}"
    failed, passed = share(one.table.hits, one.table.alarms), share(one.table.misses, one.table.silences)
    without = between(*one.without) if one.without else "–"
    return name, which, OUTCOMES[one.outcome], failed, passed, with_interval(one.ratio), without


def confirmation(found: Findings) -> Iterator[str]:
    """What the repositories that were held back say."""
    yield _verdict(found)
    yield _scores(found.confirmed)
    yield "In development, where the score of each repository was fitted to the others:"
    yield _scores(found.compared)
    weights = ", ".join(f"`{name}` {signed(weight)}" for name, weight in zip(SCORE, found.fitted.weights, strict=True))
    yield f"The weights, of a standard deviation within repositories: {weights}."
    yield "### Each rule"
    yield (
        f"A rule on git may block if its ratio is at least {RISK_GOAL:g} and its interval is above 1. It counts as "
        "measured if its interval is above 1."
    )
    yield _rules(("confirmation", one) for one in found.rules_again if one.outcome == FIRST_OUTCOME)
    yield from _retuned(found)
    yield "### Each number"
    yield _looks(found.again)


def _verdict(found: Findings) -> str:
    if found.score_holds:
        return "**Confirmed**: the score reaches its goals against both measures of size."
    missed = "; ".join(_missed(one) for one in found.confirmed if not holds(one))
    return (
        f"**Failed.** The score had to reach an AUC of {AUC_GOAL:g}, and to be better than each measure of size by "
        f"{GAIN_GOAL:g} with an interval above 0. It did not: {missed}."
    )


def _missed(one: Compared) -> str:
    gain = f"{signed(one.difference)} {between(one.gain.low, one.gain.high)}"
    return f"AUC {with_interval(one.area)}, against {one.words} {gain} (n = {one.cases})"


def _scores(of: Iterable[Compared]) -> str:
    heads = ("against", "n (of them wrong)", "AUC of the score", "AUC of size", "better by")
    return table(
        heads,
        (
            (
                one.words,
                f"{one.cases} ({one.wrong})",
                with_interval(one.area),
                with_interval(one.base),
                f"{signed(one.difference)} {between(one.gain.low, one.gain.high)}",
            )
            for one in of
        ),
    )


def _retuned(found: Findings) -> Iterator[str]:
    tried = ", ".join(
        f"{one.limit:g} ({signed(index)})" for one, index in zip(found.retuned, found.indices, strict=True)
    )
    yield (
        f"CHG-01 was tried with {len(found.retuned)} limits in development: {tried}; in brackets the index of Youden "
        f"(n = {together(found.development, FIRST_OUTCOME)[1]}). "
        f"The best one, {found.chosen.tried.limit:g}, has a ratio of {with_interval(found.chosen.ratio)} in "
        f"confirmation (n = {found.chosen.table.total})."
    )


def calibration(found: Findings) -> Iterator[str]:
    """How well probabilities from the score and a repository's own past hold."""
    of = found.forecasts
    came = [one.came for one in of]
    own, past = brier([one.probability for one in of], came), brier([one.of_the_past for one in of], came)
    gain = paired([there - here for here, there in zip(own, past, strict=True)], _BLOCK, chance_of("evidence", "brier"))
    better = "better" if gain.low > 0 else "worse" if gain.high < 0 else "neither better nor worse"
    yield (
        f"Each of {len(of)} go-lives for confirmation with five or more before it gets a probability from the fixed "
        f"weights and the past of its repository. Its mean squared error (Brier) is {sum(own) / len(own):.3f}, and "
        "that "
        f"of the past alone {sum(past) / len(past):.3f}: the score makes it {better} "
        f"(by {gain.mean:.3f} [{gain.low:.3f} to {gain.high:.3f}])."
    )
    ascending = sorted(of, key=lambda one: one.probability)
    ends = [round(len(of) * step / _GROUPS) for step in range(_GROUPS + 1)]
    rows: list[Sequence[object]] = []
    for start, end in pairwise(ends):
        group = ascending[start:end]
        mean = sum(one.probability for one in group) / len(group)
        rows.append((f"{100 * mean:.0f} %", share(sum(one.came for one in group), len(group))))
    yield table(("mean probability of a fifth", "went wrong"), rows)


def repositories(found: Findings) -> Iterator[str]:
    """Where the numbers come from."""
    heads = ("repository", "for", *OUTCOMES.values())
    rows = [*_repositories("development", found.development), *_repositories("confirmation", found.confirmation)]
    yield table(heads, rows)


def _repositories(which: str, strata: Strata) -> Iterator[Sequence[object]]:
    for cases in strata:
        wrong = (sum(case.came[name] for case in cases) for name in OUTCOMES)
        yield cases[0].stratum, which, *(share(number, len(cases)) for number in wrong)
