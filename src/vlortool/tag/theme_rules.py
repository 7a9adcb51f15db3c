"""Words of themes: which rules of the catalogue fire in a row of words, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from vlortool.resources.themes import GAP, ThemeCatalogue
from vlortool.tag.units import Token

_LONGEST_GAP = 3
_SHORTEST_REST = 2
_FORMS = 200_000

_Phrase = tuple[tuple[str, ...], int]
# By the first word, then by the second (or the gap): common first words have many phrases.
_Phrases = dict[str, dict[str, list[_Phrase]]]


class _Word(Struct, frozen=True):
    """What is known of a word: the rules it fires, and the phrases that can begin with it.

    Attributes:
        rules: Numbers of the rules that the word fires by itself.
        phrases: Phrases of rules by their second word, for each form of the word that has any.
        barring: The same of phrases that keep a rule from firing.
    """

    rules: tuple[int, ...]
    phrases: tuple[dict[str, list[_Phrase]], ...]
    barring: tuple[dict[str, list[_Phrase]], ...]


class Hit(Struct, frozen=True, gc=False):
    """A rule that fires: its number, and the first and the last of its words."""

    rule: int
    first: int
    last: int


class RuleIndex:
    """The rules of a catalogue, by word; each word form is looked up once.

    Attributes:
        names: Id of each rule, `theme.rule`.
        themes: Number of the theme of each rule.
        strong: Whether the words of each rule nearly always mean its theme.
    """

    def __init__(self, catalogue: ThemeCatalogue) -> None:
        self.names: list[str] = []
        self.themes: list[int] = []
        self.strong: list[bool] = []
        self._words: dict[str, list[int]] = {}
        self._heads: dict[str, list[int]] = {}
        self._tails: dict[str, list[int]] = {}
        self._phrases: _Phrases = {}
        self._not_words: dict[str, set[int]] = {}
        self._not_phrases: _Phrases = {}
        # None for the many words that say nothing.
        self._forms: dict[tuple[str, str], _Word | None] = {}
        for number, theme in enumerate(catalogue.themes):
            for rule in theme.rule:
                self.names.append(f"{theme.id}.{rule.id}")
                self.themes.append(number)
                self.strong.append(rule.strength == "strong")
                self._add(len(self.names) - 1, rule.words, rule.phrases, rule.parts)
                self._except(len(self.names) - 1, rule.exceptions)

    def _add(
        self, rule: int, words: Sequence[str], phrases: Sequence[str], parts: Sequence[str]
    ) -> None:
        for word in (*words, *phrases):
            self._enter(rule, word)
        for part in parts:
            table = self._heads if part.endswith("-") else self._tails
            table.setdefault(part.strip("-"), []).append(rule)

    def _enter(self, rule: int, words: str) -> None:
        row = tuple(words.split())
        if len(row) == 1:
            self._words.setdefault(words, []).append(rule)
        else:
            _file(self._phrases, row, rule)

    def _except(self, rule: int, exceptions: Sequence[str]) -> None:
        for words in exceptions:
            row = tuple(words.split())
            if len(row) == 1:
                self._not_words.setdefault(words, set()).add(rule)
            else:
                _file(self._not_phrases, row, rule)

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """Return the rules that fire in a row of words, each word once a rule, in text order."""
        found: list[Hit] = []
        barred: list[Hit] = []
        has_phrases = False
        forms = self._forms
        for place, token in enumerate(tokens):
            key = (token.lower, token.lemma)
            word = forms[key] if key in forms else self._look_up(token)
            if word is None:
                continue
            found.extend([Hit(rule, place, place) for rule in word.rules])
            for by_second in word.phrases:
                rows = _rows(by_second, tokens, place)
                has_phrases = has_phrases or bool(rows)
                found.extend(rows)
            for by_second in word.barring:
                barred.extend(_rows(by_second, tokens, place))
        # By single words alone, no rule fires twice at one place.
        return _allowed(found, barred) if barred or has_phrases else found

    def _look_up(self, token: Token) -> _Word | None:
        rules: set[int] = set()
        barred: set[int] = set()
        forms = tuple(dict.fromkeys((token.lower, token.lemma)))
        for form in forms:
            rules.update(self._words.get(form, ()))
            rules.update(self._by_part(form))
            barred |= self._not_words.get(form, set())
        word = _Word(
            rules=tuple(sorted(rules - barred)),
            phrases=tuple(self._phrases[form] for form in forms if form in self._phrases),
            barring=tuple(self._not_phrases[form] for form in forms if form in self._not_phrases),
        )
        found = word if word.rules or word.phrases or word.barring else None
        if len(self._forms) < _FORMS:
            self._forms[token.lower, token.lemma] = found
        return found

    def _by_part(self, form: str) -> Iterator[int]:
        for cut in range(1, len(form) - _SHORTEST_REST + 1):
            yield from self._heads.get(form[:cut], ())
        for cut in range(_SHORTEST_REST, len(form)):
            yield from self._tails.get(form[cut:], ())


def _allowed(hits: list[Hit], barred: list[Hit]) -> list[Hit]:
    """Drop what an exception covers, and a rule's second hit on the same first word."""
    kept: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        if any(bar.rule == hit.rule and bar.first <= hit.first <= bar.last for bar in barred):
            continue
        key = (hit.rule, hit.first)
        if key not in kept or hit.last > kept[key].last:
            kept[key] = hit
    return list(kept.values())


def _file(phrases: _Phrases, row: tuple[str, ...], rule: int) -> None:
    phrases.setdefault(row[0], {}).setdefault(row[1], []).append((row, rule))


def _rows(by_second: dict[str, list[_Phrase]], tokens: Sequence[Token], place: int) -> list[Hit]:
    """Return the phrases that stand at a place, which their first word does."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    seconds = (GAP,) if following is None else (GAP, following.lower, following.lemma)
    return [
        Hit(rule, place, last)
        for second in dict.fromkeys(seconds)
        if second in by_second
        for row, rule in by_second[second]
        if (last := _end(row, 1, tokens, place + 1)) is not None
    ]


def _end(row: tuple[str, ...], done: int, tokens: Sequence[Token], place: int) -> int | None:
    """Return the place of the last word of a phrase, or None if the text reads otherwise."""
    while done < len(row):
        if row[done] == GAP:
            for skipped in range(_LONGEST_GAP + 1):
                last = _end(row, done + 1, tokens, place + skipped)
                if last is not None:
                    return last
            return None
        if place >= len(tokens) or row[done] not in (tokens[place].lower, tokens[place].lemma):
            return None
        done += 1
        place += 1
    return place - 1
