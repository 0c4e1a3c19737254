"""The parts of the page that explain: the summary, what cannot be told, the grades of rules, the method, its limits."""

from collections.abc import Iterable, Iterator

from benchmarks.evidence.design import (
    BASELINES,
    COUNTED,
    FEATURES,
    FIRST_OUTCOME,
    LEAST_APART,
    LEAST_LANDINGS,
    NOT_MEASURED,
    RISK_GOAL,
    RULES,
    SCORE,
    SEEN,
    TRAIN_WITHIN,
    WITHIN,
    Tried,
)
from benchmarks.evidence.findings import Findings, together
from benchmarks.evidence.of_forecasts import Cells, held
from benchmarks.evidence.of_repositories import OUTCOMES
from benchmarks.evidence.of_tracker import SHORT
from benchmarks.evidence.results import Ruled
from benchmarks.evidence.wording import listed, table, with_interval

_READINGS = frozenset(feature.name for feature in FEATURES)
_SOON = f"patched within {WITHIN[FIRST_OUTCOME]} days"
_SHIPPED = tuple(tried for tried in RULES if tried.shipped)


def summary(found: Findings, cells: Cells) -> Iterator[str]:
    """What a program manager should know, and where the rest is."""
    cases = sum(together(strata, FIRST_OUTCOME)[1] for strata in (found.development, found.confirmation))
    number = len(found.development) + len(found.confirmation)
    yield (
        f"Do the rules of this gate tell good go-lives from bad ones? We tried the rules on change on {cases} releases "
        f"of {number} public "
        "repositories of business software, and the readings of defects on the go-lives of one product with a public "
        "issue tracker. A "
        "release went wrong if it was patched within days. Null results come first."
    )
    yield "\n".join(f"- {line}" for line in _in_short(found, cells))
    yield (
        "A number that comes before trouble need not cause it: late change may be the fixing itself. Use these rules "
        "as reasons to look, "
        "and your own past go-lives as the better evidence."
    )


def _in_short(found: Findings, cells: Cells) -> Iterator[str]:
    number, failed = len(found.confirmation), {tried.rule: found.shipped(tried.rule) for tried in _SHIPPED}
    good = [rule for rule in failed if found.measured(rule)]
    vague = [rule for rule, one in failed.items() if rule not in good and one.one_sided]
    bad = [rule for rule in failed if rule not in good and rule not in vague]
    if good:
        yield (
            f"In {number} repositories that were held back, {listed(good)} separated good from bad releases: "
            "those that failed the rule were patched more often."
        )
    if bad:
        yield f"In {number} repositories that were held back, {listed(bad)} did not separate them beyond chance."
    if vague:
        said = listed([f"{rule} ({failed[rule].table.alarms} of {failed[rule].table.total})" for rule in vague])
        yield f"Nearly every release failed {said}, so it is unknown whether the rule tells anything."
    state = (
        "was confirmed"
        if found.score_holds
        else "**failed** to be better than the size of the release by as much as we had asked for"
    )
    yield f"A score of {len(SCORE)} readings together {state}."
    telling = [look for look in found.tracker if not look.null]
    if telling:
        said = listed(list(dict.fromkeys(look.words for look in telling)))
        yield (
            f"On the tracker, of {len(found.tracker)} combinations of a reading and an outcome, {len(telling)} are "
            f"more than chance: {said}."
        )
    else:
        yield (
            f"On the tracker, none of {len(found.tracker)} combinations of a reading and an outcome is more than "
            "chance."
        )
    rates = listed(
        [f"{100 * held(cells, ahead)[0] / held(cells, ahead)[1]:.0f} % {ahead} weeks ahead" for ahead in (4, 8, 13)]
    )
    yield f"Of the forecast's 80 % intervals of defects raised and closed, {rates} held."
    yield (
        "No rule on training, documents, tests, support or people was tried here: there is no public data. Their "
        "limits come from the sources that each rule names."
    )


