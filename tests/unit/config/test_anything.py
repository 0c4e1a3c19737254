"""Whatever the files hold, they are refused in words or accepted: nothing crashes, and every place is in its file."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.policy import reader

from readiness_gate.config import FILE, ConfigurationError, load
from readiness_gate.signals import SIGNALS
from readiness_gate.toml.document import Document, parse

VALID = (
    (Path(__file__).parent / "every-section.toml").read_text(encoding="utf-8").replace('"platforms/salesforce", ', "")
)
PACK = '[[rules]]\nid = "P"\ntitle = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'
WAIVERS = (
    '[[waivers]]\nrule = "DEF-02"\nreason = "r"\nrequested-by = "a"\napproved-by = "b"\n'
    "approved-on = 2027-01-01\nexpires = 2027-01-02\n"
)
_VALUES = st.sampled_from(
    [
        "nan", "-inf", "true", "[]", "{}", "[[]]", "[{}]", '""', '" "', "0", "-1", "1.5", "1e999", "9" * 30, "07:32:00",
        "2027-02-14", "9999-12-31", "2027-02-14T00:00:00", "2027-02-14T00:00:00Z", '"é日\\u0000"', '"../x"', '"--x"',
        '{ a = { b = [1, "x"] } }', '["a", 3, {}]', '"""\n[rules]\n"""', "'\u0430a'",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text with some of its lines left out, doubled, moved, given another value, or filled with anything."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[at].partition("=")
        changed = draw(
            st.sampled_from(
                [[], [lines[at]] * 2, [f"{key}{equals} VALUE"], [f"x{lines[at]}"], [draw(st.text(max_size=9))]]
            )
        )
        lines[at : at + 1] = [line.replace("VALUE", draw(_VALUES)) for line in changed]
        lines = lines or [""]
    return "\n".join(lines)


def blamed(text: str = VALID, pack: str = PACK, waivers: str = WAIVERS) -> set[str]:
    """The files that are complained of, each complaint at a place within its file; none if all are accepted."""
    files = {FILE: text, "our-rules.toml": pack, "readiness-waivers.toml": waivers}
    try:
        load(FILE, reader(files), SIGNALS, root=Path("/program"))
    except ConfigurationError as error:
        for problem in error.problems:
            lines = files[problem.file].split("\n")
            if problem.at is not None:
                assert 1 <= problem.at.line <= len(lines)
                assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1
        return {problem.file for problem in error.problems}
    return set()


def test_the_files_are_good() -> None:
    """Without any damage they are accepted."""
    assert blamed() == set()


@given(damaged(VALID), damaged(PACK), damaged(WAIVERS))
def test_damaged_files(text: str, pack: str, waivers: str) -> None:
    """Files that somebody damaged are accepted or refused, and never end the run otherwise."""
    assert blamed(text, pack, waivers) >= blamed(waivers=waivers)


@given(damaged(PACK), damaged(WAIVERS))
def test_a_good_file_is_not_blamed(pack: str, waivers: str) -> None:
    """What is told is told of the file that is wrong, or of the one that names what is not there."""
    assert blamed(waivers=waivers) <= {"readiness-waivers.toml"}
    assert blamed(pack=pack) <= {"our-rules.toml", FILE}


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are a document, or a problem with a place in them."""
    found = parse("x.toml", data)
    assert isinstance(found, Document) or found.what
