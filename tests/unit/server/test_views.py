"""What the pages show: an old verdict is never one of today, the worst is first, and nothing is averaged."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.histories import decision, fill, in_file, tamper
from support.served import NOW, Client, client, recorded

from readiness_gate.history import Store, recording
from readiness_gate.history.counting import Counting
from readiness_gate.history.rows import ReadingRow, Recorded, Recording, VerdictRow
from readiness_gate.history.store import NoHistory
from readiness_gate.model.time import DAY, HOUR
from readiness_gate.server.access import Viewer
from readiness_gate.server.keys import key, named
from readiness_gate.server.views.amounts import now_in_words, required_in_words, value_of
from readiness_gate.server.views.decisions import decisions
from readiness_gate.server.views.marks import WEEKS, of_status, weekly
from readiness_gate.server.views.portfolio import PortfolioView, portfolio
from readiness_gate.server.views.rule import RuleView, rule
from readiness_gate.server.views.standing import Standing, headline, standing, worst, zone_of

EVERYTHING = Viewer(every=True)
KINDS = ("go", "no-go", "undecided")


def _standing(row: VerdictRow, max_age: int = DAY) -> Standing:
    return standing(Counting(Recorded(1, row, "sha256:1")), NOW, max_age)


def _row(kind: str = "go", age: int = HOUR, ahead: int = 30) -> VerdictRow:
    return replace(recorded("CRM", kind, 0, ahead=ahead).verdict, as_of=NOW - age)


@pytest.mark.parametrize(
    ("age", "ahead", "kind", "mark", "style", "said"),
    [
        (0, 30, "current", "✓ GO", "pass", "as of 2027-09-02 11:00 CEST, 0 minutes ago"),
        (DAY, 30, "current", "✓ GO", "pass", "as of 2027-09-01 11:00 CEST, 24 hours ago"),
        (DAY, -3, "current", "✓ GO", "pass", "as of 2027-09-01 11:00 CEST, 24 hours ago"),
        (DAY + 1, 30, "old", "? OLD", "unknown", "was GO as of 2027-09-01 10:59:59 CEST, 24 hours ago"),
        (DAY + 1, 0, "old", "? OLD", "unknown", "was GO as of 2027-09-01 10:59:59 CEST, 24 hours ago"),
        (12 * DAY, -1, "passed", "– PASSED", "not-applicable", "was GO as of 2027-08-21 11:00 CEST, 12 days ago"),
        (12 * DAY, 0, "old", "? OLD", "unknown", "was GO as of 2027-08-21 11:00 CEST, 12 days ago"),
        (-1, 30, "ahead", "? AHEAD", "unknown", "was GO as of 2027-09-02 11:00:01 CEST, 0 minutes ahead"),
        (-301, 30, "ahead", "? AHEAD", "unknown", "was GO as of 2027-09-02 11:05:01 CEST, 5 minutes ahead"),
        (-DAY, -9, "ahead", "? AHEAD", "unknown", "was GO as of 2027-09-03 11:00 CEST, 24 hours ahead"),
    ],
)
def test_a_go_is_one_of_today_or_none(age: int, ahead: int, kind: str, mark: str, style: str, said: str) -> None:
    """To the second: what is older, or of a future time, is unknown, and says what to run."""
    stands = _standing(_row("go", age, ahead))
    assert (stands.kind, stands.mark, stands.style, stands.said) == (kind, mark, style, said)
    assert stands.today == ("go" if kind == "current" else "undecided")
    assert bool(stands.why_unknown) == (kind != "current")
    assert stands.command == "readiness-gate check go-live --record"


def test_a_shorter_time() -> None:
    """May be asked for; the words say what the verdict was."""
    stands = _standing(_row("no-go", 2 * HOUR), HOUR)
    assert (stands.kind, stands.today, stands.mark) == ("old", "undecided", "? OLD")
    assert stands.why_unknown == (
        "The last verdict was NO-GO, as of 2027-09-02 09:00 CEST, 2 hours ago. What it is today is unknown."
    )
    assert "clock is wrong" in _standing(_row("go", -DAY)).why_unknown
    assert _standing(_row("go", 9 * DAY, -1)).why_unknown.startswith("The day of this milestone is over.")


def test_what_somebody_put_there() -> None:
    """A decision that there is none of is undecided, a zone that nobody knows is UTC, and a name is quoted."""
    row = replace(_row(), decision="GO", timezone="../../etc/passwd", milestone="x; rm -rf /")
    stands = _standing(row)
    assert (stands.recorded, stands.zone.key) == ("undecided", "UTC")
    assert stands.command == "readiness-gate check 'x; rm -rf /' --record"
    assert zone_of(replace(row, timezone="Nowhere/Else")).key == "UTC"


def test_nothing_is_undecided() -> None:
    """No gate at all is no go."""
    assert (worst([]), headline([])) == ("undecided", "No gate has a verdict")


_GATES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(-2 * DAY, 60 * DAY), st.integers(-9, 9)), min_size=1, max_size=8
)


@law(50, few=10)
@given(gates=_GATES)
def test_the_list_of_any_gates(tmp_path_factory: pytest.TempPathFactory, gates: list[tuple[str, int, int]]) -> None:
    """The worst is first, each is counted once, and a go is only there where one of today was recorded."""
    store = in_file(tmp_path_factory.mktemp("any"))
    made = [recorded(f"P{number}", kind, age / DAY, "m", ahead) for number, (kind, age, ahead) in enumerate(gates)]
    fill(store, made)
    view = _portfolio(store)
    assert len(view.all_gates) == len(gates)
    goes = 0
    for gate in view.all_gates:
        kind, age, _ = gates[int(gate.last.verdict.program[1:])]
        fresh = kind == "go" and 0 <= NOW - gate.last.verdict.as_of <= DAY
        goes += fresh
        assert (gate.standing.today == "go") == (gate.standing.mark == "✓ GO") == fresh, age
    ranks = [gate.standing.rank for gate in view.gates]
    assert ranks == sorted(ranks)
    assert sum(int(word) for word in view.headline.replace(",", "").split() if word.isdigit()) == len(gates)
    missed = [gate for gate in view.passed if gate.last.verdict.decision != "go"]
    assert (view.decision == "go") == (bool(view.gates) and goes == len(view.gates) and not missed)
    page = client(store).get("/")
    assert page.text.count(">✓ GO</span>") == goes
    found = client(store).get("/portfolio.json").json
    assert [gate["decision"] for gate in found["gates"]].count("go") == goes


def _portfolio(store: Store, weeks: int = 1) -> PortfolioView:
    with store.reading() as rows:
        return portfolio(rows, EVERYTHING, NOW, DAY, weeks)


def test_what_changed(store: Store, tmp_path: Path) -> None:
    """Who joined and who is no longer recorded comes before what is better; what is old is never better."""
    changes = _portfolio(store).changes
    assert changes.joined == ("New", "Tomorrow", "Torn", "Waived")
    assert [text.partition(" (")[0] for text in changes.stopped] == [
        "Forgotten no-go, go-live",
        "Forgotten go, go-live",
    ]
    assert changes.worse == ("Failing, go-live: go to no-go",)
    assert changes.better == ("Steady, go-live: undecided to go",)
    other = in_file(tmp_path)
    first, then = recorded("A", "no-go", 10), recorded("A", "go", 3)
    fill(other, [first, replace(then, verdict=replace(then.verdict, policy_digest="sha256:2"))])
    assert _portfolio(other).changes.better == ()
    last = recorded("A", "go", 0)
    fill(other, [replace(last, verdict=replace(last.verdict, policy_digest="sha256:2"))])
    assert _portfolio(other).changes.better == ("A, go-live: no-go to go, under another policy",)
    fill(other, [recorded("A", "no-go", -1)])
    assert _portfolio(other).changes.better == ()


def test_an_old_verdict_that_got_worse(tmp_path: Path) -> None:
    """Is named, with that it is old."""
    store = in_file(tmp_path)
    fill(store, [recorded("A", "go", 10), recorded("A", "no-go", 3)])
    assert _portfolio(store).changes.worse == ("A, go-live: go to no-go, and old since",)


def test_a_program_without_a_verdict(tmp_path: Path) -> None:
    """Is in the list: its decisions were recorded, and no verdict."""
    store = in_file(tmp_path)
    fill(store, [], [decision(1, "CRM")])
    assert _portfolio(store).without_verdict == ("CRM",)
    site = client(store)
    page = site.get("/")
    assert "Without a verdict" in page.text
    assert "No verdict is recorded." in site.get(f"/programs/{key('CRM')}").text
    assert site.get(f"/programs/{key('CRM')}.json").json["decision"] == "undecided"


@pytest.mark.parametrize("decision", ["go", "no-go"])
def test_only_milestones_whose_day_is_over(tmp_path: Path, decision: str) -> None:
    """The page does not say that nothing is recorded, and says that nothing changed."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", decision, 40, "pilot", -30)])
    page = client(store).get("/").text
    assert "No verdict is recorded" not in page
    assert "The day of every recorded milestone is over. Name the next one" in page
    assert "The same programs and gates, and the same recorded decisions." in page


