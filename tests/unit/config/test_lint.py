"""What is found in rules and waivers that load, and where."""

from datetime import date

import pytest
from support.policy import BEGIN, MILESTONE, NONE, PROGRAM, ROOT, Files, Told, reader, told

from readiness_gate.config import FILE, ConfigurationError, load
from readiness_gate.config.lint import of_configuration, of_packs
from readiness_gate.signals import SIGNALS

TODAY = date(2027, 2, 20)
OWN = """\
[[rules]]
id = "OWN-01"
title = "T"
dimension = "change"
signal = "{signal}"
{limit}
owner = "o"
why = "w"
remedy = "r"
source = "s"
"""
LATER = '[milestones.later]\nkind = "go-live"\ndate = 2027-05-01\npacks = [{packs}]\n'
WAIVER = """\
[[waivers]]
rule = "DEF-02"
reason = "r"
requested-by = "pm@example.com"
approved-by = "sponsor@example.com"
approved-on = 2027-02-11
expires = 2027-02-28
"""
TERMS = '[waivers]\napprovers = ["sponsor@example.com"]\n'


def own(limit: str = "at-most = 3", signal: str = "change.landings") -> str:
    """A rule that has all that it should have."""
    return OWN.format(limit=limit, signal=signal)


def linted(text: str, files: Files = NONE, today: date = TODAY) -> list[Told]:
    """What is found in a configuration, with the files beside it."""
    read = reader({**files, FILE: text})
    configuration = load(FILE, read, SIGNALS, root=ROOT)
    return [told(each) for each in of_configuration(FILE, read, SIGNALS, configuration, today)]


def in_packs(files: Files, *names: str) -> list[Told]:
    """What is found in packs."""
    return [told(each) for each in of_packs(names or [f"./{name}" for name in files], reader(files), SIGNALS)]


def waivers(text: str, configuration: str = BEGIN + TERMS, today: date = TODAY) -> list[Told]:
    """What is found in a file of waivers."""
    return linted(configuration, {"readiness-waivers.toml": text}, today)


def test_nothing_is_found_in_what_is_as_it_should_be() -> None:
    """A rule of one's own, an override, an extension and a waiver that say what they mean."""
    extends = '[[rules]]\nid = "OWN-02"\nextends = "DEF-03"\nat-most = 3\n'
    text = BEGIN + TERMS + own() + '[[rules]]\nid = "DEF-03"\nat-most = 5\n' + extends
    assert linted(text, {"readiness-waivers.toml": WAIVER}) == []
    assert in_packs({"a.toml": own(), "b.toml": 'includes = ["./a.toml", "baseline"]'}) == []


@pytest.mark.parametrize(
    ("limit", "signal", "what", "marked"),
    [
        (
            "equals = 2.5",
            "change.landings",
            "the rule OWN-01 can never pass: change.landings counts whole landings, and never 2.5",
            "2.5",
        ),
        (
            "at-most = 5.5\nwarn-above = 5.0",
            "defects.open",
            "the rule OWN-01 can never warn: defects.open counts whole issues, and none between the two limits",
            "5.0",
        ),
        (
            "at-least = 3.1\nwarn-below = 4",
            "change.files",
            "the rule OWN-01 can never warn: change.files counts whole files, and none between the two limits",
            "4",
        ),
    ],
)
def test_limits_that_no_reading_meets(limit: str, signal: str, what: str, marked: str) -> None:
    """A limit between whole numbers, on what is counted in whole numbers, is told at its value."""
    assert linted(BEGIN + own(limit, signal)) == [Told(FILE, what, marked)]
    assert in_packs({"a.toml": own(limit, signal)}) == [Told("a.toml", what, marked)]


@pytest.mark.parametrize(
    ("limit", "what", "marked"),
    [
        ("at-least = 5", "the rule OWN-01 can never pass: defects.converging-weeks is at most 4", "5"),
        ("equals = 5", "the rule OWN-01 can never pass: defects.converging-weeks is at most 4", "5"),
        ("at-most = 4", "the rule OWN-01 can never fail: defects.converging-weeks is at most 4", "4"),
        (
            "at-least = 3\nwarn-below = 5",
            "the rule OWN-01 always warns when it does not fail: defects.converging-weeks is at most 4",
            "5",
        ),
        (
            "equals = 2.5",
            "the rule OWN-01 can never pass: defects.converging-weeks counts whole numbers, and never 2.5",
            "2.5",
        ),
        ("at-least = 2\nwith = { weeks = 2 }", None, ""),
        ("at-least = 3\nwarn-below = 4", None, ""),
        ("at-most = 3", None, ""),
        ("equals = 4", None, ""),
    ],
)
def test_limits_beyond_what_is_counted(limit: str, what: str | None, marked: str) -> None:
    """Of four weeks never five converge."""
    assert linted(BEGIN + own(limit, "defects.converging-weeks")) == ([Told(FILE, what, marked)] if what else [])


