"""The wording of a forecast that all formats share."""

from collections.abc import Iterator

from readiness_gate.model.forecast import Condition, Forecast, NoDate, RuleOutlook, Why
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.forecast.headline import no_date, what_comes
from readiness_gate.reports.to_pass import to_pass_sentence

NO_DATE: dict[NoDate, str] = {
    "not-converging": "not converging",
    "hardly-forecastable": "hardly forecastable",
}
WHY: dict[Why, str] = {
    "fails": "fails now",
    "unknown": "unknown now",
    "waiver-expires": "fails; its waiver expires before that day",
    "applies-later": "is not measured yet; it applies later",
    "no-forecast": "passes now, or is waived, and nothing says whether it will",
}

METHOD = (
    "The figures are shares of 2,000 simulated courses; chance moves them by at most 2.2 percentage points (95 %).",
    "Shares of green are rounded down to 5 %, those of not green up.",
    "A course is made of the last 26 weeks as they were; one eight weeks older is drawn half as often.",
    "What is open is what was, plus what came, minus what left, each times a level of the course.",
    "Training: each course has its share of people who complete a planned session, as likely as past sessions make it.",
    "Formulas, and how good they were on other trackers: docs/forecast.md.",
)
"""How the figures are computed, in sentences."""


def open_by_day(between: tuple[int, int], verdict: Verdict) -> str:
    """Return a sentence on how many defects are open on the milestone's day."""
    low, high = between
    return f"Open on {verdict.milestone.date}: {low} to {high} of them, in 80 % of the courses."


def binding(forecast: Forecast) -> str:
    """Return what decides most when the gate turns green, of the rules with a forecast; "" if nothing does."""
    one = next((rule for rule in forecast.rules if rule.finding.rule.id == forecast.binding), None)
    if one is None:
        return ""
    rule = one.finding.rule
    way = f" To be green by {forecast.verdict.milestone.date} (80 % likely): {one.way}." if one.way else ""
    what = "Least likely of those with a forecast" if forecast.blocked else "What decides most"
    return f"{what}: {rule.id}, {rule.title[:1].lower()}{rule.title[1:]}.{way}"


def of_rule(one: RuleOutlook, forecast: Forecast) -> Iterator[str]:
    """Yield the remarks on a rule below its figures."""
    if one.outlook is None:
        yield f"No forecast: {one.said.rstrip('.')}."
        way = to_pass_sentence(one.finding, forecast.verdict)
        yield from (way,) if way else ()
        return
    if one.outlook.no_date is not None:
        why = no_date(one.outlook.no_date, what_comes(one.finding.rule.signal))
        yield f"{NO_DATE[one.outlook.no_date].capitalize()}: {why[:1].lower()}{why[1:]}."
    yield " ".join(filter(None, (one.learned, one.tried)))
    if one.way and one.finding.rule.id != forecast.binding:
        yield f"To be green in time: {one.way}."


def condition(one: Condition, verdict: Verdict) -> str:
    """Return why the gate depends on a rule without a forecast, and how it passes."""
    reading = one.finding.reading
    if one.why == "unknown" and isinstance(reading, Unavailable):
        return f"{WHY[one.why]}: {reading.reason}"
    way = to_pass_sentence(one.finding, verdict) if one.why == "fails" else ""
    return f"{WHY[one.why]}. {way or one.finding.rule.remedy}".strip() if one.why == "fails" else WHY[one.why]


def assumed(forecast: Forecast) -> str:
    """Return the rules that are assumed to stay as they are; "" for none."""
    names = forecast.assumed
    if not names:
        return ""
    pass_ = agreeing(len(names), "passes now, or is waived until then, and is", "pass now, or are waived, and are")
    return f"{counted(len(names), 'other blocking rule')} {pass_} taken to stay so: {', '.join(names)}."


def state(one: RuleOutlook) -> str:
    """Return the present result of a rule, next to its title."""
    if one.finding.waived:
        return "fails now, waived"
    return {"fail": "fails now", "unknown": "unknown now", "not-applicable": "applies later"}.get(
        one.finding.outcome, "passes now"
    )
