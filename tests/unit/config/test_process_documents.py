"""The table [process-documents] names the documents of each critical process."""

from support.policy import PROGRAM, complaint, loaded

from readiness_gate.config.diff.policy import loosened
from readiness_gate.model.digest import digest

TABLE = '[process-documents]\n"Quote to order" = ["docs/quote.md", "docs/orders/**"]\n'
SEVERAL = '[[git]]\nname = "crm"\nrepository = "crm"\n[[git]]\nname = "docs"\nrepository = "docs"\n'


def test_it_is_read_as_it_is_written() -> None:
    """Without it, nothing is known, and digests are as before there was such a table."""
    found = loaded(f"{PROGRAM}{TABLE}").settings
    assert found.process_documents == {"Quote to order": ("docs/quote.md", "docs/orders/**")}
    none = loaded(PROGRAM).settings
    assert none.process_documents == {}
    assert digest(found) != digest(none)


def test_patterns_of_several_repositories_name_theirs() -> None:
    """As in [[covers]]."""
    text = f'{PROGRAM}{SEVERAL}[process-documents]\n"Quote to order" = ["docs:/quote.md"]\n'
    assert loaded(text).settings.process_documents == {"Quote to order": ("docs:/quote.md",)}
    found = complaint(text.replace("docs:/quote.md", "docs/quote.md"))
    assert "there are several repositories: begin the pattern with one of their names" in str(found)


def test_an_edit_that_adds_documents() -> None:
    """Makes more processes have one."""
    base = f'{PROGRAM}[milestones.go-live]\ndate = 2099-01-01\npacks = ["starter"]\n'
    before, after = loaded(f"{base}{TABLE}"), loaded(f'{base}{TABLE}"Claims" = ["docs/**"]\n')
    assert loosened(before, after, "go-live") == ["process-documents.Claims also has docs/**"]
    assert loosened(after, before, "go-live") == []
