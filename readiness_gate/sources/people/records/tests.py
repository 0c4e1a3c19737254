"""Tests by the business: acceptance tests as test tools export them, and people who try their own work."""

from readiness_gate.model.facts.records.tests import AcceptanceFacts, AcceptanceTest, RealTask, RealTaskFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.junit import as_csv
from readiness_gate.sources.people.records.record_table import RecordTable


def _of_test(test: AcceptanceTest) -> str | None:
    if test.result == "not-run" and test.executed_at is not None:
        return "the test is not-run, and has a time at which it was run: correct one of them"
    return None


def _of_task(task: RealTask) -> str | None:
    if task.unaided and not task.success:
        return "the task was done unaided, and without success: correct one of them"
    if any(time is not None and time <= 0 for time in (task.seconds, task.target_seconds)):
        return "the task took no time, or may take none: correct seconds or target-seconds"
    return None


ACCEPTANCE_TESTS = RecordTable(
    Table(
        "acceptance-tests",
        "a list of acceptance tests",
        "which acceptance test was run with which result or when",
        (
            Column(
                "test",
                "the id of the test",
                "id",
                required=True,
                aliases="test testid testkey testcase testcaseid testcasekey issuekey key id",
            ),
            Column(
                "result",
                "the result of this run, in-progress until it ends; a test without any run has not-run",
                "choice",
                required=True,
                options=("passed", "failed", "blocked", "in-progress", "not-run"),
                aliases="result status outcome testrunstatus executionstatus testresult laststatus",
            ),
            Column(
                "executed-at",
                "when it was run; the newest run of a test counts",
                "when",
                aliases="executedat executedon executiondate finishedon finisheddate completeddate rundate testedon",
            ),
            Column(
                "critical",
                "whether it is of a critical process",
                "flag",
                aliases="critical criticalprocess iscritical",
            ),
            Column("role", "the role that it was run in", "text", privacy="group", aliases="role jobrole businessrole"),
            Column("by-business", "whether somebody ran it who will work in that role", "flag", aliases="bybusiness"),
            Column("migrated-data", "whether it was run with migrated data", "flag", aliases="migrateddata"),
            Column(
                "own-rights",
                "whether it was run with the access rights that the role will have",
                "flag",
                aliases="ownrights securityrole",
            ),
        ),
        examples=(
            ("UAT-1", "passed", "2026-01-12", "yes", "Sales rep", "yes", "yes", "yes"),
            ("UAT-2", "failed", "2026-01-13", "no", "Service agent", "yes", "yes", "no"),
            ("UAT-2", "passed", "2026-01-15", "no", "Service agent", "yes", "yes", "yes"),
            ("UAT-3", "not-run", "", "no", "", "", "", ""),
        ),
    ),
    AcceptanceTest,
    AcceptanceFacts,
    _of_test,
    convert=as_csv,
)
REAL_WORK_TESTS = RecordTable(
    Table(
        "real-work-tests",
        "a list of tasks that people tried",
        "who tried which task with which result or when",
        (
            Column(
                "role",
                "the role of the person who tried it",
                required=True,
                privacy="group",
                aliases="role jobrole businessrole participantrole",
            ),
            Column("task", "the task", "id", required=True, aliases="task scenario taskname taskid"),
            Column("tried-at", "when it was tried", "when", required=True, aliases="triedat testedat date sessiondate"),
            Column(
                "success",
                "whether the task was completed",
                "flag",
                required=True,
                aliases="success completed tasksuccess",
            ),
            Column(
                "unaided",
                "whether it was completed without help",
                "flag",
                required=True,
                aliases="unaided withouthelp unassisted",
            ),
            Column("critical", "whether it is of a critical process", "flag", aliases="critical criticalprocess"),
            Column(
                "fallback", "whether the person went back to the old way", "flag", aliases="fallback workaround oldway"
            ),
            Column("seconds", "how long it took", "number", aliases="seconds duration timeontask"),
            Column("target-seconds", "how long it may take", "number", aliases="targetseconds targettime"),
        ),
        examples=(
            ("Sales rep", "Quote a bundle", "2026-02-01", "yes", "yes", "yes", "no", "240", "300"),
            ("Service agent", "Find an open order", "2026-02-01", "yes", "no", "no", "yes", "410", "120"),
        ),
    ),
    RealTask,
    RealTaskFacts,
    _of_task,
)
