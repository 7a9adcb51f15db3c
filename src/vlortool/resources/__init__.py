"""Language knowledge as data: TOML files that a domain expert can read and edit."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from vlortool.errors import ResourceError
from vlortool.resources.overlay import read_toml, source_of
from vlortool.resources.records import converted


class Body(Struct, frozen=True, kw_only=True):
    """A part of a council that issues advice, and its abbreviations."""

    label: str
    aliases: tuple[str, ...] = ()


class Council(Struct, frozen=True, kw_only=True):
    """An advisory council.

    Attributes:
        id: Its id.
        label: Its Dutch name.
        aliases: How texts name it.
        bodies: Its parts that issue advice.
        codes: Regular expressions of its document codes.
        hosts: Sites where it publishes.
    """

    id: str
    label: str
    aliases: tuple[str, ...]
    bodies: tuple[Body, ...] = ()
    codes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class Label(Struct, frozen=True, kw_only=True):
    """A label of a title block (`Adviesvrager`) and the metadata field that it fills."""

    text: str
    field: str


class Structure(Struct, frozen=True, kw_only=True):
    """Words by which an advisory's structure is recognised; see `structure.toml`."""

    abbreviations: frozenset[str]
    suspending: frozenset[str]
    hyphen_prefixes: frozenset[str]
    heading_tails: frozenset[str]
    contents_titles: frozenset[str]
    notes_titles: frozenset[str]
    digit_words: frozenset[str]
    functions: re.Pattern[str]
    name_particles: frozenset[str]
    months: tuple[str, ...]
    salutation: re.Pattern[str]
    closing: re.Pattern[str]
    signing: re.Pattern[str]
    own_initiative: re.Pattern[str]
    vote: re.Pattern[str]
    reference: re.Pattern[str]
    issued_by: re.Pattern[str]
    bodies: re.Pattern[str]
    document_kinds: frozenset[str]
    labels: tuple[Label, ...]


class CitationWords(Struct, frozen=True, kw_only=True):
    """Words by which works cited are recognised; see `citations.toml`."""

    months: tuple[tuple[str, ...], ...]
    advice_kinds: tuple[str, ...]
    law_kinds: tuple[str, ...]
    law_adjectives: tuple[str, ...]
    report_kinds: tuple[str, ...]
    dated_kinds: tuple[str, ...]
    authors: tuple[str, ...]
    places: tuple[str, ...]
    remark_starts: frozenset[str]
    remark_verbs: frozenset[str]
    subject_stops: frozenset[str]
    stopwords: frozenset[str]
    date_owners: tuple[str, ...]
    issuing: frozenset[str]
    asking: tuple[str, ...]
    mention_adjectives: tuple[str, ...]
    about: tuple[str, ...]
    links: frozenset[str]
    own_voice: tuple[str, ...]
    see: re.Pattern[str]
    locators: tuple[re.Pattern[str], ...]
    journals: tuple[re.Pattern[str], ...]
    other_dates: re.Pattern[str]
    ibid: re.Pattern[str]
    opcit: re.Pattern[str]
    note_reference: re.Pattern[str]


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _pattern(
    parts: list[str], name: str = "structure.toml", *, flags: int = re.IGNORECASE
) -> re.Pattern[str]:
    return _compiled("|".join(f"(?:{part})" for part in parts), name, flags)


def _compiled(words: str, name: str, flags: int = 0) -> re.Pattern[str]:
    try:
        with warnings.catch_warnings():
            # What another version of Python may read otherwise.
            warnings.simplefilter("error", FutureWarning)
            made = re.compile(words, flags)
    except (re.error, FutureWarning) as error:
        wrong = f"{source_of(name)}: {words!r} is no regular expression ({error})"
        remedy = "Correct it; a sign that means itself needs \\ before it"
        raise ResourceError(wrong, remedy) from error
    if made.groupindex:
        # It becomes a part of larger ones, which name groups of their own.
        wrong = f"{source_of(name)}: {words!r} names a group"
        raise ResourceError(wrong, "Use one without name: (?:...)")
    return made


