"""`vlortool schema`: what the JSON of an advisory holds."""

from __future__ import annotations

import json

import typer

from vlortool.cli.shared import guarded
from vlortool.render.output import write
from vlortool.store.schema import json_schema


def schema(context: typer.Context) -> None:
    """Print the JSON Schema of a stored advisory (draft 2020-12).

    Example: vlortool schema > advisory.schema.json
    """
    with guarded(context):
        write(f"{json.dumps(json_schema(), indent=1, ensure_ascii=False)}\n")