def test_weeks() -> None:
    """The last decision of each week; a week without one is not judged, and not that of the week before."""
    marks = weekly([(NOW - 8 * DAY, "go"), (NOW - 7 * DAY - 1, "no-go"), (NOW - 26 * 7 * DAY - 1, "go")], NOW)
    assert [mark.kind for mark in marks] == ["absent"] * (WEEKS - 2) + ["fail", "absent"]
    assert marks[-1].name == "not judged"
    assert of_status("2027-01-01", "FAILED").kind == "unknown"
    assert of_status("2027-01-01", None).kind == "absent"


def test_decisions(store: Store) -> None:
    """The newest first, and what became of each condition."""
    with store.reading() as rows:
        view = decisions(rows, "Steady", NOW)
    assert [line.row.line for line in view.lines] == [2, 1]
    assert [one.state for one in view.lines[1].conditions] == ["closed", "overdue", "open"]
    assert [one.id for one in view.lines[1].open] == ["1.2", "1.3"]
    assert not view.is_changed


def test_a_log_that_was_changed(tmp_path: Path) -> None:
    """Two texts of one line: the page says so, and where the truth is; a damaged cell is a condition of its own."""
    store = in_file(tmp_path)
    row = decision(1, "CRM")
    fill(store, [], [row, replace(row, line_digest="sha256:2", conditions="[")])
    with store.reading() as rows:
        view = decisions(rows, "CRM", NOW)
    assert view.is_changed
    assert view.lines[0].conditions[0].id == "?"
    page = client(store).get(f"/programs/{key('CRM')}/decisions")
    assert "readiness-gate log verify" in page.text


