"""What cannot be measured is raised wherever that shows, and becomes a reading in one place only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import readiness_gate

PACKAGE = Path(readiness_gate.__file__).parent
ROSTERS = "app/since/rosters.py: members"
"""Who was counted at an earlier time is compared, and is no reading."""
BOUNDARY = "signals/signal.py: answered"
"""Where the reason becomes the reading."""
REMARKS = "signals/views/document_ages.py: _remarks"
"""Remarks are no reading: there are none on documents that cannot be described."""
AFTERMATHS = ["app/backtest/severe.py: _counted"]
"""What became of a past go-live is no reading: where it is unknown, its reason is shown in its place."""
OUTLOOKS = ["app/forecast/__init__.py: _history", "app/forecast/training.py: plan", "app/impact/costs.py: training"]
"""What is ahead, and what a change costs, is no reading: where it is unknown, its reason is shown in its place."""
FREEZES = ["portfolio/changed.py: _frozen"]
"""What programs change in one freeze is no reading: where a freeze is unknown, its reason is shown in its place."""
BASES = {"CannotMeasure", "GateError", "Exception", "BaseException"}


def _functions(*rooms: str, word: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of some rooms, or of all, in the modules that have a word."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name, text = path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")
        if word in text and (not rooms or name.startswith(rooms)):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef):
                    yield f"{name}: {node.name}", node


def _caught(function: ast.FunctionDef) -> set[str]:
    """The names of what a function catches; that of everything where it names nothing."""
    handlers = [node.type for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)]
    names = {node.id for type_ in handlers if type_ for node in ast.walk(type_) if isinstance(node, ast.Name)}
    return names | {"BaseException" for type_ in handlers if type_ is None}


def _hands_on(function: ast.FunctionDef) -> bool:
    """Whether a function returns what it has just seen to be unavailable."""
    return any(
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Call)
        and "Unavailable" in ast.unparse(node.test)
        and isinstance(node.body[0], ast.Return)
        and node.body[0].value is not None
        and ast.unparse(node.body[0].value) == ast.unparse(node.test.args[0])
        for node in ast.walk(function)
    )


def test_it_is_caught_in_one_place() -> None:
    """Neither by its name elsewhere, nor where signals are measured by that of a wider kind."""
    by_name = [name for name, function in _functions(word="CannotMeasure") if "CannotMeasure" in _caught(function)]
    assert by_name == [*AFTERMATHS, *OUTLOOKS, ROSTERS, *FREEZES, BOUNDARY, REMARKS]
    wider = [
        name for name, function in _functions("judge", "model", "signals", word="except") if _caught(function) & BASES
    ]
    assert wider == [BOUNDARY, REMARKS]


def test_nothing_is_handed_on_by_hand() -> None:
    """What is unavailable is returned where a signal is measured, and nowhere else in the signals."""
    assert [name for name, function in _functions("signals", word="Unavailable") if _hands_on(function)] == [
        "signals/signal.py: measure"
    ]


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("try: pass\n except CannotMeasure: pass", {"CannotMeasure"}),
        ("try: pass\n except (OSError, CannotMeasure): pass", {"OSError", "CannotMeasure"}),
        ("try: pass\n except: pass", {"BaseException"}),
        ("pass", set[str]()),
    ],
)
def test_how_it_is_looked_for(source: str, caught: set[str]) -> None:
    """By itself, among others, and with everything else."""
    (function,) = ast.parse(f"def f():\n {source}").body
    assert isinstance(function, ast.FunctionDef)
    assert _caught(function) == caught
