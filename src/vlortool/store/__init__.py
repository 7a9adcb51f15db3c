"""The data folder: one JSON file an advisory, written whole or not at all."""

from vlortool.store.files import (
    encode,
    prepare,
    read_advisory,
    read_source,
    record_path,
    write_advisory,
)
from vlortool.store.lookup import advisory_ids, find
from vlortool.store.resolve import resolve_store
from vlortool.store.schema import json_schema

__all__ = [
    "advisory_ids",
    "encode",
    "find",
    "json_schema",
    "prepare",
    "read_advisory",
    "read_source",
    "record_path",
    "resolve_store",
    "write_advisory",
]