def test_names_in_addresses() -> None:
    """No two names share one, and none has a character that means anything there."""
    names = ["CRM", "crm", "C/R/M", "..", "", "\u00e9", "e\u0301", "x" * 300, "x" * 301, "a b", "a-b", "%2e"]
    keys = [key(name) for name in names]
    assert len(set(keys)) == len(names)
    assert all(part.isascii() and part.replace("-", "a").isalnum() and len(part) <= 51 for part in keys)
    assert [named(part, names) for part in keys] == names
    assert named("crm", names) is None


def _rule(store: Store, id_: str) -> RuleView:
    with store.reading() as rows:
        last = next(one for (_, milestone), one in recording.counting(rows).items() if milestone == "go-live")
        found = rule(rows, last, id_, NOW, DAY)
    assert found is not None
    return found


def _with(row: ReadingRow, **changes: object) -> ReadingRow:
    return replace(row, **changes)  # type: ignore[arg-type]


def test_a_rule_over_time(tmp_path: Path) -> None:
    """Each date has its own limit; where the rule was unknown, or not in the gate, nothing is drawn."""
    store = in_file(tmp_path)
    first, second, third, last = (recorded("CRM", "go", days) for days in (21, 14, 7, 0))
    [reading] = [one for one in first.readings if one.rule == "DEF-03"]
    fill(
        store,
        [
            replace(first, readings=(_with(reading, required="5"),)),
            replace(second, readings=(_with(reading, state="unavailable", value=None, unit=None, status="unknown"),)),
            replace(third, readings=()),
            replace(last, readings=(_with(reading, value="7"),)),
        ],
    )
    view = _rule(store, "DEF-03")
    assert [one.now for one in view.dates] == ["1 issue", "unknown", "–", "7 issues"]
    assert [one.required for one in view.dates] == ["at most 5 issues", "at most 10 issues", "–", "at most 10 issues"]
    assert [mark.kind for mark in view.marks][1:3] == ["unknown", "absent"]
    chart = view.chart
    assert chart is not None
    assert chart.lines[0].values == (1, None, None, 7)
    assert (chart.limit, chart.remarks) == (10, ("The limit changed over time; the line is the newest.",))
    assert client(store).get(f"/programs/{key('CRM')}/gates/{key('go-live')}/rules/{key('DEF-03')}").status == 200


