"""The page of a backtest: its results, each go-live, each rule, and how everything is counted."""

import base64
import hashlib
from typing import Any

from markupsafe import Markup

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import RuleScore, Scores, Tried
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.backtest.curves import curves, left_out
from readiness_gate.reports.backtest.headline import in_short, sentences
from readiness_gate.reports.backtest.method import HEADINGS, figures, paragraphs
from readiness_gate.reports.html.charts import drawn
from readiness_gate.reports.html.drawing import environment, read
from readiness_gate.reports.words import localized

MOST = 500
"""The most go-lives that are listed; the JSON report has all."""
_BADGES: dict[say.Agreement, str] = {"caught": "caught", "missed": "fail", "false alarm": "warn", "": ""}
"""The CSS class of each word."""


@dataclass(frozen=True, slots=True)
class _GoLive:
    """A row of the go-lives."""

    date: str
    name: str
    fate: str
    by: str
    outcome: str
    agreement: str
    badge: str
    """The CSS class of the agreement."""
    seen: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row of the rules."""

    id: str
    title: str
    enforcement: str
    counts: tuple[str, ...]
    ratio: str
    is_marked: bool


def draw(scores: Scores) -> str:
    """Return the page of a backtest."""
    style = read("style.css") + read("chart.css") + read("backtest.css")
    of_charts: Any = environment().get_template("chart.html.jinja").module
    zone = scores.backtests[0].gate.zone
    tried = [score for score in scores.rules if score.tally.counted.total]
    return (
        environment()
        .get_template("backtest.html.jinja")
        .render(
            milestone=scores.backtests[0].gate.milestone.name,
            programs=", ".join(backtest.gate.program for backtest in scores.backtests),
            in_short=in_short(scores),
            sentences=sentences(scores),
            go_lives=[_go_live(one, scores) for one in scores.tried[:MOST]],
            more_go_lives=max(len(scores.tried) - MOST, 0),
            has_ratio=bool(scores.looked_at),
            rules=[_rule(score) for score in tried],
            legend=say.legend(scores),
            conclusions=[*filter(None, (say.looks(scores),)), *say.choices(scores)],
            charts=[of_charts.figure(chart, drawn(chart)) for chart in curves(scores)],
            more_charts=left_out(scores),
            aside=[(name, localized(why, zone)) for name, why in say.set_aside(scores)],
            unknown=[localized(one, zone) for one in say.explained(scores)],
            headings=HEADINGS,
            figures=list(figures(scores)),
            paragraphs=list(paragraphs(scores)),
            style=Markup(style),  # noqa: S704 - our own files
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _go_live(one: Tried, scores: Scores) -> _GoLive:
    aftermath = one.replay.aftermath
    agreement = say.agreement(one)
    return _GoLive(
        f"{one.replay.go_live.date}",
        say.name(one, scores),
        say.FATES[one.fate],
        "; ".join(filter(None, (say.by(one), say.leakage(one)))),
        say.outcome(aftermath),
        agreement,
        _BADGES[agreement],
        localized(say.seen(aftermath), scores.backtests[0].gate.zone),
    )


def _rule(score: RuleScore) -> _Rule:
    rule = score.rule
    return _Rule(rule.id, rule.title, rule.enforcement, say.counts(score), say.ratio(score), score.is_more_than_chance)