def cannot_tell(found: Findings) -> Iterator[str]:
    """What readings and rules are no evidence of, from the null results."""
    yield (
        "Each of these was tried, and chance may explain what was seen. Do not read more into these rules and numbers."
    )
    yield "\n".join(f"- {line}" for line in (*_vain_rules(found), *_vain_looks(found), *_vain_on_tracker(found)))


def _vain_rules(found: Findings) -> Iterator[str]:
    for one in found.rules_again:
        if one.null and one.tried.shipped and one.outcome == FIRST_OUTCOME:
            table = one.table
            yield (
                f"Whether a release that fails {one.tried.rule} is {_SOON}: {table.alarms} of {table.total} failed it, "
                f"ratio {with_interval(one.ratio)}."
            )


def _vain_looks(found: Findings) -> Iterator[str]:
    again = {look.name: look for look in found.again}
    for look in found.looks:
        other = again[look.name]
        if look.null and other.null and look.outcome == FIRST_OUTCOME and look.name in _READINGS:
            yield (
                f"From the {look.words}, whether a release is {_SOON}: AUC {with_interval(look.area)} (n = "
                f"{look.cases}) "
                f"in development, {with_interval(other.area)} (n = {other.cases}) in confirmation."
            )


def _vain_on_tracker(found: Findings) -> Iterator[str]:
    for name in dict.fromkeys(look.name for look in found.tracker if look.name != "size"):
        vain = [look for look in found.tracker if look.name == name and look.null]
        if vain:
            said = "; ".join(f"{SHORT[look.outcome]} {with_interval(look.area)}" for look in vain)
            yield f"On the tracker, from the {vain[0].words}, how a go-live goes: AUC, {said} (n = {vain[0].cases})."


CONFIRMATION = """\
These repositories were held back: their results were computed by the code that had been fixed before, and nothing was
chosen by them. The score is a logistic regression, fitted in development; its weights were then fixed."""

TRACKER = """\
The public tracker of one product, 2011 to 2021. A go-live is a release `X.Y.0` with its date. Only defects count;
severe ones are those of priority Critical or High. The tracker gives no histories, so priorities and versions are the
last ones, which nobody knew at the go-live: this is look-ahead, and flatters whatever uses severities.
What is usual for severe defects raised was chosen so that an earlier look at this tracker is reproduced."""

FORECASTS = """\
Weekly counts of the same tracker, and of the support tickets of its vendor, from a date every four weeks. *Common
tools* draw weeks from the last 12, all as likely. The error is the CRPS, divided by that of common tools: below 1 is
better. The method was chosen on these series, so this is no independent confirmation. Intervals are of resampled
blocks of dates; those of shares take dates as independent, and are a little too narrow."""


def grades(found: Findings) -> Iterator[str]:
    """What each rule's evidence is, and whether it may block."""
    yield (
        "A rule on change is `measured` if the interval of its ratio of risks is above 1 in confirmation. It may block "
        f"on that ground if the ratio is also at least {RISK_GOAL:g}. The outcome is the first one: "
        f"{OUTCOMES[FIRST_OUTCOME]}. The ratio is not corrected for the size of the release."
    )
    yield table(
        ("rule", "ratio in development", "ratio in confirmation", "measured", "may block on that ground"),
        (_grade(found, tried) for tried in _SHIPPED),
    )
    vague = [tried.rule for tried in _SHIPPED if tried.blocks and found.shipped(tried.rule).one_sided]
    if vague:
        yield (
            f"{listed(vague)} could not be tried, as nearly every release fails it. It blocks by convention: people "
            "were "
            "not trained on what changes in the last two weeks. Lower its enforcement if that is no reason for you."
        )
    laplace = next(look for look in found.tracker if (look.name, look.outcome) == ("laplace", "patched-28d"))
    yield (
        f"DEF-05 (Laplace trend) did not separate good from bad go-lives of the tracker: AUC "
        f"{with_interval(laplace.area)}, "
        f"n = {laplace.cases}. DEF-06 uses an exact bound, and its limit of 14 days was not tried. Neither is "
        "measured. "
        "Rules that are not in the table were not tried here."
    )


