"""The probable meaning of a column, by its name: for proposals that a person confirms, never for reading."""

from collections.abc import Iterable, Mapping

from readiness_gate.model.headers import plain

_WORDS: Mapping[str, Mapping[str, str]] = {
    "roster": {
        "person": "person userid employeeid personid personnelnumber workerid employeenumber username login idnumber "
        "email emailaddress",
        "role": "role jobrole userrole position jobtitle jobfunction profile",
        "from": "from startdate hiredate joiningdate joindate validfrom entrydate",
        "to": "to enddate terminationdate leavingdate validto exitdate lastday",
        "critical-process": "criticalprocess critical",
        "wave": "wave rolloutwave golivewave phase",
        "active": "employeestatus employmentstatus workerstatus userstatus status active isactive",
    },
    "completions": {
        "person": "person userid employeeid personid personnelnumber workerid employeenumber username studentid "
        "learnerid idnumber email emailaddress",
        "module": "module trainingtitle coursename coursetitle course training itemtitle title activity "
        "learningcontent curriculum learningitem item coursefullname",
        "completed-at": "completedat completeddate completiondate datecompleted completedon dateofcompletion "
        "transcriptcompleteddate timecompleted finishdate enddate completion",
        "status": "status transcriptstatus completionstatus trainingstatus enrollmentstatus coursestatus "
        "registrationstatus lessonstatus trainingoutcome outcome result passfail passed completed completionstatusid "
        "completionstatusdesc state learnerprogressstatus abschlussstatus",
        "score": "score grade finalgrade finalscore percentage points mark testscore",
        "expires": "expires expirydate expirationdate expireson certificateexpireson validuntil duedateforrenewal "
        "renewaldate certificateexpirydate expiry expiration",
    },
    "calendar": {
        "starts-at": "startsat start startdate starttime sessiondate date begins",
        "module": "module trainingtitle coursename course training title session",
        "role": "role audience jobrole targetgroup",
    },
}


def guesses(kind: str, headers: Iterable[str]) -> dict[str, str]:
    """Our names for the columns of a kind of file, each with the header that is probably it: the first of the words
    that people use for it."""
    names = {plain(header): header for header in reversed(list(headers))}
    likely: dict[str, str] = {}
    for field, words in _WORDS[kind].items():
        matching = [names[word] for word in words.split() if word in names]
        if matching and matching[0] not in likely.values():
            likely[field] = matching[0]
    return likely