@pytest.mark.parametrize("value", ["true", "-1", "-0.5"])
def test_what_is_no_line(tmp_path: Path, value: str) -> None:
    """Yes and no, and what may be below zero, is in the table alone."""
    store = in_file(tmp_path)
    given_ = recorded("CRM", "go", 0)
    fill(store, [replace(given_, readings=(_with(given_.readings[0], value=value),))])
    assert _rule(store, given_.readings[0].rule).chart is None


def test_a_rule_that_left_the_gate(tmp_path: Path) -> None:
    """Its page says so, with what it was."""
    store = in_file(tmp_path)
    before, now = recorded("CRM", "go", 7), recorded("CRM", "go", 0)
    fill(store, [replace(before, readings=before.readings[:1]), replace(now, readings=before.readings[1:2])])
    where = f"/programs/{key('CRM')}/gates/{key('go-live')}/rules/{key(before.readings[0].rule)}"
    assert "No longer in the gate" in client(store).get(where).text
    assert client(store).get(f"{where}.json").json["in-gate"] is False


def test_amounts() -> None:
    """What is hidden is not shown, what was not measured is unknown, and what is no number is no value."""
    [reading] = [one for one in recorded("CRM", "go", 0).readings if one.rule == "TRN-01"]
    assert now_in_words(reading) == "95 %"
    assert now_in_words(_with(reading, value=None, state="hidden")) == "not shown"
    assert now_in_words(_with(reading, value=None, state="unavailable", unit=None)) == "unknown"
    assert now_in_words(_with(reading, value=None, state="")) == now_in_words(None) == "–"
    assert required_in_words(_with(reading, unit=None), "share") == "at least 90 %"
    assert required_in_words(_with(reading, unit="parsecs")) == "at least 0.9"
    for text in ("", "NaN-", '"go"', "[1]", "null", "NaN", "Infinity", "-Infinity", "1e999", "1e301", "9" * 400):
        with pytest.raises(NoHistory, match="the recorded value of TRN-01 is no number"):
            value_of(_with(reading, value=text))


@pytest.mark.parametrize("column", ["decision = 'go'", "as_of = as_of + 3600", "sentence = 'Go.'", "kind = 'pilot'"])
def test_an_edited_verdict_is_no_go(tmp_path: Path, column: str) -> None:
    """Whatever of it somebody edited by hand, its decision is unknown on every page; that of others is not."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "no-go", 0.1), recorded("ERP", "go", 0.1)])
    tamper(tmp_path / "readiness-history.sqlite", [f"UPDATE verdicts SET {column} WHERE number = 1"])  # noqa: S608
    _is_known_to_be_edited(store)


@pytest.mark.parametrize("column", ["value = '0'", "outcome = 'pass'", "status = 'pass'"])
def test_an_edited_reading(tmp_path: Path, column: str) -> None:
    """Where readings are shown, the verdict counts as edited; lists show the decision, which is as it was recorded."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "no-go", 0.1)])
    statement = f"UPDATE readings SET {column} WHERE verdict = 1 AND rule = 'CHG-02'"  # noqa: S608
    tamper(tmp_path / "readiness-history.sqlite", [statement])
    assert _portfolio(store).decision == "no-go"
    _shows_that_it_was_edited(client(store))


def _is_known_to_be_edited(store: Store) -> None:
    view = _portfolio(store)
    assert [gate.standing.kind for gate in view.gates] == ["edited", "current"]
    assert (view.headline, view.decision) == ("1 gate with an edited verdict, 1 go", "undecided")
    site = client(store)
    for path in ("/", f"/programs/{key('CRM')}"):
        assert "? EDITED" in site.get(path).text
    _shows_that_it_was_edited(site)
    assert site.get(f"/programs/{key('ERP')}.json").json["decision"] == "go"


def _shows_that_it_was_edited(site: Client) -> None:
    gate = f"/programs/{key('CRM')}/gates/{key('go-live')}"
    assert '<p class="decision">? EDITED</p>' in site.get(gate).text
    for path in (gate, f"{gate}/rules/{key('CHG-02')}"):
        assert "readiness-gate history verify" in site.get(path).text
        found = site.get(f"{path}.json").json
        assert (found["decision"], found["why-not-current"]) == ("undecided", "edited")


