"""A signal's parameters are checked, and its readings are stamped with what they rest on."""

from dataclasses import replace

import pytest
from support.exports import settings

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import (
    Measured,
    Parameters,
    ParameterValue,
    Question,
    Reading,
    Unavailable,
    Unit,
    Value,
)
from readiness_gate.model.time import Instant
from readiness_gate.signals.signal import Parameter, ParameterKind, Signal, SignalTable, measure

AS_OF = 1000


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        pytest.param("duration", "28d", None, id="duration"),
        pytest.param("duration", "28", '"28" is not a duration: write a number with d, w or h', id="duration-no-unit"),
        pytest.param("duration", "0d", None, id="duration-zero"),
        pytest.param("window", "1h", None, id="window"),
        pytest.param("window", "0d", '"0d" is an empty stretch of time', id="window-days"),
        pytest.param("window", "0h", '"0h" is an empty stretch of time', id="window-hours"),
        pytest.param("window", "00000w", '"00000w" is an empty stretch of time', id="window-weeks"),
        pytest.param("window", 0, 'must be a duration such as "28d"', id="window-number"),
        pytest.param("duration", 28, 'must be a duration such as "28d"', id="duration-number"),
        pytest.param("severity", "sev1", None, id="severity"),
        pytest.param("severity", "sev1+sev4", None, id="severities"),
        pytest.param("severity", "sev1+sev2+sev3+sev4", None, id="severities-all"),
        pytest.param("severity", "any", None, id="severity-any"),
        pytest.param("severity", "sev5", 'must be "sev1" to "sev4"', id="severity-unknown"),
        pytest.param("severity", "sev1+any", 'must be "sev1" to "sev4"', id="severity-and-any"),
        pytest.param("severity", "", 'must be "sev1" to "sev4"', id="severity-empty"),
        pytest.param("severity", "sev1+", 'must be "sev1" to "sev4"', id="severity-half"),
        pytest.param("severity", 1, 'must be "sev1" to "sev4"', id="severity-number"),
        pytest.param("paths", "config+code", None, id="paths"),
        pytest.param(
            "paths", "code+config", "must be one of config, code, docs, config+code, or a list", id="paths-order"
        ),
        pytest.param("paths", ["src/**", "*.py"], None, id="globs"),
        pytest.param("paths", ("src/**",), None, id="globs-of-a-tuple"),
        pytest.param("paths", [], "or a list of path patterns", id="no-globs"),
        pytest.param("paths", ["src/**", 5], "or a list of path patterns", id="glob-number"),
        pytest.param("paths", 5, "or a list of path patterns", id="paths-number"),
        pytest.param("paths", ["src/**", "/etc"], "begins at the top of the repository", id="glob-invalid"),
        pytest.param("text", "worst", None, id="text"),
        pytest.param("text", " ", "must be a text", id="text-blank"),
        pytest.param("text", True, "must be a text", id="text-truth"),
        pytest.param("flag", True, None, id="flag"),
        pytest.param("flag", "true", "must be true or false", id="flag-text"),
        pytest.param("flag", 1, "must be true or false", id="flag-number"),
        pytest.param("count", 1, None, id="count"),
        pytest.param("count", 0, "must be a whole number, 1 or more", id="count-none"),
        pytest.param("count", 1_000_001, "must be a whole number, 1 or more", id="count-too-many"),
        pytest.param("count", 2.0, "must be a whole number, 1 or more", id="count-fraction"),
        pytest.param("count", True, "must be a whole number, 1 or more", id="count-truth"),
        pytest.param("count", "3", "must be a whole number, 1 or more", id="count-text"),
        pytest.param("percent", 100, None, id="percent"),
        pytest.param("percent", 101, "must be a whole number from 1 to 100", id="percent-beyond"),
        pytest.param("percent", 0, "must be a whole number from 1 to 100", id="percent-none"),
        pytest.param("day", "2027-03-01", None, id="day"),
        pytest.param("day", 20270301, "must be a day such as", id="day-as-a-number"),
        pytest.param("day", "2027-02-30", "is not a day that exists", id="day-that-does-not-exist"),
        pytest.param("choice", "one", None, id="choice"),
        pytest.param("choice", "three", "must be one of one, two", id="choice-other"),
        pytest.param("choice", ["one"], "must be one of one, two", id="choice-list"),
    ],
)
def test_a_parameter_says_what_is_wrong_with_a_value(kind: ParameterKind, value: object, why: str | None) -> None:
    """A value of the wrong kind is refused in words that say what to write."""
    told = Parameter("name", kind, None, "meaning", ("one", "two") if kind == "choice" else ()).problem(value)
    assert told == why if why is None else why in (told or "")


