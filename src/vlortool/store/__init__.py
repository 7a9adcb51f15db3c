"""The data folder: one JSON file an advisory, written whole or not at all."""

from vlortool.store.catalogue import Catalogue, CatalogueWriter, open_catalogue
from vlortool.store.files import (
    encode,
    prepare,
    read_advisory,
    read_source,
    record_path,
    write_advisory,
)
from vlortool.store.lookup import advisory_ids, find
from vlortool.store.resolve import is_unresolved, mark_unresolved, resolve_store
from vlortool.store.schema import json_schema

__all__ = [
    "Catalogue",
    "CatalogueWriter",
    "advisory_ids",
    "encode",
    "find",
    "is_unresolved",
    "json_schema",
    "mark_unresolved",
    "open_catalogue",
    "prepare",
    "read_advisory",
    "read_source",
    "record_path",
    "resolve_store",
    "write_advisory",
]
