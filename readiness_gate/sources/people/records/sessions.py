"""The sessions that people attended, and the assessments of what they learned."""

from pydantic import Field

from readiness_gate.model.facts.records.sessions import ASSESSMENT, Attendance, SessionFacts
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.forms import Form
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.toml.values import Count

KINDS = ("classroom", "online", "in-app", "sandbox", "on-job", ASSESSMENT)


class SessionsForm(Form):
    """The keys that say which scores count."""

    passing_score: Count | None = Field(default=None, description="the lowest score that passes an assessment")


def _problem(attendance: Attendance) -> str | None:
    if attendance.hours is not None and attendance.hours < 0:
        return "the session took less than no time: correct the hours"
    return None


SESSIONS = RecordTable(
    Table(
        "sessions",
        "a list of training sessions",
        "who attended which training session, was assessed in it or when",
        (
            Column(
                "person",
                "the id of the person, the same as on the roster",
                "person",
                required=True,
                privacy="person",
                aliases="person userid employeeid personid personnelnumber workerid employeenumber username studentid "
                "learnerid participantid idnumber email emailaddress",
            ),
            Column(
                "module",
                "the training module, as in [people.required]",
                "id",
                required=True,
                aliases="module trainingtitle coursename coursetitle course training itemtitle title activity quiz",
            ),
            Column(
                "when",
                "when the person attended the session, or was assessed",
                "when",
                required=True,
                privacy="about-person",
                aliases="when attendedat attendedon attendancedate sessiondate date starttime startdate completedat "
                "completedon",
            ),
            Column(
                "kind",
                "how the person was trained, or that this was an assessment",
                "choice",
                aliases="kind type deliverytype deliverymethod sessiontype activitytype method",
                options=KINDS,
            ),
            Column(
                "passed",
                "whether the person passed; empty: not assessed",
                "flag",
                privacy="about-person",
                aliases="passed pass passfail result outcome",
            ),
            Column(
                "score",
                'passes by the key "passing-score"',
                "number",
                privacy="about-person",
                aliases="score grade percentage points mark testscore",
            ),
            Column(
                "hours",
                "how many hours it took",
                "number",
                privacy="about-person",
                aliases="hours duration durationhours traininghours",
            ),
        ),
        examples=(
            ("E1001", "Quoting", "2026-01-12T09:00:00+01:00", "classroom", "", "", "3"),
            ("E1001", "Quoting", "2026-01-18", "sandbox", "", "", "1.5"),
            ("E1001", "Quoting", "2026-01-20", "assessment", "yes", "92", "0.5"),
        ),
    ),
    Attendance,
    SessionFacts,
    _problem,
    form=SessionsForm,
)
