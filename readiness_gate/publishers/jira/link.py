"""The remote link to the report: one for each milestone, updated in place."""

from readiness_gate.publishers.jira.request import Publication, Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step
from readiness_gate.publishers.outcome import Json
from readiness_gate.sources.jira.shapes import Json as Read
from readiness_gate.sources.jira.shapes import list_of, table_of

_LONGEST = 255


def steps(site: Site, target: Target, publication: Publication, *, exact: bool) -> list[Step]:
    """Return the steps that link the issue to the report."""
    if target.link is None:
        return []
    wanted, name = _object(target.link, publication), publication.message.name
    before = _linked(site, target.issue, name)
    if _is_same(before, wanted, exact=exact):
        return []
    verb = ("Updated", "update") if before else ("Added", "add")
    return [
        Step(
            action=f"{verb[1]} the link to the report on {target.issue}",
            done=f"{verb[0]} the link to the report on {target.issue}",
            send=lambda: site.package.add_remote_link(target.issue, wanted, globalId=name),
            is_done=lambda: _is_same(_linked(site, target.issue, name), wanted, exact=True),
        )
    ]


def _object(url: str, publication: Publication) -> Json:
    message = publication.message
    return {
        "url": url,
        "title": f"Readiness gate: {message.title}"[:_LONGEST],
        "summary": message.sentence[:_LONGEST],
        "status": {"resolved": publication.is_go},
    }


def _linked(site: Site, issue: str, name: str) -> Read:
    """Return what the issue's link with this name shows; {} if there is none."""
    read = site.package.optional(f"issue/{issue}/remotelink", globalId=name)
    # According to Jira's description this is one link, but its example shows a list.
    links = map(table_of, [read, *list_of(read)])
    return next((table_of(one.get("object")) for one in links if one.get("globalId") == name), table_of(None))


def _is_same(shown: Read, wanted: Json, *, exact: bool) -> bool:
    """Return whether a link shows what it should; its texts may be from another time unless `exact`."""
    if table_of(shown.get("status")).get("resolved") is not wanted["status"]["resolved"]:
        return False
    names = ("url", "title", "summary") if exact else ("url",)
    return all(shown.get(name) == wanted[name] for name in names)
