"""What third parties add is merged with ours, and whatever they do wrong stays theirs: it never makes a gate pass."""

import asyncio
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType
from typing import Any, cast

import pytest
from support.exports import settings
from support.verdicts import VERDICTS

from readiness_gate import plugins
from readiness_gate.cli.output import format_of
from readiness_gate.errors import BadUse, CannotMeasure, CouldNotLook, NotWritten
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Question, Reading, Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.plugins import Sealed, Tables, fence, tables
from readiness_gate.plugins.report import Report
from readiness_gate.reports import FORMATS, Display
from readiness_gate.signals import SIGNALS, Parameter, Signal, measure
from readiness_gate.sources import SOURCES, Source, fetch

NOW = 1_775_000_000
WINDOW = Parameter("window", "duration", "7d", "how far back")
THREE = Measured(3, "3 wait.", (Evidence("approval", "A-1"), Evidence("rule", "B", path="a/b.md", line=3)))
Install = Callable[..., Tables]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs objects of a plugin under the names of a group, and gives the tables with them."""

    def installed(group: str, **things: object) -> Tables:
        module = ModuleType("our_plugin")
        for name, thing in things.items():
            setattr(module, name, thing)
        monkeypatch.setitem(sys.modules, "our_plugin", module)
        points = [EntryPoint(name, f"our_plugin:{name}", f"readiness_gate.{group}") for name in (*things, "absent")]

        found = EntryPoints(each for each in points if each.name in things or not things)
        monkeypatch.setattr(plugins, "entry_points", lambda: found)
        return tables()

    return installed


def _gives(answer: object) -> Callable[..., Any]:
    def function(*_: object) -> object:
        return answer

    return function


def _with(value: Any, /, **fields: Any) -> Any:
    """A value with fields that its type would not allow."""
    return replace(value, **fields)


def _not_a_number(*_: object) -> Measured:
    return replace(THREE, value=float("nan"))


def _signal(name: str = "approvals.open", **fields: Any) -> Signal:
    whole = Signal(name, "count", (), "Approvals that wait.", _gives(Needs()), _gives(THREE), (WINDOW,))
    return replace(whole, **fields)


def _read(found: Tables, name: str = "approvals.open") -> Reading:
    question = Question(name, NOW, found.signals[name].with_defaults({}))
    return measure(found.signals, Facts(settings(), None), question)


def test_without_plugins_the_tables_are_ours(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name of ours is there, and nothing else."""
    install("signals")
    monkeypatch.setattr(plugins, "entry_points", EntryPoints)
    found = tables()
    assert (found.signals, found.sources, found.formats, found.refused) == (SIGNALS, SOURCES, FORMATS, ())


def test_a_signal_is_measured_as_one_of_ours(install: Install) -> None:
    """Its answer is a reading, stamped like any other."""
    found = install("signals", one=_signal(), two=_signal("approvals.any", unit="boolean", measure=_gives(_flag())))
    assert found.refused == ()
    assert set(found.signals) == {*SIGNALS, "approvals.open", "approvals.any"}
    assert _read(found) == _with(THREE, observed_at=None)
    assert _read(found, "approvals.any") == replace(_flag(), unit="boolean")


def test_tables_with_plugins_pickle(install: Install) -> None:
    """So that a run with them works in any process that has the plugin."""
    found = install("signals", one=_signal())
    copy: Tables = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert set(copy.signals) == {*SIGNALS, "approvals.open"}
    assert _read(copy) == _read(found)


def _flag() -> Measured:
    return Measured(True, "Some wait.")


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        ("a text", "it returned str instead of Signal"),
        (SIGNALS, "it returned dict instead of Signal"),
        (_with(_signal(), name=5), "it returned int instead of str"),
        (_signal(unit="euros"), "euros is not a unit"),
        (_signal(sources="jira"), "it returned str instead of tuple"),
        (_signal(sources=(None,)), "it returned NoneType instead of str"),
        (_signal(meaning=None), "it returned NoneType instead of str"),
        (_signal(parameters=(_with(WINDOW, default="soon"),)), 'the default of window "soon" is not a duration'),
        (_signal(parameters=(_with(WINDOW, kind="colour"),)), "it raised KeyError: 'colour'"),
        (_signal(parameters=5), "it raised TypeError"),
    ],
    ids=["text", "table", "name", "unit", "sources", "source", "meaning", "default", "kind", "parameters"],
)
def test_what_is_no_signal_is_left_out(install: Install, thing: object, why: str) -> None:
    """It is named with the reason, and ours stay."""
    found = install("signals", odd=thing)
    assert found.signals == SIGNALS
    assert len(found.refused) == 1
    assert found.refused[0].startswith("the plugin odd (our_plugin:odd) cannot be used: ")
    assert why in found.refused[0]


