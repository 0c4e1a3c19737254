"""What `[[covers]]` and rules name must be there: a name that is misspelled never passes for current."""

import pytest
from support.console import Call, Clock
from support.program import AS_OF, Sample

CHECK = ("check", "--as-of", AS_OF)
JSON = (*CHECK, "--format", "json")
STALE = '[[rules]]\nid = "OUR-1"\ntitle = "x"\ndimension = "training"\nsignal = "training.stale-share"\n'
COVERED = 'config = ["config/quote*"]'


@pytest.fixture(autouse=True)
def _at_its_time(clock: Clock) -> None:
    """Doctor looks at the sample at the time that it is ready."""
    clock(AS_OF)


def _add(program: Sample, text: str) -> None:
    where = program.path / "readiness-gate.toml"
    where.write_text(where.read_text() + text)


def test_a_misspelled_module(program: Sample, call: Call) -> None:
    """Is refused at its place: nobody's training would be stale by it."""
    program.configure(COVERED, f'modules = ["qouting"]\n{COVERED}')
    ended = call(*CHECK)
    assert ended.exit == 2
    assert (
        "readiness-gate.toml:19:12: no role in [people.required] requires the module "
        '"qouting"; did you mean "quoting"?\n'
        '    modules = ["qouting"]\n'
        "               ^" in ended.err
    )


@pytest.mark.usefixtures("small_groups_are_shown")
def test_a_required_module_that_nothing_covers(program: Sample, call: Call) -> None:
    """Is said to be not judged."""
    program.configure(COVERED, f'modules = ["quoting"]\n{COVERED}')
    _add(program, f"{STALE}at-most = 0.1\n")
    assert "not judged, as no [[covers]] entry names them: basics" in call(*JSON).finding("OUR-1")["message"]


def test_a_misspelled_role_of_a_rule(program: Sample, call: Call) -> None:
    """Is refused at its place, before anything is judged."""
    _add(program, f'{STALE}at-most = 0.1\nwith = {{ role = "Sales reps" }}\n')
    ended = call(*CHECK)
    assert ended.exit == 2
    assert '"role" of training.stale-share: [people.required] has no role "Sales reps"; did you mean "Sales rep"?' in (
        ended.err
    )


@pytest.mark.parametrize(
    ("old", "new", "why", "hint"),
    [
        (
            'docs = ["docs/quoting.md"]',
            'docs = ["docs/quoting.md", "docs/pricing.md"]',
            "no document matches docs/pricing.md, which [[covers]] names",
            "",
        ),
        (
            'docs = ["docs/quoting.md"]',
            'docs = ["docs/quoting.md", "docs/qouting.md"]',
            "no document matches docs/qouting.md, which [[covers]] names",
            'did you mean "docs/quoting.md"?',
        ),
        (
            COVERED,
            'config = ["config/quote*", "confg/**"]',
            "no configuration matches confg/**, which [[covers]] names",
            'did you mean "config"?',
        ),
    ],
)
def test_a_pattern_that_matches_nothing(program: Sample, call: Call, old: str, new: str, why: str, hint: str) -> None:
    """Leaves the rule unknown, so the gate undecided; and doctor lists it."""
    assert call(*JSON).finding("DOC-01")["outcome"] == "pass"
    program.configure(old, new)
    ended = call(*JSON)
    assert (ended.exit, ended.finding("DOC-01")["outcome"]) == (3, "unknown")
    assert why in ended.finding("DOC-01")["message"]
    assert hint in ended.finding("DOC-01")["message"]
    doctor = call("doctor")
    assert doctor.exit == 3
    assert why in doctor.out


def test_a_document_with_captures_that_no_configuration_has(program: Sample, call: Call) -> None:
    """Leaves the rule unknown; with the configuration it is judged."""
    program.configure('docs = ["docs/quoting.md"]', 'docs = ["docs/{part}ing.md"]')
    program.configure(COVERED, 'config = ["config/{part}e.xml"]')
    assert call(*JSON).finding("DOC-01")["outcome"] == "pass"
    program.repo.commit(30, {"docs/quouting.md": "1"})
    ended = call(*JSON)
    assert ended.finding("DOC-01")["outcome"] == "unknown"
    why = "no configuration matches config/quoute.xml, which docs/quouting.md describes by [[covers]]"
    assert why in ended.finding("DOC-01")["message"]
    assert 'did you mean "config/quote.xml"?' in ended.finding("DOC-01")["message"]
