"""What a program that ends after one command makes once, and the tests, in a process that runs thousands, would make
again each time: the JSON Schema of a model, shipped packs as they are written, their rules, the list of plugins, and
the certificate authorities of the system.

None of it changes; the list of plugins does when somebody writes into a folder of modules, and is then made again, and
so are the authorities when a variable names others.
"""

import os
import ssl
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from readiness_gate import plugins
from readiness_gate.config import gates, optional_dimensions, scaffold
from readiness_gate.config.lint import check as lint
from readiness_gate.config.lint import overrides, stale_texts
from readiness_gate.config.packs import catalog
from readiness_gate.config.packs.loader import PackRule
from readiness_gate.config.packs.rules import build
from readiness_gate.config.schema.files import RuleEntry
from readiness_gate.model.policy import Rule
from readiness_gate.signals import SIGNALS, SignalTable
from readiness_gate.toml import check
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import schema


def keep(patch: pytest.MonkeyPatch) -> None:
    """Have the product make these once in this process."""
    patch.setattr(check, "schema", cache(schema))
    pack_file, built, listed = cache(catalog.pack_file), _builder(), _lister()
    for module in (catalog, optional_dimensions, scaffold):
        patch.setattr(module, "pack_file", pack_file)
    for module in (catalog, gates, lint, overrides, stale_texts):
        patch.setattr(module, "build", built)
    patch.setattr(plugins, "entry_points", listed)
    patch.setattr(ssl, "create_default_context", _trust())


def _builder() -> Callable[[PackRule, SignalTable], Rule | list[Problem]]:
    """What makes a rule of an entry; of one that is shipped, with a signal that is, it makes one rule."""
    known: dict[int, tuple[RuleEntry, Rule]] = {}

    def built(rule: PackRule, signals: SignalTable) -> Rule | list[Problem]:
        name = rule.entry.signal or ""
        if not rule.shipped or signals.get(name) is not SIGNALS.get(name):
            return build(rule, signals)
        if id(rule.entry) in known:
            return known[id(rule.entry)][1]
        made = build(rule, signals)
        if isinstance(made, Rule):
            known[id(rule.entry)] = (rule.entry, made)  # which is kept, so that its id stays its own
        return made

    return built


def _lister() -> Callable[[], object]:
    """What lists the plugins; again when one of the folders that it looks into is another."""
    known: dict[tuple[tuple[str, int], ...], object] = {}

    def listed() -> object:
        state = tuple((folder, _changed(folder)) for folder in sys.path)
        if state not in known:
            known[state] = SimpleNamespace(select=cache(entry_points().select))
        return known[state]

    return listed


def _trust() -> Callable[..., ssl.SSLContext]:
    """What trusts the authorities of the system, or those of the file or folder that the environment names."""
    build = ssl.create_default_context
    known: dict[tuple[str | None, ...], ssl.SSLContext] = {}

    def trusted(*given: Any, **named: Any) -> ssl.SSLContext:
        state = tuple(map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))
        if given or named:
            return build(*given, **named)
        if state not in known:
            known[state] = build()
        return known[state]

    return trusted


def _changed(folder: str) -> int:
    with suppress(OSError):
        return Path(folder).stat().st_mtime_ns
    return 0


__all__ = ["keep"]
