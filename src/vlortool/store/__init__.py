"""The data folder: one JSON file an advisory, written whole or not at all."""

from vlortool.store.catalogue import Catalogue, open_catalogue
from vlortool.store.files import (
    encode,
    prepare,
    read_advisory,
    read_source,
    record_path,
    write_advisory,
    write_record,
)
from vlortool.store.lookup import advisory_ids, find
from vlortool.store.writer import CatalogueWriter

__all__ = [
    "Catalogue",
    "CatalogueWriter",
    "advisory_ids",
    "encode",
    "find",
    "open_catalogue",
    "prepare",
    "read_advisory",
    "read_source",
    "record_path",
    "write_advisory",
    "write_record",
]
