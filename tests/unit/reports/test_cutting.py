"""Names that are cut: within their room, and never two alike."""

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.reports.cutting import cut, cut_apart

LONG = "Northwind customer relationship management, wave 2, Austria and Switzerland, second half"


def test_a_name_is_cut_in_the_middle() -> None:
    """Its end says as much as its beginning."""
    assert cut("Wave 2", 6) == "Wave 2"
    assert cut(LONG, 40) == "Northwind customer…zerland, second half"


def test_two_that_are_cut_alike() -> None:
    """Are cut around what differs; others stay as they are; what is there twice is one name."""
    other = LONG.replace("wave 2", "wave 3")
    shown = cut_apart([LONG, other, "Wave 2", LONG], 40)
    assert [*shown] == [LONG, other, "Wave 2"]
    assert ["ve 2," in shown[LONG], "ve 3," in shown[other], shown["Wave 2"]] == [True, True, "Wave 2"]


@given(st.lists(st.text("ab", min_size=1, max_size=60), max_size=12), st.integers(12, 30))
@law(300)
def test_no_two_are_alike(names: list[str], room: int) -> None:
    """Whatever they have in common; each in its room."""
    shown = cut_apart(names, room)
    assert len(set(shown.values())) == len(set(names))
    assert all(len(text) <= room for text in shown.values())
    assert all(shown[name] == name for name in names if len(name) <= room and "…" not in name)
