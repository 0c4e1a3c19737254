"""What is said of a forecast, in plain words: every format says it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readiness_gate.model.forecast import WEEKS_AHEAD, Condition, Forecast, NoDate, Outlook, RuleOutlook, Tried, Why
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import DAY, Instant, day_of
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.to_pass import to_pass_sentence

_WEEK = 7 * DAY
FEWEST = 12
"""With fewer past dates, nothing is said of how methods compare."""
NO_DATE: dict[NoDate, str] = {
    "not-converging": "not converging",
    "hardly-forecastable": "hardly forecastable",
}
_WHY_NO_DATE: dict[NoDate, str] = {
    "not-converging": "as much comes as leaves, so no date can be given",
    "hardly-forecastable": "chance alone may explain that more leaves than comes, so no date can be given",
}
WHY: dict[Why, str] = {
    "fails": "fails now",
    "unknown": "unknown now",
    "waiver-expires": "fails; its waiver expires before that day",
    "applies-later": "is not measured yet; it applies later",
}


def percent(share: float) -> str:
    """A probability that was rounded down to 5 %."""
    return f"{share * 100:.0f} %" if share else "< 5 %"


def percent_of_never(share: float) -> str:
    """One that was rounded up."""
    return f"{share * 100:.0f} %"


def weeks(at: Instant | None, verdict: Verdict) -> str:
    """How many weeks ahead a time is, begun ones as whole ones."""
    if at is None:
        return f"> {WEEKS_AHEAD} w"
    number = -(-(at - verdict.as_of) // _WEEK)
    return f"{number} w" if number else "now"


def day(at: Instant, verdict: Verdict) -> str:
    """The day of a time, as the program counts days."""
    return str(day_of(at, verdict.zone))


def gate(forecast: Forecast) -> Iterator[str]:
    """What is to be expected of the gate, in sentences."""
    verdict, outlook = forecast.verdict, forecast.gate
    if outlook is None:
        yield "No forecast: none of the blocking rules can be simulated."
        return
    if_, unknown = _on_condition(forecast)
    on = verdict.milestone.date
    if outlook.by_day is not None:
        yield f"Ready on {on}{if_ and f', {if_}'}: {percent(outlook.by_day)} likely{unknown}."
    else:
        passed = day_of(verdict.as_of, verdict.zone) > on
        ahead = f"is more than {WEEKS_AHEAD} weeks ahead, which is further than a forecast looks"
        follows = f"; what follows holds {if_}{unknown}" if if_ else ""
        yield f"{on} {'has passed' if passed else ahead}{follows}."
    yield from _when(outlook, verdict)
    if outlook.never:
        yield f"Not within {WEEKS_AHEAD} weeks: {percent_of_never(outlook.never)}."


def on_condition(forecast: Forecast) -> str:
    """On what the figures depend, for the end of a sentence, with what is not known of that; "" for nothing."""
    if_, unknown = _on_condition(forecast)
    return f", {if_}{unknown}" if if_ else ""


def _on_condition(forecast: Forecast) -> tuple[str, str]:
    """On what the figures depend, before them, and what is not known of that, after them: the less is known, the less
    they say. Empty where they depend on nothing else."""
    aside = [one.finding for one in forecast.rules if one.outlook is None]
    others = [*aside, *(one.finding for one in forecast.conditions)]
    if not others:
        return "", ""
    number = len(others)
    rules = "the other blocking rule passes" if number == 1 else f"the {number} other blocking rules pass"
    unknown = sum(one.outcome == "unknown" for one in others)
    return f"if {rules} by then", _not_known(number, unknown, sum(one.outcome != "unknown" for one in aside))


def _not_known(number: int, unknown: int, aside: int) -> str:
    """How many of so many rules are unknown, and how many others were set aside for want of a forecast."""
    counts = ((unknown, f"{agreeing(unknown, 'is', 'are')} unknown now"), (aside, "could not be simulated"))
    parts = [f"{'it' if number == 1 else count} {what}" for count, what in counts if count]
    if not parts:
        return ""
    return f"; {'' if number == 1 else 'of these, '}{' and '.join(parts)}"


def _when(outlook: Outlook, verdict: Verdict) -> Iterator[str]:
    """By when it has turned green."""
    if outlook.no_date is not None:
        yield f"{NO_DATE[outlook.no_date].capitalize()}: {_WHY_NO_DATE[outlook.no_date]}."
        return
    known = [
        f"{name} by {day(at, verdict)} ({weeks(at, verdict)})"
        for name, share in (("half likely", 50), ("80 %", 80), ("95 %", 95))
        if (at := outlook.within[share]) is not None and at > verdict.as_of
    ]
    if known:
        yield f"First green: {', '.join(known)}."


def binding(forecast: Forecast) -> str:
    """What decides most when the gate turns green; "" where nothing does."""
    one = next((rule for rule in forecast.rules if rule.finding.rule.id == forecast.binding), None)
    if one is None:
        return ""
    rule = one.finding.rule
    way = f" To be green by {forecast.verdict.milestone.date} (80 % likely): {one.way}." if one.way else ""
    return f"What decides most: {rule.id}, {rule.title[:1].lower()}{rule.title[1:]}.{way}"


def of_rule(one: RuleOutlook, forecast: Forecast) -> Iterator[str]:
    """What is said of a rule below its figures."""
    if one.outlook is None:
        yield f"No forecast: {one.said.rstrip('.')}."
        way = to_pass_sentence(one.finding, forecast.verdict)
        yield from (way,) if way else ()
        return
    if one.outlook.no_date is not None:
        yield f"{NO_DATE[one.outlook.no_date].capitalize()}: {_WHY_NO_DATE[one.outlook.no_date]}."
    yield " ".join(filter(None, (one.learned, one.tried)))
    if one.way and one.finding.rule.id != forecast.binding:
        yield f"To be green in time: {one.way}."


def condition(one: Condition, verdict: Verdict) -> str:
    """Why the gate depends on a rule without a forecast, and how it passes."""
    reading = one.finding.reading
    if one.why == "unknown" and isinstance(reading, Unavailable):
        return f"{WHY[one.why]}: {reading.reason}"
    way = to_pass_sentence(one.finding, verdict) if one.why == "fails" else ""
    return f"{WHY[one.why]}. {way or one.finding.rule.remedy}".strip() if one.why == "fails" else WHY[one.why]


def assumed(forecast: Forecast) -> str:
    """The rules that are taken to stay as they are; "" for none."""
    names = forecast.assumed
    if not names:
        return ""
    pass_ = agreeing(len(names), "passes now, or is waived until then, and is", "pass now, or are waived, and are")
    return f"{counted(len(names), 'other blocking rule')} {pass_} taken to stay so: {', '.join(names)}."


def record(forecast: Forecast) -> str:
    """How good such forecasts were on the program's own past, in a line."""
    if not forecast.tried:
        return f"Not tried on the program's own past. {_sentence(forecast.untried)}".strip()
    first = forecast.tried[0].ahead
    of_first = [one for one in forecast.tried if one.ahead == first]
    held, number = sum(one.held for one in of_first), sum(one.dates for one in of_first)
    better = (
        " ".join(_compared(of_first))
        if of_first[0].dates >= FEWEST
        else f"Of {counted(of_first[0].dates, 'past date')}, that says little."
    )
    return (
        f"On the program's own past, {counted(first, 'week')} ahead: 80 % intervals of defects raised and closed held "
        f"{held} of {number} times ({held * 100 // number} %). {better}"
    )


