"""A short message: what changed and what to do first, and nothing in it is markup to any chat."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.golden import check_golden
from support.random_verdicts import HOSTILE, TEXTS, everywhere
from support.verdicts import GOOD, VERDICTS, verdict

from readiness_gate.reports.escape import chat
from readiness_gate.reports.notice import Reported, notice

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
MARKUP = (
    "<!channel> <!here> <@U123> <#C123> <!subteam^S1> &lt;!channel&gt;",
    "@everyone @here @channel <@&123> <users/all>",
    "<https://evil.example|click> [click](https://evil.example) evil.example/login www.evil.example mailto:a@b.example",
    "*bold* _it_ ~gone~ `code` ```block``` > quote # head",
    "{{app_id}} \\u0041 &#60;b&#62;",
    "tel:112 skype:x",
)
ACTIVE = re.compile(r"[<>*_`~|\[\]&\\]|@\w|://|www\.|mailto:|tel:|#\w|\w\.[a-z]{2}", re.IGNORECASE)


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_a_hostile_text_is_plain_words(text: str) -> None:
    """No mention, link, markup, address or second line."""
    assert ACTIVE.search(chat(text)) is None
    assert "\n" not in chat(text)


@given(TEXTS | st.text("<>@!#*_`~|[]()&\\:/.wamiltoe\n "))
@law(200)
def test_any_text_is_plain_words(text: str) -> None:
    """Whatever it is."""
    assert ACTIVE.search(chat(text)) is None


def test_usual_words_stay_readable() -> None:
    """Numbers and sentences are as they were."""
    assert chat("62.5 % of 24 (v1.2); close NW-210, i.e. today") == "62.5 % of 24 (v1.2); close NW-210, i.e. today"


@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_a_planted_text_changes_no_line(text: str) -> None:
    """With a hostile text everywhere, a message has the lines that it has with plain words, and is short."""
    found, harmless = (notice(everywhere(one), [one], Reported("go"), "") for one in (text, "plain words"))
    assert len(found.body.splitlines()) == len(harmless.body.splitlines())
    assert len(found.body) < 4_000
    assert "\n" not in found.title


def test_what_it_says() -> None:
    """The milestone, what changed, the first three things to do, and the link."""
    said = notice(
        VERDICTS["no-go"], ["CHG-02", "LDR-01", "TRN-01"], Reported("go", frozenset({"LDR-01", "X-1"})), "https://x.y/1"
    )
    assert said.title == "✗ NO-GO: wave-2"
    check_golden(GOLDEN / "no-go.notice.txt", said.body)


def test_a_go_is_short() -> None:
    """There is nothing to do; a risk that was accepted is said."""
    assert len(notice(VERDICTS["go"], [], Reported("go"), "").body.splitlines()) == 1
    assert "Without the risks that were accepted: no-go." in notice(VERDICTS["go-with-waiver"], [], None, "").body


def test_many_are_counted() -> None:
    """The first three and how many there are besides; eight names, and the rest."""
    missing = verdict({rule: reading for rule, reading in GOOD.items() if rule == "DEF-03"})
    found = notice(missing, [f"R-{number}" for number in range(10)], Reported("no-go"), "").body
    assert "\nNew: R-0, R-1, R-2, R-3, R-4, R-5, R-6, R-7 and 2 more.\n" in found
    assert re.search(r"\n3\) .*\nAnd [1-9] more: see the report\.$", found)
