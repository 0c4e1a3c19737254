"""The help of every command ends with examples, and each of them is a command line that the program accepts."""

import shlex

import click
import pytest
from support.console import Call

from readiness_gate.cli.main import COMMANDS, program

GROUPS = ("rules", "facts")
SUBCOMMANDS = [("rules", name) for name in ("docs", "lint", "list", "schema", "show", "test")] + [
    ("facts", "save"),
    ("publish", "github"),
    ("publish", "confluence"),
    ("publish", "notify"),
    ("log", "show"),
    ("log", "verify"),
    ("log", "replay"),
    ("log", "close"),
]


def _examples(text: str) -> list[list[str]]:
    """The command lines in a help text, without the program's name and without what a shell does with the output."""
    lines = text.partition("Examples:\n")[2].replace("\\\n", " ").splitlines()
    return [shlex.split(line.partition("  a ")[0].partition(" > ")[0]) for line in lines if line.strip()]


@pytest.mark.parametrize("words", [*((name,) for name in COMMANDS), *SUBCOMMANDS], ids=" ".join)
def test_every_help_has_examples(call: Call, words: tuple[str, ...]) -> None:
    """At least one, of this command, whose options and arguments exist; no line is wider than 80 columns."""
    ended = call(*words, "--help")
    examples = _examples(ended.out)
    assert any(example[1 : 1 + len(words)] == list(words) for example in examples)
    assert max(map(len, ended.out.splitlines())) <= 80
    for name, *arguments in examples:
        assert name == "readiness-gate"
        _parses(program, arguments)


def _parses(command: click.Command, arguments: list[str]) -> None:
    """Parse a command line without running it; click raises a UsageError for what the command does not have."""
    context = command.make_context(command.name, list(arguments))
    if isinstance(command, click.Group):
        _, sub, rest = command.resolve_command(context, list(arguments))
        assert sub is not None
        _parses(sub, rest)
