"""Whether what a user adds to a resource file has the shape of what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vlortool.errors import ResourceError

_KINDS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}

_REMEDY = "Ours in the same place shows how"


def check_shape(value: Any, ours: Sequence[Any], file: str, at: str = "") -> None:
    """Refuse a value of another shape than ours.

    Args:
        value: What the user's file holds.
        ours: What stands in the same place in ours: the value itself, or others of a list.
        file: The user's file.
        at: The place in it.

    Raises:
        ResourceError: It, or something in it, is of another kind; the message names the place.
    """
    kinds = {type(one) for one in ours}
    if kinds and type(value) not in kinds:
        wanted = " or ".join(sorted(_KINDS[kind] for kind in kinds))
        raise ResourceError(f"{file}: {at}: must be {wanted}", _REMEDY)
    # Where others stand in for ours, they are of several kinds.
    ours = [one for one in ours if type(one) is type(value)]
    if isinstance(value, list):
        inside = [each for one in ours for each in one]
        for number, each in enumerate(value):
            name = each.get("id", number) if isinstance(each, dict) else number
            if isinstance(each, str) and not each.strip():
                # It would be found everywhere.
                raise ResourceError(f"{file}: {at}[{name}]: is an empty text", _REMEDY)
            check_shape(each, inside, file, f"{at}[{name}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            same = [one[key] for one in ours if key in one]
            # A key of the user's own is one more of its kind: a lemma, a class of words.
            others = [other for one in ours for other in one.values()]
            check_shape(each, same or others, file, f"{at}.{key}" if at else key)
