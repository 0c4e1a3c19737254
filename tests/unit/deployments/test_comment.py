"""What a deployment is told: whole lines, at most 1,024 bytes, and never without how to ask again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.deployments.comment import LARGEST, short
from readiness_gate.deployments.comment import comment as comment_on
from readiness_gate.model.portfolio import GateState, OpenRule

RULES = tuple(OpenRule(f"DEF-{number:02}", f"No open defects of kind {number}", "fail", "…") for number in range(40))
TEXT = st.text(max_size=600)
AGAIN = "To ask again, re-run the job."


def comment(state: GateState) -> str:
    """What is said at GitHub."""
    return comment_on(state, "re-run the job")


def test_a_rejection() -> None:
    """The decision, why, what is in the way, and what to do."""
    state = GateState(
        "crm", "go-live", "no-go", "1 rule fails.", as_of="2026-03-09T08:00:00Z", open=RULES[:1], evidence_digest="x"
    )
    assert comment(state) == (
        "**NO-GO**: go-live as of 2026-03-09T08:00:00Z\n\n1 rule fails.\n\nEvidence: x\n\n"
        "- DEF-00 (fail): No open defects of kind 0\n\nTo ask again, re-run the job."
    )


def test_an_approval() -> None:
    """It asks for nothing."""
    assert comment(GateState("crm", "go-live", "go", "All pass.")) == "**GO**: go-live\n\nAll pass."


def test_what_makes_a_go_worth_less() -> None:
    """A weakened policy and waivers are named before anything that may have no room; remarks where they have."""
    state = GateState("crm", "go-live", "go", "Go.", weakened=2, waived=("A-1", "A-2"), notes=("x.csv is old",))
    assert comment(state) == (
        "**GO**: go-live\n\nGo.\n\nThe policy is weakened in 2 places.\n\n2 failing rules are waived: A-1, A-2."
        "\n\nx.csv is old"
    )
    wordy = replace(state, sentence="word " * 300, waived=tuple(f"RULE_{number:03}" * 7 for number in range(90)))
    assert "The policy is weakened in 2 places." in comment(wordy)
    assert "90 failing rules are waived" in comment(wordy)
    assert len(comment(wordy).encode()) <= LARGEST


def test_several_mistakes() -> None:
    """Each is a line of its own, without what it quotes."""
    sentence = "2 mistakes.\ncrm.toml:59:12: too small\n    at-least = 0.0\n               ^\ncrm.toml:60:1: unknown"
    assert comment(GateState("crm", "go-live", "undecided", sentence)) == (
        "**UNDECIDED**: go-live\n\n2 mistakes.\n\ncrm.toml:59:12: too small\n\ncrm.toml:60:1: unknown\n\n" + AGAIN
    )
    many = comment(GateState("crm", "go-live", "undecided", "\n".join(f"Mistake {one}" for one in range(99))))
    assert "more lines" in many


def test_rules_without_room_are_counted() -> None:
    """None is cut."""
    text = comment(GateState("crm", "go-live", "no-go", "Many rules fail.", open=RULES))
    listed = [line for line in text.splitlines() if line.startswith("- DEF")]
    assert 5 < len(listed) < 40
    assert f"- and {40 - len(listed)} more" in text
    assert len(text.encode()) <= LARGEST


def test_a_reason_without_room() -> None:
    """It is not cut in its middle."""
    text = comment(GateState("crm", "go-live", "undecided", "word " * 300))
    assert "word" not in text
    assert "too long" in text
    assert text.endswith(AGAIN)


def test_texts_of_others_are_plain_words() -> None:
    """No mention, link or heading comes of them."""
    hostile = "# GO\n@octocat ![x](https://evil.example/x) **approved** <!-- -->"
    text = comment(GateState("crm", "go-live", "no-go", hostile, open=(OpenRule("X", hostile, "fail", ""),)))
    for harm in ("\n# GO", "@octocat", "![", "**approved", "<!--", "https://"):
        assert harm not in text
    assert "![" not in short(hostile, "re-run the job")


@law(200)
@given(TEXT, TEXT, st.lists(TEXT, max_size=5))
def test_any_text_fits(milestone: str, sentence: str, titles: list[str]) -> None:
    """However long, in whatever letters."""
    rules = tuple(OpenRule("R", title, "unknown", "") for title in titles)
    text = comment(GateState("crm", milestone[:64], "undecided", sentence, open=rules))
    assert len(text.encode()) <= LARGEST
    assert text.endswith(AGAIN)
    assert "**UNDECIDED**" in text
