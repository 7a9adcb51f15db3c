"""The trained model of themes: weights of words, and weights of what stands around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from vlortool.errors import ResourceError
from vlortool.resources.overlay import read_model, source_of
from vlortool.tag.theme_context import NAMES, Evidence, Row, Surroundings, share
from vlortool.tag.theme_rules import Hit, RuleIndex
from vlortool.tag.theme_words import parts_of, words_of
from vlortool.tag.units import Token, Unit

RULE = "rule:"
_FILE = "theme_model.json"
_FORMS = 200_000
_CONTENT = 4


class _Lemma(Struct, frozen=True):
    """What is known of a single word.

    Attributes:
        numbers: Numbers of its features that have a weight.
        themes: The weight of all of them for each theme.
        seconds: Numbers of the pairs that it can be the first word of, by their second.
    """

    numbers: tuple[int, ...]
    themes: dict[int, float]
    seconds: dict[str, int]


class Weights(Struct, frozen=True, kw_only=True):
    """What `train_themes` learns.

    Attributes:
        thresholds: Probability from which the likeliest theme of a sentence is given, then that
            from which the second is, and so on; no more are given than there are thresholds.
        bias: Log odds of each theme in a sentence without known words.
        words: Weight of each feature of words, for each theme.
        context: Weight of each feature of `theme_context.NAMES`.
        context_bias: Log odds of each theme in the model of the context.
    """

    thresholds: tuple[float, ...]
    bias: dict[str, float]
    words: dict[str, dict[str, float]]
    context: dict[str, float]
    context_bias: dict[str, float]


def shipped_weights() -> Weights:
    """Read the weights that come with the toolkit, or a user's in their place.

    Raises:
        ResourceError: They have another shape, or are of another version of the features.
    """
    return checked(read_model(_FILE, Weights))


def checked(weights: Weights) -> Weights:
    """Return weights that fit the features of this version.

    Raises:
        ResourceError: They don't.
    """
    if set(weights.context) != set(NAMES):
        other = sorted(set(weights.context) ^ set(NAMES))
        wrong = f"{source_of(_FILE)}: context: {other[0]}: not as expected"
        raise ResourceError(wrong, "Train it anew with python -m vlortool.train")
    return weights


class WordModel:
    """Rules and weights of words: what a row of words says of each theme that the model knows."""

    def __init__(self, index: RuleIndex, ids: Sequence[str], weights: Weights | None) -> None:
        """Build it; without weights, only the rules speak.

        Args:
            index: The rules.
            ids: Ids of the model's themes.
            weights: The weights.
        """
        self.index = index
        self.ids = list(ids)
        places = {theme: place for place, theme in enumerate(self.ids)}
        self.rule_themes = [places.get(name.partition(".")[0]) for name in index.names]
        table: dict[str, list[tuple[int, float]]] = {}
        for theme, words in (weights.words if weights else {}).items():
            for word, weight in words.items():
                table.setdefault(word, []).append((places[theme], weight))
        # One matrix for all: the weights of the words by name, those of the rules, the bias.
        self._names = sorted(table)
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._first_rule = len(self._names)
        rules = [RULE + name for name in index.names]
        self._bias = self._first_rule + len(rules)
        self._rows = np.zeros((self._bias + 1, len(self.ids)))
        for number, name in enumerate([*self._names, *rules]):
            if name in table:
                columns, values = zip(*table[name], strict=True)
                self._rows[number, columns] = values
        self._rows[self._bias] = [weights.bias[theme] if weights else 0.0 for theme in self.ids]
        self._table = table
        self._parts = frozenset(word[1:] for word in table if word[0] in "<>")
        self._pairs: dict[str, dict[str, int]] = {}
        for name, number in self._numbers.items():
            first, _, second = name.partition(" ")
            if second:
                self._pairs.setdefault(first, {})[second] = number
        self._lemmas: dict[str, _Lemma] = {}

    def _lemma(self, lemma: str) -> _Lemma:
        """Return what is known of a single word."""
        found = self._lemmas.get(lemma)
        if found is None:
            every = (lemma, *parts_of(lemma, self._parts))
            names = [name for name in every if name in self._numbers]
            themes: dict[int, float] = {}
            for name in names:
                for theme, weight in self._table[name]:
                    themes[theme] = themes.get(theme, 0.0) + weight
            numbers = tuple(self._numbers[name] for name in names)
            found = _Lemma(numbers, themes, self._pairs.get(lemma, {}))
            if len(self._lemmas) < _FORMS:
                self._lemmas[lemma] = found
        return found

    def read(self, tokens: Sequence[Token]) -> tuple[Evidence, list[Hit]]:
        """Return what words say of each theme, and the rules that fire."""
        hits = self.index.find(tokens)
        rules = {self._first_rule + hit.rule for hit in hits}
        # Summed in one order, so that the same words give the same bits.
        numbers = [self._bias, *sorted(self._found(tokens)), *sorted(rules)]
        scores = np.add.reduce(self._rows[numbers])
        strong: Counter[int] = Counter()
        weak: Counter[int] = Counter()
        for hit in hits:
            place = self.rule_themes[hit.rule]
            if place is not None:
                (strong if self.index.strong[hit.rule] else weak)[place] += 1
        return Evidence(scores, strong, weak), hits

    def _found(self, tokens: Sequence[Token]) -> set[int]:
        found: set[int] = set()
        seconds: dict[str, int] = {}
        for token in words_of(tokens):
            word = self._lemma(token.lemma)
            found.update(word.numbers)
            if token.lemma in seconds:
                found.add(seconds[token.lemma])
            seconds = word.seconds
        return found

    def best_word(self, tokens: Sequence[Token], theme: int) -> tuple[float, Token | None]:
        """Return the word that speaks most for a theme, with its weight; short words never do."""
        best: tuple[float, Token | None] = (0.0, None)
        for token in words_of(tokens):
            if len(token.lower) >= _CONTENT:
                weight = self._lemma(token.lemma).themes.get(theme, 0.0)
                if weight > best[0]:
                    best = (weight, token)
        return best


def evidence_of(
    model: WordModel, units: Sequence[Unit]
) -> tuple[list[Evidence], list[list[Hit]], list[Evidence | None]]:
    """Return what the words of each sentence say, the rules that fire, and what its title says."""
    own: list[Evidence] = []
    hits: list[list[Hit]] = []
    titles: list[Evidence | None] = []
    read: dict[int, Evidence] = {}
    for unit in units:
        evidence, found = model.read(unit.tokens)
        own.append(evidence)
        hits.append(found)
        title = unit.titles[0] if unit.titles else None
        if title is not None and id(title) not in read:
            read[id(title)] = model.read(title)[0]
        titles.append(None if title is None else read[id(title)])
    return own, hits, titles


class ContextModel:
    """Weights of what stands around: the probability of each theme in each sentence."""

    def __init__(self, weights: Weights, ids: Sequence[str]) -> None:
        self._weights = np.array([weights.context[name] for name in NAMES])
        self._bias = np.array([weights.context_bias[theme] for theme in ids])

    def judge(
        self, units: Sequence[Unit], own: list[Evidence], titles: list[Evidence | None]
    ) -> list[dict[int, float]]:
        """Return for each sentence the probability of each theme that there is a sign of."""
        found: list[dict[int, float]] = [{} for _ in units]
        if units:
            places, themes, values = Surroundings(units, own, titles).candidates()
            chances = share(self._bias[themes] + values @ self._weights)
            for place, theme, chance in zip(
                places.tolist(), themes.tolist(), chances.tolist(), strict=True
            ):
                found[place][theme] = chance
        return found

    def probability(self, row: Row) -> float:
        """Return the probability of the theme in the sentence of a row of features."""
        return float(share(self._bias[row.theme] + row.values @ self._weights))
