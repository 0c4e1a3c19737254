"""What `[[covers]]` says of modules, documents and configuration must lead somewhere."""

import pytest
from support.policy import PROGRAM, complaint, complaints, loaded

from readiness_gate.model.settings.git import Cover

REQUIRED = '[people.required]\n"Sales rep" = ["quoting", "pipeline"]\nClerk = ["basics", "quoting"]\n'
ENTRY = '[[covers]]\nmodules = ["x"]\nconfig = ["a"]\n'


def covers(*lines: str) -> str:
    """A configuration with an entry of these lines, and roles that require modules."""
    return f"{PROGRAM}[[covers]]\n" + "\n".join(lines) + f"\n{REQUIRED}"


def test_captures_are_taken_as_they_are_written() -> None:
    """The same in docs and config; a pattern of config without any goes with all of them."""
    found = loaded(covers('docs = ["{m}/readme/**"]', 'config = ["{m}/**", "shared/**"]')).settings
    assert found.covers == (Cover(("{m}/**", "shared/**"), ("{m}/readme/**",)),)


@pytest.mark.parametrize(
    ("lines", "what", "marked"),
    [
        pytest.param(
            ['modules = ["pipeline", "qouting"]', 'config = ["a"]'],
            'no role in [people.required] requires the module "qouting"; did you mean "quoting"?',
            '"qouting"]',
            id="module",
        ),
        pytest.param(
            ['modules = ["xyz"]', 'config = ["a"]'],
            'no role in [people.required] requires the module "xyz"; known are: basics, pipeline, quoting',
            '"xyz"]',
            id="module-like-none",
        ),
        pytest.param(
            ['docs = ["{m}/x", "docs/*"]', 'config = ["{m}/**"]'],
            '"docs/*" lacks {m}, which config of this table uses: use it here, too',
            '"docs/*"]',
            id="capture-not-in-docs",
        ),
        pytest.param(
            ['docs = ["{b}/{a}/{m}/x"]', 'config = ["{m}/**"]'],
            "config of this table does not use {a}, {b}: use it there, too, or write * here",
            '"{b}/{a}/{m}/x"]',
            id="capture-in-docs-only",
        ),
        pytest.param(
            ['docs = ["{a}/{m}/x"]', 'config = ["{a}/{m}/**", "{m}/y", "z"]'],
            '"{m}/y" lacks {a}: use all captures of this table or none',
            '"{m}/y", "z"]',
            id="some-captures",
        ),
        pytest.param(
            ['docs = ["{m}/x"]', 'modules = ["quoting"]', 'config = ["{m}/**"]'],
            "modules cannot depend on config with captures: move modules to another table, without captures",
            'modules = ["quoting"]',
            id="modules-and-captures",
        ),
        pytest.param(
            ['docs = ["{m}*/x"]', 'config = ["{m}/**"]'],
            'covers[1].docs[1]: "{m}*" can be split in several ways: use one capture in a name, and no * beside it',
            '"{m}*/x"]',
            id="ambiguous",
        ),
        pytest.param(
            ['modules = ["quoting"]', 'config = ["{Module}/**"]'],
            "covers[1].config[1]: only a name in small letters may be in braces, as in {module}, and brackets are not "
            "special: write a pattern for each alternative",
            '"{Module}/**"]',
            id="capitals",
        ),
    ],
)
def test_what_leads_nowhere_is_refused_at_its_place(lines: list[str], what: str, marked: str) -> None:
    """With what to write instead, and nothing else that would follow from it."""
    found = complaint(covers(*lines))
    assert (found.what, found.marked) == (what, marked)


def test_a_required_module_in_other_letters_is_refused() -> None:
    """Training in it would not be judged; a module that no entry names in any letters may be left uncovered."""
    text = covers('modules = ["quoting"]', 'config = ["a"]').replace('"basics", "quoting"', '"basics", "Quoting"')
    found = complaint(text)
    assert found.what == '[[covers]] has "quoting" and not "Quoting": write both the same way'
    assert found.marked == '"Quoting"]'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROGRAM + '[[covers]]\nmodules = ["x"]\nconfig = ["a"]\n', id="no-table"),
        pytest.param(
            PROGRAM + '[[covers]]\nmodules = ["x"]\nconfig = ["a"]\n[people]\nroster = "r"\n', id="no-required"
        ),
    ],
)
def test_without_required_modules_none_is_unknown(text: str) -> None:
    """There is no reading without them anyway."""
    assert loaded(text).settings.covers[0].modules == ("x",)


def test_a_mistake_elsewhere_makes_no_module_and_no_capture_unknown() -> None:
    """What was dropped may have had them; other entries are judged all the same."""
    text = covers('modules = ["unheard"]', 'config = ["a"]').replace('"basics", ', '"basics ", ')
    assert [each.what for each in complaints(text)] == [
        'people.required.Clerk[1]: "basics " begins or ends with a space'
    ]
    text = covers('docs = ["{m}/x"]', 'config = ["/{m}"]', "[[covers]]", 'docs = ["{m}/x"]', 'config = ["y"]')
    assert [each.what[:60] for each in complaints(text)] == [
        "covers[1].config[1]: a path pattern begins at the top of the",
        "config of this table does not use {m}: use it there, too, or",
    ]
