"""`readiness-gate backtest`: a gate tried on past go-lives."""

import click

from readiness_gate.app.backtest.trial import Request, backtest
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened


@click.command("backtest")
@options.milestone
@click.option("--set", "changes", multiple=True)
@options.configuration
@options.moment
@options.exported
def command(milestone, named, changes, config, policy_ref, as_of, exported_at):
    session = opened(config, policy_ref, exported_at)
    done = backtest(session, Request(options.one_milestone(milestone, named), session.as_of(as_of), changes))
    for r in done.replays:
        print(r.go_live, r.verdict.decision, r.aftermath)
    print(done.left_out, done.notes)
    return 0
