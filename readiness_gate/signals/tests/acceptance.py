"""Signals on acceptance tests: how many were run, how many passed, and in which roles.

Of several runs of a test the newest counts; of several on the same day, whose order is unknown, the worst.
"""

from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.tests import AcceptanceFacts, AcceptanceTest, Result
from readiness_gate.model.levers import Work, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.known_roles import roles_to_cover
from readiness_gate.signals.views.records import has_occurred

_SOURCE = "acceptance-tests"
_WORST_FIRST: Sequence[Result] = ("failed", "blocked", "in-progress", "not-run", "passed")
_UNFINISHED_FIRST: Sequence[Result] = ("blocked", "in-progress", "not-run", "failed", "passed")
_CRITICAL = Parameter("critical", "flag", False, "count only tests of critical processes")
_FINISHED: Sequence[Result] = ("passed", "failed")
"""The results of a completed test run."""
_SHOWN = 20


def uat_executed(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the acceptance tests that were run: their newest result is passed or failed."""
    latest: Mapping[str, Result] = {
        test: _newest(runs, _UNFINISHED_FIRST) if runs else "not-run"
        for test, runs in _runs(facts, as_of, critical=parameters.flag("critical"), good=_FINISHED).items()
    }
    return _share_of(latest, _FINISHED, _noun(parameters), ("were run", "not run"), "run")


UAT_EXECUTED = Signal(
    name="tests.uat-executed",
    unit="share",
    sources=(_SOURCE,),
    meaning="The share of planned acceptance tests that were run; a blocked test was not.",
    needs=all_of(_SOURCE),
    measure=uat_executed,
    topic="how many acceptance tests were run",
    parameters=(_CRITICAL,),
)


def uat_passed(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the executed acceptance tests that passed in their newest run; a test that is being run
    again has not passed yet."""
    tests = _runs(facts, as_of, critical=parameters.flag("critical"), good=("passed",))
    executed: Mapping[str, Result] = {
        test: _newest(runs, _WORST_FIRST)
        for test, runs in tests.items()
        if any(run.result in _FINISHED for run in runs)
    }
    if not executed:
        raise CannotMeasure(f"none of {counted(len(tests), _noun(parameters))} was run: run them")
    return _share_of(executed, ("passed",), _noun(parameters), ("that were run passed", "failed"), "fix and pass")


UAT_PASSED = Signal(
    name="tests.uat-passed",
    unit="share",
    sources=(_SOURCE,),
    meaning="The share of acceptance tests run that passed in their newest run.",
    needs=all_of(_SOURCE),
    measure=uat_passed,
    topic="how many acceptance tests passed",
    parameters=(_CRITICAL,),
)


def uat_roles(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of the roster's roles in which a business user passed an acceptance test with migrated data
    and the access rights of the role."""
    rows = facts.require(_SOURCE, AcceptanceFacts).records
    roles = roles_to_cover(facts, as_of, (row.role for row in rows), _SOURCE)
    real = {row.role for row in rows if _is_real(row) and _is_run(row, as_of, ("passed",)) and row.result == "passed"}
    if not real:
        _check_columns(rows)
    lacking = [role for role in roles if role not in real]
    return Measured(
        (len(roles) - len(lacking)) / len(roles),
        f"In {len(roles) - len(lacking)} of {counted(len(roles), 'role')}, business users passed a test with migrated "
        "data and their own access rights.",
        tuple(Evidence("role", role, "no such test passed") for role in lacking),
        shortfall=f"no test with migrated data in {len(lacking)} of {counted(len(roles), 'role')}",
        levers=(_tests_in(tuple(lacking), len(roles)),),
    )


UAT_ROLES = Signal(
    name="tests.uat-roles",
    unit="share",
    sources=(_SOURCE, "people"),
    meaning="The share of roles in which business users passed a test with migrated data and their own access rights.",
    needs=all_of(_SOURCE, "people"),
    measure=uat_roles,
    topic="which roles tested with migrated data",
)


def _tests_in(lacking: tuple[str, ...], total: int) -> Work:
    many = "roles with migrated data and their own access rights"
    return work("test", "role with migrated data and its own access rights", lacking, of=total, many=many)


def _is_real(row: AcceptanceTest) -> bool:
    return row.by_business is True and row.migrated_data is True and row.own_rights is True


def _check_columns(rows: Iterable[AcceptanceTest]) -> None:
    """Raise CannotMeasure if a column is empty in every row: nothing can be concluded from it."""
    seen = list(rows)
    says = {
        "by-business": any(row.by_business is not None for row in seen),
        "migrated-data": any(row.migrated_data is not None for row in seen),
        "own-rights": any(row.own_rights is not None for row in seen),
        "role": any(row.role for row in seen),
    }
    silent = [column for column, is_known in says.items() if not is_known]
    if silent:
        raise CannotMeasure(f"acceptance-tests says nothing in {', '.join(silent)}: add the columns")


def _runs(
    facts: Facts, as_of: Instant, *, critical: bool, good: Sequence[Result]
) -> Mapping[str, Sequence[AcceptanceTest]]:
    """Return the runs of each test by `as_of`, possibly none; at least one test. For a run on the day of `as_of`, a
    `good` result counts only from the end of the day."""
    rows = facts.require(_SOURCE, AcceptanceFacts).records
    _check_times(rows)
    wanted = _critical(rows) if critical else {row.test for row in rows}
    runs: dict[str, list[AcceptanceTest]] = {test: [] for test in sorted(wanted)}
    for row in rows:
        if row.test in runs and row.result != "not-run" and _is_run(row, as_of, good):
            runs[row.test].append(row)
    return runs


def _check_times(rows: Iterable[AcceptanceTest]) -> None:
    """Raise CannotMeasure for a run without a time among several runs of a test: the newest is unknown."""
    seen: dict[str, list[AcceptanceTest]] = {}
    for row in rows:
        if row.result != "not-run":
            seen.setdefault(row.test, []).append(row)
    for test, runs in seen.items():
        if len(runs) > 1 and any(run.executed_at is None for run in runs):
            raise CannotMeasure(
                f"which run of the test {test} is the newest is unknown: add executed-at to acceptance-tests, or keep "
                "one row for each test"
            )


def _critical(rows: Sequence[AcceptanceTest]) -> set[str]:
    """Return the tests of critical processes, at least one."""
    unknown = next((row.test for row in rows if row.critical is None), None)
    if unknown is not None:
        raise CannotMeasure(
            f"whether the test {unknown} is critical is unknown: fill in the column critical of acceptance-tests"
        )
    critical = {row.test for row in rows if row.critical}
    if not critical:
        raise CannotMeasure("no acceptance test is critical: mark those of critical processes in the column critical")
    return critical


def _is_run(row: AcceptanceTest, as_of: Instant, good: Sequence[Result]) -> bool:
    """Return whether a test was run by `as_of`; a run without a time is as old as the file."""
    return row.executed_at is None or has_occurred(row.executed_at, as_of, is_good=row.result in good)


def _newest(runs: Sequence[AcceptanceTest], worst_first: Sequence[Result]) -> Result:
    """Return the result of the newest run; if several may be the newest, the worst of their results."""
    starts = [run.executed_at.start for run in runs if run.executed_at is not None]
    newest = max(starts, default=0)
    results = {run.result for run in runs if run.executed_at is None or run.executed_at.end >= newest}
    return next(result for result in worst_first if result in results)


def _noun(parameters: Parameters) -> str:
    return f"{'critical ' if parameters.flag('critical') else ''}acceptance test"


def _share_of(
    results: Mapping[str, Result], good: Sequence[Result], noun: str, did_or_not: tuple[str, str], verb: str
) -> Measured:
    """Return the share of the tests with a `good` result, in words for those that have it and those that do not; the
    `verb` is the work that gives a test such a result."""
    total, (did, did_not) = len(results), did_or_not
    left = sorted(test for test, result in results.items() if result not in good)
    return Measured(
        (total - len(left)) / total,
        f"{total - len(left)} of {counted(total, noun)} {did}.",
        tuple(Evidence("test", test, results[test]) for test in left[:_SHOWN]),
        shortfall=f"{len(left)} of {counted(total, noun)} {did_not}",
        levers=(work(verb, noun, tuple(left), of=total),),
    )


SIGNALS = (UAT_EXECUTED, UAT_PASSED, UAT_ROLES)
