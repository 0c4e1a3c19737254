"""`readiness-gate serve` warns at its start of what waits for a service that it does not answer."""

import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.github_app import pem
from support.histories import recordings
from support.serving_checks import served
from support.trial import BEGUN, asked

from readiness_gate.deployments.github.secret import KEY, SECRET
from readiness_gate.history import Store, opened
from readiness_gate.history.deployments import What, ask, step, take
from readiness_gate.history.recording import record

APP = """
[app]
id = "Iv23liExample"

[[rules]]
repository = "octo-org/crm"
installation = 4567
environment = "staging"
checkout = "."
milestone = "go-live"
"""
OF_GITLAB = "Warning: this server does not answer GitLab, but its requests are on the queue (1 to answer, 1 to watch)."
OF_GITHUB = "Warning: this server does not answer GitHub, but its requests are on the queue (1 to answer, 0 to watch)."


def _queue(store: Store) -> None:
    """A pass that is watched, two requests, and one that has ended."""
    with store.writing() as rows:
        record(rows, recordings(1)[0])
        ends: Sequence[What] = ("watched", "answered")
        for number, what in enumerate(ends):
            ask(rows, replace(asked(number, run=number), service="gitlab"))
            held = take(rows, BEGUN, lambda _: 0)
            assert held is not None
            step(rows, held, what, BEGUN, until=2**40, state="approved")
        ask(rows, replace(asked(7, run=7), service="gitlab"))
        ask(rows, asked(8, run=8))


@pytest.mark.parametrize("words", [(), ("--github-app", "github-app.toml")])
def test_what_waits_for_others(tmp_path: Path, words: Sequence[str]) -> None:
    """The option that answers it is named; what this server answers is left out."""
    _queue(opened("h.sqlite", tmp_path))
    (tmp_path / "github-app.toml").write_text(APP)
    variables = {KEY: pem(), SECRET: "planted-webhook-secret-0123456789"}
    with served(tmp_path, ("serve", "--port", "0", "--store", "h.sqlite", *words), variables) as (_, process):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    said = (tmp_path / "log").read_text()
    assert f"{OF_GITLAB} Unless another server answers them, start this one with --gitlab-checks\n" in said
    assert (OF_GITHUB in said) == (not words)


def test_nothing_waits(tmp_path: Path) -> None:
    """Then it says nothing."""
    store = opened("h.sqlite", tmp_path)
    with store.writing() as rows:
        record(rows, recordings(1)[0])
    with served(tmp_path, ("serve", "--port", "0", "--store", "h.sqlite"), {}) as (_, process):
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert "Warning" not in (tmp_path / "log").read_text()
