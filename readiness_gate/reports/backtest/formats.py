"""The formats of a backtest."""

import json

from readiness_gate.model.backtest import Scores
from readiness_gate.reports.spec import Display, Report, ReportTable


def formats(_display: Display) -> ReportTable:
    """The formats for a reader's screen, by their names."""
    return {
        "text": Report("text", "text/plain", _text, (".txt",)),
        "json": Report("json", "application/json", _json, (".json",)),
    }


def _text(scores: Scores) -> bytes:
    return (
        "".join(
            f"{t.replay.go_live.date} {t.replay.go_live.name} {t.fate} {t.stopped_by} {t.unknown} {t.replay.aftermath}\n"
            for t in scores.tried
        ).encode()
        + "\n".join(w for b in scores.backtests for w in (*b.left_out, *b.notes)).encode()
        + b"\n"
    )


def _json(scores: Scores) -> bytes:
    return json.dumps([[t.replay.go_live.name, t.fate] for t in scores.tried]).encode()