def test_a_plugin_that_cannot_be_loaded_is_left_out(install: Install) -> None:
    """An entry point that names nothing is told."""
    found = install("signals")
    assert found.signals == SIGNALS
    assert "the plugin absent (our_plugin:absent) cannot be used: it raised AttributeError" in found.refused[0]


def test_no_plugin_takes_the_place_of_another(install: Install) -> None:
    """Neither of one of ours, nor of one that was there before."""
    found = install("signals", a=_signal(), b=_signal(unit="days"), c=_signal("defects.open"))
    assert found.signals["defects.open"] is SIGNALS["defects.open"]
    assert found.signals["approvals.open"].unit == "count"
    assert [each.partition(": ")[2] for each in found.refused] == [
        "the name approvals.open is taken",
        "the name defects.open is taken",
    ]


def _does(what: Callable[[], object]) -> Callable[..., Any]:
    def done(*_: object) -> Any:
        return what()

    return done


def _raising(error: BaseException) -> Callable[..., Any]:
    def function(*_: object) -> None:
        raise error

    return function


class _Loud(int):
    """A number that claims to be below any limit."""

    def __gt__(self, other: object) -> bool:
        return False


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"measure": _raising(ValueError("no"))}, "it raised ValueError: no"),
        ({"measure": _raising(SystemExit(0))}, "it raised SystemExit: 0"),
        ({"measure": _raising(RecursionError())}, "it raised RecursionError: "),
        ({"measure": _raising(CouldNotLook("the tool is down"))}, "the tool is down"),
        ({"measure": _gives(None)}, "it returned NoneType instead of Measured"),
        ({"measure": _gives(0)}, "it returned int instead of Measured"),
        ({"measure": lambda: THREE}, "it raised TypeError"),
        ({"measure": _gives(_with(THREE, summary=5))}, "it returned int instead of str"),
        ({"measure": _gives(_with(THREE, evidence=("A-1",)))}, "it returned str instead of Evidence"),
        (
            {"measure": _gives(_with(THREE, evidence=(_with(Evidence("a", ""), id=5),)))},
            "it returned int instead of str",
        ),
        (
            {"measure": _gives(_with(THREE, evidence=(_with(Evidence("a", ""), path=5),)))},
            "it returned int instead of str",
        ),
        (
            {"measure": _gives(_with(THREE, evidence=(_with(Evidence("a", ""), line="5"),)))},
            "it returned str instead of int",
        ),
        ({"measure": _not_a_number}, "it raised ValueError"),
        ({"measure": _gives(True)}, "it returned bool instead of Measured"),
        ({"needs": _raising(ValueError("no"))}, "it raised ValueError: no"),
        ({"needs": _gives(None)}, "it returned NoneType instead of Needs"),
        ({"needs": _gives(Needs(git=_with(GitNeed(0, 0, 0), newest="x")))}, "it raised TypeError"),
    ],
)
def test_a_broken_signal_is_unavailable(install: Install, fields: Mapping[str, Any], why: str) -> None:
    """Whatever it raises or answers, there is no reading, and the reason names the plugin."""
    found = install("signals", one=_signal(**fields))
    reading = _read(found)
    assert isinstance(reading, Unavailable)
    assert reading.reason.startswith("the plugin of the signal approvals.open is broken: ")
    assert why in reading.reason
    assert found.signals["approvals.open"].needs(found.signals["approvals.open"].with_defaults({}), NOW) == Needs()


def test_an_unavailable_answer_stays_one(install: Install) -> None:
    """A plugin's own reason is told as it is; one that is no text is broken."""
    assert _read(install("signals", one=_signal(measure=_gives(Unavailable("not yet"))))) == Unavailable("not yet")
    raises = _raising(CannotMeasure("not today"))
    assert _read(install("signals", one=_signal(measure=raises))) == Unavailable("not today")


