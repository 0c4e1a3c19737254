"""Ids that probably belong to the same person: completions of unknown people often have one of these."""

from collections.abc import Iterator, Mapping

from readiness_gate.model.headers import plain


def lookalikes(
    roster_file: str, roster: Mapping[str, int], completions_file: str, completions: Mapping[str, int]
) -> Iterator[str]:
    """Yield the ids of completions that miss the roster only by leading zeros, case or blanks, by row; both mappings
    have the first row of each id. No id is repeated, because anybody may read a report."""
    by_form: dict[str, int] = {}
    for person, row in roster.items():
        by_form.setdefault(_form(person), row)
    strangers = ((row, _form(person)) for person, row in completions.items() if person not in roster)
    rows = {row: by_form[form] for row, form in strangers if form in by_form}
    if not rows:
        return
    first, other = next(iter(rows.items()))
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    yield (
        f"the person in {completions_file}:{first} is probably the one in {roster_file}:{other}, whose id differs "
        f"only in leading zeros, case or blanks{more}: write ids alike in both files, as text"
    )


def _form(person: str) -> str:
    text = plain(person)
    return text.lstrip("0") or text
