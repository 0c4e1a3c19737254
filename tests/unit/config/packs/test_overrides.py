"""What a configuration says of rules, kinds, tags and dimensions that are not there."""

import pytest
from support.policy import BEGIN, PROGRAM, Files, complaint, complaints, gate

OWN = 'title = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'
PACK = f'[[rules]]\nid = "P-1"\nmilestones = ["cutover"]\n{OWN}'
NOBODY: Files = {}


def rule(id_: str, *lines: str) -> str:
    """A rule of the configuration."""
    return "\n".join(["[[rules]]", f'id = "{id_}"', *lines, ""])


def milestone(name: str, *lines: str) -> str:
    """Another milestone, guarded by the default rules."""
    return "\n".join([f"[milestones.{name}]", "date = 2027-05-01", 'packs = ["starter"]', *lines, ""])


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        pytest.param(
            rule("DEF-3", "at-most = 5"), 'has the rule "DEF-3"; did you mean "DEF-03"?', '"DEF-3"', id="no-such-rule"
        ),
        pytest.param(
            rule("QUALITY", "at-most = 5"),
            '"QUALITY" (a custom rule needs title, dimension, signal and a limit)',
            '"QUALITY"',
            id="nothing-like-it",
        ),
        pytest.param(rule("DEF-01"), 'this override of "DEF-01" changes nothing', "[[rules]]", id="changes-nothing"),
        pytest.param(
            rule("OWN", "extends = 'DEF-1'"),
            'has the rule "DEF-1"; did you mean "DEF-',
            "'DEF-1'",
            id="extends-no-rule",
        ),
        pytest.param(
            rule("DEF-02", "extends = 'DEF-01'"),
            'a pack has the rule "DEF-02" already',
            '"DEF-02"',
            id="extends-onto-a-rule",
        ),
        pytest.param(
            rule("A", OWN) + rule("A", OWN.replace("= 0", "= 99")),
            'the rule "A" is defined here already',
            '"A"',
            id="twice",
        ),
        pytest.param(
            rule("DEF-03", "at-most = 5") + rule("DEF-03", "at-most = 99"),
            'the rule "DEF-03" is defined here already',
            '"DEF-03"',
            id="overridden-twice",
        ),
        pytest.param(
            rule("A", OWN, "milestones = ['go-live', 'go-liev']"),
            'no milestone is of the kind "go-liev"; did you mean "go-live"?',
            "'go-liev']",
            id="no-such-kind",
        ),
        pytest.param(
            rule("DEF-01", "milestones = ['nowhere-at-all']"),
            'no milestone is of the kind "nowhere-at-all"; known are: ',
            "'nowhere-at-all']",
            id="override-out-of-reach",
        ),
        pytest.param(
            rule("A", OWN, "when = { tags = ['emae'] }"),
            'no milestone has the tag "emae"',
            "'emae'] }",
            id="no-such-tag",
        ),
        pytest.param(rule("OWN"), 'no pack of this configuration has the rule "OWN"', '"OWN"', id="only-an-id"),
        pytest.param(
            "freeze = 2027-03-02\n", "freeze (2027-03-02) is after the milestone", "2027-03-02", id="late-freeze"
        ),
        pytest.param(
            "kind = 'go-life'\n", 'of the kind "go-life"; did you mean "go-live"?', "'go-life'", id="misspelt-kind"
        ),
        pytest.param(
            "kind = 'training-start'\n",
            '"go-live" is a kind of milestone, and this milestone is of the kind "training-start"',
            "'training-start'",
            id="name-and-kind",
        ),
        pytest.param(
            milestone("wave-2"),
            'wave-2 needs a kind, such as kind = "go-live": no rule is for milestones called "wave-2"; known are: '
            "adoption-d30, adoption-d60, adoption-d90, go-live, hypercare-exit, training-start",
            "[milestones.wave-2]",
            id="no-kind",
        ),
        pytest.param(
            milestone("Go-Live"), '"Go-Live"; did you mean "go-live"?', "[milestones.Go-Live]", id="kind-in-capitals"
        ),
        *(
            pytest.param(
                f"[not-measured]\n{dimension} = 'x'\n",
                f'"{dimension}" cannot be left out',
                f"{dimension} = 'x'",
                id=f"{dimension}-left-out",
            )
            for dimension in ("defects", "change", "training", "governance")
        ),
    ],
)
def test_what_is_not_there(text: str, what: str, marked: str) -> None:
    """What would silently do nothing is refused where it stands, with what may have been meant."""
    found = complaint(BEGIN + text)
    assert what in found.what
    assert found.marked == marked


