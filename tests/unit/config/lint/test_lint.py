"""What is found in rules and waivers that load, and where."""

from datetime import date

import pytest
from support.policy import BEGIN, MILESTONE, NONE, PROGRAM, ROOT, Files, Told, reader, told

from readiness_gate.config import FILE, ConfigurationError, load
from readiness_gate.config.lint.check import of_configuration, of_packs
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.config.scaffold import Start, starting_configuration
from readiness_gate.sample.configuration import CONFIGURATION as OF_THE_SAMPLE
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
NONE_BETWEEN = "and none is between the two limits"
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
            "OWN-01 can never pass: change.landings is always a whole number of landings, never 2.5",
            "2.5",
        ),
        (
            "at-most = 5.5\nwarn-above = 5.0",
            "defects.open",
            f"OWN-01 can never warn: defects.open is always a whole number of issues, {NONE_BETWEEN}",
            "5.0",
        ),
        (
            "at-least = 3.1\nwarn-below = 4",
            "change.files",
            f"OWN-01 can never warn: change.files is always a whole number of files, {NONE_BETWEEN}",
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
        ("at-least = 5", "OWN-01 can never pass: defects.converging-weeks is at most 4", "5"),
        ("equals = 5", "OWN-01 can never pass: defects.converging-weeks is at most 4", "5"),
        ("at-most = 4", "OWN-01 can never fail: defects.converging-weeks is at most 4", "4"),
        (
            "at-least = 3\nwarn-below = 5",
            "OWN-01 always warns when it does not fail: defects.converging-weeks is at most 4",
            "5",
        ),
        (
            "equals = 2.5",
            "OWN-01 can never pass: defects.converging-weeks is always a whole number, never 2.5",
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
        ("at-least = 0", "defects.open", "lets every reading of defects.open pass"),
        ("at-most = 1", "docs.fresh-share", "lets every reading of docs.fresh-share pass"),
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
    what = 'this override of "DEF-03" changes nothing: rules/defects.toml has the same values; remove it'
    same = '[[rules]]\nid = "DEF-03"\nat-most = 10\nenforcement = "warn"\n'
    assert linted(BEGIN + same) == [Told(FILE, what, '"DEF-03"')]
    assert linted(BEGIN + same.replace("10", "9")) == []


def test_an_override_that_changes_something_somewhere() -> None:
    """What changes the rule of one milestone is not idle, though another's is so already."""
    packs = {"a.toml": own("at-most = 3"), "b.toml": own("at-most = 4")}
    begin = PROGRAM + MILESTONE.replace('"starter"', '"./a.toml"') + LATER.format(packs='"./b.toml"')
    found = linted(begin + '[[rules]]\nid = "OWN-01"\nat-most = 4\n', packs)
    assert [each.what for each in found] == ['"OWN-01" is a different rule in a.toml: give one of them another id']


def test_packs_that_disagree() -> None:
    """One id for two rules is told, if no milestone has both; the same rule twice, or with other examples, is not."""
    what = '"OWN-01" is a different rule in a.toml: give one of them another id'
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
        ("pm@", "Sponsor@", "(self approved): sponsor@example.com approved their own request", '"sponsor@example.com"'),
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


def test_a_waiver_of_a_rule_in_any_case() -> None:
    """It is linted as the waiver of the rule that it means; one that could mean two rules means none."""
    assert waivers(WAIVER.replace("DEF-02", "def-02")) == []
    (void,) = waivers(WAIVER.replace("DEF-02", "def-01"))
    assert (void.marked, "(not waivable): DEF-01 cannot be waived" in void.what) == ('"def-01"', True)
    alike = BEGIN + TERMS + own() + own("at-most = 4").replace("OWN", "Own")
    assert waivers(WAIVER.replace("DEF-02", "Own-01"), alike) == []
    (unknown,) = waivers(WAIVER.replace("DEF-02", "own-01"), alike)
    assert unknown.what.startswith('no rule "own-01" guards any milestone')


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


FOR = "this has no effect: {} is judged as of now anyway; remove it"


@pytest.mark.parametrize("time", ["0d", "0h", "00w"])
def test_a_rule_that_must_have_held_for_no_time(time: str) -> None:
    """It is judged as of now anyway; a day is a time."""
    text = f'{own()}for = "{time}"\n'
    told_ = FOR.format("OWN-01")
    assert linted(BEGIN + text) == [Told(FILE, told_, f'"{time}"')]
    assert in_packs({"a.toml": text}) == [Told("a.toml", told_, f'"{time}"')]
    assert in_packs({"a.toml": f'{own()}for = "1d"\n'}) == []


def test_to_take_the_time_from_a_rule_says_something() -> None:
    """Of one that a pack gives a time, be it of one milestone only; not of one that has none, or no time at all."""
    change = '[[rules]]\nid = "{}"\nat-most = 2\nfor = "0d"\n'
    override, extension = change.format("OWN-01"), change.format("OWN-02") + 'extends = "OWN-01"\n'
    begin = PROGRAM + MILESTONE.replace('"starter"', '"./a.toml"')
    for written, id_ in ((override, "OWN-01"), (extension, "OWN-02")):
        for given, found in {"": 1, 'for = "7d"\n': 0}.items():
            told_ = [each.what for each in linted(begin + written, {"a.toml": own() + given})]
            assert told_ == [FOR.format(id_)] * found
        both = linted(begin + written, {"a.toml": f'{own()}for = "0d"\n'})
        assert [each.what for each in both] == [FOR.format(id_), FOR.format("OWN-01")]
    two = begin + LATER.format(packs='"./b.toml"') + override
    packs = {"a.toml": own(), "b.toml": f'{own()}for = "7d"\n'}
    assert [each for each in linted(two, packs) if each.marked == '"0d"'] == []


TAGGED = """\
[program]
name = "P"
timezone = "UTC"
[milestones.training-start]
date = 2027-02-01
packs = ["starter", "./a.toml"]
tags = ["emea"]
[milestones.wave-1]
kind = "go-live"
date = 2027-03-01
packs = ["starter", "./a.toml"]
tags = ["apac"]
[milestones.wave-2]
kind = "go-live"
date = 2027-04-01
packs = ["starter", "./a.toml"]
"""
LIVE = 'milestones = ["go-live"]\n'
ELSEWHERE = "other milestones have it, and this rule does not guard them"


def tagged(*tags: str) -> str:
    """The condition of a rule on tags."""
    return f"when = {{ tags = [{', '.join(map(repr, tags))}] }}\n"


@pytest.mark.parametrize(
    ("rule", "wanted", "why"),
    [
        (LIVE + tagged("emea"), '"emea"', ELSEWHERE),
        ('milestones = ["training-start"]\n' + tagged("apac"), '"apac"', ELSEWHERE),
        (LIVE + tagged("emea", "latam"), '"emea" or "latam"', ELSEWHERE),
        (LIVE + tagged("APAC"), '"APAC"', 'did you mean "apac"?'),
        (tagged("apacc"), '"apacc"', 'did you mean "apac"?'),
        (LIVE + tagged("apac"), None, ""),
        (LIVE + tagged("apac", "emea"), None, ""),
        (tagged("emea"), None, ""),
        (tagged("latam"), None, ""),
        (LIVE + tagged("latam"), None, ""),
        ('milestones = ["hypercare-exit"]\n' + tagged("emea"), None, ""),
        ("when = { days-to-go-at-most = 3 }\n", None, ""),
    ],
)
def test_rules_of_packs_whose_tags_are_never_met(rule: str, wanted: str | None, why: str) -> None:
    """A milestone that it guards has none of them, and this program has one elsewhere, or almost: a pack may be for
    other programs too, and for milestones that are not here."""
    found = linted(TAGGED, {"a.toml": own() + rule})
    guarded = "training-start" if "training" in rule else "wave-1, wave-2"
    guarded = guarded if "milestones" in rule else "training-start, wave-1, wave-2"
    what = f"OWN-01 never applies: it guards {guarded}, without the tag {wanted}; {why}"
    marked = rule[rule.index("[", rule.index("when")) :].rstrip("\n") if wanted else ""
    assert found == ([Told("a.toml", what, marked)] if wanted else [])


def test_rules_of_ones_own_whose_tags_are_never_met() -> None:
    """Told where the configuration says so; an override may bring kinds and tags together, or apart."""
    files = {"a.toml": own() + LIVE + tagged("apac")}
    text = TAGGED + own().replace("OWN-01", "OWN-02") + LIVE + tagged("emea")
    (found,) = linted(text, files)
    assert (found.file, found.what.partition(":")[0]) == (FILE, "OWN-02 never applies")
    assert found.marked == "['emea'] }"
    apart = TAGGED + '[[rules]]\nid = "OWN-01"\n' + tagged("emea")
    assert [each.what.partition(":")[0] for each in linted(apart, files)] == ["OWN-01 never applies"]
    (moved,) = linted(TAGGED + '[[rules]]\nid = "OWN-01"\nmilestones = ["training-start"]\n', files)
    assert moved.marked == "[[rules]]"
    assert linted(apart + 'milestones = ["training-start"]\n', files) == []
    left_out = own().replace('"change"', '"support"')
    text = TAGGED + '[not-measured]\nsupport = "x"\n'
    assert linted(text, {"a.toml": left_out + LIVE + tagged("emea")}) == []


def test_many_milestones_without_a_tag() -> None:
    """Three are told by name."""
    more = "".join(
        f'[milestones.more-{number}]\nkind = "go-live"\ndate = 2027-05-01\npacks = ["./a.toml"]\n'
        for number in range(3)
    )
    (found,) = linted(TAGGED + more, {"a.toml": own() + LIVE + tagged("emea")})
    assert "it guards more-0, more-1, more-2 and 2 more, without the tag" in found.what


def test_nothing_is_found_in_the_shipped_packs() -> None:
    """Nor in the configuration that one begins with, or that of the sample."""
    assert in_packs({}, *shipped_names()) == []
    begun = Start("P", "Europe/Berlin", date(2027, 3, 1))
    starting = starting_configuration(begun, "readiness-gate.schema.json", SIGNALS)
    for text in (starting, OF_THE_SAMPLE):
        assert linted(text) == []
