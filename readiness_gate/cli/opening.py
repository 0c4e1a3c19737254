"""Open the configuration for a command, from its options, the environment and the clock."""

import os
from collections.abc import Sequence
from pathlib import Path

from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.cli.clock import now
from readiness_gate.cli.options import POLICY_REF
from readiness_gate.cli.output import to_stderr
from readiness_gate.errors import BadUse, NoConfiguration
from readiness_gate.plugins import Tables, tables
from readiness_gate.signals import SignalTable


def all_tables() -> Tables:
    """Return our tables with those of plugins, and warn of unusable plugins."""
    with_plugins = tables()
    for why in with_plugins.refused:
        to_stderr(f"Warning: {why}")
    return with_plugins


def opened(config: str | None, policy_ref: str | None, exported_at: Sequence[str] = ()) -> Session:
    """Return everything that a command needs. Raises BadUse, or ConfigurationError with all mistakes."""
    return _opened(config, policy_ref, exported_at, all_tables())


def opened_if_there(
    config: str | None, policy_ref: str | None, exported_at: Sequence[str] = (), *, needed: bool = False
) -> tuple[Session | None, SignalTable]:
    """Return the session and its signals; no session if no configuration was named and none exists."""
    with_plugins = all_tables()
    try:
        return _opened(config, policy_ref, exported_at, with_plugins), with_plugins.signals
    except NoConfiguration:
        if needed or config is not None or policy_ref is not None or exported_at:
            raise
        return None, with_plugins.signals


def _opened(config: str | None, policy_ref: str | None, exported_at: Sequence[str], with_plugins: Tables) -> Session:
    if policy_ref is not None and not policy_ref.strip():
        raise BadUse("--policy-ref is empty. Name a ref, such as origin/main, or leave out the option")
    if policy_ref is None and os.environ.get(POLICY_REF) == "":
        raise BadUse(f"{POLICY_REF} is empty. Name a ref, such as origin/main, or unset the variable")
    start = Whereabouts(Path.cwd(), os.environ.get("PWD", ""))
    return open_session(with_plugins, start, now(), config, policy_ref, exported_at)
