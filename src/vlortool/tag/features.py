"""Features of a sentence: what the linear models weigh to judge what the sentence does.

A feature is a readable key, either there or not, with the words that it stands for. Most say which
cue or word stands in which kind of clause; the others say how the sentence is built (its finite
verb and what stands before, behind and at the end), where it stands, and what introduces it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Generic

from msgspec import Struct

from vlortool.resources import grammar
from vlortool.tag.clauses import MAIN, Clauses, clauses_of, shape_of
from vlortool.tag.cues import CueFinder, Found
from vlortool.tag.feature_keys import Key, Naming, PhraseKeys, WordKeys
from vlortool.tag.units import Token, Unit

Feature = tuple[str, int, int]
Span = tuple[int, int]

_PAST_ENDINGS = ("de", "te", "den", "ten")
_VOICES = ("council", "we", "document", "other")
_LONGEST = 6


class Reading(Struct, frozen=True):
    """A sentence as it was read: its clauses and its cues."""

    unit: Unit
    clauses: Clauses
    cues: list[Found]
    zones: list[str]
    but: int


class FeatureReader(Generic[Key]):
    """Reads sentences and yields their features."""

    def __init__(
        self,
        finder: CueFinder,
        groups: Mapping[str, str],
        classes: Mapping[str, frozenset[str]],
        vocabulary: Mapping[str, frozenset[str]],
        naming: Naming[Key],
        known: Collection[str] | None = None,
    ) -> None:
        """Set up a reader.

        Args:
            finder: Finds the cues.
            groups: The group of each cue.
            classes: The word classes of the cues.
            vocabulary: Words by what they say of a thing.
            naming: Returns the key that a feature goes by, None for one that is left out.
            known: The features that have a key; None if all have.
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
        self._naming = naming
        self._word_keys = WordKeys(naming, "lemma", "main", "after but")
        sides = ("before", "block before", "behind")
        self._beside = {side: WordKeys(naming, side) for side in sides}
        self._titles = WordKeys(naming, "title")
        self._lead_words = WordKeys(naming, "lead-in word")
        self._phrases = PhraseKeys(naming, known)

    def numbered(self, numbers: Mapping[str, int]) -> FeatureReader[int]:
        """Return a reader that yields the features that a model weighs, by their numbers in it."""
        return FeatureReader(
            self._finder, self._groups, self._classes, self._vocabulary, numbers.get, numbers
        )

    def read(self, unit: Unit) -> Reading:
        """Return the clauses and cues of a sentence."""
        clauses = clauses_of(unit.tokens)
        zones = ["m" if zone == MAIN else zone[0] for zone in clauses.zones]
        return Reading(unit, clauses, self._finder.find(unit.tokens), zones, _but(unit.tokens))

    def features(self, reading: Reading, around: Mapping[int, Reading]) -> dict[Key, Span]:
        """Return the features of a sentence, each with its words (token indices, half-open).

        Args:
            reading: The sentence.
            around: The readings of the document's sentences by `id` of their unit.
        """
        found: dict[Key, Span] = {}
        if not reading.unit.tokens:
            self._add(found, [("empty", 0, 0)])
            return found
        self._add(found, self._cues(reading))
        self._add(found, self._verb(reading))
        self._words(reading, found)
        self._add(found, self._says(reading))
        self._add(found, _form(reading))
        self._list(reading, around, found)
        self._around(reading, around, found)
        return found

    def _add(self, found: dict[Key, Span], part: Iterable[Feature]) -> None:
        naming = self._naming
        for name, first, last in part:
            key = naming(name)
            if key is not None and key not in found:
                found[key] = (first, last)

    def _cues(self, reading: Reading) -> Iterator[Feature]:
        negated = bool(reading.cues) and self._negated(reading)
        for found in reading.cues:
            cue, first, last = found.cue, found.first, found.last
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
        places = [place for place, one in enumerate(reading.unit.tokens) if one.lower in negations]
        return any(reading.zones[place] == "m" for place in places)

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
                    yield f"predicate:{tokens[index].lemma}", index, index + 1

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

    def _words(self, reading: Reading, found: dict[Key, Span]) -> None:
        """Add the features of single words and of words in a row."""
        tokens, zones, but = reading.unit.tokens, reading.zones, reading.but
        for index, token in enumerate(tokens):
            if not token.lower[0].isalpha():
                continue
            anywhere, main, after_but = self._word_keys[token.lemma]
            here = (index, index + 1)
            if anywhere is not None and anywhere not in found:
                found[anywhere] = here
            if main is not None and zones[index] == "m" and main not in found:
                found[main] = here
            if after_but is not None and 0 <= but < index and after_but not in found:
                found[after_but] = here
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

    def _list(
        self, reading: Reading, around: Mapping[int, Reading], found: dict[Key, Span]
    ) -> None:
        """Add what the sentence is in its list, and what introduces the list."""
        unit = reading.unit
        if unit.kind != "bullet":
            return
        whole = (0, len(unit.tokens))
        self._add(found, [("bullet", *whole)])
        if unit.place:
            return
        shape = bullet_shape(reading)
        start = "low" if unit.tokens[0].text[0].islower() else "capital"
        names = [f"bullet:{shape}", f"bullet:{shape}+{start}+{_closing(unit.tokens)}"]
        self._add(found, ((name, *whole) for name in names))
        if unit.lead_in is not None:
            self._lead(around[id(unit.lead_in)], shape, whole, found)

    def _lead(self, lead: Reading, shape: str, whole: Span, found: dict[Key, Span]) -> None:
        is_sentence = shape in {"sentence", "finite"}
        names = [f"lead-in ends:{_closing(lead.unit.tokens)}+{shape}"]
        for cue in lead.cues:
            names.append(f"lead-in:{cue.cue}+{'sentence' if is_sentence else 'fragment'}")
            names.append(f"lead-in group:{self._groups[cue.cue]}+{shape}")
        self._add(found, ((name, *whole) for name in names))
        if is_sentence:
            return
        self._add_words(found, self._lead_words, [token.lemma for token in lead.unit.tokens], whole)
        if lead.clauses.finite >= 0:
            verb = lead.unit.tokens[lead.clauses.finite]
            self._add(found, [(f"lead-in verb:{verb.lemma}", *whole)])

    def _around(
        self, reading: Reading, around: Mapping[int, Reading], found: dict[Key, Span]
    ) -> None:
        """Add the cues of the sentences beside it, and the words of its title."""
        unit = reading.unit
        whole = (0, len(unit.tokens))
        before = "before" if unit.place else "block before"
        for side, other in ((before, unit.previous), ("behind", unit.following)):
            if other is None:
                self._add(found, [(f"nothing {side}", *whole)])
            else:
                cues = [cue.cue for cue in around[id(other)].cues]
                self._add_words(found, self._beside[side], cues, whole)
        if unit.titles:
            self._add_words(found, self._titles, [each.lemma for each in unit.titles[0]], whole)

    @staticmethod
    def _add_words(
        found: dict[Key, Span], keys: WordKeys[Key], words: Iterable[str], whole: Span
    ) -> None:
        """Add the features of words that stand around the sentence."""
        for word in words:
            (key,) = keys[word]
            if key is not None and key not in found:
                found[key] = whole


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
