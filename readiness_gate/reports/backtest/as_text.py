"""The backtest for a terminal: a few paragraphs, then a line for each go-live and each rule."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from readiness_gate.model.backtest import RuleScore, Scores, Tried
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.backtest.headline import sentences
from readiness_gate.reports.backtest.method import HEADINGS, figures, paragraphs
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import localized, short

_STYLES: dict[say.Agreement, str] = {"caught": "bold", "missed": "bold red", "false alarm": "bold yellow", "": "dim"}
_WIDE = 110
"""From this many columns on, the titles of rules are shown, too."""
_KINDS = ("", "wrong", "wrong", "well", "well", "")
_WARNS = {"block": "", "warn": " (warns)", "info": " (info)"}
_NUMBERS = ("", "stopped", "passed", "stopped", "passed", "unknown")


def report(display: Display) -> Report:
    """Return the report for a terminal."""
    return Report("text", "text/plain; charset=utf-8", lambda scores: render(scores, display).encode(), (".txt",))


def render(scores: Scores, display: Display) -> str:
    """Return only the paragraphs with the lowest verbosity, and also how everything is counted with the highest."""
    parts: list[RenderableType] = [*_head(scores)]
    if display.verbosity:
        parts += [*_go_lives(scores, display), *_rules(scores, display), *_unknown(scores)]
    if display.verbosity > 1:
        parts += _method(scores)
    return draw(parts, display)


def _head(scores: Scores) -> Iterator[RenderableType]:
    yield words(f"{scores.backtests[0].gate.milestone.name}: tried on past go-lives", "bold")
    yield words(", ".join(backtest.gate.program for backtest in scores.backtests), "dim")
    yield Text()
    yield from (words(sentence) for sentence in sentences(scores))


def _go_lives(scores: Scores, display: Display) -> Iterator[RenderableType]:
    if not scores.tried:
        return
    grid = Table.grid(padding=(0, 2))
    for number in range(6):
        grid.add_column(no_wrap=number in (0, 2, 3))
    for one in scores.tried:
        grid.add_row(*_go_live(one, scores, display))
    yield Text()
    yield grid


def _go_live(one: Tried, scores: Scores, display: Display) -> Iterator[Text]:
    aftermath = one.replay.aftermath
    yield words(f"{one.replay.go_live.date}")
    yield words(say.name(one, scores))
    yield words(say.FATES[one.fate])
    yield words(say.outcome(aftermath))
    agreement = say.agreement(one)
    yield words(agreement, _STYLES[agreement])
    seen = short(_localized(say.seen(aftermath), scores)) if display.verbosity > 1 else ""
    yield words("; ".join(filter(None, (say.by(one), say.leakage(one), seen))))


def _rules(scores: Scores, display: Display) -> Iterator[RenderableType]:
    shown = [score for score in scores.rules if score.tally.counted.total]
    if not shown:
        return
    yield Text()
    yield _table(list(_lines(shown, scores, display)), heads=2)
    yield words(f"Each rule alone. {say.legend(scores)}", "dim")
    yield from (words(text) for text in (*filter(None, (say.looks(scores),)), *say.choices(scores)))


def _lines(shown: Iterable[RuleScore], scores: Scores, display: Display) -> Iterator[Sequence[str]]:
    """Yield the four counts of each rule, with a ratio if any rule has one, and a title if there is room."""
    has_ratio, has_title = bool(scores.looked_at), display.width >= _WIDE

    def line(numbers: Iterable[str], ratio: str, title: str = "") -> tuple[str, ...]:
        return (*numbers, *((ratio,) if has_ratio else ()), *((title,) if has_title else ()))

    yield line(_KINDS, "")
    yield line(_NUMBERS, "ratio (90 %)")
    for score in shown:
        name = f"{score.rule.id}{'*' if score.is_more_than_chance else ''}{_WARNS[score.rule.enforcement]}"
        yield line((name, *say.counts(score)), say.ratio(score), score.rule.title)


def _table(lines: Sequence[Sequence[str]], heads: int = 1) -> Table:
    """Return columns below `heads` lines of headings: names and columns without a heading on the left, numbers on
    the right."""
    grid = Table.grid(padding=(0, 2))
    for number, cells in enumerate(zip(*lines, strict=True)):
        grid.add_column(justify="right" if any(cells[:heads]) else "left", no_wrap=not number)
    for number, line in enumerate(lines):
        grid.add_row(*(words(cell, "dim" if number < heads else "") for cell in line))
    return grid


def _unknown(scores: Scores) -> Iterator[RenderableType]:
    """Yield what is unknown, and what makes it known."""
    aside = list(say.set_aside(scores))
    if aside:
        yield Text()
        yield words("Unknown at every go-live, so set aside:", "bold")
    for name, why in aside:
        yield words(name)
        yield indented(_localized(why, scores))
    said = say.explained(scores)
    if said:
        yield Text()
        yield from (words(_localized(text, scores)) for text in said)


def _localized(text: str, scores: Scores) -> str:
    return localized(text, scores.backtests[0].gate.zone)


def _method(scores: Scores) -> Iterator[RenderableType]:
    """Yield how everything is counted."""
    yield Text()
    yield words("How this is counted", "bold")
    lines = list(figures(scores))
    if lines:
        yield _table([HEADINGS, *lines])
    for paragraph in paragraphs(scores):
        yield Text.assemble(words(f"{paragraph.name}: ", "bold"), words(paragraph.text))