@pytest.mark.parametrize(
    "change", ["value = '1e999'", "value = 'NaN'", "required = 'Infinity'", "warning = 'NaN'", "value = x'ff'"]
)
def test_a_value_that_is_no_number(tmp_path: Path, change: str) -> None:
    """Takes away its own gate alone, at once, and the log says what to run."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "go", days) for days in (7, 0.1)])
    tamper(tmp_path / "readiness-history.sqlite", [f"UPDATE readings SET {change} WHERE rule = 'TRN-01'"])  # noqa: S608
    site = client(store)
    rule_ = f"/programs/{key('CRM')}/gates/{key('go-live')}/rules/{key('TRN-01')}.json"
    assert (site.get(rule_).status, site.get("/").status) == (503, 200)
    assert "the recorded value of TRN-01 is no number. Run `readiness-gate history verify`" in site.logged[0]


@pytest.mark.parametrize(
    "change",
    [
        "verdicts SET as_of = 'abc'",
        "verdicts SET as_of = 1 << 62",
        "verdicts SET as_of = 253402300799",
        "verdicts SET recorded_at = -(1 << 62)",
        "verdicts SET milestone_date = x'ff'",
        "verdicts SET decision = x'ff'",
        "verdicts SET program = x'fffe'",
        "verdicts SET milestone = x'fffe'",
        "verdicts SET timezone = x'ff'",
        "verdicts SET weakened = 'many'",
        "decisions SET decided_at = 'abc'",
        "decisions SET line = 'abc', milestone = x'ff'",
        "readings SET title = x'ff', observed_at = 'abc'",
        "readings SET rule = x'ff', status = x'ff'",
    ],
)
def test_a_cell_of_another_kind(tmp_path: Path, change: str) -> None:
    """That somebody put into a row takes no page away, and is never a go; other programs are shown as before."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "go", 0.1), recorded("ERP", "go", 0.1)], [decision(1, "CRM")])
    where, one = ("verdict", "place = 1") if change.startswith("readings") else ("number", "1")
    tamper(tmp_path / "readiness-history.sqlite", [f"UPDATE {change} WHERE {where} = 1 AND {one}"])
    site = client(store)
    gates = {gate["program"]["name"]: gate["decision"] for gate in site.get("/portfolio.json").json["gates"]}
    assert gates.pop("ERP") == "go"
    assert set(gates.values()) == {"undecided" if change.startswith("verdicts") else "go"}
    answers = dict(site.walk())
    assert {answer.status for path, answer in answers.items() if key("ERP") in path} == {200}
    assert not [path for path, answer in answers.items() if answer.status == 500], site.logged


def _contradicting(store: Store, first: Recording, second: Recording) -> PortfolioView:
    """The portfolio, which says the same as the other pages."""
    fill(store, [first, second])
    view = _portfolio(store)
    [gate] = view.gates
    site = client(store)
    where = f"/programs/{key('CRM')}/gates/{key('go-live')}"
    rule_ = f"{where}/rules/{key(first.readings[0].rule)}"
    for path in (where, rule_, f"/programs/{key('CRM')}"):
        found = site.get(f"{path}.json").json
        found = found["gates"][0] if "gates" in found else found
        assert (found["decision"], found["contradicts"]) == (gate.standing.today, list(gate.standing.remarks))
    for path in ("/", f"/programs/{key('CRM')}", where):
        assert "Contradicted: " in site.get(path).text
    return view


def test_a_clock_that_is_ahead(tmp_path: Path) -> None:
    """A go that it gave does not hide the no-go that was recorded after it; until that time comes, and from then on."""
    go, no_go = recorded("CRM", "go", -240 / DAY), recorded("CRM", "no-go", 0)
    go = replace(go, verdict=replace(go.verdict, recorded_at=NOW + 240))
    store = in_file(tmp_path)
    view = _contradicting(store, go, no_go)
    assert (view.decision, view.headline) == ("no-go", "1 gate no-go")
    assert view.gates[0].standing.remarks[0].startswith("a clock was wrong: go as of")
    with store.reading() as rows:
        later = portfolio(rows, EVERYTHING, NOW + DAY + 1, DAY, 1)
    assert (later.decision, later.gates[0].standing.kind) == ("undecided", "old")


