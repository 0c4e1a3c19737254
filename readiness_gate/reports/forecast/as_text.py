"""A forecast for a terminal: the gate in sentences, then a line for each rule, readable on 40 columns."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from readiness_gate.model.forecast import PERCENTS, WEEKS_AHEAD, Forecast, Outlook
from readiness_gate.model.time import local
from readiness_gate.reports.forecast import words as say
from readiness_gate.reports.forecast.figures import percent, weeks
from readiness_gate.reports.forecast.headline import gate
from readiness_gate.reports.forecast.record import interval_of, record, share
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import localized

_LEAST = 60
"""The columns that a table needs. On fewer, each line of it is a text with the titles of the columns."""


def render(forecast: Forecast, display: Display) -> str:
    """Return the gate, its rules and what it depends on; only the gate with the lowest verbosity."""
    parts = list(_head(forecast))
    if display.verbosity:
        everything, is_narrow = display.verbosity > 1, display.width < _LEAST
        parts += [
            *_rules(forecast, everything=everything, is_narrow=is_narrow),
            *_conditions(forecast),
            *_further(forecast),
        ]
        parts += list(_record(forecast, is_narrow=is_narrow))
        parts += list(_method()) if everything else []
    return draw(parts, display)


def _head(forecast: Forecast) -> Iterator[RenderableType]:
    verdict = forecast.verdict
    name, on = verdict.milestone.name, verdict.milestone.date
    yield words(f"{name} on {on}: forecast as of {local(verdict.as_of, verdict.zone)}", "bold")
    yield words(f"{verdict.program}. Now {verdict.decision.upper()}.", "dim")
    yield Text()
    yield from (words(sentence) for sentence in gate(forecast))
    decides = say.binding(forecast)
    if decides:
        yield words(decides)
    yield words(record(forecast), "dim")


def _rules(forecast: Forecast, *, everything: bool, is_narrow: bool) -> Iterator[RenderableType]:
    """Yield a line of figures for each rule, with remarks, and with `everything` the range of open defects."""
    shown = [one for one in forecast.rules if one.outlook is not None]
    if shown:
        yield Text()
        yield _table(_lines(forecast), is_narrow=is_narrow)
    for one in forecast.rules:
        yield Text()
        rule = one.finding.rule
        yield Text.assemble(words(rule.id, "bold"), words(f"  {rule.title} ({say.state(one)})"))
        yield from (indented(localized(text, forecast.verdict.zone)) for text in say.of_rule(one, forecast))
        if everything and one.open_by_day is not None:
            yield indented(say.open_by_day(one.open_by_day, forecast.verdict))


def _lines(forecast: Forecast) -> Iterator[Sequence[str]]:
    verdict = forecast.verdict
    on_day = f"{verdict.milestone.date:%m-%d}"
    yield "", on_day, *(f"{one} %" for one in PERCENTS), f"> {WEEKS_AHEAD} w"
    together = [("All of these", forecast.gate)] if forecast.gate is not None and len(forecast.rules) > 1 else []
    of_rules = [(one.finding.rule.id, one.outlook) for one in forecast.rules]
    for name, outlook in (*of_rules, *together):
        if outlook is not None:
            yield name, *_figures(outlook, forecast)


def _figures(outlook: Outlook, forecast: Forecast) -> Iterator[str]:
    yield "" if outlook.by_day is None else percent(outlook.by_day)
    for one in PERCENTS:
        yield weeks(outlook.within[one], forecast.verdict) if outlook.within else "–"
    is_green = outlook.within and outlook.within[PERCENTS[-1]] == forecast.verdict.as_of
    yield "–" if is_green else percent(outlook.never)


def _table(lines: Iterable[Sequence[str]], *, is_narrow: bool) -> RenderableType:
    """Return the lines as a table; the first has the titles of the columns."""
    first, *rest = lines
    if is_narrow:
        return Group(*(_line(first, line) for line in rest))
    grid = Table.grid(padding=(0, 2))
    for number in range(len(first)):
        grid.add_column(justify="left" if number == 0 else "right", no_wrap=True)
    grid.add_row(*(words(cell, "dim") for cell in first))
    for line in rest:
        grid.add_row(*map(words, line))
    return grid


def _line(titles: Sequence[str], line: Sequence[str]) -> Text:
    """Return a line of a table for a narrow screen: `DEF-02  03-23: 5 %, 50 %: 8 w`."""
    cells = (f"{title}: {cell}" for title, cell in zip(titles[1:], line[1:], strict=True) if cell)
    return Text.assemble(words(line[0], "bold"), words(f"  {', '.join(cells)}"))


def _conditions(forecast: Forecast) -> Iterator[RenderableType]:
    """Yield the rules without a forecast that must pass as well."""
    shown = {one.finding.rule.id for one in forecast.rules}
    others = [one for one in forecast.conditions if one.finding.rule.id not in shown]
    if not others:
        return
    yield Text()
    yield words("No forecast is made of these, and they must pass, too:", "bold")
    for one in others:
        rule = one.finding.rule
        yield Text.assemble(words(rule.id, "bold"), words(f"  {rule.title}"))
        yield indented(localized(say.condition(one, forecast.verdict), forecast.verdict.zone))


def _further(forecast: Forecast) -> Iterator[RenderableType]:
    said = [*filter(None, (say.assumed(forecast),)), *forecast.notes]
    if said:
        yield Text()
        yield from (words(localized(text, forecast.verdict.zone)) for text in said)
    if forecast.gate is None:
        return
    yield Text()
    yield words(
        "The first figure of a rule is how likely it is green on the milestone's day; those below 10 % to 95 % are in "
        "how many weeks it turns green for the first time with that probability, – for a rule that is green now or has "
        f"no date; the last one is how likely it does not within {WEEKS_AHEAD} weeks. All are at the usual pace.",
        "dim",
    )


def _record(forecast: Forecast, *, is_narrow: bool) -> Iterator[RenderableType]:
    """Yield the record on the program's own past, if requested."""
    if not forecast.calibrated or not forecast.tried:
        return
    yield Text()
    yield words("Record on the program's own past", "bold")
    counted = [("Defects", "ahead", "dates", "80 % held", "vs. common tools (90 %)")]
    for one in forecast.tried:
        held = f"{one.held} ({share(one.held, one.dates)})"
        counted.append((one.quantity, f"{one.ahead} w", f"{one.dates}", held, interval_of(one)))
    yield _table(counted, is_narrow=is_narrow)
    rules = [("", "ahead", "dates", "green", "Brier", "base rate", "skill")]
    for rule in forecast.tried_rules:
        scores = f"{rule.brier:.3f}", f"{rule.base:.3f}"
        rules.append((rule.rule, f"{rule.ahead} w", f"{rule.dates}", f"{rule.green}", *scores, rule.skill))
    yield Text()
    yield _table(rules, is_narrow=is_narrow)


def _method() -> Iterator[RenderableType]:
    """Yield how the figures are computed, for those who check them."""
    yield Text()
    yield words("How this is counted", "bold")
    yield from (words(sentence) for sentence in say.METHOD)
