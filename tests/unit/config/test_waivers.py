"""The waivers file: what a waiver says, and what is refused of it."""

from datetime import date

import pytest
from support.policy import BEGIN, Files, complaint, complaints, gate, reader

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.waivers import FILE, appended, mistakes, waivers
from readiness_gate.errors import Unreadable
from readiness_gate.model.policy import Waiver
from readiness_gate.toml.document import LARGEST, Value
from readiness_gate.toml.problems import Problem

WAIVER = """\
[[waivers]]
rule = "DEF-02"
reason = "Workaround agreed with sales operations"
requested-by = "pm@example.com"
approved-by = "sponsor@example.com"
approved-on = 2027-02-11
expires = 2027-02-28
"""
LEAST = Waiver(
    rule="DEF-02",
    reason="Workaround agreed with sales operations",
    requested_by="pm@example.com",
    approved_by="sponsor@example.com",
    approved_on=date(2027, 2, 11),
    expires=date(2027, 2, 28),
)


def files(text: str) -> Files:
    """The waivers file beside the configuration."""
    return {"readiness-waivers.toml": text}


def test_no_file() -> None:
    """Without a file there are no waivers, and an empty one has none."""
    assert gate(BEGIN).waivers == ()
    assert gate(BEGIN, files("")).waivers == ()


def test_a_waiver() -> None:
    """What a waiver must say, and what is nothing when it is left out."""
    assert gate(BEGIN, files(WAIVER)).waivers == (LEAST,)


def test_a_waiver_with_all_it_may_say() -> None:
    """Everything is taken as it is written; the evidence as a set."""
    text = WAIVER + 'milestone = "wave-2"\naccepts = 2\nevidence = ["CRM-2", "CRM-1"]\nissue = "CRM-88"\n'
    (found,) = gate(BEGIN, files(text)).waivers
    assert (found.milestone, found.accepts, found.evidence, found.issue) == (
        "wave-2",
        2,
        frozenset({"CRM-1", "CRM-2"}),
        "CRM-88",
    )


def test_all_of_them_are_kept() -> None:
    """Void ones too: whether a waiver counts is the judge's to say, and every one is listed."""
    text = WAIVER + WAIVER + WAIVER.replace("DEF-02", "NO-RULE").replace("2027", "2020")
    assert [each.rule for each in gate(BEGIN, files(text)).waivers] == ["DEF-02", "DEF-02", "NO-RULE"]


def test_a_waiver_of_one_day() -> None:
    """It may expire on the day that it is approved."""
    assert gate(BEGIN, files(WAIVER.replace("02-28", "02-11"))).waivers[0].expires == date(2027, 2, 11)


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        *(
            pytest.param(
                "".join(line for line in WAIVER.splitlines(keepends=True) if not line.startswith(f"{key} = ")),
                f'"{key}" is missing in waivers[1]',
                "[[waivers]]",
                id=f"no-{key}",
            )
            for key in ("rule", "reason", "requested-by", "approved-by", "approved-on", "expires")
        ),
        pytest.param(WAIVER + "expiry = 2027-02-28", 'unknown key "expiry" in waivers[1]', "expiry =", id="unknown"),
        pytest.param(
            "version = 2\n" + WAIVER, 'unknown key "version"; known are: waivers', "version", id="unknown-on-top"
        ),
        pytest.param("[[waiver]]", 'unknown key "waiver"; did you mean "waivers"?', "waiver]]", id="misspelt"),
        pytest.param(WAIVER.replace("DEF-02", "*"), "waivers[1].rule must be made of", '"*"', id="all-rules"),
        pytest.param(WAIVER.replace("DEF-02", "D\u0415F-02"), "CYRILLIC CAPITAL LETTER IE", '"D', id="lookalike-rule"),
        pytest.param(
            WAIVER.replace("sponsor@", "sp\u043ensor@"), "mixes Latin and Cyrillic", '"sp', id="lookalike-approver"
        ),
        pytest.param(WAIVER.replace('"pm@', '" pm@'), "begins or ends with a space", '" pm', id="space"),
        pytest.param(
            WAIVER.replace("Workaround agreed with sales operations", " "), "must not be empty", '" "', id="blank"
        ),
        pytest.param(
            WAIVER.replace("2027-02-28", '"2027-02-28"'), "must be a date", '"2027-02-28"', id="date-in-quotes"
        ),
        pytest.param(WAIVER.replace("2027-02-28", "2027-02-28T12:00:00Z"), "must be a date", "2027-", id="time"),
        pytest.param(WAIVER.replace("2027-02-28", "9999-12-31"), "not between 2000 and 2199", "9999", id="for-ever"),
        pytest.param(
            WAIVER.replace("2027-02-28", "2027-02-10"),
            "expires (2027-02-10) is before approved-on (2027-02-11)",
            "2027-02-10",
            id="before-it-begins",
        ),
        pytest.param(WAIVER + "accepts = nan", "accepts must be a finite number", "nan", id="nan"),
        pytest.param(WAIVER + "accepts = inf", "accepts must be a finite number", "inf", id="inf"),
        pytest.param(WAIVER + "accepts = true", "accepts must be a number", "true", id="flag"),
        pytest.param(WAIVER + 'accepts = "2"', "accepts must be a finite number", '"2"', id="digits"),
        pytest.param(WAIVER + "evidence = []", "evidence must not be empty", "[]", id="no-evidence"),
        pytest.param(WAIVER + "milestone = 'wave 2'", "milestone must be made of", "'wave 2'", id="milestone"),
        pytest.param("waivers = 3", "waivers must be a list", "3", id="no-list"),
        pytest.param("[[waivers", "this is not valid TOML", "", id="no-toml"),
    ],
)
def test_malformed_waivers(text: str, what: str, marked: str) -> None:
    """A waiver that is not as it must be is refused where it stands; it is never taken for one that covers less."""
    found = complaint(BEGIN, files(text))
    assert found.file == FILE
    assert what in found.what
    assert found.marked.startswith(marked)


