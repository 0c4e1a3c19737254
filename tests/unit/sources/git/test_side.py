"""Files of a repository that does not contain the configuration."""

from pathlib import Path

import pytest

from readiness_gate.sources.git.side import path_within


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("work/people/roster.csv", "people/roster.csv"),
        ("work/people/../gone/roster.csv", "gone/roster.csv"),
        ("link/people/roster.csv", "people/roster.csv"),
        ("roster.csv", "people/roster.csv"),
        ("work/led/roster.csv", "led/roster.csv"),
        ("work/../other.csv", None),
        ("workshop/people/roster.csv", None),
        ("work", None),
    ],
)
def test_where_a_file_is_in_a_repository(tmp_path: Path, name: str, inside: str | None) -> None:
    """As it is written, with the links inside of the repository; a link that leads there counts, too."""
    work = tmp_path / "work"
    (work / "people").mkdir(parents=True)
    (work / "people" / "roster.csv").write_text("")
    (work / "led").symlink_to("people")
    (tmp_path / "link").symlink_to(work)
    (tmp_path / "roster.csv").symlink_to(work / "people" / "roster.csv")
    assert path_within(work.resolve(), tmp_path / name) == inside
