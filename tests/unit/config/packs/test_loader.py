"""Which packs a milestone names, and what they bring."""

from collections.abc import Mapping

import pytest
from support.policy import BEGIN, Files, complaint, complaints, gate, reader

from readiness_gate.config.packs.loader import Packs, load, shipped_names
from readiness_gate.errors import Unreadable
from readiness_gate.toml.document import DEEPEST, LARGEST, Document
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem

OWN = BEGIN.replace('"starter"', '"./own.toml"')


def rule(id_: str) -> str:
    """A complete rule of a pack."""
    return f'[[rules]]\nid = "{id_}"\ntitle = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'


def includes(*names: str) -> str:
    """The head of a pack that includes others."""
    return f"includes = [{', '.join(f'{name!r}' for name in names)}]\n"


def read(files: Files, *names: str) -> tuple[Packs, list[Problem]]:
    """The packs of those names among files in memory."""
    problems: list[Problem] = []
    document = Document("list", "", {"packs": list(names)})
    return load(names, reader(files), Place(document, ("packs",)), problems), problems


@pytest.mark.parametrize(
    ("files", "names", "packs", "rules"),
    [
        pytest.param({"a.toml": rule("A")}, ["./a.toml"], ["a.toml"], ["A"], id="own"),
        pytest.param({"a.toml": rule("A")}, ["a.toml"], ["a.toml"], ["A"], id="without-dot"),
        pytest.param({"sub/a": rule("A")}, ["./sub/a"], ["sub/a"], ["A"], id="without-suffix"),
        pytest.param({"../a.toml": rule("A")}, ["../a.toml"], ["../a.toml"], ["A"], id="above"),
        pytest.param({"/a.toml": rule("A")}, ["/a.toml"], ["/a.toml"], ["A"], id="absolute"),
        pytest.param({"a.toml": rule("A")}, ["a.toml", "./sub/../a.toml"], ["a.toml"], ["A"], id="once-by-two-names"),
        pytest.param(
            {"sub/a.toml": includes("b.toml") + rule("A"), "sub/b.toml": rule("B")},
            ["sub/a.toml"],
            ["sub/a.toml", "sub/b.toml"],
            ["A", "B"],
            id="included-relative-to-the-file-that-names-it",
        ),
        pytest.param(
            {
                "a.toml": includes("b.toml", "c.toml") + rule("A"),
                "b.toml": includes("d.toml") + rule("B"),
                "c.toml": includes("./d.toml") + rule("C"),
                "d.toml": rule("D"),
            },
            ["a.toml"],
            ["a.toml", "b.toml", "d.toml", "c.toml"],
            ["A", "B", "D", "C"],
            id="diamond",
        ),
        pytest.param(
            {"a.toml": includes("b.toml") + rule("A"), "b.toml": includes("a.toml") + rule("B")},
            ["a.toml"],
            ["a.toml", "b.toml"],
            ["A", "B"],
            id="loop",
        ),
        pytest.param({"a.toml": includes("a.toml") + rule("A")}, ["a.toml"], ["a.toml"], ["A"], id="loop-of-one"),
        pytest.param(
            {"a.toml": includes("b.toml"), "b.toml": rule("B")},
            ["a.toml"],
            ["a.toml", "b.toml"],
            ["B"],
            id="only-includes",
        ),
    ],
)
def test_own_packs(files: Files, names: list[str], packs: list[str], rules: list[str]) -> None:
    """A pack of one's own is named by its path, from the file that names it; each is read once."""
    found, problems = read(files, *names)
    assert problems == []
    assert (list(found.names), list(found.rules), found.whole) == (packs, rules, True)


def test_shipped_packs() -> None:
    """A shipped pack is named as it is listed, wherever it is named from, and a pack of one's own may include it."""
    names = shipped_names()
    assert names == sorted(names)
    assert "baseline" in names
    found, problems = read({"sub/a.toml": includes("baseline") + rule("A")}, "sub/a.toml")
    assert problems == []
    alone, _ = read({}, "baseline")
    assert list(found.rules) == ["A", *alone.rules]
    assert found.names == ("sub/a.toml", *alone.names)


def test_a_shipped_pack_is_parsed_once() -> None:
    """However many milestones name it; a custom pack may change from one program to the next, and is read again."""
    (first, _), (second, _) = read({}, "defects"), read({}, "defects")
    assert [rule.entry for rule in first.rules.values()] == [rule.entry for rule in second.rules.values()]
    assert all(rule.entry is second.rules[id_].entry for id_, rule in first.rules.items())
    own = {"a.toml": rule("A")}
    assert read(own, "a.toml")[0].rules["A"].entry is not read(own, "a.toml")[0].rules["A"].entry


