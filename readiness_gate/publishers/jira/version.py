"""A version of the project: one line of its description, and on Cloud an entry of its related work."""

from readiness_gate.publishers.jira.request import Publication, Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step
from readiness_gate.publishers.outcome import Json, NotPublished
from readiness_gate.sources.jira.shapes import Json as Read
from readiness_gate.sources.jira.shapes import list_of, table_of

LARGEST = 16_384
"""The maximum size of a description in bytes."""
_SENTENCE = 400
_CATEGORY = "Readiness gate"


def steps(site: Site, target: Target, publication: Publication, *, exact: bool) -> list[Step]:
    """Return the steps that show the verdict on the version."""
    if target.version is None:
        return []
    found = _version(site, target.project, target.version)
    described = _described(site, found, target.version, publication, exact=exact)
    return [*described, *_related(site, str(found["id"]), target, publication)]


def _version(site: Site, project: str, name: str) -> Read:
    versions = [table_of(one) for one in list_of(site.package.get(f"project/{project}/versions"))]
    found = next((one for one in versions if one.get("name") == name), None)
    if found is None or not str(found.get("id")).isdigit():
        raise NotPublished(f'the project {project} has no version "{name}": create it, or correct --version')
    return found


def _described(site: Site, found: Read, name: str, publication: Publication, *, exact: bool) -> list[Step]:
    """Return the change of the description: people's lines stay, and ours comes last."""
    lead = f"{publication.message.name}: "
    before = _lines(found)
    ours = [line for line in before if line.startswith(lead)]
    line = f"{lead}{_line(publication)}"
    is_same = ours == [line] if exact else len(ours) == 1 and ours[0].startswith(_start(lead, publication))
    if is_same:
        return []
    text = "\n".join([*(one for one in before if not one.startswith(lead)), line])
    if len(text.encode()) > LARGEST:
        raise NotPublished(f'the description of the version "{name}" has no room for another line: shorten it')
    path = f"version/{found['id']}"
    return [
        Step(
            action=f'update the description of the version "{name}"',
            done=f'Updated the description of the version "{name}"',
            send=lambda: site.package.put(path, {"description": text}),
            is_done=lambda: _lines(table_of(site.package.get(path))) == text.splitlines(),
        )
    ]


def _lines(version: Read) -> list[str]:
    return str(version.get("description") or "").splitlines()


def _start(lead: str, publication: Publication) -> str:
    return f"{lead}{publication.message.decision.upper()} "


def _line(publication: Publication) -> str:
    message = publication.message
    return f"{_start('', publication)}{publication.when}. {' '.join(message.sentence.split())}"[:_SENTENCE]


def _related(site: Site, version: str, target: Target, publication: Publication) -> list[Step]:
    """Return the change of the related work: one entry with the address of the report."""
    if not site.cloud or target.link is None:
        return []
    path, title = f"version/{version}/relatedwork", publication.message.name
    wanted: Json = {"category": _CATEGORY, "title": title, "url": target.link}

    def shown() -> Read:
        entries = map(table_of, list_of(site.package.get(path)))
        ours = (one for one in entries if one.get("title") == title and one.get("category") == _CATEGORY)
        return next(ours, table_of(None))

    before = shown()
    if before.get("url") == target.link:
        return []
    changed: Json = {**wanted, "relatedWorkId": before["relatedWorkId"]} if before else wanted
    return [
        Step(
            action=f"{'update' if before else 'add'} the related work of the version",
            done=f"{'Updated' if before else 'Added'} the related work of the version",
            send=lambda: (site.package.put if before else site.package.post)(path, changed),
            is_done=lambda: shown().get("url") == target.link,
        )
    ]
