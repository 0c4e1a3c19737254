"""A file that is independent of a configuration: its content, or every problem in one run."""

from collections.abc import Iterator

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.separate_file import load_separate
from readiness_gate.toml.document import Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel


class _File(StrictModel):
    name: str
    number: int = 1


def _mistakes(document: Document, file: _File) -> Iterator[Problem]:
    if file.name == "x":
        yield document.problem(("name",), "another name", at_value=True)


def test_its_content() -> None:
    """As its model."""
    assert load_separate("a.toml", b'name = "y"', _File, _mistakes) == _File(name="y")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("name = ", ["a.toml:1:"]),
        ('name = "x"', ["a.toml:1:8: another name"]),
        ("number = 2", ['"name" is missing']),
        ('name = "x"\nnumber = "2"', ["a.toml:1:8: another name", "a.toml:2:"]),
    ],
)
def test_every_problem(text: str, problems: list[str]) -> None:
    """Those of the model, and those of the values beside each other."""
    with pytest.raises(ConfigurationError) as raised:
        load_separate("a.toml", text.encode(), _File, _mistakes)
    assert len(raised.value.problems) == len(problems)
    for problem in problems:
        assert problem in str(raised.value)
