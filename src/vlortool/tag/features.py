"""Features of a sentence: what the linear models weigh to judge what the sentence does.

A feature is a readable key, either there or not, with the words that it stands for. Most say which
cue or word stands in which kind of clause; the others say how the sentence is built (its finite
verb and what stands before, behind and at the end), where it stands, and what introduces it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vlortool.resources import grammar
from vlortool.tag.clauses import MAIN, Clauses, clauses_of, shape_of
from vlortool.tag.cues import CueFinder, Found
from vlortool.tag.feature_keys import PhraseKeys, WordKeys
from vlortool.tag.units import Token, Unit

Feature = tuple[str, int, int]
Span = tuple[int, int]

_PAST_ENDINGS = ("de", "te", "den", "ten")
_VOICES = ("council", "we", "document", "other")
_LONGEST = 6


class Reading(NamedTuple):
    """A sentence as it was read: its clauses and its cues."""

    unit: Unit
    clauses: Clauses
    cues: list[Found]
    zones: list[str]
    but: int


class FeatureReader:
    """Reads sentences and yields their features."""

    def __init__(
        self,
        finder: CueFinder,
        groups: Mapping[str, str],
        classes: Mapping[str, frozenset[str]],
        vocabulary: Mapping[str, frozenset[str]],
        known: Collection[str] | None = None,
    ) -> None:
        """Set up a reader.

        Args:
            finder: Finds the cues.
            groups: The group of each cue.
            classes: The word classes of the cues.
            vocabulary: Words by what they say of a thing.
            known: The features that a model weighs: the others are left out; None for all.
        """
        self._finder = finder
        self._groups = groups
        self._classes = classes
        self._vocabulary = vocabulary
        self._vocabulary_of = _inverted(vocabulary)
        self._voice_of = {
            word: rank
            for rank, name in reversed(list(enumerate(_VOICES)))
            for word in classes[name]
        }
        self._known = known
        self._lemmas = WordKeys("lemma", known)
        self._main = WordKeys("main", known)
        self._after_but = WordKeys("after but", known)
        self._predicates = WordKeys("predicate", known)
        self._titles = WordKeys("title", known)
        self._lead_words = WordKeys("lead-in word", known)
        self._phrases = PhraseKeys(known)

    def limited_to(self, known: Collection[str]) -> FeatureReader:
        """Return a reader that yields only the features that a model weighs."""
        return FeatureReader(self._finder, self._groups, self._classes, self._vocabulary, known)

    def read(self, unit: Unit) -> Reading:
        """Return the clauses and cues of a sentence."""
        clauses = clauses_of(unit.tokens)
        zones = ["m" if zone == MAIN else zone[0] for zone in clauses.zones]
        return Reading(unit, clauses, self._finder.find(unit.tokens), zones, _but(unit.tokens))

    def features(self, reading: Reading, around: Mapping[int, Reading]) -> dict[str, Span]:
        """Return the features of a sentence, each with its words (token indices, half-open).

        Args:
            reading: The sentence.
            around: The readings of the document's sentences by `id` of their unit.
        """
        if not reading.unit.tokens:
            return {"empty": (0, 0)}
        found: dict[str, Span] = {}
        for part in (self._cues(reading), self._verb(reading)):
            self._add(found, part)
        self._words(reading, found)
        for part in (
            self._says(reading),
            _form(reading),
            self._list(reading, around),
            self._around(reading, around),
        ):
            self._add(found, part)
        return found

    def _add(self, found: dict[str, Span], part: Iterable[Feature]) -> None:
        known = self._known
        for key, first, last in part:
            if (known is None or key in known) and key not in found:
                found[key] = (first, last)

    def _cues(self, reading: Reading) -> Iterator[Feature]:
        negated = bool(reading.cues) and self._negated(reading)
        for cue, first, last in reading.cues:
            zone = reading.zones[first]
            yield f"cue:{cue}", first, last
            yield f"cue:{cue}@{zone}", first, last
            yield f"group:{self._groups[cue]}@{zone}", first, last
            if reading.but >= 0:
                yield f"{'after' if first > reading.but else 'before'}-but:{cue}", first, last
            if first < 3:
                yield f"opening:{cue}", first, last
            if negated and zone == "m":
                yield f"negated:{cue}", first, last

    def _negated(self, reading: Reading) -> bool:
        """Return whether the main clause has a negation."""
        negations = self._classes["negation"]
        return any(
            token.lower in negations and zone == "m"
            for token, zone in zip(reading.unit.tokens, reading.zones, strict=True)
        )

    def _verb(self, reading: Reading) -> Iterator[Feature]:
        tokens, finite = reading.unit.tokens, reading.clauses.finite
        if finite < 0:
            yield "no finite verb", 0, len(tokens)
            return
        verb = tokens[finite]
        here = (finite, finite + 1)
        before = self._voice(tokens[:finite])
        behind = self._voice(tokens[finite + 1 : finite + 4])
        yield f"verb:{verb.lemma}", *here
        yield f"verbform:{verb.lower}", *here
        yield "past" if self._is_past(verb) else "present", *here
        yield f"before verb:{before}", 0, finite
        yield f"before verb:{before}+{verb.lemma}", 0, finite + 1
        yield f"behind verb:{behind}", finite, finite + 4
        yield f"behind verb:{behind}+{verb.lemma}", finite, finite + 4
        yield f"voices:{before}/{behind}", 0, finite + 4
        yield f"words before verb:{min(finite, 12) // 3}", 0, finite
        yield from self._bracket(reading, verb, finite)

    def _bracket(self, reading: Reading, verb: Token, finite: int) -> Iterator[Feature]:
        """Yield what closes the verbal bracket of the main clause, and what a copula says."""
        tokens, zones = reading.unit.tokens, reading.zones
        for last in range(len(tokens) - 1, finite, -1):
            if zones[last] == "m" and (shape := shape_of(tokens[last])):
                yield f"closing:{tokens[last].lemma}", last, last + 1
                yield f"bracket:{verb.lemma}+{shape}", finite, last + 1
                break
        else:
            yield f"bracket:{verb.lemma}+nothing", finite, finite + 1
        if verb.lemma in grammar().copulas:
            for index in range(finite + 1, len(tokens)):
                if zones[index] == "m" and tokens[index].lower[0].isalpha():
                    key = self._predicates[tokens[index].lemma]
                    if key is not None:
                        yield key, index, index + 1

    def _is_past(self, verb: Token) -> bool:
        return verb.lower in self._classes["past"] or (
            verb.lower.endswith(_PAST_ENDINGS) and verb.lemma != verb.lower
        )

    def _voice(self, tokens: Sequence[Token]) -> str:
        """Return who or what a stretch of words is about, as far as a word shows it."""
        known = self._voice_of
        ranks = [
            known[word] for token in tokens for word in (token.lower, token.lemma) if word in known
        ]
        if ranks:
            return _VOICES[min(ranks)]
        pronouns = grammar().pronouns
        for token in tokens:
            if token.lower in pronouns:
                return token.lower
        return "other" if tokens else "nothing"

    def _words(self, reading: Reading, found: dict[str, Span]) -> None:
        """Add the features of single words and of words in a row."""
        zones, but = reading.zones, reading.but
        tokens = reading.unit.tokens
        for index, token in enumerate(tokens):
            if not token.lower[0].isalpha():
                continue
            here = (index, index + 1)
            key = self._lemmas[token.lemma]
            if key is not None and key not in found:
                found[key] = here
            if zones[index] == "m":
                key = self._main[token.lemma]
                if key is not None and key not in found:
                    found[key] = here
            if 0 <= but < index:
                key = self._after_but[token.lemma]
                if key is not None and key not in found:
                    found[key] = here
        for key, first, last in self._phrases.of([token.lower for token in tokens]):
            if key not in found:
                found[key] = (first, last)

    def _says(self, reading: Reading) -> Iterator[Feature]:
        """Yield what the words say of things, whatever the topic."""
        seen: set[str] = set()
        finite = reading.clauses.finite
        of = self._vocabulary_of
        for index, token in enumerate(reading.unit.tokens):
            names = of.get(token.lemma) or of.get(token.lower)
            if names is None:
                continue
            zone = reading.zones[index]
            for name in names:
                key = f"{name}@{zone}"
                here = (index, index + 1)
                if key in seen:
                    yield f"more words:{key}", *here
                seen.add(key)
                yield f"word:{key}", *here
                if 0 <= reading.but < index:
                    yield f"word after but:{name}", *here
                if zone == "m" and finite >= 0:
                    yield f"word and verb:{name}+{reading.unit.tokens[finite].lemma}", *here

    def _list(self, reading: Reading, around: Mapping[int, Reading]) -> Iterator[Feature]:
        unit = reading.unit
        if unit.kind != "bullet":
            return
        span = (0, len(unit.tokens))
        yield "bullet", *span
        if unit.place:
            return
        shape = bullet_shape(reading)
        start = "low" if unit.tokens[0].text[0].islower() else "capital"
        yield f"bullet:{shape}", *span
        yield f"bullet:{shape}+{start}+{_closing(unit.tokens)}", *span
        if unit.lead_in is not None:
            lead = around[id(unit.lead_in)]
            yield from ((key, *span) for key in self._lead(lead, shape))

    def _lead(self, lead: Reading, shape: str) -> Iterator[str]:
        yield f"lead-in ends:{_closing(lead.unit.tokens)}+{shape}"
        whole = "sentence" if shape in {"sentence", "finite"} else "fragment"
        for cue in lead.cues:
            yield f"lead-in:{cue.cue}+{whole}"
            yield f"lead-in group:{self._groups[cue.cue]}+{shape}"
        if whole == "fragment":
            words = (self._lead_words[token.lemma] for token in lead.unit.tokens)
            yield from (key for key in words if key is not None)
            if lead.clauses.finite >= 0:
                yield f"lead-in verb:{lead.unit.tokens[lead.clauses.finite].lemma}"

    def _around(self, reading: Reading, around: Mapping[int, Reading]) -> Iterator[Feature]:
        unit = reading.unit
        whole = (0, len(unit.tokens))
        sides = (
            ("before" if unit.place else "block before", unit.previous),
            ("behind", unit.following),
        )
        for side, other in sides:
            if other is None:
                yield f"nothing {side}", *whole
                continue
            for cue in around[id(other)].cues:
                yield f"{side}:{cue.cue}", *whole
        for token in unit.titles[0] if unit.titles else ():
            key = self._titles[token.lemma]
            if key is not None:
                yield key, *whole


def _inverted(classes: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, words in classes.items():
        for word in words:
            found.setdefault(word, []).append(name)
    return found


def _but(tokens: Sequence[Token]) -> int:
    """Return the index of the last *maar* that sets a clause against the one before, or -1."""
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index].lower == "maar" and (index > 3 or tokens[index - 1].lower in ",–;"):
            return index
    return -1


def _form(reading: Reading) -> Iterator[Feature]:
    unit = reading.unit
    whole = (0, len(unit.tokens))
    yield f"place:{min(unit.place, 3)}", *whole
    yield f"last in block:{unit.place == unit.count - 1}", *whole
    yield f"length:{min(len(unit.tokens) // 6, _LONGEST)}", *whole
    yield f"ends:{_closing(unit.tokens)}", len(unit.tokens) - 1, len(unit.tokens)
    yield f"starts:{unit.tokens[0].lower}", 0, 1
    for index, token in enumerate(unit.tokens):
        if token.lower.isdigit():
            yield "number", index, index + 1
            if len(token.lower) == 4:
                yield "year", index, index + 1


def _closing(tokens: Sequence[Token]) -> str:
    if not tokens or tokens[-1].lower.isalnum():
        return "no mark"
    return tokens[-1].lower


def bullet_shape(reading: Reading) -> str:
    """Return how a bullet is built: a sentence, a verb first, an infinitive, a phrase."""
    tokens = [token for token in reading.unit.tokens if token.lower[0].isalnum()]
    finite = reading.clauses.finite
    if not tokens:
        return "empty"
    if finite >= 0 and shape_of(reading.unit.tokens[finite]) == "finite":
        return "verb first" if reading.unit.tokens[finite] is tokens[0] else "sentence"
    if shape_of(tokens[-1]) == "plural":
        with_te = len(tokens) > 1 and tokens[-2].lower == "te"
        return "te infinitive" if with_te else "infinitive last"
    if shape_of(tokens[0]) == "plural":
        return "infinitive first"
    return "finite" if finite >= 0 else "phrase"
