"""Whole reports, as a person reads them."""

import json
from collections.abc import Callable
from email import charset
from pathlib import Path

import pytest
from support.compared import COMPARED, UNCHANGED, UNKNOWN_POLICY
from support.documents import mail_text, pdf_text, slides_text
from support.effort import heavy_after
from support.golden import check_golden
from support.random_verdicts import everywhere
from support.reports import NAMES, archived, rendered
from support.verdicts import AS_OF, RULES, SOURCES, VERDICTS, readings

from readiness_gate.model.overview import Overview
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display
from readiness_gate.reports import json as json_report
from readiness_gate.reports.health import as_json as health_as_json
from readiness_gate.reports.health import as_text as health
from readiness_gate.reports.readings import as_json, as_text
from readiness_gate.reports.rule import explanation, table
from readiness_gate.reports.rules_json import explained, listed, standing
from readiness_gate.reports.tables import declared
from readiness_gate.reports.text import one_finding
from readiness_gate.signals import SIGNALS

HERE = Path(__file__).parent
PLAIN, VERBOSE, COLOR, QUIET = Display(), Display(verbosity=2), Display(color=True), Display(verbosity=0)


@pytest.fixture(autouse=True)
def _one_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version that is installed is no part of the text."""
    for module in (json_report, declared):
        monkeypatch.setattr(module, "version", lambda: "1.2.3")


CASES = {**VERDICTS, "hostile": everywhere('<b>&\x1b[2K\u202e =1+1 "x"; | @all\n::error::✓ GO ]]>')}
ENDINGS = {
    "text": "txt",
    "json": "json",
    "markdown": "md",
    "junit": "xml",
    "sarif": "sarif",
    "badge": "svg",
    "shields": "shields.json",
    "ics": "ics",
    "html": "html",
    "comment": "comment.md",
    "github": "github.txt",
    "dotenv": "env",
}
DOCUMENTS: dict[str, Callable[[Verdict], str]] = {"email": mail_text, "pdf": pdf_text, "pptx": slides_text}


@pytest.fixture(autouse=True)
def usual_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apprise, which other tests load, changes for the whole process how Python encodes mail."""
    monkeypatch.setitem(charset.CHARSETS, "utf-8", (charset.SHORTEST, charset.BASE64, "utf-8"))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("format_", ENDINGS)
def test_each_verdict_in_each_format(name: str, format_: str) -> None:
    """A verdict reads as it was found right."""
    check_golden(HERE / f"{name}.{ENDINGS[format_]}", rendered(format_, CASES[name], PLAIN))


@pytest.mark.parametrize("name", CASES)
def test_the_tables_of_each_verdict(name: str) -> None:
    """Each file, one after the other; what describes them is the same for all."""
    files = archived(CASES[name])
    check_golden(HERE / "datapackage.json", files.pop("datapackage.json").decode())
    check_golden(HERE / f"{name}.tables.txt", "\n".join(f"{each}\n{files[each].decode()}" for each in files))


@pytest.mark.parametrize("name", ["compared", "unchanged", "unknown-policy"])
@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_what_changed_in_each_format(name: str, format_: str) -> None:
    """A verdict that is compared with an earlier one reads as it was found right."""
    cases = {"compared": COMPARED, "unchanged": UNCHANGED, "unknown-policy": UNKNOWN_POLICY}
    check_golden(HERE / f"{name}.{ENDINGS[format_]}", rendered(format_, cases[name], PLAIN))


def test_what_changed_in_full() -> None:
    """With everything said, in one line, and as a table."""
    check_golden(HERE / "compared.verbose.txt", rendered("text", COMPARED, VERBOSE))
    for format_ in ("email", "pptx"):
        check_golden(HERE / f"compared.{format_}.txt", DOCUMENTS[format_](COMPARED))
    check_golden(HERE / "compared.quiet.txt", rendered("text", UNKNOWN_POLICY, QUIET))
    files = archived(COMPARED)
    description = [one for one in json.loads(files["datapackage.json"])["resources"] if one["name"] == "changes"]
    check_golden(HERE / "compared.tables.txt", f"{json.dumps(description, indent=2)}\n{files['changes.csv'].decode()}")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("format_", ["email", "pptx"])
