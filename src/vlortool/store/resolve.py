"""After a batch: the citations of a store, matched with the advisories in it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from pathlib import Path

import msgspec
from msgspec.structs import replace

from vlortool.errors import StoreError
from vlortool.model.advisory import SCHEMA_VERSION, Advisory, Citation, Footnote, Metadata
from vlortool.resources import councils
from vlortool.store.files import read_advisory, record_path, unwritable, write_advisory
from vlortool.store.lookup import advisory_ids
from vlortool.store.matching import Entry, Index, entry_of
from vlortool.store.signature import signature

_SHORT_FORM = "short form of"
_PART = "; "


MARK = ".unresolved"


class _Note(msgspec.Struct):
    number: str
    text: str
    citations: list[Citation] = []


class _Head(msgspec.Struct):
    """What resolving needs of a record; the rest, which is most of it, is skipped unread."""

    schema: int
    id: str
    metadata: Metadata
    footnotes: list[_Note]
    citations: list[Citation] = []


def mark_unresolved(folder: Path) -> None:
    """Leave a mark that the citations of a store are still to be matched.

    Raises:
        StoreError: The folder can't be written.
    """
    try:
        (folder / MARK).touch()
    except OSError as error:
        raise unwritable(folder, error) from error


def is_unresolved(folder: Path) -> bool:
    """Tell whether citations of a store are still to be matched."""
    return (folder / MARK).exists()


def resolve_store(folder: Path) -> list[str]:
    """Match every citation of a store with the advisories in it.

    Matches are made anew each time, from the citations alone: the result depends on what is in
    the store and not on the order in which it came there. Only records that change are written.

    Args:
        folder: The data folder.

    Returns:
        The ids of the records that changed, sorted.

    Raises:
        StoreError: The folder can't be listed, or a record can't be written.
    """
    mark = signature(folder / MARK)
    index, entries, outdated = _outdated(folder)
    changed = [name for name in outdated if _rewrite(folder, name, index, entries[name])]
    # Another run may have made it again meanwhile, for what it stores.
    if signature(folder / MARK) == mark:
        with contextlib.suppress(OSError):
            (folder / MARK).unlink(missing_ok=True)
    return changed


def outdated_citations(folder: Path) -> list[str]:
    """Return the ids of the records with citations that `resolve_store` would match otherwise.

    Raises:
        StoreError: The folder can't be listed.
    """
    return _outdated(folder)[2]


def _outdated(folder: Path) -> tuple[Index, dict[str, Entry], list[str]]:
    heads = [head for name in advisory_ids(folder) if (head := _head(folder, name)) is not None]
    entries = {head.id: entry_of(head.id, head.metadata) for head in heads}
    index = Index(entries.values())
    outdated = [head.id for head in heads if not _is_matched(head, index, entries[head.id])]
    return index, entries, outdated


def _is_matched(head: _Head, index: Index, entry: Entry) -> bool:
    if _resolved(head.citations, head.footnotes, index, entry) != head.citations:
        return False
    matched = set(head.citations)
    # Notes hold the same ones again, unless another program wrote the record.
    others = [one for note in head.footnotes for one in note.citations if one not in matched]
    return _resolved(others, head.footnotes, index, entry) == others


def _head(folder: Path, name: str) -> _Head | None:
    # A damaged record, or one of another version, is made again by the next run over its source.
    try:
        head = msgspec.json.decode(record_path(folder, name).read_bytes(), type=_Head)
    except (OSError, ValueError, RecursionError):
        return None
    return head if head.schema == SCHEMA_VERSION and head.id == name else None


def _rewrite(folder: Path, name: str, index: Index, entry: Entry) -> bool:
    """Read a record anew, so that what another run wrote meanwhile is kept, and write it back."""
    try:
        advisory = read_advisory(record_path(folder, name))
    except StoreError:
        return False
    resolved = resolve_advisory(advisory, index, entry)
    if resolved == advisory:
        return False
    write_advisory(folder, resolved)
    return True


def resolve_advisory(advisory: Advisory, index: Index, entry: Entry) -> Advisory:
    """Return an advisory with its citations matched."""
    notes = advisory.footnotes
    return replace(
        advisory,
        citations=_resolved(advisory.citations, notes, index, entry),
        footnotes=[
            replace(note, citations=_resolved(note.citations, notes, index, entry))
            if note.citations
            else note
            for note in notes
        ],
    )


def _resolved(
    citations: list[Citation], notes: list[_Note] | list[Footnote], index: Index, entry: Entry
) -> list[Citation]:
    codes = _codes_beside(notes)
    return [_resolve(one, codes.get(one.footnote or ""), index, entry) for one in citations]


def _resolve(citation: Citation, code: str | None, index: Index, entry: Entry) -> Citation:
    own = _own_basis(citation)
    match = index.match(citation, entry, code or _code_in(citation.title or ""))
    basis = _PART.join(part for part in (own, match.basis) if part) or None
    if (citation.resolved, citation.basis) == (match.id, basis):
        return citation
    return replace(citation, resolved=match.id, basis=basis)


def _own_basis(citation: Citation) -> str | None:
    """Return what parsing said of the citation, without what an earlier match added."""
    basis = citation.basis or ""
    return basis.split(_PART)[0] if basis.startswith(_SHORT_FORM) else None


def _codes_beside(notes: list[_Note] | list[Footnote]) -> dict[str, str]:
    """Return the document codes of notes with one work, which such a code can only belong to."""
    counts = Counter(note.number for note in notes)
    found: dict[str, str] = {}
    for note in notes:
        if len(note.citations) == 1 and counts[note.number] == 1:
            own = note.citations[0].basis or ""
            code = None if own.startswith(_SHORT_FORM) else _code_in(note.text)
            if code is not None:
                found[note.number] = code
    return found


def _code_in(text: str) -> str | None:
    """Return the document code of a council in a text; None if there are several."""
    codes = {hit[0] for one in councils() for code in one.codes for hit in re.finditer(code, text)}
    return codes.pop() if len(codes) == 1 else None
