"""What people call the part of a system that a path belongs to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.components import Components, Naming, why_no_naming
from readiness_gate.model.globs import matches

NAMINGS = (
    Naming("**/objects/{object}[__c]/fields/{field}[__c].field-meta.xml", "object {object}, field {field}"),
    Naming("**/objects/{object}[__c]/**", "object {object}"),
    Naming("**/layouts/{object}-{layout}.layout", "layout {layout} of {object}"),
    Naming("Workflows/{flow}-????.json[.data.xml]", "flow {flow}"),
    Naming("**/*.{kind}.xml", "some {kind}"),
    Naming("top", "the top"),
)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/objects/Quote/fields/Discount.field-meta.xml", "object Quote, field Discount"),
        ("objects/Quote__c/fields/Discount__c.field-meta.xml", "object Quote, field Discount"),
        ("objects/hed__Plan__c/fields/a__b__c.field-meta.xml", "object hed__Plan, field a__b"),
        ("objects/Quote/fields/deep/Discount.field-meta.xml", "object Quote"),
        ("objects/Quote__c/x/y/z", "object Quote"),
        ("objects/Quote", None),
        ("Objects/Quote/x", None),
        ("layouts/Case-Close%20Case %28new%29.layout", "layout Close Case (new) of Case"),
        ("layouts/Case-a-b.layout", "layout a-b of Case"),
        ("layouts/-a.layout", None),
        ("Workflows/Send-mail-AB12.json", "flow Send-mail"),
        ("Workflows/Send-mail-AB12.json.data.xml", "flow Send-mail"),
        ("Workflows/Send-mail-AB1.json", None),
        ("x/Workflows/Send-AB12.json", None),
        ("x/a.b.xml", "some b"),
        (".b.xml", "some b"),
        ("a.b.c.xml", "some c"),
        ("top", "the top"),
        ("a/top", None),
    ],
)
def test_a_path_has_the_first_name_that_fits(path: str, name: str | None) -> None:
    """Parts are as short as they can be, and told without the encoding of a URL."""
    components = Components(NAMINGS)
    assert components.named(path) == name
    assert components.named(path) == name  # also when it is known already
    assert components.of(path) == (name or path.rpartition("/")[0] or ".")


@pytest.mark.parametrize(("path", "name"), [("a/b/c.xml", "a/b"), ("a/b", "a"), ("top", "."), ("/x", ".")])
def test_a_path_without_a_name_belongs_to_its_folder(path: str, name: str) -> None:
    """The files at the top are one of their own."""
    assert Components(()).of(path) == name


def test_paths_are_told_by_their_names() -> None:
    """Each component once, in the order of its first path; a path that has no name is told itself."""
    paths = ["z/y", "objects/A/x", "objects/B/x", "objects/A__c/y", "z/x"]
    assert Components(NAMINGS).called(paths) == ["z/y", "object A", "object B", "z/x"]


@pytest.mark.parametrize(
    ("path", "name", "why"),
    [
        ("a/{b}", "b {b}", None),
        ("a/{b}[.x]", "b {b}", None),
        ("a/*", "all of a", None),
        ("a/{b}", "b", "must have the same parts: {b} is in one of them only"),
        ("a/b", "{b} {c}", "must have the same parts: {b}, {c} is in one of them only"),
        ("a/{b}/{b}", "{b}", "uses a part twice"),
        ("a/{B}", "x", "{part}, in small letters"),
        ("a/[b", "x", "{part}, in small letters"),
        ("a/[b*]", "x", "{part}, in small letters"),
        ("a/[b/c]", "x", "{part}, in small letters"),
        ("/a/{b}", "{b}", "a path pattern begins at the top of the repository"),
        ("a/", "x", "names a folder"),
    ],
)
def test_a_pattern_and_its_name_go_together(path: str, name: str, why: str | None) -> None:
    """What does not is told with what to write."""
    found = why_no_naming(path, name)
    assert (found is None) == (why is None)
    assert (why or "") in (found or "")


_PARTS = st.sampled_from(["a", "b", ".x", "*", "?", "-"])
_SEGMENT = st.lists(_PARTS, min_size=1, max_size=3).map("".join).filter(lambda each: "**" not in each)
_SEGMENTS = st.one_of(st.just("**"), _SEGMENT)


@given(
    st.lists(_SEGMENTS, min_size=1, max_size=4).map("/".join),
    st.lists(st.text("ab.x-", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join),
)
def test_a_pattern_without_parts_fits_what_it_matches(glob: str, path: str) -> None:
    """Names follow the same rules as all other patterns."""
    assert (Components((Naming(glob, "x"),)).named(path) == "x") == matches((glob,), path)