@cache
def structure() -> Structure:
    """Read the words by which structure is recognised."""
    raw = read_toml("structure.toml")
    words, patterns = raw["words"], raw["patterns"]
    return Structure(
        abbreviations=_folded(words["abbreviations"]),
        suspending=_folded(words["suspending"]),
        hyphen_prefixes=_folded(words["hyphen_prefixes"]),
        heading_tails=_folded(words["heading_tails"]),
        contents_titles=_folded(words["contents_titles"]),
        notes_titles=_folded(words["notes_titles"]),
        digit_words=_folded(words["digit_words"]),
        functions=_pattern(patterns["functions"]),
        name_particles=_folded(words["name_particles"]),
        months=tuple(words["months"]),
        salutation=_pattern(patterns["salutation"]),
        closing=_pattern(patterns["closing"]),
        signing=_pattern(patterns["signing"]),
        own_initiative=_pattern(patterns["own_initiative"]),
        vote=_pattern(patterns["vote"]),
        reference=_pattern(patterns["reference"], flags=0),
        issued_by=_pattern(patterns["issued_by"]),
        bodies=_pattern(patterns["bodies"], flags=0),
        document_kinds=_folded(words["document_kinds"]),
        labels=tuple(
            Label(text=text, field=field)
            for field, texts in raw["labels"].items()
            for text in sorted(texts, key=len, reverse=True)
        ),
    )


@cache
def councils() -> tuple[Council, ...]:
    """Read the catalogue of councils."""
    found = tuple(
        converted(entry, Council, "councils.toml", "council")
        for entry in read_toml("councils.toml")["council"]
    )
    for code in (code for council in found for code in council.codes):
        _compiled(code, "councils.toml")
    return found


@cache
def citation_words() -> CitationWords:
    """Read the words by which works cited are recognised."""
    raw = read_toml("citations.toml")
    words, patterns = raw["words"], raw["patterns"]
    read: dict[str, Any] = dict(words)
    for name in ("see", "other_dates", "ibid", "opcit", "note_reference"):
        read[name] = _pattern(patterns[name], "citations.toml")
    for name in ("locators", "journals"):
        read[name] = tuple(
            _compiled(part, "citations.toml", re.IGNORECASE) for part in patterns[name]
        )
    for name in ("remark_starts", "remark_verbs", "subject_stops", "stopwords", "issuing", "links"):
        read[name] = _folded(words[name])
    # The name of a council says whose work it is, and nothing of the work.
    names = {alias.casefold() for one in councils() for alias in one.aliases if " " not in alias}
    read["stopwords"] |= names | {part for name in names for part in re.split(r"\W", name)}
    return converted(read, CitationWords, "citations.toml", "words")


class Grammar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Function words by which clauses and verbs are told apart; see `grammar.toml`."""

    complement: frozenset[str]
    relative: frozenset[str]
    adverbial: frozenset[str]
    doubtful: frozenset[str]
    finite: frozenset[str]
    no_verbs: frozenset[str]
    copulas: frozenset[str]
    separable: frozenset[str]
    noun_places: frozenset[str]
    pronouns: frozenset[str]
    pronoun_places: frozenset[str]


@cache
def grammar() -> Grammar:
    """Read the function words."""
    raw = {name: words.split() for name, words in read_toml("grammar.toml").items()}
    return converted(raw, Grammar, "grammar.toml", "words")


@cache
def lemmas() -> dict[str, str]:
    """Read the lemmas of word forms that the general lexicon gets wrong."""
    return dict(read_toml("lemmas.toml")["forms"])


@cache
def explanations() -> dict[str, str]:
    """Read how rules are put into words: a template by the kind of rule."""
    return dict(read_toml("explanations.toml"))


@cache
def evidence() -> dict[str, dict[str, list[int]]]:
    """Read how often each rule was right in the labelled advisories; see `train/evidence.py`."""
    raw: dict[str, dict[str, list[int]]] = json.loads(
        files(__package__).joinpath("evidence.json").read_text("utf-8")
    )
    return raw
