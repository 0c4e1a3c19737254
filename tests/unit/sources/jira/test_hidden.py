"""What an answer repeats of the credentials is not there any more."""

import base64

import pytest
import requests

from readiness_gate.sources.jira.hidden import hidden

TOKEN, USER = "ATATT3x/Ff=secret", "pm@example.com"
PAIR = base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "echoed",
    [TOKEN, f"Bearer {TOKEN}", f"Basic {PAIR}", f"{USER}:{TOKEN}", "ATATT3x%2FFf%3Dsecret", r"ATATT3x\/Ff=secret"],
)
def test_every_form_is_hidden(echoed: str) -> None:
    """In texts, in contents, and in headers."""
    secret = hidden(TOKEN, USER)
    headers = requests.structures.CaseInsensitiveDict({"X-Reason": f"denied: {echoed}", "Date": "today"})
    secret.headers(headers)
    for text in (secret.text(echoed), secret.content(f"<{echoed}>".encode()).decode(), headers["x-reason"]):
        assert "***" in text
        assert "secret" not in text
        assert PAIR not in text
    assert headers["date"] == "today"


@pytest.mark.parametrize("token", ["", "x", "s3cret"])
def test_a_short_token_hides_nothing(token: str) -> None:
    """It may be a part of any word."""
    assert hidden(token, USER).text("the s3cret of x") == "the s3cret of x"
