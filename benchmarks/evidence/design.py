"""What is tried, on which releases, and how: fixed before any result was computed.

The history of this file shows what was fixed when. Nothing in it was chosen by what releases became of.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

DAY = 86_400

SEEN: frozenset[str] = frozenset(
    {
        "espocrm/espocrm",
        "frappe/crm",
        "frappe/hrms",
        "frappe/lms",
        "kimai/kimai",
        "SalesforceFoundation/EDA",
    }
)
"""The repositories of an earlier look, in which the limits of some rules were picked. They can confirm nothing, so all
of them are for development."""

DEVELOPMENT = 8
"""How many repositories are for development; all others confirm."""


@dataclass(frozen=True)
class Scheme:
    """How a repository names its releases."""

    go_live: str = r"v?(?P<line>\d+\.\d+)(?:\.0)?"
    """The tags of go-lives, with their line."""
    patch: str = r"v?(?P<line>\d+\.\d+)\.0*[1-9]\d*"
    """The tags of patches, with the line that they patch; empty where every release is a go-live of one train."""
    platform: str = "in-house"
    """The pack that says which files are configuration and code."""

    @property
    def train(self) -> bool:
        """Whether every release is alike: what comes soon after one is then its patch."""
        return not self.patch

    def line(self, tag: str) -> str | None:
        """The line of a go-live; None for another tag."""
        return _line(self.go_live, tag)

    def patched(self, tag: str) -> str | None:
        """The line that a tag patches; None for another tag."""
        return _line(self.patch, tag) if self.patch else None


def _line(pattern: str, tag: str) -> str | None:
    match = re.fullmatch(pattern, tag)
    return match["line"] if match else None


REPOSITORIES: Mapping[str, Scheme] = {
    "apache/fineract": Scheme(),
    "espocrm/espocrm": Scheme(),
    "firefly-iii/firefly-iii": Scheme(),
    "formancehq/ledger": Scheme(),
    "frappe/crm": Scheme(),
    "frappe/helpdesk": Scheme(),
    "frappe/hrms": Scheme(),
    "frappe/lms": Scheme(),
    "getlago/lago-api": Scheme(),
    "invoiceninja/invoiceninja": Scheme(),
    "killbill/killbill": Scheme(r"killbill-(?P<line>\d+\.\d+)(?:\.0)?", r"killbill-(?P<line>\d+\.\d+)\.0*[1-9]\d*"),
    "kimai/kimai": Scheme(),
    "mautic/mautic": Scheme(),
    "monicahq/monica": Scheme(),
    "openboxes/openboxes": Scheme(r"v(?P<line>\d+\.\d+\.\d+)", r"v(?P<line>\d+\.\d+\.\d+)-hotfix\d+"),
    "saleor/saleor": Scheme(),
    "salesagility/SuiteCRM": Scheme(),
    "SalesforceFoundation/EDA": Scheme(r"rel/(?P<line>\d+\.\d+)", "", "salesforce"),
    "SalesforceFoundation/NPSP": Scheme(r"rel/(?P<line>\d+\.\d+)", "", "salesforce"),
    "snipe/snipe-it": Scheme(),
}
"""CRM, ERP and other business systems with a public history, at least twelve go-lives by these names, and a size that
could be cloned. The count of go-lives is all that was looked at before."""


NOT_MEASURED: frozenset[str] = frozenset({"invoiceninja/invoiceninja", "openboxes/openboxes"})
"""Repositories that were left out before any result of confirmation was computed, because
reading their many branches took too long."""


def split(names: Sequence[str] = tuple(REPOSITORIES)) -> dict[str, str]:
    """Whether each repository is for `development` or for `confirmation`: those seen before, and then those whose
    names have the smallest hashes, are for development."""
    others = sorted((name for name in names if name not in SEEN), key=lambda name: sha256(name.encode()).hexdigest())
    development = SEEN | {*others[: DEVELOPMENT - len(SEEN)]}
    return {name: "development" if name in development else "confirmation" for name in names}


LEAST_APART = 7
"""A go-live counts if it is so many days after the one before it."""
LEAST_LANDINGS = 5
"""And if so many landings touched configuration or code in the `WHOLE` before it."""
LATE, WHOLE = "14d", "42d"
WITHIN: Mapping[str, int] = {"patched-7d": 7, "patched-14d": 14}
"""The outcomes: a patch of the same line within so many days."""
TRAIN_WITHIN: Mapping[str, int] = {"patched-7d": 10, "patched-14d": 14}
"""The same for a train of releases: the next release within so many days."""
FIRST_OUTCOME = "patched-7d"

Parameters = Mapping[str, str | int]


@dataclass(frozen=True)
class Feature:
    """A number that is known at a go-live: a reading of the product."""

    name: str
    words: str
    signal: str
    parameters: Parameters = field(default_factory=dict[str, "str | int"])
    higher_is_worse: bool = True


FEATURES: tuple[Feature, ...] = (
    Feature("lines", "lines changed in the last 14 days", "change.lines", {"window": LATE}),
    Feature("landings", "landings in the last 14 days", "change.landings", {"window": LATE}),
    Feature(
        "late-share",
        "share of six weeks' change in the last 14 days",
        "change.late-share",
        {"window": LATE, "of": WHOLE},
    ),
    Feature(
        "late-share-lines",
        "share of six weeks' changed lines in the last 14 days",
        "change.late-share",
        {"window": LATE, "of": WHOLE, "count": "lines"},
    ),
    Feature(
        "late-vs-median", "change of the last 14 days by the usual pace", "change.late-vs-median", {"window": LATE}
    ),
    Feature(
        "late-vs-median-lines",
        "changed lines of the last 14 days by the usual pace",
        "change.late-vs-median",
        {"window": LATE, "count": "lines"},
    ),
    Feature("features", "landings with features in the last 14 days", "change.after-freeze", {"kind": "feature"}),
    Feature("bursts", "components that keep changing", "change.bursts", {"window": "7d", "days": 3}),
    Feature(
        "document-landings",
        "landings that touch documents in the last 14 days",
        "change.landings",
        {"window": LATE, "paths": "docs"},
        higher_is_worse=False,
    ),
)
"""What is tried. `features` is measured as if the freeze had begun 14 days before the go-live."""

BASELINES: tuple[Feature, ...] = (
    Feature("size-lines", "size: lines changed in six weeks", "change.lines", {"window": WHOLE}),
    Feature("size-landings", "size: landings in six weeks", "change.landings", {"window": WHOLE}),
)
"""What anybody can count; with them the days since the last go-live (`gap`), whether the one before was patched
(`previous`), and the share of all before it in the repository that were (`mean`), each by the first outcome."""
COUNTED: Mapping[str, str] = {
    "gap": "days since the go-live before",
    "previous": "the go-live before was patched",
    "mean": "share of the earlier go-lives that were patched",
}


@dataclass(frozen=True)
class Tried:
    """A rule as it is shipped, or with another limit: violated by a reading above it."""

    rule: str
    feature: str
    limit: float
    shipped: bool = True
    blocks: bool = False


RULES: tuple[Tried, ...] = (
    Tried("CHG-01", "late-share", 0.33),
    Tried("CHG-02", "late-vs-median", 0.5, blocks=True),
    Tried("CHG-02", "late-vs-median", 1.0, shipped=False),
    Tried("CHG-03", "features", 0, blocks=True),
    Tried("CHG-06", "bursts", 0),
    Tried("CHG-08", "landings", 0, blocks=True),
)
"""What is tried with limits. CHG-02 is tried at the usual pace, too, because the figures it is based on were."""

SCORE: tuple[str, ...] = ("lines", "landings", "late-share", "late-vs-median", "size-lines")
"""The features of the gate's score: a logistic regression on them (the logarithm of 1 more than each but the share),
each less the mean of its repository, fitted to the first outcome on the repositories for development, with a penalty of
1 on the squares of the standardized weights. The weights are then fixed. The score needs all of its features."""

AUC_GOAL, GAIN_GOAL, RISK_GOAL = 0.68, 0.05, 1.5
"""The score is confirmed if its AUC within repositories is at least the first and exceeds that of each measure of size
by at least the second, with a 90 % interval above 0, in the repositories for confirmation. A rule that blocks needs a
risk ratio of at least the third, with a 90 % interval above 1."""

TRACKER_OUTCOMES: Mapping[str, str] = {
    "patched-14d": "a patch of the line within 14 days",
    "patched-28d": "a patch of the line within 28 days",
    "named-42d": "more severe defects than usual that name the version within 42 days",
    "severe-28d": "more severe defects than usual raised within 28 days",
}
"""What a go-live of the tracker became. Usual is the median of the earlier go-lives for defects that name the version,
and the monthly mean of the year before for those raised."""
TRACKER: tuple[Feature, ...] = (
    Feature(
        "late-fixing",
        "closures of the last 14 days by the usual pace",
        "defects.closures-vs-median",
        {"window": LATE},
    ),
    Feature("late-arrivals", "defects raised in 14 days by the usual pace", "defects.raised", {"window": LATE}),
    Feature("size", "size: defects closed in six weeks", "defects.closed", {"window": WHOLE}),
    Feature("convergence", "weeks that converge", "defects.converging-weeks", {"weeks": 4}, higher_is_worse=False),
    Feature("slope", "slope of the open defects", "defects.backlog-slope", {"weeks": 8}),
    Feature("laplace", "Laplace trend of the defects raised", "defects.arrivals-falling", {"weeks": 8}),
    Feature("open-severe", "severe defects open", "defects.open", {"severity": "sev1+sev2"}),
)
"""What is tried on the issue tracker. It was looked at before, with six more features, so nothing there confirms."""
TRACKER_LOOKS = 13 * 4

RETUNED = ("CHG-01", "late-share", (0.2, 0.25, 0.33, 0.4, 0.5, 0.6))
"""The limits of CHG-01 that are tried on the repositories for development alone. The one with the highest index of
Youden there for the first outcome is tried once more where it is to be confirmed."""

MEASURED_RULES: tuple[str, ...] = ("CHG-01", "CHG-02", "CHG-03", "CHG-08")
"""The rules on git that said they were measured before this was computed. A rule is measured if its risk ratio for the
first outcome has an interval above 1 in the repositories for confirmation, at its shipped limit. It may block if the
ratio is also at least `RISK_GOAL`."""
