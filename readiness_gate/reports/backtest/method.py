"""How each number of a backtest is computed, for a reader who wants to check it."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Scores, Skill
from readiness_gate.model.tallies import ENOUGH, ENOUGH_OF_EITHER, Tally
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.words import NOTHING

HEADINGS = ("", "n", "ratio (90 %)", "readings", "area (90 %)", "p", "p, Holm")
"""The column headings of the figures."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """How a number is computed."""

    name: str
    text: str


def figures(scores: Scores) -> Iterator[tuple[str, ...]]:
    """Yield a line of figures for the gate, without correction, and for each rule with enough go-lives."""
    if scores.skill is not None:
        *numbers, _ = _figures(scores.tally, scores.skill)
        yield "The gate", *numbers, NOTHING
    for score in scores.rules:
        if score.skill is not None:
            yield score.rule.id, *_figures(score.tally, score.skill)


def _figures(tally: Tally, skill: Skill) -> tuple[str, ...]:
    return (
        f"{tally.counted.known}",
        say.interval(skill.ratio),
        f"{skill.readings.known}",
        say.share(skill.area),
        say.chance(skill.chance),
        say.chance(skill.among_all),
    )


def paragraphs(scores: Scores) -> Iterator[Paragraph]:
    """Return how the figures are computed, with their sources; without figures, only what is counted."""
    yield Paragraph("Go-lives", _GO_LIVES)
    if scores.skill is not None or scores.looked_at:
        yield from _of_figures(scores)
    if any(score.choice for score in scores.rules):
        yield Paragraph("Limits", _LIMITS)
    yield Paragraph("What this cannot say", _CANNOT_SAY)


def _of_figures(scores: Scores) -> Iterator[Paragraph]:
    programs = len(scores.backtests)
    within = f" within each of the {programs} programs" if programs > 1 else ""
    yield Paragraph("Ratio", _ratio(programs))
    yield Paragraph(
        "Area",
        f"The share of pairs{within}, one that went wrong and one that went well, in which the first has the worse "
        "reading; ties are half. 0.5 says nothing, 1 tells all apart. Of the gate: the first is stopped, and the "
        "second is not. A reading that is not shown, to protect a small group, does not count. Interval: Newcombe "
        "(2006), method 5.",
    )
    yield Paragraph(
        "p",
        "How likely at least as many of those that were stopped went wrong, if outcomes were dealt out by "
        f"chance{within}: Fisher's exact test, one-sided. {_corrected(scores)}".strip(),
    )


def _ratio(programs: int) -> str:
    what = "The share that went wrong of what was stopped, divided by the share that went wrong of what was let pass."
    if programs == 1:
        return f"{what} Interval: score, Koopman (1984); it needs no correction for zeros."
    return f"{what} Within programs: Mantel-Haenszel, with the interval of Greenland and Robins (1985)."


def _corrected(scores: Scores) -> str:
    number = scores.looked_at
    if not number:
        return ""
    return f"Holm (1979) corrects for the {counted(number, 'rule')} that {agreeing(number, 'was', 'were')} looked at."


_GO_LIVES = (
    "Each is judged by the facts known before it, with this gate's rules. A rule that is unknown neither stops it nor "
    "lets it pass. Ratios are of those that were stopped or let pass, and whose outcome is known (n). With fewer than "
    f"{ENOUGH} of them, or fewer than {ENOUGH_OF_EITHER} of either outcome, there are only counts. With fewer than "
    f"{ENOUGH_OF_EITHER} that were stopped, or {ENOUGH_OF_EITHER} that were let pass, there is no ratio."
)
_LIMITS = (
    "Each go-live with enough before it is judged by the limit that tells those before it apart best: the one with the "
    "largest share stopped of those that went wrong, less the share stopped of those that went well (Youden 1950); of "
    "several the strictest. A limit is suggested only where this does better than the limit of this gate, and by more "
    "than chance (p at most 0.05, Holm). A rule that must hold for some days, or that asks for one value, has no other "
    "limits; neither has a trial of several programs. Go-lives with a waiver in force for the rule are left out."
)
_CANNOT_SAY = (
    "The intervals take go-lives as independent of each other. All these go-lives happened, so what a stop would have "
    "changed is unknown. One failing rule stops a go-live, and only all of them let it pass: where rules are unknown, "
    "more is stopped than let pass. The rules were perhaps chosen by people who knew how these go-lives went. What "
    "counts as wrong was chosen, too, perhaps after looking: another number of days can give another result."
)