def test_a_value_is_a_plain_number(install: Install) -> None:
    """A number that compares as it likes is judged as the number that it is."""
    reading = _read(install("signals", one=_signal(measure=_gives(_with(THREE, value=_Loud(3))))))
    assert isinstance(reading, Measured)
    assert type(reading.value) is int
    assert reading.value > 2


def test_true_is_no_count(install: Install) -> None:
    """A reading that is true where a number is due would equal 1."""
    reading = _read(install("signals", one=_signal(measure=_gives(_flag()))))
    assert reading == Unavailable("approvals.open gave True, which is not a value in count")


def test_whoever_interrupts_is_heard(install: Install) -> None:
    """Ctrl-C while a plugin works ends the run; one that a plugin raises itself is its own fault."""
    raised = _read(install("signals", one=_signal(measure=_raising(KeyboardInterrupt("mine")))))
    assert isinstance(raised, Unavailable)
    assert raised.reason.endswith("it raised KeyboardInterrupt: mine")
    parent = os.getpid()
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background

    def interrupts(*_: object) -> None:
        time.sleep(1)  # the parent has forked by then: what interrupts a handler of that would be lost
        os.kill(parent, signal.SIGINT)
        time.sleep(60)

    found = install("signals", one=_signal(measure=interrupts))
    try:
        with pytest.raises(KeyboardInterrupt):
            _read(found)
    finally:
        signal.signal(signal.SIGINT, usual)


def _closed(*_: object) -> None:
    """Close every file there is, those of the fence too."""
    os.closerange(0, 64)


def _printed(*_: object) -> Measured:
    print("go")  # noqa: T201 - what a plugin must not do
    return THREE


def _written(*_: object) -> Measured:
    os.write(1, b"decision=go")
    return THREE


def _patched(*_: object) -> Measured:
    setattr(os, "_exit", print)  # noqa: B010 - a plugin may do that
    raise ValueError("no")


def _large(*_: object) -> Measured:
    return replace(THREE, summary="x" * 100_000)


_MORE = ("limit", "close", "print", "write", "patch", "large", "unicode")


@pytest.mark.parametrize(
    ("does", "why"),
    [
        (_raising(asyncio.CancelledError()), "it raised CancelledError: "),
        (_raising(GeneratorExit("x")), "it raised GeneratorExit: x"),
        (_raising(BaseExceptionGroup("x", [KeyboardInterrupt()])), "it raised BaseExceptionGroup: x"),
        (_does(lambda: os._exit(0)), "its process ended without an answer (exit status 0)"),
        (_does(lambda: os.kill(os.getpid(), signal.SIGSEGV)), "its process ended without an answer (signal 11)"),
        (_does(lambda: os.kill(os.getpid(), signal.SIGSTOP)), "it did not answer in 1 s"),
        (_does(lambda: time.sleep(60)), "it did not answer in 1 s"),
        (_does(lambda: sys.setrecursionlimit(10**6)), "it returned NoneType instead of Measured"),
        (_closed, "its process ended without an answer"),
        (_printed, "it printed to standard output"),
        (_written, "it printed to standard output"),
        (_patched, "it raised ValueError: no"),
        (_large, "its answer is larger than"),
        (_gives(_with(THREE, summary="\ud800")), "it returned a text that is not valid Unicode"),
    ],
    ids=[*("cancel", "generator", "group", "exit", "crash", "stop", "hang"), *_MORE],
)
def test_whatever_a_plugin_does_stays_its_own(
    install: Install, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], does: Any, why: str
) -> None:
    """It exits, hangs, crashes or prints: there is no reading, and nothing of it is seen here."""
    found = install("signals", one=_signal(measure=does))
    monkeypatch.setattr(fence, "LIMIT", 1.0)
    monkeypatch.setattr(fence, "LARGEST", 10_000)
    reading = _read(found)
    assert isinstance(reading, Unavailable)
    assert reading.reason.startswith("the plugin of the signal approvals.open is broken: ")
    assert why in reading.reason
    assert capfd.readouterr().out == ""


