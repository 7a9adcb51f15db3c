"""`vlortool diff`: how positions changed between advisories."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from vlortool import data_folder
from vlortool.cli import completion as offer
from vlortool.cli.parse import Password
from vlortool.cli.settings import resources_folder
from vlortool.cli.shared import Bom, Data, Resources, Separator, guarded
from vlortool.cli.status import Status
from vlortool.diff.embeddings import Embedding
from vlortool.diff.records import Diff, DiffChain
from vlortool.diff.rows import DiffCount, DiffRow, counts, rows
from vlortool.diff.selection import Selection, selected
from vlortool.errors import QueryError, UnknownNameError
from vlortool.model.advisory import Advisory
from vlortool.query.comparison import catalogue_reader, compared, matched
from vlortool.query.names import find_actor, find_theme
from vlortool.render.output import Csv, Delimiter, Format, emit, emit_record, write
from vlortool.render.summary import show_warnings
from vlortool.resources.overlay import use_resources
from vlortool.store import advisory_ids, find, read_advisory
from vlortool.store.catalogue import look

_UNPARSED = (".pdf", ".txt")
_RECORD = ".json"


class Form(StrEnum):
    """The formats: those of every reading command, and a page to read and to print."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"


# `records.RELATIONS` and more, by names: type checkers know no enumeration that is made of a list.
class Relation(StrEnum):
    """What became of a position."""

    VERBATIM = "verbatim"
    REWORDED = "reworded"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    WIDENED = "widened"
    NARROWED = "narrowed"
    OPPOSED = "opposed"
    READDRESSED = "readdressed"
    NOT_REPEATED = "not-repeated"
    NEW = "new"


class Only(StrEnum):
    """What alone is shown."""

    CHANGED = "changed"


Names = Annotated[
    list[str],
    typer.Argument(
        metavar="ADVISORY",
        help="Two or more: ids or beginnings of them, records (.json), or files that need not be"
        " parsed before (.pdf, .txt).",
        show_default=False,
        autocompletion=offer.advisories,
    ),
]
ActorName = Annotated[
    str | None,
    typer.Option(
        "--actor",
        metavar="NAME",
        help="An actor's id, label or another name of it: pairs of which either side asks, names"
        " or voices it.",
        show_default=False,
        autocompletion=offer.actors,
    ),
]
ThemeNames = Annotated[
    list[str] | None,
    typer.Option(
        "--theme",
        metavar="NAME",
        help="A theme's id or label, of either side of a pair; several may be given.",
        show_default=False,
        autocompletion=offer.themes,
    ),
]
Relations = Annotated[
    list[Relation] | None,
    typer.Option(
        "--relation",
        help="Only these; several may be given. What one advisory lacks is then shown for"
        " not-repeated and new only.",
        show_default=False,
    ),
]
Similarity = Annotated[
    float,
    typer.Option(
        "--min-similarity",
        min=0,
        max=1,
        help="Least score of a pair. It only raises our limits (0.33, and 0.13 for what may be a"
        " pair): lower ones show no more. What a lesser pair holds is not shown as new or as not"
        " repeated.",
        show_default=False,
    ),
]
OnlyWhat = Annotated[
    Only | None,
    typer.Option(
        "--only",
        help="Without what stands in both word for word, and without what an advisory repeats"
        " itself; what is reworded did change, and is shown.",
        show_default=False,
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        "--embeddings",
        metavar="DIR",
        help="A sentence-transformers model in a folder of yours, as further evidence; needs"
        " pip install 'vlortool[embeddings]'. Nothing is fetched.",
        show_default=False,
    ),
]
Stat = Annotated[bool, typer.Option("--stat", help="Only how many, by relation and by theme.")]


