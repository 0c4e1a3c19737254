"""The same bytes for the same slides: an archive whose files do not carry the current time."""

import io
import re
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o644 << 16
_WRITTEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def dated(archive: bytes, when: datetime) -> bytes:
    """Return an Office file, and the workbooks in it, as if written at that time, in UTC."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as given, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            info = ZipInfo(name, _EARLIEST)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _UNIX, _PLAIN_FILE
            made.writestr(info, _content(name, given.read(name), when))
    return target.getvalue()


def _content(name: str, content: bytes, when: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return dated(content, when)
    if name == "docProps/core.xml":
        return _WRITTEN.sub(rb"\g<1>" + when.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
    return content


__all__ = ["dated"]
