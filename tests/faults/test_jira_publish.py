"""Whatever fails while a verdict is written to Jira: the field that a transition checks says Go only if this run's
verdict is go and all the rest is there; nothing is reported as written that is not; no comment is made twice."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from support.jira_published import GO, NO_GO, NOW, TOKEN, at_hand, later, run
from support.jira_server import Asked, Reply
from support.jira_writes import WritableJira

from readiness_gate.model.time import DAY
from readiness_gate.publishers import client
from readiness_gate.publishers.jira import Publication, remark, step

LAST = 40
"""More requests than a run makes."""


class Killed(BaseException):
    """The process was killed."""


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.0, 0.001))
    monkeypatch.setattr(step, "PAUSES", (0.0, 0.001))


def is_whole(jira: WritableJira, publication: Publication) -> bool:
    """Whether everything beside the field shows a verdict."""
    message, record = publication.message, jira.properties.get("readiness-gate", {})
    return (
        (record.get("decision"), record.get("state")) == (message.decision, message.state)
        and [one["object"]["status"]["resolved"] for one in jira.links] == [publication.is_go]
        and [remark.state(one["body"], message.name) for one in jira.remarks] == [message.state]
        and f"{message.name}: {message.decision.upper()} " in jira.versions[1]["description"]
    )


Instead = Callable[[Asked], Reply | None]
_HTML = Reply(b"<html>Log in</html>", headers={"Content-Type": "text/html"})
_FAULTS: Mapping[str, Reply] = {
    "403": Reply({"errorMessages": ["no permission"]}, 403),
    "429": Reply({}, 429, headers={"Retry-After": "0"}),
    "503": Reply({}, 503),
    "login": _HTML,
    "nothing": Reply({}),
}


def _at(number: int, fault: Reply, *, for_good: bool) -> Instead:
    return lambda asked: fault if asked.number == number or (for_good and asked.number > number) else None


def _cut(number: int, *, for_good: bool) -> Callable[[Asked, Reply], Reply]:
    def fault(asked: Asked, reply: Reply) -> Reply:
        is_hit = asked.number == number or (for_good and asked.number > number)
        return replace(reply, reset=True, body=reply.content + b" ") if is_hit else reply

    return fault


@cache
def _earlier(start: str, cloud: bool) -> WritableJira:  # noqa: FBT001 - one of the two kinds
    jira = WritableJira(cloud=cloud)
    with at_hand(jira):
        assert run(jira, {"go": GO, "no-go": NO_GO}[start]).failed == ""
    return jira


def _before(start: str, cloud: bool) -> WritableJira:  # noqa: FBT001 - one of the two kinds
    """A site, perhaps with what an earlier run wrote."""
    if start == "empty":
        return WritableJira(cloud=cloud)
    earlier = _earlier(start, cloud)
    kept = ("values", "properties", "links", "remarks", "versions", "related")
    return WritableJira(cloud=cloud, **{name: deepcopy(getattr(earlier, name)) for name in kept})


CASES: Mapping[str, tuple[str, Publication]] = {
    "go-to-no-go": ("go", later(NO_GO, DAY)),
    "go-to-later-go": ("go", later(GO, DAY)),
    "no-go-to-go": ("no-go", later(GO, DAY)),
    "first-go": ("empty", GO),
}


def _watch(jira: WritableJira, publication: Publication, wrong: list[str]) -> None:
    """Look after every request: what was closed stays closed unless this verdict is go, and all the rest shows it."""
    was_closed = False

    def after(asked: Asked) -> None:
        nonlocal was_closed
        was_closed |= not jira.is_open
        is_allowed = publication.is_go and is_whole(jira, publication)
        if jira.is_open and not is_allowed and (was_closed or (publication.is_go and jira.done)):
            wrong.append(f"{asked.number} {asked.method} {asked.path}")

    jira.after = after


def _try(
    case: str,
    cloud: bool,  # noqa: FBT001 - one of the two kinds
    disturb: Callable[[WritableJira, int], Any],
) -> Iterator[tuple[int, WritableJira, str]]:
    """Disturb each request of a run, and check how it ends."""
    start, publication = CASES[case]
    for number in range(1, LAST):
        jira, wrong = _before(start, cloud), list[str]()
        change = disturb(jira, number)
        _watch(jira, publication, wrong)
        failed = "killed"
        with at_hand(jira), suppress(Killed):
            failed = run(jira, publication, now=publication.message.as_of + 60, change=change).failed
        assert wrong == [], number
        assert len(jira.remarks) <= 1
        assert jira.done <= 10
        assert not jira.is_open or publication.is_go or "may still say Go" in failed or jira.done == 0
        if not failed:
            assert is_whole(jira, publication)
            assert jira.is_open is publication.is_go
        assert TOKEN not in failed
        yield number, jira, failed
        if number > len(jira.asked):
            return
    pytest.fail("a run makes more requests than are disturbed")


_KINDS = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
_CASES = pytest.mark.parametrize("case", CASES)


@_CASES
@pytest.mark.parametrize("fault", _FAULTS)
def test_one_answer_is_another(case: str, fault: str) -> None:
    """The run goes on, or fails, and then the field is closed."""

    def disturb(jira: WritableJira, number: int) -> None:
        jira.before = _at(number, _FAULTS[fault], for_good=False)

    for number, jira, failed in _try(case, True, disturb):
        asked = jira.asked[min(number, len(jira.asked)) - 1]
        is_new = asked.method == "POST" and asked.path.endswith(("/comment", "/relatedwork"))
        if fault == "429" or (fault == "503" and not is_new):
            assert failed == "", number
        # The first requests ask what the site is, and which its fields are.
        assert not jira.is_open or not failed or number <= 3 or jira.done == 0


@_CASES
@pytest.mark.parametrize("fault", ["403", "503"])
def test_jira_ends(case: str, fault: str) -> None:
    """From some request on, nothing works any more."""

    def disturb(jira: WritableJira, number: int) -> None:
        jira.before = _at(number, _FAULTS[fault], for_good=True)

    for number, jira, failed in _try(case, True, disturb):
        assert failed or number > len(jira.asked)


@_KINDS
@_CASES
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])
def test_answers_are_lost(case: str, cloud: bool, for_good: bool) -> None:  # noqa: FBT001 - the two kinds
    """What was asked for was done. It is read back, and no comment is made twice."""

    def disturb(jira: WritableJira, number: int) -> None:
        jira.fault = _cut(number, for_good=for_good)

    for number, _, failed in _try(case, cloud, disturb):
        assert for_good or failed == "", number


@_KINDS
@_CASES
def test_the_process_is_killed(case: str, cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """After any request."""

    def disturb(_: WritableJira, number: int) -> Callable[[Any], None]:
        def change(site: Any) -> None:
            answer, left = site.session.answer, [number]

            def counted(*words: Any) -> Any:
                answered = answer(*words)
                left[0] -= 1
                if left[0] <= 0:
                    raise Killed
                return answered

            site.session.answer = counted

        return change

    _, publication = CASES[case]
    for _, jira, failed in _try(case, cloud, disturb):
        if failed == "killed" and jira.is_open:
            assert jira.done == 0 or (publication.is_go and is_whole(jira, publication))


@pytest.mark.parametrize("one_is_go", [True, False], ids=["go-is-interrupted", "no-go-is-interrupted"])
@pytest.mark.parametrize("start", ["go", "no-go"])
def test_two_runs_at_the_same_time(start: str, one_is_go: bool) -> None:  # noqa: FBT001 - which of the two
    """Whichever writes its verdict last: no go is left beside the record of another verdict."""
    one, other = later(GO, DAY), later(NO_GO, DAY + 1)
    one, other = (one, other) if one_is_go else (other, one)
    for number in range(1, LAST):
        jira = _before(start, True)

        def meanwhile(asked: Asked, jira: WritableJira = jira, number: int = number) -> None:
            if asked.number == number:
                jira.after = None
                run(jira, other, now=NOW + DAY)

        jira.after = meanwhile
        with at_hand(jira):
            run(jira, one, now=NOW + DAY)
        assert not jira.is_open or jira.properties["readiness-gate"]["decision"] == "go", number
        if jira.after is not None:
            return
    pytest.fail("a run makes more requests than are interrupted")
