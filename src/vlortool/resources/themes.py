"""The catalogue of themes: what a sentence may be about, and the words that show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct, ValidationError, convert

from vlortool.errors import ResourceError
from vlortool.resources.overlay import read_toml, source_of

GAP = ".."
_REMEDY = "themes.toml shows the shape"


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that show a theme; see the head of `themes.toml`.

    Attributes:
        id: Its id within the theme.
        strength: How often its words mean the theme.
        words: Lemmas or printed forms, in lower case.
        phrases: Words in a row; `..` stands for up to three others.
        parts: Parts of compounds, `stage-` at the start or `-stage` at the end.
        exceptions: Words and phrases that look like a hit and are none.
        hit: A sentence in which it fires.
        miss: A sentence in which it doesn't.
    """

    id: str
    strength: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    hit: str
    miss: str


class ThemeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A theme of the catalogue.

    Attributes:
        id: Its id, as in `gold/GUIDELINES.md` where that has it.
        label: Its Dutch name.
        description: What belongs to it.
        rule: Its rules.
    """

    id: str
    label: str
    description: str
    rule: tuple[Rule, ...] = ()


class ThemeCatalogue(Struct, frozen=True):
    """All themes, in the order of their files; a later file replaces a theme of the same id."""

    themes: tuple[ThemeEntry, ...]


def read_themes(tables: Iterable[tuple[str, Mapping[str, Any]]]) -> ThemeCatalogue:
    """Build the catalogue from parsed TOML.

    Args:
        tables: File name and content of each file; a theme replaces an earlier one of its id.

    Raises:
        ResourceError: A file has another shape; the message names file and key.
    """
    themes: dict[str, ThemeEntry] = {}
    for name, table in tables:
        seen: set[str] = set()
        for theme in _themes_in(name, table):
            if theme.id in seen:
                raise ResourceError(f"{name}: theme.id: '{theme.id}' stands there twice", _REMEDY)
            seen.add(theme.id)
            themes[theme.id] = theme
    return ThemeCatalogue(tuple(themes.values()))


def _themes_in(name: str, table: Mapping[str, Any]) -> Iterator[ThemeEntry]:
    unknown = sorted(set(table) - {"theme"})
    if unknown:
        raise ResourceError(f"{name}: '{unknown[0]}': unknown key", _REMEDY)
    entries = table.get("theme", [])
    if not isinstance(entries, list):
        raise ResourceError(f"{name}: theme: not a list of tables ([[theme]])", _REMEDY)
    for number, raw in enumerate(entries):
        try:
            theme = convert(raw, ThemeEntry)
        except ValidationError as error:
            where = f"{name}: theme[{number}] ({_id_of(raw)})"
            raise ResourceError(f"{where}: {error}", _REMEDY) from error
        _check(name, theme)
        yield theme


def _id_of(raw: object) -> str:
    return str(raw.get("id", "without id")) if isinstance(raw, dict) else "no table"


def _check(name: str, theme: ThemeEntry) -> None:
    """Refuse rules that could never fire, and rule ids that stand twice."""
    ids: set[str] = set()
    for rule in theme.rule:
        where = f"{name}: theme '{theme.id}', rule '{rule.id}'"
        if rule.id in ids:
            raise ResourceError(f"{where}: id: stands there twice", _REMEDY)
        ids.add(rule.id)
        for key, wrong in _wrong(rule):
            raise ResourceError(f"{where}: {key}: {wrong}", _REMEDY)


def _wrong(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.strength not in {"strong", "weak"}:
        yield "strength", f"'{rule.strength}' is neither 'strong' nor 'weak'"
    if not (rule.words or rule.phrases or rule.parts):
        yield "words", "no words, phrases or parts"
    for part in rule.parts:
        if part.startswith("-") == part.endswith("-") or len(part) < 2:
            yield "parts", f"'{part}' has no hyphen at just one end"
    for phrase in rule.phrases:
        words = phrase.split()
        if not words or words[0] == GAP or words[-1] == GAP:
            yield "phrases", f"'{phrase}' begins or ends with no word"
    for key in ("words", "phrases", "parts", "exceptions"):
        for text in getattr(rule, key):
            if text != text.lower().strip() or not text:
                yield key, f"'{text}' is not in lower case, or has stray blanks"


@cache
def themes() -> ThemeCatalogue:
    """Read the catalogue that comes with the toolkit."""
    return read_themes([(source_of("themes.toml"), read_toml("themes.toml"))])
