"""Which actor, theme or council a user means: an id, a label, or a name that texts use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from vlortool.errors import UnknownNameError
from vlortool.model.terms import fold
from vlortool.resources import councils
from vlortool.resources.actors import Actor, actors
from vlortool.resources.themes import themes

POSITION_LABELS = {
    "recommendation": "aanbeveling",
    "support": "steun",
    "concern": "bezorgdheid",
    "view": "visie",
    "none": "geen standpunt",
}
STRENGTH_LABELS = {"urge": "dringend", "must": "moet", "ask": "vraag", "suggest": "suggestie"}
# What became of a position, and of one that stands in one advisory only.
RELATION_LABELS = {
    "verbatim": "letterlijk herhaald",
    "reworded": "anders verwoord",
    "strengthened": "versterkt",
    "weakened": "afgezwakt",
    "widened": "verruimd",
    "narrowed": "verengd",
    "opposed": "tegengesteld",
    "readdressed": "anders geadresseerd",
    "not-repeated": "niet herhaald",
    "new": "nieuw",
}
_ARTICLES = ("de ", "het ", "een ")
_NEAR = 5
# So many names are all named.
_FEW = 12


def find_actor(name: str) -> str:
    """Return the id of an actor.

    Args:
        name: Its id, its label, or a name that texts use (*minister*); capitals, accents and an
            article don't matter.

    Raises:
        UnknownNameError: Nobody is called so, or several are; the nearest ids are named.
    """
    names = {one.id: [one.id, one.label, *names_of_actor(one)] for one in actors().by_id.values()}
    return _the_one(name, names, "actor", "vlortool actors")


def find_theme(name: str) -> str:
    """Return the id of a theme, by its id or its label.

    Raises:
        UnknownNameError: No theme is called so; the nearest ids are named.
    """
    names = {one.id: [one.id, one.label] for one in themes().themes}
    return _the_one(name, names, "theme", "vlortool themes")


def find_council(name: str) -> str:
    """Return the id of a council, by its id, its name or its abbreviation.

    Raises:
        UnknownNameError: No council is called so; the nearest ids are named.
    """
    names = {one.id: [one.id, one.label, *one.aliases] for one in councils()}
    return _the_one(name, names, "council", "vlortool stats")


def names_of_actor(actor: Actor) -> list[str]:
    """Return the names that texts use for an actor, each once, in the order of its rules."""
    names = (name for rule in actor.rules for name in (*rule.heads, *rule.words, *rule.cased))
    return list(dict.fromkeys(name.replace(" ,", ",") for name in names if "*" not in name))


def label_of_actor(name: str) -> str:
    """Return the Dutch label of an actor; the id itself if it is not in the catalogue."""
    known = actors().by_id.get(name)
    return known.label if known is not None else name


def label_of_council(name: str) -> str:
    """Return the Dutch name of a council; the id itself if it is not in the catalogue."""
    return next((one.label for one in councils() if one.id == name), name)


def label_of_theme(name: str) -> str:
    """Return the Dutch label of a theme; the id itself if it is not in the catalogue."""
    return next((one.label for one in themes().themes if one.id == name), name)


def _the_one(name: str, names: Mapping[str, list[str]], what: str, see: str) -> str:
    wanted = _bare(name)
    known = {key: [_bare(each) for each in called] for key, called in names.items()}
    if wanted in {_bare(key) for key in names}:
        return next(key for key in names if _bare(key) == wanted)
    found = [key for key, called in known.items() if wanted in called]
    # A plural is not always among the names that texts are searched for.
    found = found or [
        key for key, called in known.items() if not _singulars(wanted).isdisjoint(called)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownNameError(
            f"{name!r} can be any of these {what}s: {', '.join(found)}", "Type the id of one"
        )
    if len(known) <= _FEW:
        raise UnknownNameError(f"There is no {what} {name!r}", f"There are: {', '.join(known)}")
    near = _nearest(wanted, known)
    hint = f"Near it: {', '.join(near)}. " if near else ""
    raise UnknownNameError(f"There is no {what} {name!r}", f"{hint}See them all: {see}")


def _singulars(wanted: str) -> set[str]:
    return {wanted.removesuffix(ending) for ending in ("s", "en", "n") if wanted.endswith(ending)}


def _nearest(wanted: str, known: Mapping[str, list[str]]) -> list[str]:
    """Return the ids whose names are like a word, or hold it, the best first."""

    def likeness(called: Iterable[str]) -> float:
        return max(
            1.0 if len(wanted) > 2 and wanted in each else _ratio(wanted, each) for each in called
        )

    scored = sorted(((likeness(called), key) for key, called in known.items()), reverse=True)
    return [key for score, key in scored[:_NEAR] if score > 0.6]


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _bare(name: str) -> str:
    words = name.casefold().strip()
    for article in _ARTICLES:
        words = words.removeprefix(article)
    return fold(words)
