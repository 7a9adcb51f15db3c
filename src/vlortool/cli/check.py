"""`vlortool check`: whether a store is sound, and the repair of what is derived in it."""

from __future__ import annotations

from typing import Annotated

import typer

from vlortool import data_folder
from vlortool.cli.settings import resources_folder
from vlortool.cli.shared import Bom, Data, Form, Resources, Separator, bar, guarded
from vlortool.cli.status import Status
from vlortool.render.findings import show_findings, show_verdict
from vlortool.render.output import Csv, Delimiter, Format
from vlortool.resources.overlay import use_resources

Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Repair what is derived: the catalogue, matched citations, what a crash left.",
    ),
]


def check(
    context: typer.Context,
    repair: Repair = False,
    data: Data = None,
    resources: Resources = None,
    form: Form = Format.TABLE,
    bom: Bom = False,
    delimiter: Separator = Delimiter.COMMA,
) -> None:
    """Check that a store is sound.

    Each record: schema, spans, links and ids, and whether its source has changed; the citations
    matched, and every row of the catalogue. Exits with 1 if something is wrong that was not
    repaired, with 3 if a record can't be read; what can't be repaired must be parsed again.

    Example: vlortool check --repair
    """
    from vlortool.store.check import check_store, repair_store  # the lexicon, 100 ms

    with guarded(context):
        use_resources(resources_folder(resources))
        folder = data_folder(data)
        with bar("check") as progress:
            done = check_store(folder, progress=progress)
            if repair and done.findings:
                done = repair_store(folder, done, progress=progress)
        show_findings(done.findings, form, Csv(bom, delimiter))
        show_verdict(done.findings, done.advisories)
        left = {one.severity for one in done.findings if not one.repaired}
        if "unreadable" in left:
            raise typer.Exit(Status.UNREADABLE)
        if "problem" in left:
            raise typer.Exit(Status.FOUND)