def test_a_place_after_a_broken_waiver() -> None:
    """What is wrong with a later waiver is told at that one."""
    text = WAIVER.replace("rule =", "rull =") + WAIVER.replace("2027-02-28", "2027-02-10")
    assert [each.marked for each in complaints(BEGIN, files(text))] == ["[[waivers]]", 'rull = "DEF-02"', "2027-02-10"]


def test_a_file_that_cannot_be_read() -> None:
    """It is a problem like any other: never the same as no file."""

    def refuse(path: str, _limit: int) -> bytes | None:
        raise Unreadable(f"{path} is not a file at main")

    problems: list[Problem] = []
    assert waivers(refuse, problems) == ()
    assert [str(problem) for problem in problems] == ["readiness-waivers.toml: is not a file at main"]


def test_it_stands_beside_the_configuration() -> None:
    """The file has that name, in the folder of the configuration."""
    assert len(waivers(reader(files(WAIVER)), [])) == 1
    assert waivers(reader({"sub/readiness-waivers.toml": WAIVER}), []) == ()


ENTRY: dict[str, Value] = {
    "rule": "DEF-02",
    "reason": "Workaround agreed with sales operations",
    "requested-by": "pm@example.com",
    "approved-by": "sponsor@example.com",
    "approved-on": date(2027, 2, 11),
    "expires": date(2027, 2, 28),
}


@pytest.mark.parametrize(
    ("before", "between"),
    [(None, ""), (b"", ""), (b"# a", "\n\n"), (b"# a\n", "\n"), (b"# a\n\n", "\n"), (b"# a\r\n", "\r\n")],
)
def test_one_more_waiver(before: bytes | None, between: str) -> None:
    """It stands at the end, after an empty line, with the ends of lines that the file has."""
    turn = "\r\n" if b"\r\n" in (before or b"") else "\n"
    after = appended(before, ENTRY)
    assert after == (before or b"") + (between + WAIVER.replace("\n", turn)).encode()
    assert gate(BEGIN, files(after.decode())).waivers == (LEAST,)


@pytest.mark.parametrize("before", ["waivers = []", 'waivers = [{rule = "A"}]', "#" * LARGEST])
def test_no_more_waivers(before: str) -> None:
    """To a list no table can be added, and a file has an end."""
    with pytest.raises(ConfigurationError, match=r"so no table can be added|a policy file has at most"):
        appended(before.encode(), ENTRY)


@pytest.mark.parametrize("before", ["waivers = [", '[[waivers]\nrule = "A"', "[[waivers]]\nrule = 'A"])
def test_no_waiver_after_a_syntax_error(before: str) -> None:
    """A file that cannot be parsed is refused with the place of its error."""
    with pytest.raises(ConfigurationError, match=rf"{FILE}:\d+:\d+: ") as refused:
        appended(before.encode(), ENTRY)
    assert "so no table can be added" not in str(refused.value)


def test_mistakes() -> None:
    """Each is reported with its key, all in one run."""
    assert mistakes(ENTRY) == []
    wrong: dict[str, Value] = {**ENTRY, "reason": " ", "evidence": ("A-1", " A-2"), "expires": date(1999, 1, 1)}
    assert mistakes(wrong) == [
        "reason must not be empty",
        "expires: 1999-01-01 is not between 2000 and 2199",
        'evidence[2]: " A-2" begins or ends with a space',
    ]
