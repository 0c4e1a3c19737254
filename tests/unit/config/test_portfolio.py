"""The file of a portfolio: what it says of programs, and every mistake at its place in one run."""

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.portfolio import FILE, load
from readiness_gate.errors import BadUse
from readiness_gate.model.portfolio import Member, Portfolio

TEXT = """\
[portfolio]
name = "All waves"

[[programs]]
name = "Wave 1"
checkout = "wave-1"

[[programs]]
name = "Wave 2"
checkout = "/srv/wave-2"
config = "gates/readiness-gate.toml"
milestones = ["training-start", "go-live", "go-live"]
policy-ref = "origin/main"
tags = ["europe"]
after = ["Wave 1"]
"""


def _loaded(text: str) -> Portfolio:
    return load(FILE, lambda _name, _limit: text.encode())


def test_a_portfolio() -> None:
    """Its programs are in the order of the file; all but name and checkout may be left out."""
    assert _loaded(TEXT) == Portfolio(
        "All waves",
        (
            Member("Wave 1", "wave-1", "readiness-gate.toml"),
            Member(
                "Wave 2",
                "/srv/wave-2",
                "gates/readiness-gate.toml",
                ("training-start", "go-live"),
                "origin/main",
                frozenset({"europe"}),
                ("Wave 1",),
            ),
        ),
    )


def test_no_file() -> None:
    """The message says what to write."""
    with pytest.raises(BadUse, match=r"portfolio.toml not found. Create it with a \[\[programs\]\] table"):
        load(FILE, lambda _name, _limit: None)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('name = "Wave 2"', 'name = "wave  1"', '9:8: "wave  1" is also the name of program 1'),
        ("gates/readiness", "../readiness", "is not in the checkout: give a path relative to it"),
        ("gates/readiness", "/etc/readiness", "is not in the checkout: give a path relative to it"),
        ('after = ["Wave 1"]', 'after = ["Wave 2"]', '"Wave 2" cannot come after itself'),
        ('after = ["Wave 1"]', 'after = ["Wave 11"]', 'there is no program "Wave 11"; did you mean "Wave 1"?'),
        ('checkout = "wave-1"\n', "", '"checkout" is missing in programs[1]'),
        ("tags", "tag", 'unknown key "tag" in programs[2]'),
        ('"origin/main"', '"-x"', "policy-ref"),
        ("[[programs]]", "[[program]]", "unknown key"),
        ("[portfolio]", "[portfolio", "is not valid TOML"),
    ],
)
def test_mistakes(old: str, new: str, what: str) -> None:
    """Each is reported with what to write instead."""
    text = TEXT.replace(old, new)
    assert text != TEXT
    with pytest.raises(ConfigurationError) as caught:
        _loaded(text)
    assert what in str(caught.value)


def test_all_mistakes_in_one_run() -> None:
    """Each of several mistakes has its place."""
    text = TEXT.replace('"Wave 2"', '"Wave 1"').replace("gates/", "../").replace('["europe"]', "[1]")
    with pytest.raises(ConfigurationError) as caught:
        _loaded(text)
    places = [(one.at.line, one.at.column) for one in caught.value.problems if one.at is not None]
    assert places == [(9, 8), (11, 10), (14, 9), (15, 10)]


@pytest.mark.parametrize("text", ['[portfolio]\nname = "None"\n', '[portfolio]\nname = "None"\nprograms = []\n'])
def test_an_empty_portfolio(text: str) -> None:
    """Is a mistake: nothing would be judged, and that must not look like a go."""
    with pytest.raises(ConfigurationError, match="programs"):
        _loaded(text)