def test_a_plugin_that_hung_is_not_called_again(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would hang as often as it is asked."""
    found = install("signals", one=_signal(measure=_does(lambda: time.sleep(60))))
    monkeypatch.setattr(fence, "LIMIT", 0.3)
    first, began = _read(found), time.monotonic()
    assert [_read(found) for _ in range(5)] == [first] * 5
    assert time.monotonic() - began < 0.3


def test_a_plugin_has_copies_of_everything(install: Install) -> None:
    """What it does to facts, settings and to this program changes nothing for anybody else."""
    facts = Facts(settings(), None, {"git": Unavailable("no repository")})
    before = repr(facts)

    def measures(theirs: Facts, *_: object) -> Measured:
        sources = cast("dict[str, Any]", theirs.sources)
        sources["git"] = sources["jira"] = SourceFacts(ORIGIN)
        cast("dict[str, Any]", theirs.settings.plugins)["x"] = {}
        object.__setattr__(theirs.settings, "jira", None)
        cast("dict[str, Any]", SIGNALS).clear()
        cast("Any", Unavailable).reason = ""
        os.environ["PLANTED"] = "1"
        return THREE

    found = install("signals", one=_signal(measure=measures))
    question = Question("approvals.open", NOW, found.signals["approvals.open"].with_defaults({}))
    assert isinstance(measure(found.signals, facts, question), Measured)
    assert (repr(facts), "PLANTED" in os.environ, len(SIGNALS) > 40) == (before, False, True)


class _Exits:
    """What exits while its attributes are looked at, as a module does that exits while it is imported."""

    def __getattribute__(self, name: str) -> object:
        os._exit(0)


def test_a_plugin_that_exits_while_it_is_loaded(install: Install) -> None:
    """It is refused with the reason, and ours stay."""
    found = install("signals", odd=_Exits())
    assert found.signals == SIGNALS
    assert found.refused == (
        "the plugin odd (our_plugin:odd) cannot be used: its process ended without an answer (exit status 0)",
    )


def test_when_a_freeze_began_is_not_for_a_plugin_to_say(install: Install) -> None:
    """Its needs are merged with those of others, and would move the freeze for them."""
    asked = Needs(frozenset({"git"}), GitNeed(NOW, NOW - 9, NOW, paths=frozenset({"code", ("a/**",)}), frozen=NOW))
    signal_ = install("signals", one=_signal(needs=_gives(asked))).signals["approvals.open"]
    assert signal_.needs(signal_.with_defaults({}), NOW) == replace(asked, git=_with(asked.git, frozen=None))


ORIGIN = Provenance("approvals", "the tool", "what waits", 1, NOW)


_Nowhere: type[SourceFacts] = type("Nowhere", (SourceFacts,), {})


def _fetched(install: Install, answer: Callable[..., Any]) -> SourceFacts | Unavailable:
    found = install("sources", one=Source("approvals", answer))
    assert found.refused == ()
    return fetch(found.sources, settings(), Needs(frozenset({"approvals"})), NOW, _gives(None))["approvals"]


@dataclass(frozen=True)
class Approvals(SourceFacts):
    """What the source of a plugin says."""

    waiting: tuple[str, ...]


def _waiting(facts: Facts, *_: object) -> Measured:
    found = facts.of("approvals", Approvals)
    assert isinstance(found, Approvals)
    return Measured(len(found.waiting), "They wait.")


def test_a_source_is_read_as_one_of_ours(install: Install) -> None:
    """Its facts are for plugins alone; where they come from is for everybody, under the name of the source."""
    facts = _fetched(install, _gives(Approvals(_with(ORIGIN, source="git", observed_at=NOW + 60), ("a", "b"))))
    assert isinstance(facts, Sealed)
    assert facts.provenance == ORIGIN
    found = install("signals", one=_signal(sources=("approvals",), measure=_waiting))
    question = Question("approvals.open", NOW, found.signals["approvals.open"].with_defaults({}))
    reading = measure(found.signals, Facts(settings(), None, {"approvals": facts}), question)
    assert isinstance(reading, Measured)
    assert reading.value == 2


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (_raising(OSError("no route")), "it raised OSError: no route"),
        (_raising(CouldNotLook("log in first")), "log in first"),
        (_gives(None), "it returned NoneType instead of SourceFacts"),
        (_gives(_with(SourceFacts(ORIGIN), provenance=None)), "it returned NoneType instead of Provenance"),
        (_gives(SourceFacts(_with(ORIGIN, identity=None))), "it returned NoneType instead of str"),
        (_gives(SourceFacts(_with(ORIGIN, records="many"))), "it returned str instead of int"),
        (_gives(SourceFacts(_with(ORIGIN, observed_at="today"))), "it returned str instead of int"),
        (_gives(SourceFacts(_with(ORIGIN, complete=False))), "it reports that its facts are not complete"),
        (_gives(SourceFacts(_with(ORIGIN, complete=1))), "it reports that its facts are not complete"),
        (_gives(SourceFacts(_with(ORIGIN, observed_at=NOW + 400))), "its time of reading is in the future"),
        (_gives(SourceFacts(_with(ORIGIN, records=True))), "it returned bool instead of int"),
        (_gives(_Nowhere(ORIGIN)), "it raised"),
        (_does(lambda: os._exit(0)), "its process ended without an answer (exit status 0)"),
        (_does(lambda: sys.stdout.write("x") and SourceFacts(ORIGIN)), "it printed to standard output"),
    ],
)
def test_a_broken_source_is_unavailable(install: Install, answer: Callable[..., Any], why: str) -> None:
    """Whatever it raises or answers, nothing was read, and the reason names the plugin."""
    found = _fetched(install, answer)
    assert isinstance(found, Unavailable)
    assert found.reason.startswith(f"the plugin of the source approvals could not be read: {why}")


def _decision(verdict: Verdict, _: Display) -> str:
    return verdict.decision


def test_a_report_is_rendered_as_one_of_ours(install: Install) -> None:
    """Its text is the result, in UTF-8; it is made for the reader's screen."""
    report = install("reports", one=Report("short", _decision)).reports(Display())["short"]
    assert report.render(VERDICTS["go"]) == b"go"
    assert (report.media_type, report.is_text) == ("text/plain; charset=utf-8", True)
    wide = install("reports", one=Report("wide", lambda _, display: f"ü{display.width}")).reports(Display(width=99))
    assert wide["wide"].render(VERDICTS["go"]) == "ü99".encode()


def test_a_report_may_be_bytes(install: Install) -> None:
    """They are the result as they are, of the media type that it names; those of several verdicts are not joined."""
    page = Report("page", lambda verdict, _: b"\xff\x00" + verdict.decision.encode(), (".pdf",), "application/pdf")
    report = install("reports", one=page).reports(Display())["page"]
    assert report.render(VERDICTS["go"]) == b"\xff\x00go"
    assert (report.media_type, report.is_text, report.join) == ("application/pdf", False, None)


@pytest.mark.parametrize("media_type", ["", "text", "text/plain\r\nx: y", "TEXT/plain", "a/b c", 1])
def test_a_media_type_is_one(install: Install, media_type: object) -> None:
    """It will be in a header one day; what is none is refused with the plugin."""
    refused = install("reports", one=Report("page", _decision, (), cast("str", media_type))).refused
    assert len(refused) == 1
    assert "is not a media type" in refused[0] or "it returned int instead of str" in refused[0]


def test_the_endings_of_a_report_are_known(install: Install) -> None:
    """Beside ours, which nobody takes away; a report whose endings are no texts cannot be used."""
    found = install("reports", one=Report("page", _decision, (".page", ".json")), two=Report("other", _decision))
    reports = found.reports(Display()).values()
    assert [format_of(name, reports) for name in ("a.page", "a.json", "a.txt")] == ["page", "json", "text"]
    with pytest.raises(BadUse, match=r"\.html \(html\), .*\.page \(page\)"):
        format_of("a.odt", reports)
    for endings, why in ((".html", "it returned str instead of tuple"), ((1,), "it returned int instead of str")):
        refused = install("reports", one=Report("page", _decision, cast("tuple[str, ...]", endings))).refused
        assert len(refused) == 1
        assert refused[0].endswith(f"cannot be used: {why}")


@pytest.mark.parametrize(
    ("render", "why"),
    [
        (_raising(KeyError("x")), "it raised KeyError: 'x'"),
        (_gives(None), "it returned NoneType instead of str"),
        (_gives("\ud800"), "it returned a text that is not valid Unicode"),
        (_gives(b"\xff"), "it returned bytes that are not UTF-8 as text/plain"),
        (_raising(SystemExit(0)), "it raised SystemExit: 0"),
        (_does(lambda: os._exit(0)), "its process ended without an answer"),
    ],
)
def test_a_broken_report_is_not_written(install: Install, render: Callable[..., Any], why: str) -> None:
    """The verdict was reached and cannot be told: exit code 4, and not a verdict."""
    found = install("reports", one=Report("short", render))
    with pytest.raises(NotWritten, match=f"the plugin of the report short is broken: {why}"):
        found.reports(Display())["short"].render(VERDICTS["go"])