@pytest.mark.parametrize(
    ("limit", "signal"),
    [
        ("equals = 2", "change.landings"),
        ("equals = 2.0", "change.landings"),
        ("at-most = 5.5", "change.landings"),
        ("at-most = 5\nwarn-above = 4", "change.landings"),
        ("at-most = 5\nwarn-above = 4.5", "change.landings"),
        ("at-least = 3\nwarn-below = 4", "change.landings"),
        ("equals = 0.5", "docs.fresh-share"),
        ("at-least = 0.9\nwarn-below = 0.95", "docs.fresh-share"),
        ("at-least = 1.5\nwarn-below = 1.7", "change.freeze-days"),
        ("equals = true", "defects.arrivals-falling"),
    ],
)
def test_limits_that_readings_meet(limit: str, signal: str) -> None:
    """Nothing is found in them."""
    assert in_packs({"a.toml": own(limit, signal)}) == []


@pytest.mark.parametrize(
    ("limit", "signal", "why"),
    [
        ("at-least = 0", "defects.open", "would let every reading of defects.open pass"),
        ("at-most = 1", "docs.fresh-share", "would let every reading of docs.fresh-share pass"),
        ("at-most = -1", "defects.open", "is below 0"),
        ("at-most = 5\nwarn-above = 5", "defects.open", "must be less than at-most"),
        ("at-least = 5\nwarn-below = 4", "defects.open", "must be more than at-least"),
    ],
)
def test_limits_that_are_refused(limit: str, signal: str, why: str) -> None:
    """What can never fail or never pass for any unit is no matter of taste: it does not load."""
    with pytest.raises(ConfigurationError, match=why):
        in_packs({"a.toml": own(limit, signal)})


def test_texts_that_are_missing() -> None:
    """All that a rule lacks makes one finding; that its limit is a convention makes none."""
    text = own().replace('owner = "o"\n', "").replace('source = "s"\n', "")
    what = '"owner" and "source" are missing in the rule OWN-01'
    assert linted(BEGIN + text) == [Told(FILE, what, "[[rules]]")]
    assert in_packs({"a.toml": text}) == [Told("a.toml", what, "[[rules]]")]
    assert linted(BEGIN + own() + 'evidence = "convention"\nenforcement = "block"\n') == []


def test_what_an_override_takes_over_is_not_missing() -> None:
    """What the pack's rule says, or the override, is there; each is told once, however many milestones there are."""
    pack = {"a.toml": own().replace('owner = "o"\n', "")}
    begin = (
        PROGRAM + MILESTONE.replace('"starter"', '"starter", "./a.toml"') + LATER.format(packs='"starter", "./a.toml"')
    )
    assert linted(begin, pack) == [Told("a.toml", '"owner" is missing in the rule OWN-01', "[[rules]]")]
    assert linted(begin + '[[rules]]\nid = "OWN-01"\nowner = "us"\n', pack) == []
    extended = '[[rules]]\nid = "OWN-02"\nextends = "OWN-01"\nat-most = 2\n'
    assert Told(FILE, '"owner" is missing in the rule OWN-02', "[[rules]]") in linted(begin + extended, pack)


def test_a_rule_that_extends_one_of_another_milestone() -> None:
    """It is looked at where that is, and not taken for a rule that lacks everything."""
    text = PROGRAM + MILESTONE + LATER.format(packs='"./a.toml"') + '[[rules]]\nid = "OWN-02"\nextends = "OWN-01"\n'
    assert linted(text + "at-most = 2\n", {"a.toml": own()}) == []
    assert [each.marked for each in linted(text + "equals = 0.5\n", {"a.toml": own()})] == ["0.5"]


def test_a_file_that_is_gone() -> None:
    """Nothing is found in a configuration that was removed since it was loaded."""
    configuration = load(FILE, reader({FILE: BEGIN}), SIGNALS, root=ROOT)
    assert of_configuration(FILE, reader({}), SIGNALS, configuration, TODAY) == ()


def test_an_override_that_changes_nothing() -> None:
    """All of its values are those of the pack: it does nothing, and hides that the pack changes one day."""
    what = 'this changes nothing of the rule "DEF-03": all that it says stands in rules/defects.toml'
    same = '[[rules]]\nid = "DEF-03"\nat-most = 10\nenforcement = "warn"\n'
    assert linted(BEGIN + same) == [Told(FILE, what, '"DEF-03"')]
    assert linted(BEGIN + same.replace("10", "9")) == []


