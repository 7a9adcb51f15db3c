"""Themes: what a sentence is about, with the words that show it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from vlortool.resources.themes import ThemeCatalogue, themes
from vlortool.tag.theme_model import (
    ContextModel,
    Weights,
    WordModel,
    evidence_of,
    shipped_weights,
)
from vlortool.tag.theme_rules import Hit, RuleIndex
from vlortool.tag.units import Token, Unit

MOST = 3
# A theme that the model doesn't know has no measured probability; a strong rule of it is right
# more often than not.
_BY_RULE = 0.5
# From this weight on, a word of the model is quoted as what shows a theme.
_WORD = 0.8


class ThemeFound(NamedTuple):
    """A theme of a sentence.

    Attributes:
        id: Id of the theme.
        rule: Id of the rule that fired, or where else the theme comes from: `words` (a word that
            the model weighs), `lead-in`, `title` or `context`.
        start: Offset of the first word that shows it, or None if it is inherited.
        end: One past the last word that shows it, or None if it is inherited.
        inherited: Whether it comes from the title, the lead-in or the sentences around.
        probability: How likely it is right.
    """

    id: str
    rule: str
    start: int | None
    end: int | None
    inherited: bool
    probability: float


class ThemeFinder:
    """Finds themes by a catalogue and the weights of a model."""

    def __init__(self, catalogue: ThemeCatalogue, weights: Weights) -> None:
        known = {theme.id for theme in catalogue.themes}
        self._ids = list(weights.bias)
        self._given = [theme in known for theme in self._ids]
        self._words = WordModel(RuleIndex(catalogue), self._ids, weights)
        self._context = ContextModel(weights, self._ids)
        self._thresholds = weights.thresholds[:MOST]

    def find(self, units: Sequence[Unit]) -> list[list[ThemeFound]]:
        """Return the themes of each sentence of a document, the likeliest first.

        Args:
            units: All its sentences, in order.
        """
        own, hits, titles = evidence_of(self._words, units)
        judged = self._context.judge(units, own, titles)
        return [self._themes(unit, hits[place], judged[place]) for place, unit in enumerate(units)]

    def _themes(self, unit: Unit, hits: list[Hit], judged: dict[int, float]) -> list[ThemeFound]:
        ranked = sorted(((-value, theme) for theme, value in judged.items() if self._given[theme]))
        found = [
            self._found(unit, hits, theme, -value)
            for (value, theme), threshold in zip(ranked, self._thresholds, strict=False)
            if -value >= threshold
        ]
        return found or self._by_rule(unit, hits)

    def _by_rule(self, unit: Unit, hits: list[Hit]) -> list[ThemeFound]:
        """Return themes that the model doesn't know, by their strong rules."""
        index = self._words.index
        found: dict[str, ThemeFound] = {}
        for hit in hits:
            if self._words.rule_themes[hit.rule] is None and index.strong[hit.rule]:
                name = index.names[hit.rule]
                start, end = unit.tokens[hit.first].start, unit.tokens[hit.last].end
                theme = name.partition(".")[0]
                found.setdefault(theme, ThemeFound(theme, name, start, end, False, _BY_RULE))
        return list(found.values())[:MOST]

    def _found(self, unit: Unit, hits: list[Hit], theme: int, probability: float) -> ThemeFound:
        rounded = round(probability, 3)
        rule, first, last = self._evidence(unit, hits, theme)
        if first is None or last is None:
            return ThemeFound(self._ids[theme], rule, None, None, True, rounded)
        return ThemeFound(self._ids[theme], rule, first.start, last.end, False, rounded)

    def _evidence(
        self, unit: Unit, hits: list[Hit], theme: int
    ) -> tuple[str, Token | None, Token | None]:
        """Return the rule, or the source, of a theme with the first and last word that show it."""
        index = self._words.index
        own = [hit for hit in hits if self._words.rule_themes[hit.rule] == theme]
        if own:
            best = min(own, key=lambda hit: (not index.strong[hit.rule], hit.first))
            return index.names[best.rule], unit.tokens[best.first], unit.tokens[best.last]
        weight, word = self._words.best_word(unit.tokens, theme)
        if weight >= _WORD:
            return "words", word, word
        return self._inherited_from(unit, theme), None, None

    def _inherited_from(self, unit: Unit, theme: int) -> str:
        if unit.lead_in is not None and self._speaks(unit.lead_in.tokens, theme):
            return "lead-in"
        if any(self._speaks(title, theme) for title in unit.titles):
            return "title"
        return "context"

    def _speaks(self, tokens: Sequence[Token], theme: int) -> bool:
        hits = self._words.index.find(tokens)
        return any(self._words.rule_themes[hit.rule] == theme for hit in hits)


@cache
def _finder() -> ThemeFinder:
    return ThemeFinder(themes(), shipped_weights())


def find_all_themes(units: Sequence[Unit]) -> list[list[ThemeFound]]:
    """Return the themes of each sentence of a document; see `ThemeFinder.find`."""
    return _finder().find(units)