def test_what_is_read_of_each_verdict(name: str, format_: str) -> None:
    """In a format that is no plain text, the words and where they are."""
    check_golden(HERE / f"{name}.{format_}.txt", DOCUMENTS[format_](CASES[name]))


@pytest.mark.parametrize("name", heavy_after(2, CASES))
def test_what_is_read_of_each_verdict_on_paper(name: str) -> None:
    """The words of the PDF file."""
    check_golden(HERE / f"{name}.pdf.txt", DOCUMENTS["pdf"](CASES[name]), laid_out=True)


def test_every_format_has_golden_texts() -> None:
    """Of each verdict. An attestation is about files, which these verdicts do not have, and what a job reads has tests
    of its own."""
    assert {*ENDINGS, *DOCUMENTS, "tables", "attestation", "github", "dotenv"} == set(NAMES)


@pytest.mark.parametrize(
    ("name", "display"),
    [("verbose", VERBOSE), ("color", COLOR), ("narrow", Display(width=40))],
    ids=["verbose", "color", "narrow"],
)
def test_a_rich_verdict_on_each_screen(name: str, display: Display) -> None:
    """With everything said, in colour, and on a narrow screen it reads as it was found right."""
    check_golden(HERE / f"no-go.{name}.txt", rendered("text", VERDICTS["no-go"], display))


def test_the_decision_alone() -> None:
    """The quiet report of each verdict is the decision and its reason."""
    told = (rendered("text", verdict, QUIET) for verdict in VERDICTS.values())
    check_golden(HERE / "quiet.txt", "".join(told))


SCREENS: dict[str, Callable[[Verdict], str]] = {
    "measure.txt": lambda verdict: as_text(readings(verdict), (), AS_OF, verdict.zone, PLAIN),
    "measure.quiet.txt": lambda verdict: as_text(readings(verdict), (), AS_OF, verdict.zone, QUIET),
    "measure.json": lambda verdict: as_json(readings(verdict), SOURCES, AS_OF),
    "explain.txt": lambda _: "\n".join(
        explanation(rule, SIGNALS[rule.signal], PLAIN, ["starter"]) for rule in RULES if rule.signal in SIGNALS
    ),
    "explain.json": lambda verdict: json_report.dump(
        explained(RULES[3], SIGNALS[RULES[3].signal], ["starter"])
        | standing(
            verdict.findings[0], verdict, [(AS_OF, verdict.findings[0]), (AS_OF - 7 * DAY, verdict.findings[-1])]
        )
    ),
    "rules.json": lambda _: listed([("pack", "starter", RULES), ("milestone", "wave-2", ())]),
    "standing.txt": lambda verdict: "\n".join(one_finding(each, verdict, PLAIN) for each in verdict.findings),
    "rules.txt": lambda _: table(RULES, PLAIN),
}


@pytest.mark.parametrize("name", SCREENS)
def test_other_screens(name: str) -> None:
    """What measure, explain and rules print reads as it was found right."""
    check_golden(HERE / name, SCREENS[name](VERDICTS["no-go"]))


def test_health() -> None:
    """What doctor prints reads as it was found right, with all there, with doubts, and with something missing."""
    git = Overview("git", ("the history begins on 2026-01-01", "config: 20 files"))
    jira = Overview("jira", ("232 issues",), ("2 open defects have a severity that is not mapped: Blocker",))
    people = Overview("people", missing="there is no file people/roster.csv: write it, or correct its name in [people]")
    unmeasured = [("TRN-01", people.missing), ("DOC-01", "no document covers anything"), ("TRN-02", people.missing)]
    told = (health([git], [], PLAIN), health([git, jira], [], PLAIN), health([git, jira, people], unmeasured, PLAIN))
    check_golden(HERE / "doctor.txt", "\n".join(told))
    check_golden(HERE / "doctor.json", health_as_json([git, jira, people], unmeasured, AS_OF, ["a note"]))