def _sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""


def _compared(tried: Iterable[Tried]) -> Iterator[str]:
    """By how much the forecasts are better than common tools, and by how much worse."""
    means = [(round(one.better[0] * 100), one) for one in tried]
    better = ", ".join(f"{one.quantity} {interval_of(one)}" for mean, one in means if mean > 0)
    worse = ", ".join(f"{one.quantity} {interval_of(_turned(one))}" for mean, one in means if mean < 0)
    alike = ", ".join(f"{one.quantity} {interval_of(one)}" for mean, one in means if not mean)
    if better:
        yield f"Better than common forecasting tools by: {better}."
    if worse:
        yield f"Worse than common forecasting tools by: {worse}."
    if alike:
        yield f"As good as common forecasting tools: {alike}."


def _turned(tried: Tried) -> Tried:
    """By how much it was worse instead of better."""
    mean, low, high = tried.better
    return replace(tried, better=(-mean, -high, -low))


def interval_of(tried: Tried) -> str:
    """By how much the error is less than that of common tools, with the 90 % interval: `12 % [3 to 20]`."""
    if tried.dates < FEWEST:
        return "too few dates"
    mean, low, high = (f"{share * 100:.0f}".replace("-0", "0") for share in tried.better)
    return f"{mean} % [{low} to {high}]"


def state(one: RuleOutlook) -> str:
    """How a rule is judged now, beside its title."""
    if one.finding.waived:
        return "fails now, waived"
    return {"fail": "fails now", "unknown": "unknown now", "not-applicable": "applies later"}.get(
        one.finding.outcome, "passes now"
    )