@pytest.mark.parametrize(
    ("text", "files"),
    [
        pytest.param(milestone("training-start"), NOBODY, id="named-like-a-kind"),
        pytest.param(milestone("hypercare-exit"), NOBODY, id="kind-of-the-field-that-no-rule-names"),
        pytest.param(milestone("wave-2", 'kind = "go-live"'), NOBODY, id="kind-given"),
        pytest.param(rule("A", OWN, "milestones = ['training-start']"), NOBODY, id="rule-for-a-kind-of-the-packs"),
        pytest.param(
            milestone("wave-2", 'kind = "cutover"') + rule("A", OWN, "milestones = ['cutover']"),
            NOBODY,
            id="kind-of-ones-own",
        ),
        pytest.param(
            milestone("cutover").replace('"starter"', '"baseline", "./p.toml"'), {"p.toml": PACK}, id="kind-of-a-pack"
        ),
        pytest.param('tags = ["emea"]\n' + rule("A", OWN, "when = { tags = ['emea'] }"), NOBODY, id="tag"),
        pytest.param(
            milestone("wave-2", 'kind = "go-live"', "tags = ['apac']") + rule("DEF-03", "when = { tags = ['apac'] }"),
            NOBODY,
            id="tag-of-another-milestone",
        ),
        pytest.param("freeze = 2027-03-01\n", NOBODY, id="freeze-on-the-day"),
        pytest.param(rule("NEW", "extends = 'DEF-01'"), NOBODY, id="extends"),
        pytest.param("[not-measured]\nfeedback = 'by the CRM board'\n", NOBODY, id="a-dimension-that-may-be-left-out"),
    ],
)
def test_what_is_there(text: str, files: Files) -> None:
    """What the packs, the milestones or the field itself know is accepted."""
    assert gate(BEGIN + text, files).rules


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        pytest.param("go-liev", True, id="misspelt"),
        pytest.param("golive", True, id="without-hyphen"),
        pytest.param("Go-Live", True, id="capitals"),
        pytest.param("wave2", True, id="almost-a-kind-of-this-program"),
        pytest.param("go-live-emea", False, id="longer"),
        pytest.param("cutover", False, id="another"),
        pytest.param("wave-2", False, id="of-this-program"),
    ],
)
def test_kinds_in_a_pack(kind: str, refused: bool) -> None:  # noqa: FBT001 - from the table
    """A pack may be for kinds of milestones that this program has none of, but hardly for a misspelt one."""
    text = BEGIN.replace('"starter"', '"baseline", "./p.toml"') + milestone("other", "kind = 'wave-2'")
    text += rule("A", OWN, "milestones = ['wave-2']")
    files = {"p.toml": PACK.replace("cutover", kind)}
    if refused:
        found = complaint(text, files)
        assert found.what.startswith(f'no milestone is of the kind "{kind}"; did you mean "')
        assert (found.file, found.marked) == ("p.toml", f'"{kind}"]')
    else:
        assert gate(text, files).rules


def test_a_pack_that_cannot_be_read_may_have_it() -> None:
    """When a pack is missing, nobody can say what it lacks: only what is certain is complained of."""
    text = BEGIN.replace('["starter"]', '["starter", "./gone.toml"]')
    text += rule("GONE-1", "at-most = 5") + rule("X", "extends = 'GONE-2'") + milestone("wave-2")
    text += rule("GONE-3", "signal = 'defects.opne'", "milestones = ['wave-9']") + rule("DEF-01", "at-most = -1")
    assert [each.what.partition(";")[0] for each in complaints(text)] == [
        "gone.toml not found beside the configuration",
        'no signal is called "defects.opne"',
        "at-most is below 0, which defects.open (in issues) never is",
    ]


def test_a_broken_milestone_may_have_it() -> None:
    """So it is when a milestone is broken: its packs are not known."""
    text = (
        BEGIN + milestone("cutover", 'pack = "x"').replace("packs = ", "packs = 3 # ") + rule("GONE-1", "at-most = 5")
    )
    assert [each.marked for each in complaints(text)] == ['3 # ["starter"]', 'pack = "x"']


def test_rules_are_checked_without_any_milestone() -> None:
    """Nothing guards anything then, and still a mistake in a rule is told."""
    found = complaint(PROGRAM + rule("A", OWN.replace("change.landings", "change.landing")))
    assert found.what == 'no signal is called "change.landing"; did you mean "change.landings"?'


def test_a_rule_and_a_milestone_that_miss_each_other() -> None:
    """A kind that one of them has alone is offered to the other."""
    text = BEGIN + milestone("wave-3") + rule("A", OWN, "milestones = ['wave-2']")
    assert [each.what.rpartition("; ")[2] for each in complaints(text)] == [
        "known are: adoption-d30, adoption-d60, adoption-d90, go-live, hypercare-exit, training-start",
        'did you mean "wave-3"?',
    ]
