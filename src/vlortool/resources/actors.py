"""The catalogue of actors: `actors.toml` as records."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from msgspec import Struct

from vlortool.resources.overlay import read_toml
from vlortool.resources.records import converted

Kind = Literal["council", "government", "agency", "education", "field", "people"]
ISSUER = "issuer"
NOTHING = "nothing"


class ActorRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which texts name an actor; `actors.toml` says what the fields mean.

    Attributes:
        id: `actor/rule`.
        actor: Id of the actor; `issuer` for the council that speaks, `nothing` for no actor.
    """

    id: str
    actor: str
    hit: str
    miss: str
    words: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    councils: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()


class Actor(Struct, frozen=True, kw_only=True):
    """Someone who can be named: id, Dutch label and what it is."""

    id: str
    label: str
    kind: Kind
    rules: tuple[ActorRule, ...]


class Actors(Struct, frozen=True, kw_only=True):
    """The catalogue, by id, and all of its rules."""

    by_id: dict[str, Actor]
    rules: tuple[ActorRule, ...]


@cache
def actors() -> Actors:
    """Read the catalogue of actors."""
    raw = read_toml("actors.toml")
    found = [
        converted(
            {**entry, "rules": [_rule(entry["id"], rule) for rule in entry.get("rule", [])]},
            Actor,
            "actors.toml",
            "actor",
        )
        for entry in raw["actor"]
    ]
    loose = [_rule(name, rule) for name in (ISSUER, NOTHING) for rule in raw[name]]
    return Actors(
        by_id={actor.id: actor for actor in found},
        rules=(*(rule for actor in found for rule in actor.rules), *loose),
    )


def _rule(actor: str, raw: dict[str, Any]) -> ActorRule:
    return converted(
        {**raw, "id": f"{actor}/{raw.get('id', '?')}", "actor": actor},
        ActorRule,
        "actors.toml",
        f"actor[{actor}].rule",
    )