def _grade(found: Findings, tried: Tried) -> tuple[object, ...]:
    ratios = (with_interval(_of(of, tried).ratio) for of in (found.rules, found.rules_again))
    return (
        tried.rule,
        *ratios,
        *("yes" if one else "no" for one in (found.measured(tried.rule), found.may_block(tried.rule))),
    )


def _of(of: Iterable[Ruled], tried: Tried) -> Ruled:
    return next(one for one in of if one.tried == tried and one.outcome == FIRST_OUTCOME)


def method(found: Findings) -> Iterator[str]:
    """The design, the formulas, and how many looks there were."""
    days, trains = WITHIN[FIRST_OUTCOME], TRAIN_WITHIN[FIRST_OUTCOME]
    yield (
        f"A go-live is the first release of a line (`X.Y.0`), at least {LEAST_APART} days after the one before it, "
        f"with at least {LEAST_LANDINGS} landings in the six "
        f"weeks before. It went wrong if a patch of its line followed within {days} days, or, in repositories that "
        "number all releases alike, the next "
        f"release within {trains} days; the second outcome is {WITHIN['patched-14d']} days for all. Readings are those "
        "that the product gives as of the landing of the "
        "release's commit. A reading that is unavailable is left out, which is why n differs. Files that a clone "
        "lacks, the largest ones, count no lines."
    )
    yield (
        f"The {len(SEEN)} repositories in which limits were picked earlier are for development; hashes of the names "
        "divide the others. Definitions, split and goals "
        "were committed before any result was computed (`benchmarks/evidence/design.py`; its history shows the "
        "times), and the commits of the releases are "
        "fixed (`rows/tags.csv`). `python -m benchmarks.evidence page` writes this page again from `rows/`."
    )
    yield (
        f"{len(NOT_MEASURED)} more repositories for confirmation, {listed(sorted(NOT_MEASURED))}, were left out before "
        "any "
        "result of confirmation was computed, because reading their many branches took too long."
    )
    looked = (len(FEATURES) + len(BASELINES) + len(COUNTED)) * len(WITHIN)
    yield (
        f"Looked at: {looked} combinations of a number and an outcome, {len(RULES) * len(WITHIN)} of a rule and an "
        f"outcome, {len(found.retuned)} limits of one rule, one score, and "
        f"{len(found.tracker)} combinations on the tracker. *p corrected* is Holm's, over all of a table's family."
    )
    yield "\n".join(f"- {line}" for line in _FORMULAS)


_FORMULAS = (
    (
        "**AUC**: of pairs of one release that went wrong and one that went well in the same repository, the share in "
        "which the first has the higher number (Mann and "
        "Whitney); 0.5 says nothing. 90 % interval after Hanley, McNeil and Newcombe."
    ),
    (
        "**Ratio**: the risk of going wrong if the rule fails, divided by that if it passes, within repositories "
        "(Mantel "
        "and Haenszel). 90 % interval after Greenland and Robins."
    ),
    "**p**: one-sided, from permutations of the outcomes within repositories.",
    (
        "**Better by**: the difference of two AUC on the same releases, with the 90 % interval of 1,000 resamples of "
        "blocks of four successive releases."
    ),
    "**Without any one**: the lowest and the highest result when one repository is left out.",
    "**Shares**: with Wilson's 90 % interval.",
)

LIMITS = """\
- A patch soon after is a proxy. It depends on the habits of a project: some patch every release. Only comparisons
  within a repository count for that reason, and projects that always or never patch say nothing.
- Releases of open source are not rollouts to trained users.
- Late change may be the fixing of what is known to be wrong, and big releases have both more change and more patches.
- The repositories are those that were public, large enough in releases and small enough to copy. They are no sample
  of all programs.
- The tracker is one, its severities are the last ones, and what is shown there was picked from more.
- Nothing was tried for rules on people, training, tests, documents or support."""