def test_an_override_that_changes_something_somewhere() -> None:
    """What changes the rule of one milestone is not idle, though another's is so already."""
    packs = {"a.toml": own("at-most = 3"), "b.toml": own("at-most = 4")}
    begin = PROGRAM + MILESTONE.replace('"starter"', '"./a.toml"') + LATER.format(packs='"./b.toml"')
    found = linted(begin + '[[rules]]\nid = "OWN-01"\nat-most = 4\n', packs)
    assert [each.what for each in found] == ['the rule "OWN-01" is another one in a.toml: give one of them another id']


def test_packs_that_disagree() -> None:
    """One id for two rules is told, if no milestone has both; the same rule twice, or with other examples, is not."""
    what = 'the rule "OWN-01" is another one in a.toml: give one of them another id'
    packs = {"a.toml": own("at-most = 3"), "b.toml": own("at-most = 4")}
    begin = PROGRAM + MILESTONE.replace('"starter"', '"./a.toml"') + LATER.format(packs='"./b.toml"')
    assert linted(begin, packs) == [Told("b.toml", what, '"OWN-01"')]
    assert in_packs(packs) == [Told("b.toml", what, '"OWN-01"')]
    example = '[[rules.examples]]\nreading = 1\noutcome = "pass"\n'
    assert in_packs({"a.toml": own(), "b.toml": own() + example}) == []


@pytest.mark.parametrize(
    ("old", "new", "what", "marked"),
    [
        ('"DEF-02"', '"DEF-2"', 'no rule "DEF-2" guards any milestone; did you mean "DEF-02"?', '"DEF-2"'),
        ('"DEF-02"', '"CHG-07"', 'no rule "CHG-07" guards any milestone', '"CHG-07"'),
        (
            "expires",
            'milestone = "golive"\nexpires',
            'there is no milestone "golive"; did you mean "go-live"?',
            '"golive"',
        ),
        ("2027-02-28", "2027-02-19", "DEF-02 is void (expired): it expired at the end of 2027-02-19", "2027-02-19"),
        ("2027-02-28", "2027-05-28", "DEF-02 is void (over long): it would last 106 days", "2027-05-28"),
        ("sponsor@", "boss@", "(unknown approver): boss@example.com is not one of", '"boss@example.com"'),
        ("pm@", "Sponsor@", "(self approved): sponsor@example.com approved a request", '"sponsor@example.com"'),
        ('"DEF-02"', '"DEF-01"', "(not waivable): DEF-01 cannot be waived", '"DEF-01"'),
    ],
)
def test_waivers_that_cover_nothing(old: str, new: str, what: str, marked: str) -> None:
    """What will never again cover anything is told at the key that says so."""
    (found,) = waivers(WAIVER.replace(old, new))
    assert (found.file, found.marked) == ("readiness-waivers.toml", marked)
    assert what in found.what


@pytest.mark.parametrize(
    ("old", "new"),
    [("2027-02-28", "2027-02-20"), ("2027-02-11", "2027-02-21"), ("expires", 'milestone = "go-live"\nexpires')],
    ids=["last-day", "not-yet", "its-milestone"],
)
def test_waivers_that_may_cover_something(old: str, new: str) -> None:
    """One on its last day, or that begins tomorrow, is as it should be."""
    assert waivers(WAIVER.replace(old, new)) == []


def test_a_waiver_of_one_gate_only() -> None:
    """It is held against the gate that it names, and else against all of them."""
    text = PROGRAM + MILESTONE + LATER.format(packs='"./a.toml"') + TERMS
    files = {"a.toml": own(), "readiness-waivers.toml": WAIVER + 'milestone = "later"\n'}
    assert [each.what for each in linted(text, files)] == ['no rule "DEF-02" guards later']
    assert linted(text, {**files, "readiness-waivers.toml": WAIVER}) == []
    unwaivable = '[[rules]]\nid = "OWN-01"\nwaivable = false\n'
    both = PROGRAM + MILESTONE.replace('"starter"', '"starter", "./a.toml"') + LATER.format(packs='"./a.toml"') + TERMS
    of_own = {**files, "readiness-waivers.toml": WAIVER.replace("DEF-02", "OWN-01")}
    assert linted(both, of_own) == []
    assert [each.marked for each in linted(both + unwaivable, of_own)] == ['"OWN-01"']


def test_a_program_without_milestones() -> None:
    """Its own rules are looked at, too; no waiver covers anything."""
    text = own().replace('owner = "o"\n', "")
    found = linted(PROGRAM + TERMS + text, {"readiness-waivers.toml": WAIVER})
    assert [each.what for each in found] == [
        '"owner" is missing in the rule OWN-01',
        'no rule "DEF-02" guards any milestone',
    ]


def test_findings_are_told_from_the_top_down() -> None:
    """File by file, each once."""
    text = BEGIN + own("equals = 0.5").replace('why = "w"\n', "") + '[[rules]]\nid = "DEF-03"\nat-most = 10\n'
    assert [each.marked for each in linted(text)] == ["[[rules]]", "0.5", '"DEF-03"']