def _nothing(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs()


def _signal(reading: Reading, *sources: str, unit: Unit = "count") -> Signal:
    return Signal("test.signal", unit, sources, "meaning", _nothing, lambda _facts, _as_of, _given: reading)


def _facts(**observed: Instant | None) -> Facts:
    found = {name: SourceFacts(Provenance(name, "", "", 0, moment)) for name, moment in observed.items()}
    return Facts(settings(), None, found)


def _read(signal: Signal, facts: Facts) -> Reading:
    return measure({signal.name: signal}, facts, Question(signal.name, AS_OF))


@pytest.mark.parametrize(
    ("sources", "observed", "stamped"),
    [
        pytest.param(("a",), {"a": 900}, 900, id="before"),
        pytest.param(("a",), {"a": 1100}, AS_OF, id="never-later-than-asked"),
        pytest.param(("a", "b"), {"a": 900, "b": 800, "c": 1}, 800, id="the-earliest-of-its-own"),
        pytest.param(("a", "b"), {"a": 900, "b": None}, None, id="one-unknown"),
        pytest.param(("a", "b"), {"a": 900}, 900, id="one-absent"),
        pytest.param((), {"a": 900}, None, id="no-source"),
    ],
)
def test_a_reading_is_stamped(sources: tuple[str, ...], observed: dict[str, int | None], stamped: int | None) -> None:
    """Unit, sources, and the instant up to which the least recent of its sources was known."""
    found = _read(_signal(Measured(5, "five"), *sources), _facts(**observed))
    assert found == Measured(5, "five", (), "count", sources, stamped)


def test_a_source_that_could_not_be_read_is_the_reason() -> None:
    """The first of its sources that is unavailable says why; the signal is not even asked."""
    facts = _facts(a=1)
    torn = Facts(facts.settings, None, {**facts.sources, "b": Unavailable("torn"), "c": Unavailable("other")})
    assert _read(_signal(Measured(5, "five"), "a", "b", "c"), torn) == Unavailable("torn")
    assert _read(_signal(Measured(5, "five"), "a"), torn) != Unavailable("torn")


def test_a_signal_that_has_no_reading_says_why() -> None:
    """Its own reason is told as it is."""
    assert _read(_signal(Unavailable("no sample")), _facts()) == Unavailable("no sample")


def test_what_cannot_be_measured_is_the_reason() -> None:
    """A signal may raise why it has no reading, however deep inside; the reason is told as it is."""
    facts = Facts(settings(), None, {"b": Unavailable("torn")})

    def asks(theirs: Facts, _as_of: Instant, _parameters: Parameters) -> Reading:
        return Measured(theirs.require("b", SourceFacts).provenance.records, "counted")

    assert _read(replace(_signal(Measured(5, "five")), measure=asks), facts) == Unavailable("torn")
    assert _read(replace(_signal(Measured(5, "five")), measure=asks), _facts(b=1)) == Measured(0, "counted")


@pytest.mark.parametrize(
    ("value", "unit", "fits"),
    [(True, "boolean", True), (1, "boolean", False), (False, "count", False), (0.5, "share", True)],
)
def test_a_value_must_be_one_of_its_unit(value: Value, unit: Unit, *, fits: bool) -> None:
    """Yes and no are no numbers: either would pass the other's limits."""
    found = _read(_signal(Measured(value, "told"), unit=unit), _facts())
    assert isinstance(found, Measured) is fits
    assert fits or found == Unavailable(f"test.signal gave {value!r}, which is not a value in {unit}")


def test_a_signal_that_nobody_knows_is_unavailable() -> None:
    """A question to a signal that is in no table has no answer."""
    table: SignalTable = {}
    assert measure(table, _facts(), Question("no.signal", AS_OF)) == Unavailable('no signal is called "no.signal"')


def test_defaults_stand_where_nothing_is_given() -> None:
    """Parameters are sorted by name; one without a default may be left out; a given value wins."""
    parameters = (
        Parameter("window", "duration", "28d", "how long"),
        Parameter("max-age", "duration", None, "how old"),
        Parameter("paths", "paths", "docs", "which"),
    )
    signal = replace(_signal(Measured(1, "")), parameters=parameters)
    given: dict[str, ParameterValue] = {"window": "7d"}
    assert signal.with_defaults(given) == Parameters((("paths", "docs"), ("window", "7d")))
    assert signal.parameter("paths") is parameters[2]
    assert signal.parameter("path") is None
