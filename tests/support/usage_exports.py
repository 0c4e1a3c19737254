"""Exports of the use of systems in the form that each system writes, small.

Who used it when is said in the tests again, and not taken from the presets.
"""

import datetime as dt
from collections.abc import Sequence

from support.vendor_exports import Table

ANN, BOB = "ann@example.com", "bob@example.com"


def salesforce_logins(*statuses: str) -> Table:
    """The object LoginHistory, as the Salesforce CLI writes it: a login of one person for each status."""
    header = [
        *("Id", "UserId", "LoginTime", "LoginType", "SourceIp", "LoginUrl", "AuthenticationServiceId", "LoginGeoId"),
        *("TlsProtocol", "CipherSuite", "Browser", "Platform", "Status", "Application", "ClientVersion", "ApiType"),
        *("ApiVersion", "CountryIso"),
    ]
    row = {
        "Id": "0Ya5j00000AAAAAAA1",
        "UserId": "0055j00000AT6I1AAL",
        "LoginTime": "2026-03-02T15:05:09.000+0000",
        "LoginType": "Application",
        "SourceIp": "192.0.2.7",
        "Browser": "Chrome 145",
        "Application": "Browser",
    }
    return [header, *([(row | {"Status": status}).get(name, "") for name in header] for status in statuses)]


def salesforce_records() -> Table:
    """Opportunities, as the Salesforce CLI writes them: one that its owner entered, and one that somebody else did."""
    header = ["Id", "Name", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "SystemModstamp"]
    owner, other = "0055j00000AT6I1AAL", "0055j00000AT6I1AAM"
    times = ["2026-03-02T15:05:09.000Z", "2026-03-09T10:00:00.000Z", "2026-03-09T10:00:00.000Z"]
    return [
        header,
        ["0065j00000AAAAAAA1", "Renewal", owner, times[0], owner, *times[1:]],
        ["0065j00000AAAAAAA2", "Upgrade", owner, times[0], other, *times[1:]],
    ]


def salesforce_login_events(*statuses: str) -> Table:
    """An event log file of logins."""
    header = [
        *("EVENT_TYPE", "TIMESTAMP", "REQUEST_ID", "ORGANIZATION_ID", "USER_ID", "RUN_TIME", "CPU_TIME", "URI"),
        *("SESSION_KEY", "LOGIN_KEY", "USER_TYPE", "REQUEST_STATUS", "DB_TOTAL_TIME", "LOGIN_TYPE", "BROWSER_TYPE"),
        *("API_TYPE", "API_VERSION", "USER_NAME", "TLS_PROTOCOL", "CIPHER_SUITE", "AUTHENTICATION_METHOD_REFERENCE"),
        *("LOGIN_SUB_TYPE", "TIMESTAMP_DERIVED", "USER_ID_DERIVED", "CLIENT_IP", "URI_ID_DERIVED", "LOGIN_STATUS"),
        "SOURCE_IP",
    ]
    row = {
        "EVENT_TYPE": "Login",
        "TIMESTAMP": "20260302150509.655",
        "TIMESTAMP_DERIVED": "2026-03-02T15:05:09.655Z",
        "USER_NAME": ANN,
        "LOGIN_TYPE": "A",
    }
    return [header, *([(row | {"LOGIN_STATUS": status}).get(name, "") for name in header] for status in statuses)]


def salesforce_users() -> Table:
    """A report on users, of whom one never logged in."""
    return [
        ["Username", "Alias", "Active", "Last Login"],
        [ANN, "ann", "1", "3/2/2026 4:05 PM"],
        [BOB, "bob", "1", ""],
    ]


def microsoft_teams(deleted: str = "False") -> Table:
    """The user details of Microsoft Teams, in which one person was never active."""
    header = [
        *("Report Refresh Date", "Tenant Display Name", "Shared Channel Tenant Display Names", "User Id"),
        *("User Principal Name", "Last Activity Date", "Is Deleted", "Deleted Date", "Assigned Products"),
        *("Team Chat Message Count", "Private Chat Message Count", "Call Count", "Meeting Count", "Post Messages"),
        *("Reply Messages", "Urgent Messages", "Meetings Organized Count", "Meetings Attended Count"),
        *("Ad Hoc Meetings Organized Count", "Ad Hoc Meetings Attended Count"),
        *("Scheduled One-time Meetings Organized Count", "Scheduled One-time Meetings Attended Count"),
        *("Scheduled Recurring Meetings Organized Count", "Scheduled Recurring Meetings Attended Count"),
        *("Audio Duration", "Video Duration", "Screen Share Duration", "Audio Duration In Seconds"),
        *("Video Duration In Seconds", "Screen Share Duration In Seconds", "Has Other Action", "Is Licensed"),
        "Report Period",
    ]
    rows = [{"User Principal Name": ANN, "Last Activity Date": "2026-03-02"}, {"User Principal Name": BOB}]
    return [header, *([(row | {"Is Deleted": deleted}).get(name, "0") for name in header] for row in _empty(rows))]


def microsoft_sharepoint() -> Table:
    """The same of SharePoint."""
    header = [
        *("Report Refresh Date", "User Principal Name", "Is Deleted", "Deleted Date", "Last Activity Date"),
        *("Viewed Or Edited File Count", "Synced File Count", "Shared Internally File Count"),
        *("Shared Externally File Count", "Visited Page Count", "Assigned Products", "Report Period"),
    ]
    rows = [{"User Principal Name": ANN, "Last Activity Date": "2026-03-02"}, {"User Principal Name": BOB}]
    return [header, *([row.get(name, "0") for name in header] for row in _empty(rows))]


def _empty(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [{"Last Activity Date": "", **row} for row in rows]


def microsoft_purview() -> Table:
    """Two actions of one person in the audit log."""
    header = [
        *("RecordId", "CreationDate", "RecordType", "Operation", "UserId", "AuditData", "AssociatedAdminUnits"),
        "AssociatedAdminUnitsNames",
    ]
    data = '{"Operation":"Create","EntityName":"opportunity","Fields":[{"Name":"a,b"}]}'
    return [
        header,
        ["1e0607b5", "2026-03-02T15:05:09.0000000Z ", "21", "CrmDefaultActivity", ANN, data, "", ""],
        ["1e0607b6", "2026-03-02T15:05:09.0000000Z ", "21", "CrmDefaultActivity", ANN, data, "", ""],
    ]


def sap_audit_log(*events: str) -> Table:
    """The events of one person in the security audit log."""
    header = [
        "Date",
        "Time",
        "Cl.",
        "Event",
        "User",
        "Terminal Name",
        "Source TA",
        "ABAP Source",
        "Audit Log Msg. Text",
    ]
    return [
        header,
        *(["02.03.2026", "16:05:09", "100", each, "AMILLER", "PC7", "S000", "SAPMSYST", "Text"] for each in events),
    ]


def pendo_visitors() -> Table:
    """The list of visitors."""
    return [["Visitor ID", "Last Visit", "Number of Days Active"], [ANN, "2026-03-02T15:05:09Z", "4"], [BOB, "", "0"]]


def dynamics_records() -> list[Sequence[object]]:
    """The workbook of a view of opportunities: dates are dates, and people have their names."""
    header = (
        *("(Do Not Modify) Opportunity", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Topic"),
        *("Created On", "Created By", "Owner"),
    )
    created = dt.datetime(2026, 3, 2, 16, 5, 9)  # noqa: DTZ001 - as in a workbook
    return [header, ("6f1c-01", "x==", created, "Renewal", created, "Ann Miller", "Bob Jones")]
