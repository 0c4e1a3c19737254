"""Shell completion of MILESTONE and RULE.

It reads only names, with the standard library, so that Tab responds fast. Anything unreadable offers nothing.
"""

import contextlib
import re
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from readiness_gate.config import FILE
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import GateError
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.shipped import FORMATS, shipped
from readiness_gate.toml.document import LARGEST

_ID = re.compile(r'^id = "([A-Za-z0-9_.-]{1,80})"', re.MULTILINE)


def milestones(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the milestones of the configuration whose names begin with what was typed."""
    names = as_mapping(_configuration(ctx).get("milestones")) or {}
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def rules(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the shipped and configured rules whose ids begin with what was typed, ignoring case."""
    own = [(as_mapping(rule) or {}).get("id") for rule in as_sequence(_configuration(ctx).get("rules")) or ()]
    ids = {name for name in own if isinstance(name, str)} | set(_shipped(shipped("rules")))
    return [CompletionItem(name) for name in sorted(ids) if name.upper().startswith(incomplete.upper())]


def _shipped(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _shipped(entry) if entry.name != FORMATS else ()
        elif entry.name.endswith(".toml"):
            yield from _ID.findall(entry.read_text(encoding="utf-8"))


def _configuration(ctx: click.Context) -> dict[str, Any]:
    """Return the configuration named by -c, else the nearest upward; {} if none is readable."""
    here = Path.cwd()
    named = ctx.params.get("config")
    places = [here / named] if named else [folder / FILE for folder in (here, *here.parents)]
    with contextlib.suppress(GateError, ValueError, RecursionError, OSError):
        for place in places:
            content = WorkTree(place.parent).read(place.name, LARGEST)
            if content is not None:
                return tomllib.loads(content.decode())
    return {}