ABC = {"abc.toml": rule("A") + rule("B") + rule("C")}


@pytest.mark.parametrize(
    ("files", "names", "rules"),
    [
        ({"p.toml": includes("abc.toml") + 'only = ["A", "C"]\n' + rule("P")}, ["p.toml"], ["P", "A", "C"]),
        ({"p.toml": includes("abc.toml") + 'only = ["A"]\n'}, ["p.toml", "abc.toml"], ["A", "B", "C"]),
        ({"p.toml": includes("abc.toml") + 'only = ["A"]\n'}, ["abc.toml", "p.toml"], ["A", "B", "C"]),
        (
            {
                "p.toml": includes("q.toml") + 'only = ["A", "B"]\n',
                "q.toml": includes("abc.toml") + 'only = ["B", "C"]\n',
            },
            ["p.toml"],
            ["B"],
        ),
    ],
    ids=["some", "some-and-all", "all-and-some", "some-of-some"],
)
def test_a_pack_may_take_only_some_rules(files: Files, names: list[str], rules: list[str]) -> None:
    """Of what it includes; a pack that is named in whole elsewhere is in the gate in whole."""
    found, problems = read({**ABC, **files}, *names)
    assert [each.what for each in problems] == (
        ['no pack that this one includes has the rule "A"; known are: B, C'] if "q.toml" in files else []
    )
    assert list(found.rules) == rules


def test_a_pack_that_is_called_as_a_shipped_one() -> None:
    """Its rules are its own: none of them passes for the shipped one in the same place."""
    loose = rule("DEF-01").replace("at-most = 0", "at-most = 99")
    found, problems = read({"rules/defects.toml": loose}, "defects", "rules/defects.toml")
    assert [each.what for each in problems] == [
        'the rule "DEF-01" is defined here already: give one of them another id'
    ]
    assert found.rules["DEF-01"].entry.at_most == 0


def test_a_file_that_is_called_as_a_shipped_pack() -> None:
    """Both are read; neither stands in for the other."""
    found, problems = read({"starter": rule("A")}, "./starter", "starter")
    assert problems == []
    assert {"A", "DEF-01", "TRN-01"} <= set(found.rules)
    assert [found.rules[each].shipped for each in ("A", "DEF-01")] == [False, True]


def test_only_names_rules_that_there_are() -> None:
    """A misspelt one would silently leave a rule out."""
    found, problems = read({**ABC, "p.toml": includes("abc.toml") + 'only = ["A", "D"]\n'}, "p.toml")
    assert [each.what for each in problems] == ['no pack that this one includes has the rule "D"; known are: A, B, C']
    assert not found.whole


def test_a_path_never_stands_for_a_shipped_pack() -> None:
    """A file beside the configuration is not taken for a shipped pack, nor the other way round."""
    files = {"baseline": rule("A"), "baseline.toml": rule("B")}
    assert "DEF-01" in read(files, "baseline")[0].rules
    assert list(read(files, "baseline.toml")[0].rules) == ["B"]
    assert list(read(files, "./baseline")[0].rules) == ["A"]


@pytest.mark.parametrize(
    ("pack", "what"),
    [
        pytest.param("baselnie", 'no pack is called "baselnie"; did you mean "baseline"?', id="misspelt"),
        pytest.param("Baseline", 'no pack is called "Baseline"; did you mean "baseline"?', id="capital"),
        pytest.param("../rules/baseline", "../rules/baseline not found", id="path-to-a-shipped-one"),
        pytest.param("/etc/passwd", 'no pack is called "/etc/passwd"', id="absolute-without-suffix"),
        pytest.param(
            "our-rules",
            'no pack is called "our-rules"; known are: adoption-d30, adoption-d60, adoption-d90, adoption-more, ',
            id="own-without-path",
        ),
        pytest.param("./own.tml", "own.tml not found beside the configuration", id="missing"),
        pytest.param("./unreadable.toml", "unreadable.toml is not a file", id="no-file"),
    ],
)
def test_packs_that_are_not_there(pack: str, what: str) -> None:
    """A pack that cannot be read is told where it is named, and what may have been meant."""
    problems: list[Problem] = []

    def refuse(path: str, _limit: int) -> bytes | None:
        if path == "unreadable.toml":
            raise Unreadable(f"{path} is not a file")
        return None

    document = Document("list", f'packs = ["{pack}"]', {"packs": [pack]})
    found = load([pack], refuse, Place(document, ("packs",)), problems)
    assert (found.names, found.rules, found.whole) == ((), {}, False)
    (problem,) = problems
    assert what in problem.what
    assert problem.at is not None
    assert (problem.at.line, problem.at.column) == (1, 10)


