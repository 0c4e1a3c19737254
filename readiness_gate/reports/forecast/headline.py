"""The outlook of a gate in sentences: first, by name, what must pass without a forecast, and only then a figure."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.forecast import WEEKS_AHEAD, Forecast, NoDate, Outlook, Why
from readiness_gate.model.time import day_of
from readiness_gate.model.wording import agreeing, capitalized, joined
from readiness_gate.reports.forecast.figures import day, percent, weeks

_STATES: dict[Why, tuple[str, str]] = {
    "fails": ("fails now", "fail now"),
    "unknown": ("unknown now", "unknown now"),
    "waiver-expires": ("its waiver expires before", "their waivers expire before"),
    "applies-later": ("applies later", "apply later"),
}
"""The present state of one rule that does not pass, and of several."""


def gate(forecast: Forecast) -> Iterator[str]:
    """Yield the outlook of the gate. If a rule without a forecast does not pass, the figure is about the others and
    follows that statement."""
    outlook, on = forecast.gate, forecast.verdict.milestone.date
    if outlook is None:
        yield "No forecast: none of the blocking rules can be simulated."
        if forecast.blocked:
            yield f"Not ready{'' if _has_passed(forecast) else f' on {on}'} unless {_demands(forecast)}."
        return
    yield _on_the_day(forecast, outlook)
    yield from _when(forecast, outlook)
    if outlook.never:
        even = "Even then, not" if forecast.conditions else "Not"
        yield f"{even} ready within {WEEKS_AHEAD} weeks: {percent(outlook.never)} likely."


def title(forecast: Forecast) -> str:
    """Return the gate in few words, the first of which say what matters: for calendars."""
    name, on, outlook = forecast.verdict.milestone.name, forecast.verdict.milestone.date, forecast.gate
    if forecast.blocked:
        return f"{name}: no forecast, {_standing(forecast)}"
    if outlook is None:
        return f"{name}: no forecast"
    if outlook.by_day is None:
        return f"{name}: no forecast of {on}, which {_why_no_figure(forecast)}"
    number = len(forecast.conditions)
    aside = f" ({number} {agreeing(number, 'rule', 'rules')} not forecast)" if number else ""
    return f"{name} {on}: {percent(outlook.by_day)} likely ready{aside}"


def _on_the_day(forecast: Forecast, outlook: Outlook) -> str:
    """Return how likely the gate is ready on the milestone's day."""
    on, figure = forecast.verdict.milestone.date, outlook.by_day
    if figure is None:
        return f"{on} {_why_no_figure(forecast)}.{_what_follows(forecast)}"
    if forecast.blocked:
        names = _simulated(forecast)
        too = f"{joined(names)} {agreeing(len(names), 'passes', 'pass')}, too"
        return f"Not ready on {on} unless {_demands(forecast)}; if so, it is {percent(figure)} likely that {too}."
    if_ = f", if {_demands(forecast)}" if forecast.conditions else ""
    return f"Ready on {on}{if_}: {percent(figure)} likely."


def _why_no_figure(forecast: Forecast) -> str:
    if _has_passed(forecast):
        return "has passed"
    return f"is more than {WEEKS_AHEAD} weeks ahead, which is further than a forecast looks"


def _has_passed(forecast: Forecast) -> bool:
    verdict = forecast.verdict
    return day_of(verdict.as_of, verdict.zone) > verdict.milestone.date


def _what_follows(forecast: Forecast) -> str:
    """Return what the figures for later times are about, after the sentence that there is none for the day."""
    if forecast.blocked:
        return f" Not ready unless {_demands(forecast)}; what follows is of {joined(_simulated(forecast))} alone."
    return f" What follows holds if {_demands(forecast)}." if forecast.conditions else ""


def _simulated(forecast: Forecast) -> list[str]:
    return sorted(one.finding.rule.id for one in forecast.rules if one.outlook is not None)


def _demands(forecast: Forecast) -> str:
    """Return what must pass, and must still pass, without a forecast."""
    parts = [
        f"{joined(names)} {agreeing(len(names), 'passes', 'pass')} ({state}, no forecast)"
        for names, state in _by_state(forecast)
    ]
    still = [one.finding.rule.id for one in forecast.conditions if one.why == "no-forecast"]
    if still:
        parts.append(f"{joined(still)} still {agreeing(len(still), 'passes', 'pass')} (no forecast)")
    return joined(parts)


def _standing(forecast: Forecast) -> str:
    """Return which rules without a forecast do not pass now, and their states."""
    parts: list[str] = []
    for names, state in _by_state(forecast):
        verb = f"{agreeing(len(names), 'is', 'are')} " if state.startswith("unknown") else ""
        parts.append(f"{joined(names, 2)} {verb}{state}")
    return joined(parts)


def _by_state(forecast: Forecast) -> Iterator[tuple[list[str], str]]:
    for why, (one, several) in _STATES.items():
        names = [each.finding.rule.id for each in forecast.conditions if each.why == why]
        if names:
            yield names, agreeing(len(names), one, several)


def _when(forecast: Forecast, outlook: Outlook) -> Iterator[str]:
    """Yield by when it has turned green, or why there is no date."""
    verdict = forecast.verdict
    if outlook.no_date is not None:
        yield from _why_no_date(forecast)
        return
    known = [
        f"{name} by {day(at, verdict)} ({weeks(at, verdict)})"
        for name, share in (("half likely", 50), ("80 %", 80), ("95 %", 95))
        if (at := outlook.within[share]) is not None and at > verdict.as_of
    ]
    if known:
        first = f"{joined(_simulated(forecast))} first green" if forecast.blocked else "First green"
        yield f"{first}: {', '.join(known)}."


def _why_no_date(forecast: Forecast) -> Iterator[str]:
    reasons: tuple[NoDate, ...] = ("not-converging", "hardly-forecastable")
    for reason in reasons:
        what = joined([_what(*each) for each in _undated(forecast, reason)])
        if what:
            yield f"{no_date(reason, what)}."


def _undated(forecast: Forecast, reason: NoDate) -> Iterator[tuple[str, list[str]]]:
    """Yield what comes and goes in the rules that have no date for this reason, and their ids."""
    rules = [one.finding.rule for one in forecast.rules if one.outlook and one.outlook.no_date == reason]
    for what in ("open defects", "outdated documents"):
        ids = [rule.id for rule in rules if what_comes(rule.signal) == what]
        if ids:
            yield what, ids


def _what(what: str, ids: Sequence[str]) -> str:
    return f"{what} ({joined(ids)})"


def what_comes(signal: str) -> str:
    """Return what comes and goes, by a rule's signal."""
    return "outdated documents" if signal.startswith("docs.") else "open defects"


def no_date(reason: NoDate, what: str) -> str:
    """Return a sentence on why there is no date, about what comes and goes."""
    if reason == "not-converging":
        return f"{capitalized(what)} arrive at least as fast as they are resolved, so there is no date"
    return f"The decrease in {what} may be chance, so there is no date"
