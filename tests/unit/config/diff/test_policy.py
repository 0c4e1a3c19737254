"""What an edit of the policy loosens is told in words; what it tightens is nobody's concern."""

import pytest
from support.policy import loaded

from readiness_gate.config.diff.policy import loosened
from readiness_gate.model.facts.people import Membership
from readiness_gate.sources.people.weakened import shrunk

BASE = """\
[program]
name = "P"
timezone = "UTC"
[milestones.go-live]
date = 2027-03-01
freeze = 2027-01-18
policy-lock = "policy-1"
packs = ["starter"]
[git]
mainline = "main"
[git.paths]
config = ["config/**", "meta/**"]
exclude = ["a/**"]
[[covers]]
docs = ["docs/**"]
config = ["config/**"]
[jira]
export = "export.json"
projects = ["CRM", "ERP"]
defect-types = ["Bug", "Incident"]
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"] }
canary = "CRM-1"
exported-at = 2027-02-14T09:00:00Z
approved = { labels = ["approved"] }
[people]
roster = "roster.csv"
completions = "completions.csv"
[people.required]
Clerk = ["a", "b"]
Rep = ["c"]
[waivers]
approvers = ["x@example.com"]
max-days = 30
[signoffs.approvers]
sponsor = ["s@example.com"]
"IT" = ["i@example.com"]
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name", "name", []),
        ('sponsor = ["s@example.com"]', "", ["signoffs.approvers no longer has sponsor"]),
        (
            '["i@example.com"]',
            '["i@example.com", "j@example.com"]',
            ["signoffs.approvers.IT also has j@example.com"],
        ),
        ('"IT" = ["i@example.com"]', '"IT" = ["i@example.com"]\nboard = ["b@example.com"]', []),
        (
            "[milestones.go-live]",
            "[milestones.other]\nkind = 'go-live'",
            ["the milestone go-live is removed", "the milestone other is added, on 2027-03-01, on the day of go-live"],
        ),
        (
            "freeze = 2027-01-18",
            "freeze = 2027-02-18",
            ["milestones.go-live.freeze is 2027-02-18 instead of 2027-01-18"],
        ),
        (
            '"policy-1"',
            '"policy-2"',
            ["milestones.go-live.policy-lock is policy-2 instead of policy-1"],
        ),
        (
            '"policy-1"',
            "2027-02-01",
            ["milestones.go-live.policy-lock is 2027-02-01 instead of policy-1"],
        ),
        ('policy-lock = "policy-1"', "", ["milestones.go-live.policy-lock is gone instead of policy-1"]),
        ("freeze = 2027-01-18", "", ["milestones.go-live.freeze is gone instead of 2027-01-18"]),
        ("date = 2027-03-01", "date = 2027-04-01", ["milestones.go-live.date is 2027-04-01 instead of 2027-03-01"]),
        (
            'packs = ["starter"]',
            'version = "1.0"\npacks = ["starter"]',
            ["milestones.go-live.version is 1.0 instead of none"],
        ),
        ('packs = ["starter"]', 'packs = ["starter", "documentation"]', []),
        (
            'packs = ["starter"]',
            'packs = ["integrity", "training", "documentation"]',
            [f"{id_}: the rule is removed" for id_ in ("DEF-01", "DEF-02", "DEF-03", "CHG-08")],
        ),
        (
            '"UTC"',
            '"Etc/GMT+12"',
            [
                "program.timezone is Etc/GMT+12 instead of UTC",
                "people.roster is read differently: timezone",
                "people.completions is read differently: timezone",
            ],
        ),
        ('packs = ["starter"]', 'tags = ["emea"]\npacks = ["starter"]', []),
        ('mainline = "main"', 'mainline = "other"', ["git.mainline is other instead of main"]),
        (
            'mainline = "main"',
            'mainline = "main"\nbaseline = "v1"\nrepository = "r"',
            ["git.repository is r instead of none", "git.baseline is v1 instead of none"],
        ),
        ('["config/**", "meta/**"]', '["config/**", "more/**"]', ["git.paths.config no longer has meta/**"]),
        ('["a/**"]', '["a/**", "b", "c", "d", "e"]', ["git.paths.exclude also has b, c, d and 1 more"]),
        ('["a/**"]', "[]", []),
        (
            'docs = ["docs/**"]\nconfig = ["config/**"]',
            'docs = ["docs/**"]\nconfig = ["config/x"]',
            ["covers: 1 of 1 tables were removed or changed (config/**)"],
        ),
        ('projects = ["CRM", "ERP"]', 'projects = ["CRM"]', ["jira.projects no longer has ERP"]),
        ('projects = ["CRM", "ERP"]', 'projects = ["CRM", "ERP", "HR"]', []),
        ('["Bug", "Incident"]', '["Bug"]', ["jira.defect-types no longer has Incident"]),
        ('"Incident"]', '"Incident"]\nnot-defects = ["Crash"]', ["jira.not-defects also has Crash"]),
        ('"Incident"]', '"Incident"]\nno-defects = ["OPS"]', ["jira.no-defects also has OPS"]),
        ('"Incident"]', '"Incident"]\nstatuses = { Fixed = "done" }', ["jira.statuses (done) also has Fixed"]),
        ('field = "priority"', 'field = "Impact"', ["jira.severity.field is Impact instead of priority"]),
        (
            'sev1 = ["Highest"], sev2 = ["High"]',
            'sev2 = ["High", "Highest"]',
            ['jira.severity: "Highest" is sev2 instead of sev1'],
        ),
        ('sev2 = ["High"]', 'sev2 = ["High", "Odd"]', ['jira.severity: "Odd" is sev2 instead of sev1']),
        ('sev1 = ["Highest"], sev2 = ["High"]', 'sev1 = ["Highest", "High"]', []),
        ('sev1 = ["Highest"], ', "", []),
        ('canary = "CRM-1"', "", ["jira.canary is gone instead of CRM-1"]),
        ('canary = "CRM-1"', 'canary = ["CRM-1"]', []),
        ('canary = "CRM-1"', 'canary = ["CRM-1", "CRM-9"]', ["jira.canary is CRM-1, CRM-9 instead of CRM-1"]),
        ('canary = "CRM-1"', 'canary = "CRM-1"\nissues = 232', ["jira.issues is 232 instead of none"]),
        ('export = "export.json"', 'export = "other.json"', ["jira.export is other.json instead of export.json"]),
        (
            "2027-02-14T09:00:00Z",
            "2027-02-15T09:00:00Z",
            ["jira.exported-at is 2027-02-15T09:00:00Z instead of 2027-02-14T09:00:00Z"],
        ),
        ("exported-at = 2027-02-14T09:00:00Z", "", ["jira.exported-at is gone instead of 2027-02-14T09:00:00Z"]),
        (
            'canary = "CRM-1"',
            'canary = "CRM-1"\ncsv = { timezone = "UTC", dates = "yyyy-MM-dd HH:mm" }',
            ["jira.csv reads the export differently"],
        ),
        ('{ labels = ["approved"] }', '{ labels = ["approved", "x"] }', ["jira.approved.labels also has x"]),
        (
            'canary = "CRM-1"',
            'canary = "CRM-1"\nworkaround = { field = "W" }',
            ["jira.workaround.field is W instead of none"],
        ),
        (
            'canary = "CRM-1"',
            'canary = "CRM-1"\ncollections = [{ name = "feedback", labels = ["x"] }]',
            ["jira.collections: feedback is added"],
        ),
        ('roster = "roster.csv"', 'roster = "r.csv"', ["people.roster is r.csv instead of roster.csv"]),
        (
            'roster = "roster.csv"',
            'roster = "roster.csv"\nusage = { file = "u.csv", whole = true }',
            ["people.usage is u.csv instead of none"],
        ),
        (
            'Clerk = ["a", "b"]\nRep = ["c"]',
            'Clerk = ["a"]',
            ["people.required.Clerk no longer has b", "people.required.Rep no longer has c"],
        ),
        ('["x@example.com"]', '["x@example.com", "y@example.com"]', ["waivers.approvers also has y@example.com"]),
        ("max-days = 30", "max-days = 60", ["waivers.max-days is 60 instead of 30"]),
        ("max-days = 30", "max-days = 10", []),
        (
            "[waivers]",
            "[[rules]]\nid = 'DEF-02'\nat-most = 3\nenforcement = 'warn'\n[waivers]",
            [
                "DEF-02: the limit is at most 3 issues instead of at most 0 issues",
                "DEF-02: it is enforced as warn instead of block",
            ],
        ),
        (
            "[waivers]",
            "[not-measured]\ndocumentation = 'by the wiki team'\n[waivers]",
            ["documentation is no longer measured: by the wiki team"],
        ),
    ],
)
def test_what_an_edit_loosens(old: str, new: str, told: list[str]) -> None:
    """Every key that decides, and nothing else."""
    assert old in BASE
    edited = loaded(BASE.replace(old, new))
    assert loosened(loaded(BASE), edited, "go-live") == told


def test_projects() -> None:
    """None named are all of an export: to name one narrows them, to name none does not."""
    every, one = loaded(BASE.replace('projects = ["CRM", "ERP"]\n', "")), loaded(BASE.replace(', "ERP"', ""))
    assert loosened(every, one, "go-live") == ["jira.projects is CRM instead of all"]
    assert loosened(one, every, "go-live") == []


@pytest.mark.parametrize(
    ("base", "edited", "told"),
    [
        ("", "whole = true", ["people.usage is read differently: whole"]),
        ("whole = true", "", ["people.usage is read differently: whole"]),
        ("whole = true", "whole = true\nto = 2027-02-01", ["people.usage is read differently: to"]),
        (
            "whole = true\nfrom = 2027-01-10",
            "whole = true\nfrom = 2027-01-03\nto = 2027-02-01",
            ["people.usage is read differently: from, to"],
        ),
        ("", "empty-week = 'no-use'", ["people.usage is read differently: empty-week"]),
        ("whole = true", "whole = true", []),
    ],
)
def test_a_file_of_use_that_is_whole(base: str, edited: str, told: list[str]) -> None:
    """What a missing row means is changed by nobody unseen."""
    section = '[people.usage]\nfile = "u.csv"\n'
    one, other = (loaded(f"{BASE}{section}{keys}\n") for keys in (base, edited))
    assert loosened(one, other, "go-live") == told


def test_other_components() -> None:
    """Whether there are more or fewer: with the first one, defects of other components count no more."""
    own = loaded(BASE.replace('packs = ["starter"]', 'components = ["Quoting", "Billing"]\npacks = ["starter"]'))
    name = "milestones.go-live.components"
    assert loosened(loaded(BASE), own, "go-live") == [f"{name} is Billing, Quoting instead of none"]
    assert loosened(own, loaded(BASE), "go-live") == [f"{name} is gone instead of Billing, Quoting"]
    later = loaded(BASE.replace('packs = ["starter"]', 'later-versions = ["Backlog"]\npacks = ["starter"]'))
    assert loosened(loaded(BASE), later, "go-live") == ["milestones.go-live.later-versions is Backlog instead of none"]


def test_tags_that_are_gone() -> None:
    """A rule may be for milestones with a tag."""
    tagged = loaded(BASE.replace('packs = ["starter"]', 'tags = ["emea", "apac"]\npacks = ["starter"]'))
    assert loosened(tagged, loaded(BASE), "go-live") == ["milestones.go-live.tags no longer has apac, emea"]


def test_sections_that_are_gone() -> None:
    """Whole sections may go, and may come."""
    bare, whole = BASE[: BASE.index("[jira]")], BASE
    assert loosened(loaded(whole), loaded(bare), "go-live")[-2:] == [
        "issues are no longer read",
        "people are no longer read",
    ]
    assert loosened(loaded(bare), loaded(whole), "go-live") == ["waivers.approvers also has x@example.com"]


def test_waivers_that_are_added() -> None:
    """A waiver that the base has too is no news."""
    waiver = (
        '[[waivers]]\nrule = "DEF-02"\nreason = "x"\nrequested-by = "pm@example.com"\n'
        'approved-by = "x@example.com"\napproved-on = 2027-02-25\nexpires = 2027-03-10\n'
    )
    one, two = (loaded(BASE, {"readiness-waivers.toml": waiver * count}) for count in (1, 1))
    none = loaded(BASE)
    assert loosened(none, one, "go-live") == ["a waiver of DEF-02 is added, approved by x@example.com"]
    assert loosened(one, two, "go-live") == loosened(one, none, "go-live") == []


def test_sign_offs_that_are_added() -> None:
    """One that the base has too is no news, nor is one for another milestone."""
    signoff = (
        '[[signoffs]]\nmilestone = "go-live"\nrole = "sponsor"\napprover = "s@example.com"\n'
        f'signed-on = 2027-02-14T09:00:00Z\nevidence = "sha256:{"0" * 64}"\n'
    )
    none, one = loaded(BASE), loaded(BASE, {"readiness-signoffs.toml": signoff})
    other = loaded(BASE, {"readiness-signoffs.toml": signoff.replace('"go-live"', '"wave-9"')})
    assert loosened(none, one, "go-live") == ["a sign-off as sponsor is added, by s@example.com"]
    assert loosened(one, one, "go-live") == loosened(one, none, "go-live") == loosened(none, other, "go-live") == []


def test_a_roster_that_shrinks() -> None:
    """People who are gone, or who no longer work in a critical process; those who join are no loss."""
    ann, bob = Membership("ann", "Clerk", critical=True), Membership("bob", "Clerk", critical=True)
    calm, left = Membership("bob", "Clerk", critical=False), Membership("bob", "Clerk", until=5, critical=True)
    for edited in ([ann], [ann, calm], [left, ann]):
        assert shrunk([ann, bob], edited) == ["1 of 2 rows of the roster are gone or changed"]
    assert shrunk([ann], [bob, ann]) == []


@pytest.mark.parametrize(
    ("base", "edited", "told"),
    [
        ("", 'filter = { labels = ["a"] }', ["jira.filter.labels is a instead of all"]),
        ('filter = { labels = ["a"] }', "", []),
        ('filter = { labels = ["a"] }', 'filter = { labels = ["a", "b"] }', []),
        ('filter = { labels = ["a", "b"] }', 'filter = { labels = ["b"] }', ["jira.filter.labels no longer has a"]),
        (
            'filter = { labels = ["a"] }',
            'filter = { labels = ["a"], fix-versions = ["1"], affected-versions = ["2"] }',
            ["jira.filter.fix-versions is 1 instead of all", "jira.filter.affected-versions is 2 instead of all"],
        ),
        (
            "",
            "filter = { created-after = 2026-01-01 }",
            ["jira.filter.created-after is 2026-01-01 instead of none"],
        ),
        (
            "filter = { created-after = 2026-01-01 }",
            "filter = { created-after = 2026-01-02 }",
            ["jira.filter.created-after is 2026-01-02 instead of 2026-01-01"],
        ),
        ("filter = { created-after = 2026-01-02 }", "filter = { created-after = 2026-01-01 }", []),
    ],
)
def test_a_narrower_scope(base: str, edited: str, told: list[str]) -> None:
    """Issues that no longer count are a weakening; more of them are none."""
    assert _told(base, edited) == told


@pytest.mark.parametrize(
    ("base", "edited", "told"),
    [
        ("", 'jql = "labels = a"', ["jira.jql is labels = a instead of none"]),
        ('jql = "labels = a"', 'jql = "labels = b"', ["jira.jql is labels = b instead of labels = a"]),
        ('jql = "labels = a"', "", []),
    ],
)
def test_a_query_of_a_live_jira(base: str, edited: str, told: list[str]) -> None:
    """Nobody can tell which of two queries selects less: every other one is shown."""
    assert _told(base, edited, 'url = "https://jira.example"') == told


@pytest.mark.parametrize(
    ("base", "edited", "told"),
    [
        ("", ', unset = "sev3"', ["jira.severity.unset is sev3 instead of sev1"]),
        (', unset = "sev2"', ', unset = "sev4"', ["jira.severity.unset is sev4 instead of sev2"]),
        (', unset = "sev4"', ', unset = "sev2"', []),
        (', unset = "sev4"', "", []),
    ],
)
def test_what_no_value_counts_as(base: str, edited: str, told: list[str]) -> None:
    """Milder is weaker."""
    old, mapped = 'sev3 = ["Medium"] }', 'sev3 = ["Medium"]'
    before, after = (BASE.replace(old, f"{mapped}{each} }}") for each in (base, edited))
    assert loosened(loaded(before), loaded(after), "go-live") == told


def _told(base: str, edited: str, source: str = 'export = "export.json"') -> list[str]:
    """What an edit of a line in [jira] loosens."""
    policy = BASE.replace('export = "export.json"', source).replace("exported-at = 2027-02-14T09:00:00Z\n", "")
    before, after = (policy.replace('canary = "CRM-1"', each) for each in (base, edited))
    return loosened(loaded(before), loaded(after), "go-live")


REHEARSAL = "[milestones.rehearsal]\nkind = 'go-live'\ndate = 2027-02-01\npacks = ['starter']\n"


@pytest.mark.parametrize(
    ("base", "edited", "told"),
    [
        ("", REHEARSAL, ["the milestone rehearsal is added, on 2027-02-01, before go-live"]),
        (
            "",
            REHEARSAL.replace("2027-02-01", "2027-09-01"),
            ["the milestone rehearsal is added, on 2027-09-01, after go-live"],
        ),
        (REHEARSAL, "", ["the milestone rehearsal is removed"]),
        (
            REHEARSAL,
            REHEARSAL.replace("2027-02-01", "2027-01-01"),
            ["milestones.rehearsal.date is 2027-01-01 instead of 2027-02-01"],
        ),
        (
            REHEARSAL,
            REHEARSAL.replace("'go-live'", "'hypercare-exit'").replace("starter", "training"),
            ["milestones.rehearsal.kind is hypercare-exit instead of go-live"],
        ),
        (REHEARSAL, REHEARSAL, []),
    ],
)
def test_other_milestones(base: str, edited: str, told: list[str]) -> None:
    """One that is added, gone, or of another day or kind may be the one that is judged where none is named."""
    assert loosened(loaded(BASE + base), loaded(BASE + edited), "go-live") == told


def test_collections_that_are_edited() -> None:
    """Each of them, whatever the edit: which issues are answered decides."""
    selected = '[[jira.collections]]\nname = "{}"\nlabels = ["{}"]\n'
    base = loaded(BASE + selected.format("feedback", "x") + selected.format("tickets", "x"))
    edited = loaded(BASE + selected.format("feedback", "y"))
    assert loosened(base, edited, "go-live") == [
        "jira.collections: tickets is removed",
        "jira.collections: feedback is changed",
    ]
    assert loosened(base, base, "go-live") == []