@pytest.mark.parametrize(
    ("pack", "what", "marked"),
    [
        pytest.param("", "the pack is empty: add rules, paths or includes", "", id="empty"),
        pytest.param("rules = []\nincludes = ['baseline']\nx = 1", 'unknown key "x"', "x = 1", id="unknown-key"),
        pytest.param("includes = []\n" + rule("A"), "includes must not be empty", "[]", id="no-includes"),
        pytest.param(
            rule("A") + rule("A"),
            'the rule "A" is defined here already: give one of them another id',
            '"A"',
            id="twice",
        ),
        pytest.param(
            includes("baseline") + rule("DEF-01"), "is defined in own.toml already", '"DEF-01"', id="twice-with-shipped"
        ),
        pytest.param(
            "[[rules]]\nid = 'A'\nextends = 'B'", "extends works in the configuration only", "extends", id="extends"
        ),
        pytest.param("rules = [", "this is not valid TOML", "", id="no-toml"),
        pytest.param(includes("gone.toml") + rule("A"), "gone.toml not found", "'gone.toml'", id="gone"),
        pytest.param("[[rule]]\nid = 'A'", 'unknown key "rule"; did you mean "rules"?', "rule]]", id="misspelt"),
    ],
)
def test_broken_packs(pack: str, what: str, marked: str) -> None:
    """What is wrong with a pack is told once, at its place in the file of the pack."""
    found = complaint(OWN, {"own.toml": pack})
    assert what in found.what
    assert found.marked.startswith(marked)


def test_the_same_id_in_two_packs() -> None:
    """The looser of two rules of one id never wins by accident: it is an error, where it stands the second time."""
    text = BEGIN.replace('["starter"]', '["./strict.toml", "./loose.toml"]')
    found = complaint(text, {"strict.toml": rule("A"), "loose.toml": rule("A").replace("= 0", "= 99")})
    assert (found.file, found.marked) == ("loose.toml", '"A"')
    assert found.what == 'the rule "A" is defined in strict.toml already: give one of them another id'


def test_a_broken_pack_keeps_its_other_rules() -> None:
    """With one rule of a pack broken, the configuration's rules are still held against the others."""
    files = {"own.toml": rule("A") + rule("B").replace("= 0", "= nan") + rule("C")}
    text = OWN + '[[rules]]\nid = "C"\nat-most = "x"\n[[rules]]\nid = "Z"\nat-most = 1\n'
    assert [each.what for each in complaints(text, files)] == [
        "rules[1].at-most must be a finite number, without quotes",
        "rules[2].at-most must be a finite number, without quotes",
    ]


@pytest.mark.parametrize(("files", "refused"), [(DEEPEST, False), (DEEPEST + 1, True), (500, True)])
def test_how_deep_packs_include_each_other(files: int, refused: bool) -> None:  # noqa: FBT001 - from the table
    """A long chain of packs ends in a plain refusal."""
    chain: Mapping[str, str] = {
        f"{number}.toml": includes(f"{number + 1}.toml") if number < files - 1 else rule("A") for number in range(files)
    }
    found, problems = read(chain, "0.toml")
    assert [problem.what for problem in problems] == ["packs include each other more than 24 deep"] * refused
    assert list(found.rules) == ["A"] * (not refused)


def test_each_milestone_has_its_own_packs() -> None:
    """A pack that one milestone names is nothing to another."""
    text = BEGIN + '[milestones.training-start]\ndate = 2027-01-01\npacks = ["./own.toml"]\n'
    files = {"own.toml": rule("A")}
    assert [each.id for each in gate(text, files, "training-start").rules] == ["A"]
    assert "A" not in [each.id for each in gate(text, files).rules]
    assert gate(text, files).policy.packs == read({}, "starter")[0].names


def test_packs_are_read_within_the_limit() -> None:
    """The reader is asked for no more of a pack than a policy file may have."""
    asked: list[tuple[str, int]] = []

    def note(path: str, limit: int) -> bytes | None:
        asked.append((path, limit))
        return rule("A").encode()

    load(["own.toml"], note, Place(Document("list", "", {}), ()), [])
    assert asked == [("own.toml", LARGEST)]