def diff(
    context: typer.Context,
    names: Names,
    theme: ThemeNames = None,
    actor: ActorName = None,
    relation: Relations = None,
    min_similarity: Similarity = 0.0,
    only: OnlyWhat = None,
    stat: Stat = False,
    embeddings: Model = None,
    password: Password = None,
    data: Data = None,
    resources: Resources = None,
    form: Annotated[Form, typer.Option("--format", help="How to print the data.")] = Form.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Show how positions changed from an older advisory to a newer one.

    Which one is older is told by their days, by what they cite, or by the order as typed; the
    header says which. Of three or more, each is compared with the one before it. Positions are
    paired by meaning, which is inferred: each pair has a score, which is no probability, and its
    reasons; what may be a pair (misschien) comes last. Read them: on advisories that it had not
    learned from, 71 of the 121 pairs found were right, and 57 of 128 were missed; those stand among
    what is new or not repeated.

    Exit status: 0 no differences among what is shown, 1 differences. A pair in the same words
    is none; a pair that changed, one that may be (misschien), and a position that stands in one
    advisory only are.

    Example: vlortool diff generalistische actieplan --theme werkplekleren --only changed
    """
    with guarded(context):
        use_resources(resources_folder(resources))
        wanted = Selection(
            themes=tuple(map(find_theme, theme or ())),
            actor=find_actor(actor) if actor is not None else None,
            relations=tuple(each.value for each in relation or ()),
            min_similarity=min_similarity,
            only_changed=only is Only.CHANGED,
        )
        advisories = _read(names, data, password)
        model = Embedding(embeddings) if embeddings is not None else None
        compared_ = _compared(advisories, data_folder(data), model)
        found = [selected(each, wanted) for each in compared_]
        if form in {Form.TABLE, Form.MD, Form.HTML}:
            _show(found, wanted, advisories, form, stat=stat)
        elif stat:
            style = Csv(bom, delimiter)
            emit(list(counts(found)), [], Format(form.value), DiffCount, style)
        elif form is Form.JSON:
            emit_record(found[0] if len(found) == 1 else _chain(found))
        else:
            emit(list(rows(found)), [], Format(form.value), DiffRow, Csv(bom, delimiter))
        if any(each.has_differences for each in found):
            raise typer.Exit(Status.FOUND)


def _show(
    found: Sequence[Diff],
    wanted: Selection,
    advisories: Sequence[Advisory],
    form: Form,
    *,
    stat: bool,
) -> None:
    from vlortool.render import diff_counts, diff_html, diff_markdown, diff_table
    from vlortool.render.diff_view import titles_of, view_of

    titles = titles_of(advisories)
    views = [view_of(each, wanted, titles) for each in found]
    if form is Form.HTML:
        write(diff_html.page(views, stat=stat))
    elif form is Form.MD:
        write(diff_markdown.document(views, stat=stat))
    elif stat:
        diff_counts.show_counts(views)
    else:
        diff_table.show_diffs(views)


def _chain(found: list[Diff]) -> DiffChain:
    return DiffChain(advisories=[found[0].old, *(each.new for each in found)], diffs=found)


def _compared(
    advisories: Sequence[Advisory], folder: Path, embedding: Embedding | None
) -> list[Diff]:
    """Compare, by the words that the catalogue knows where there is one: it saves the lexicon."""
    # A form is what it is, however old the catalogue: no need to wait until it is up to date.
    with contextlib.suppress(sqlite3.Error):
        connection = look(folder)
        if connection is not None:
            with contextlib.closing(connection):
                return compared(advisories, catalogue_reader(connection), embedding)
    return compared(advisories, embedding=embedding)


def _read(names: Sequence[str], data: Path | None, password: str | None) -> list[Advisory]:
    """Read advisories of the data folder and of files; of files, find out what cites what."""
    if len(names) < 2:
        raise QueryError("One advisory has nothing to differ from", "Name two or more")
    folder = data_folder(data)
    found: list[Advisory] = []
    from_files: set[int] = set()
    for at, name in enumerate(names):
        stored = _stored(name, folder)
        if stored is not None:
            found.append(read_advisory(stored))
        else:
            from_files.add(at)
            found.append(_from_file(Path(name), password))
    return matched(_told_apart(found, from_files)) if from_files else found


def _stored(name: str, folder: Path) -> Path | None:
    """Find the record that a name stands for; None for a file."""
    path = Path(name)
    is_path = path.suffix.lower() in {*_UNPARSED, _RECORD}
    if is_path and path.is_file():
        return None
    try:
        return find(folder, name)
    except UnknownNameError:
        begun = (each.startswith(name.lower()) for each in advisory_ids(folder))
        if name and path.is_dir() and not any(begun):
            raise UnknownNameError(
                f"{name} is a folder; advisories are compared one with another",
                "Name two or more of the files in it, or parse it and name their ids:"
                f" vlortool parse {name}",
            ) from None
        if is_path:
            # What is wrong with it, its reader says best.
            return None
        raise


def _from_file(path: Path, password: str | None) -> Advisory:
    if path.suffix.lower() == _RECORD:
        return read_advisory(path)
    from vlortool.pipeline import parse_file  # spaCy

    advisory = parse_file(path, password=password)
    show_warnings(advisory.id, advisory.warnings)
    return advisory


def _told_apart(found: list[Advisory], from_files: set[int]) -> list[Advisory]:
    """Give another id to a file that has that of another advisory, with other sentences."""
    known = {each.id: each for at, each in enumerate(found) if at not in from_files}
    for at in sorted(from_files):
        name, number = found[at].id, 2
        while _sentences(found[at]) != _sentences(known.setdefault(found[at].id, found[at])):
            # No stored advisory has such an id.
            found[at] = replace(found[at], id=f"{name}~{number}")
            number += 1
    return found


def _sentences(advisory: Advisory) -> list[tuple[str, str]]:
    return [(each.id, each.text) for each in advisory.statements]
