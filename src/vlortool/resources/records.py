"""Records from TOML, with errors that name file and key."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from vlortool.errors import ResourceError
from vlortool.resources.overlay import source_of

Record = TypeVar("Record", bound=Struct)


def converted(raw: dict[str, Any], kind: type[Record], name: str, at: str) -> Record:
    """Return an entry of a resource file as a record.

    Args:
        raw: The entry.
        kind: What it is to be.
        name: The resource file.
        at: Where in it the entry stands.

    Raises:
        ResourceError: The entry has another shape; the message names file, entry and key.
    """
    try:
        return convert(raw, kind)
    except ValidationError as error:
        where = f"{at}[{raw['id']}]" if "id" in raw else at
        wrong = f"{source_of(name)}: {where}: {error}"
        raise ResourceError(wrong, f"The entries of our {name} show the shape") from error
