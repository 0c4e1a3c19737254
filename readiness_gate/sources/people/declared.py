"""The declarations of the roster, the completions and the calendar."""

from readiness_gate.sources.people.declaration import Column, Table

ACTIVE = "active"
"""Our name for the roster column that shows who still works there; any column can be it."""
_PEOPLE = "person userid employeeid personid personnelnumber workerid employeenumber username"

ROSTER = Table(
    "roster",
    "a roster",
    "who works in which role or until when",
    (
        Column(
            "person",
            "the id of the person, the same in every file",
            "person",
            required=True,
            privacy="person",
            aliases=f"{_PEOPLE} login idnumber email emailaddress",
        ),
        Column(
            "role",
            "the role in which the person will use the system",
            required=True,
            privacy="group",
            aliases="role jobrole userrole position jobtitle jobfunction profile",
        ),
        Column(
            "from",
            "since when the person holds the role",
            "when",
            privacy="about-person",
            aliases="from startdate hiredate joiningdate joindate validfrom entrydate",
        ),
        Column(
            "to",
            "until when",
            "when",
            privacy="about-person",
            aliases="to enddate terminationdate leavingdate validto exitdate lastday",
        ),
        Column(
            "critical-process",
            "the critical process that the person works in; empty for none",
            "text",
            privacy="group",
            aliases="criticalprocess critical",
        ),
        Column(
            "wave",
            "the part of the rollout; milestones name theirs in tags",
            privacy="group",
            aliases="wave rolloutwave golivewave phase",
        ),
        Column(
            "unit",
            "the unit of the organization that the person belongs to",
            "text",
            privacy="group",
            aliases="unit businessunit orgunit",
            common=True,
        ),
        Column(
            "leader",
            "whether the person leads others; empty: no",
            "flag",
            privacy="about-person",
            aliases="leader isleader ismanager peoplemanager peopleleader teamlead",
        ),
        Column(
            "super-user",
            "whether colleagues can turn to the person for help; empty: no",
            "flag",
            privacy="about-person",
            aliases="superuser issuperuser keyuser iskeyuser champion changeagent",
        ),
    ),
    examples=(
        ("E1001", "Sales rep", "2026-01-01", "", "Quote to order", "1", "Sales North", "yes", ""),
        ("E1002", "Service agent", "2026-01-01", "2026-12-31", "", "1", "Service", "", "yes"),
    ),
)
COMPLETIONS = Table(
    "completions",
    "completions",
    "who completed what or until when",
    (
        Column(
            "person",
            "the id of the person, the same as on the roster",
            "person",
            required=True,
            privacy="person",
            aliases=f"{_PEOPLE} studentid learnerid idnumber email emailaddress",
        ),
        Column(
            "module",
            "the training module",
            "id",
            required=True,
            aliases="module trainingtitle coursename coursetitle course training itemtitle title activity "
            "learningcontent curriculum learningitem item coursefullname",
        ),
        Column(
            "completed-at",
            "when it was completed; empty: not completed",
            "when",
            required=True,
            privacy="about-person",
            aliases="completedat completeddate completiondate datecompleted completedon dateofcompletion "
            "transcriptcompleteddate timecompleted finishdate enddate completion",
        ),
        Column(
            "status",
            'counts by the key "completed"',
            "text",
            privacy="about-person",
            aliases="status transcriptstatus completionstatus trainingstatus enrollmentstatus coursestatus "
            "registrationstatus lessonstatus trainingoutcome outcome result passfail passed completed "
            "completionstatusid completionstatusdesc state learnerprogressstatus abschlussstatus",
        ),
        Column(
            "score",
            'counts by the key "passing-score"',
            "number",
            privacy="about-person",
            aliases="score grade finalgrade finalscore percentage points mark testscore",
        ),
        Column(
            "expires",
            "until when the completion counts; empty: always",
            "when",
            privacy="about-person",
            aliases="expires expirydate expirationdate expireson certificateexpireson validuntil duedateforrenewal "
            "renewaldate certificateexpirydate expiry expiration",
        ),
        Column(
            "version",
            "the version of the module's material, as in the list of modules",
            "id",
            aliases="version versionnumber revision revisionnumber trainingversion courseversion itemrevision",
        ),
    ),
    examples=(
        ("E1001", "Quoting", "2026-01-12", "Completed", "92", "", "1"),
        ("E1002", "Service basics", "2026-01-14", "Completed", "85", "2028-01-14", "1"),
    ),
)
CALENDAR = Table(
    "calendar",
    "a calendar",
    "who is trained in what or when",
    (
        Column(
            "starts-at",
            "when the session begins",
            "when",
            required=True,
            aliases="startsat start startdate starttime sessiondate date begins",
        ),
        Column(
            "module",
            "the training module",
            "id",
            required=True,
            aliases="module trainingtitle coursename course training title session",
        ),
        Column(
            "role",
            "the role that is trained",
            required=True,
            privacy="group",
            aliases="role audience jobrole targetgroup",
        ),
        Column(
            "ends-at",
            "when the session ends; empty: some time on the day on which it begins",
            "when",
            aliases="endsat end enddate endtime ends",
        ),
    ),
    examples=(("2026-02-01T09:00:00+01:00", "Quoting", "Sales rep", "2026-02-01T12:00:00+01:00"),),
)
ALSO = {ROSTER.key: {ACTIVE: "employeestatus employmentstatus workerstatus userstatus status active isactive"}}
"""Common names of columns that a table may have, and that only its own keys read, by the key of the table."""
