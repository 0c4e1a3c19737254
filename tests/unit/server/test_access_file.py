"""The access file: what it grants, and every mistake at its place in one run."""

from pathlib import Path

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.errors import BadUse
from readiness_gate.server.access import Proxied, Refused
from readiness_gate.server.access_file import load, unknown_programs

TEXT = """\
[proxy]
peers = ["10.0.3.7", "fd00::/64"]

[[grants]]
group = "crm-steering"
programs = ["CRM rollout"]

[[grants]]
group = "pmo"
programs = ["*"]
"""
HEADERS = [(b"x-forwarded-user", b"jane"), (b"x-forwarded-groups", b"crm-steering")]


def _loaded(folder: Path, text: str = TEXT) -> Proxied:
    file = folder / "access.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_grants(tmp_path: Path) -> None:
    """A group sees what is granted to it; without grants nobody sees anything."""
    access = _loaded(tmp_path)
    assert access.viewer("fd00::1", HEADERS).sees("CRM rollout")
    assert not access.viewer("fd00::1", HEADERS).sees("ERP")
    nothing = _loaded(tmp_path, '[proxy]\npeers = ["10.0.3.7"]\n')
    with pytest.raises(Refused, match="You may see no program"):
        nothing.viewer("10.0.3.7", HEADERS)


def test_a_name_is_as_the_history_has_it(tmp_path: Path) -> None:
    """Where letters are written as their codes, as nobody sees them; names that look the same are the same one."""
    access = _loaded(tmp_path, TEXT.replace("CRM rollout", "##vso[x]"))
    assert unknown_programs(access, ["\\u0023#vso[x]"]) == ""
    assert _loaded(tmp_path, TEXT.replace("CRM rollout", "Cafe\u0301")).viewer("10.0.3.7", HEADERS).sees("Caf\u00e9")


def test_unknown_programs(tmp_path: Path) -> None:
    """A name that the history has not is probably a mistake."""
    access = _loaded(tmp_path)
    assert unknown_programs(access, ["CRM rollout"]) == ""
    assert unknown_programs(access, ["CRM rollouts"]).endswith('has not: CRM rollout; did you mean "CRM rollouts"?')


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            '"10.0.3.7"',
            '"proxy.example.com"',
            '2:10: proxy.peers[1]: "proxy.example.com" is not',
        ),
        ('"10.0.3.7"', '"0.0.0.0/0"', "is every address"),
        ('"fd00::/64"', '"::/0"', "is every address"),
        ('"10.0.3.7"', '"10.0.3.7/24"', "is not an address"),
        ('["10.0.3.7", "fd00::/64"]', "[]", "peers"),
        ("peers", "peer", 'unknown key "peer"'),
        ('group = "pmo"', 'group = "crm-steering"', '9:9: "crm-steering" is also the group of grant 1'),
        ('group = "pmo"', 'group = "a,b"', "has a comma"),
        ('group = "pmo"\n', "", '"group" is missing in grants[2]'),
        ('programs = ["*"]', "programs = []", "programs"),
        ('programs = ["*"]', 'programs = "*"', "programs"),
        ("[[grants]]", "[[grant]]", "unknown key"),
        ("[proxy]", "[proxy", "is not valid TOML"),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, what: str) -> None:
    """Nothing is granted by a file with a mistake."""
    text = TEXT.replace(old, new)
    assert text != TEXT
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, text)
    assert what in str(caught.value)


def test_all_mistakes_are_in_one_message(tmp_path: Path) -> None:
    """Each at its place."""
    with pytest.raises(ConfigurationError) as caught:
        _loaded(tmp_path, TEXT.replace("10.0.3.7", "x").replace("pmo", "crm-steering"))
    assert [str(problem).split(":")[1] for problem in caught.value.problems] == ["2", "9"]


def test_no_file(tmp_path: Path) -> None:
    """The message says what to write."""
    with pytest.raises(BadUse, match=r"access.toml: not found. Write a file with \[proxy\]"):
        load(tmp_path / "access.toml")
