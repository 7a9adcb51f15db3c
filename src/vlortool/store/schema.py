"""The JSON Schema of a stored advisory."""

from __future__ import annotations

import inspect
import re
from typing import Any

import msgspec

from vlortool.model import advisory as records
from vlortool.model.advisory import SCHEMA_VERSION, Advisory

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Describe the file of an advisory as a JSON Schema (draft 2020-12).

    Returns:
        The schema, with the words that the records' documentation has for each field.
    """
    made = msgspec.json.schema(Advisory)
    definitions = made["$defs"]
    for name, definition in definitions.items():
        _describe(definition, inspect.getdoc(getattr(records, name)) or "")
    definitions["Advisory"]["properties"]["schema"] = {
        "const": SCHEMA_VERSION,
        "description": "Version of this schema.",
    }
    # A default spares the Python caller; in a stored file the version is always there.
    definitions["Advisory"]["required"].insert(0, "schema")
    return {
        "$schema": DIALECT,
        "title": "Parsed advisory (vlortool)",
        "$ref": made["$ref"],
        "$defs": definitions,
    }


def _describe(definition: dict[str, Any], documentation: str) -> None:
    summary, _, attributes = documentation.partition("\n\nAttributes:\n")
    definition["description"] = " ".join(summary.split())
    for name, words in re.findall(r"(?m)^ {4}(\w+): (.+(?:\n {8}.+)*)", attributes):
        definition["properties"][name]["description"] = " ".join(words.split())