@pytest.mark.parametrize("kinds", [("no-go", "go"), ("go", "no-go")])
def test_judged_twice_as_of_one_time(tmp_path: Path, kinds: tuple[str, str]) -> None:
    """By another policy: the worse counts, whichever was recorded first, also where weeks are drawn and compared."""
    first, second = (recorded("CRM", kind, 0) for kind in kinds)
    second = replace(second, verdict=replace(second.verdict, policy_digest="sha256:2"))
    view = _contradicting(in_file(tmp_path), first, second)
    assert view.decision == "no-go"
    assert view.gates[0].standing.remarks[0].startswith("judged twice as of")
    assert view.gates[0].marks[-1].kind == "fail"


def test_a_milestone_that_was_missed(tmp_path: Path) -> None:
    """Takes the green of its program and of the portfolio for half a year, or until it is judged to be a go; one that
    was passed does not."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "go", 0.1), recorded("CRM", "no-go", 2, "pilot", -1)])
    view = _portfolio(store)
    assert (view.decision, view.headline) == ("undecided", "1 gate whose day is over without a go, 1 go")
    site = client(store)
    assert "? MISSED" in site.get("/").text
    assert "readiness-gate check MILESTONE --record" in site.get("/").text
    found = [site.get(f"{path}.json").json for path in ("/portfolio", f"/programs/{key('CRM')}")]
    assert [one["decision"] for one in found] == ["undecided"] * 2
    fill(store, [recorded("CRM", "go", 1.1, "pilot", -1)])
    view = _portfolio(store)
    assert (view.decision, view.headline) == ("go", "1 gate go, 1 whose day is over")
    fill(store, [recorded("ERP", "go", 0.1), recorded("ERP", "no-go", 26 * 7 + 0.1, "pilot", -180)])
    view = _portfolio(store)
    assert (view.decision, view.headline) == ("go", "1 gate whose day is over without a go, 2 go, 1 whose day is over")


SAME = "The same programs and gates, and the same recorded decisions."


def test_a_new_gate_of_a_known_program(tmp_path: Path) -> None:
    """Is named with its decision, whatever it was in between."""
    store = in_file(tmp_path)
    fill(store, [recorded("CRM", "go", 10), recorded("CRM", "go", 0.1)])
    assert SAME in client(store).get("/").text
    fill(store, [recorded("CRM", "go", 0.2, "pilot"), recorded("CRM", "no-go", 0.1, "pilot")])
    assert _portfolio(store).changes.new == ("CRM, pilot: no-go",)
    page = client(store).get("/").text
    assert "New gates" in page
    assert SAME not in page
    assert client(store).get("/portfolio.json").json["since"]["new-gates"] == ["CRM, pilot: no-go"]


def test_a_verdict_long_before(tmp_path: Path) -> None:
    """Is compared with, too; of two as of one time the worse."""
    store = in_file(tmp_path)
    first, also = recorded("CRM", "go", 300), recorded("CRM", "undecided", 300)
    fill(store, [also, first, recorded("CRM", "no-go", 0.1)])
    assert _portfolio(store, 13).changes.worse == ("CRM, go-live: undecided to no-go",)


def test_nothing_to_compare(tmp_path: Path) -> None:
    """Is not said to be the same."""
    store = in_file(tmp_path)
    fill(store, [], [decision(1, "CRM")])
    assert SAME not in client(store).get("/").text


def test_where_the_policy_changed(tmp_path: Path) -> None:
    """The page of the gate says on which dates: two programs of one name show there, too."""
    store = in_file(tmp_path)
    made = [recorded("CRM", "go", days) for days in (8, 7, 6, 5)]
    given_ = [
        replace(one, verdict=replace(one.verdict, policy_digest=f"sha256:{policy}"))
        for one, policy in zip(made, "aabb", strict=True)
    ]
    where = f"/programs/{key('CRM')}/gates/{key('go-live')}"
    fill(store, given_[:2])
    assert "By another policy" not in client(store).get(where).text
    fill(store, given_[2:])
    assert "By another policy than on the date before: 2027-08-27<" in client(store).get(where).text
    assert client(store).get(f"{where}.json").json["policy-changed"] == ["2027-08-27"]
