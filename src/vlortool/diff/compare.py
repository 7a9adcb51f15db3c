"""Two advisories compared: from records to a diff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from msgspec.structs import replace

from vlortool.diff.align import Aligned, candidates, scored
from vlortool.diff.content import Content, Reader, Text, contents, looked_up, text_of
from vlortool.diff.embeddings import Embedding, evidence_of
from vlortool.diff.evidence import evidence
from vlortool.diff.judge import Said, judge, said
from vlortool.diff.likeness import Likeness
from vlortool.diff.model import alignment_model
from vlortool.diff.order import ordered
from vlortool.diff.rarity import Side
from vlortool.diff.records import Basis, Diff, OrderBasis, Pair, Repeat, Sentence
from vlortool.diff.vectors import WordVectors, word_vectors
from vlortool.errors import QueryError
from vlortool.model.advisory import Advisory, Citation, Statement
from vlortool.model.place import place_of
from vlortool.model.terms import fold, words_of

# Fewer words are said twice by chance: *Dat is belangrijk.*
_PASSAGE = 5
# So many statements of both advisories make them long.
_LONG = 1000


def compare(
    first: Advisory,
    second: Advisory,
    *,
    reader: Reader = looked_up,
    embedding: Embedding | None = None,
) -> Diff:
    """Compare the positions of two advisories, in whatever order they are given.

    Args:
        first: A parsed advisory.
        second: Another one; the newer one where nothing tells which is.
        reader: Looks word forms up; by default in the lexicon.
        embedding: A model of the user's, whose similarities are evidence too.

    Returns:
        The diff; deterministic, and with old and new exchanged its mirror image.

    Raises:
        QueryError: Both have one id, but are not one advisory.
    """
    if first.id == second.id and _named(first) != _named(second):
        raise QueryError(f"Two advisories have the id {first.id}", "Give one of them another id")
    order = ordered(first, second)
    return _Comparison(order.old, order.new, reader, embedding).diff(order.basis)


class _Comparison:
    """The comparison of two advisories, the older one first."""

    def __init__(
        self, old: Advisory, new: Advisory, reader: Reader, embedding: Embedding | None
    ) -> None:
        self._old = old
        self._new = new
        self._model = alignment_model()
        self._embedding = embedding
        self._cosines: dict[tuple[int, int], float] = {}
        # What is aligned, by its indexes among all statements.
        self._places = places(old, new)
        first, second = (
            replace(each, statements=[each.statements[at] for at in some])
            for each, some in zip((old, new), self._places, strict=True)
        )
        self._likeness = likeness(first, second, reader, self._model.background, word_vectors())
        self._said: dict[tuple[int, int], Said] = {}

    def diff(self, basis: list[OrderBasis]) -> Diff:
        same = list(verbatim(self._old.statements, self._new.statements))
        sure, possible = self._aligned(same)
        found = {self._place(one): one for one in sure}
        pairs = sorted(chain(same, found))
        made = [self._pair(pair, found.get(pair)) for pair in pairs]
        maybe = [self._pair(self._place(one), one) for one in possible]
        only_old = _alone(self._old, {old for old, _ in pairs})
        only_new = _alone(self._new, {new for _, new in pairs})
        # An advisory compared with itself is named once.
        advisories = {each.id: each for each in (self._old, self._new)}.values()
        repeats = list(chain.from_iterable(map(_repeats, advisories)))
        named: dict[str, set[str]] = {each.id: set() for each in advisories}
        for pair in (*made, *maybe):
            named[self._old.id].add(pair.old)
            named[self._new.id].add(pair.new)
        named[self._old.id].update(only_old)
        named[self._new.id].update(only_new)
        for repeat in repeats:
            named[repeat.advisory].update(repeat.statements)
        return Diff(
            old=self._old.id,
            new=self._new.id,
            order_basis=basis,
            pairs=made,
            only_old=only_old,
            only_new=only_new,
            repeats=repeats,
            possible=maybe,
            statements=[
                sentence for each in advisories for sentence in _sentences(each, named[each.id])
            ],
        )

    def _aligned(self, same: Sequence[tuple[int, int]]) -> tuple[list[Aligned], list[Aligned]]:
        """Align what is left beside the statements with the same words."""
        rows = left(self._places[0], {old for old, _ in same})
        columns = left(self._places[1], {new for _, new in same})
        pairs = sorted(candidates(self._likeness, rows, columns))
        found = scored(self._likeness, pairs, self._model, self._embedded(pairs))
        sure = [one for one in found if one.similarity >= self._model.sure]
        possible = [
            one for one in found if self._model.possible <= one.similarity < self._model.sure
        ]
        return sure, possible

    def _embedded(self, pairs: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], float]:
        if self._embedding is None:
            return {}
        sides = (self._likeness.old, self._likeness.new)
        texts = [[each.text for each in side.statements] for side in sides]
        cosines = self._embedding.similarities(texts[0], texts[1], pairs)
        self._cosines = dict(zip(pairs, cosines, strict=True))
        return evidence_of(self._cosines)

    def _place(self, aligned: Aligned) -> tuple[int, int]:
        return self._places[0][aligned.old], self._places[1][aligned.new]

    def _pair(self, pair: tuple[int, int], aligned: Aligned | None) -> Pair:
        old, new = self._old.statements[pair[0]], self._new.statements[pair[1]]
        if aligned is None:
            return Pair(old=old.id, new=new.id, relation="verbatim", similarity=1.0, basis=[])
        first, second = aligned.old, aligned.new
        judged = judge(self._read(0, first), self._read(1, second))
        return Pair(
            old=old.id,
            new=new.id,
            relation=judged.relation,
            # Only the same words are certain.
            similarity=min(0.99, round(aligned.similarity, 2)),
            basis=[
                *judged.basis,
                *evidence(self._likeness, first, second),
                *self._by_embedding((first, second)),
            ],
        )

    def _by_embedding(self, pair: tuple[int, int]) -> Iterator[Basis]:
        if pair in self._cosines:
            yield Basis(kind="embedding", value=f"{self._cosines[pair]:.2f}")

    def _read(self, which: int, at: int) -> Said:
        if (which, at) not in self._said:
            side = (self._likeness.old, self._likeness.new)[which]
            self._said[which, at] = said(side.statements[at], side.contents[at])
        return self._said[which, at]


def likeness(
    old: Advisory,
    new: Advisory,
    reader: Reader,
    background: Mapping[str, float],
    vectors: WordVectors,
) -> Likeness:
    """Prepare the comparison of the statements of two advisories."""
    return Likeness(*_sides(old, new, reader), background, vectors)


def _sides(old: Advisory, new: Advisory, reader: Reader) -> tuple[Side, Side]:
    """Look at the words of both advisories, each form once."""
    texts = [list(_texts(advisory)) for advisory in (old, new)]
    found = contents(chain(*texts), reader)
    return _side(old, found[: len(texts[0])]), _side(new, found[len(texts[0]) :])


def _texts(advisory: Advisory) -> Iterator[Text]:
    yield from map(text_of, advisory.statements)
    yield from (Text(section.title or "") for section in advisory.sections)


def _side(advisory: Advisory, found: list[Content]) -> Side:
    count = len(advisory.statements)
    titles = found[count:]
    works = _works(advisory)
    return Side(
        statements=advisory.statements,
        contents=found[:count],
        titles=[titles[each.section] for each in advisory.statements],
        works=[
            frozenset(chain.from_iterable(works.get(number, ()) for number in each.footnotes))
            for each in advisory.statements
        ],
    )


def _works(advisory: Advisory) -> dict[str, list[str]]:
    """Return names of the works that each note cites, the same for the same work."""
    return {
        note.number: [name for work in note.citations if (name := _name_of(work))]
        for note in advisory.footnotes
    }


def _name_of(work: Citation) -> str | None:
    if work.resolved is not None or not work.title:
        return work.resolved
    return " ".join(filter(None, (work.council, work.title, str(work.date or ""))))


def verbatim(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Pair the statements that have the same words, but for punctuation, quotes and capitals."""
    theirs = _by_words(new)
    for words, ours in _by_words(old).items():
        others = theirs.get(words, [])
        # Said twice here and once there: both are that one.
        for at in range(max(len(ours), len(others)) if others else 0):
            yield ours[min(at, len(ours) - 1)], others[min(at, len(others) - 1)]


def _by_words(statements: Sequence[Statement]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, statement in enumerate(statements):
        # Without words the signs: what is compared with itself has no differences.
        words = fold(statement.text) or statement.text
        if words:
            found.setdefault(words, []).append(at)
    return found


def _repeats(advisory: Advisory) -> Iterator[Repeat]:
    """Find what an advisory says more than once in the same words."""
    statements = advisory.statements
    for places in _by_words(statements).values():
        if len(places) > 1 and len(words_of(statements[places[0]].text)) >= _PASSAGE:
            yield Repeat(advisory=advisory.id, statements=[statements[at].id for at in places])


def places(old: Advisory, new: Advisory) -> tuple[list[int], list[int]]:
    """Return the indexes of the statements to align.

    Of long advisories these are the positions; what merely tells is too much to compare.
    """
    is_long = len(old.statements) + len(new.statements) >= _LONG
    ours, theirs = (
        [
            at
            for at, statement in enumerate(each.statements)
            if not (is_long and statement.position in {None, "none"})
        ]
        for each in (old, new)
    )
    return ours, theirs


def left(some: Sequence[int], taken: set[int]) -> list[int]:
    """Return where those stand among some places that are not taken."""
    return [at for at, place in enumerate(some) if place not in taken]


def _named(advisory: Advisory) -> list[tuple[str, str]]:
    return [(each.id, each.text) for each in advisory.statements]


def _alone(advisory: Advisory, paired: set[int]) -> list[str]:
    """Return the ids of the positions that stand in no pair."""
    return [
        each.id
        for at, each in enumerate(advisory.statements)
        if at not in paired and each.position not in {None, "none"}
    ]


def _sentences(advisory: Advisory, named: set[str]) -> Iterator[Sentence]:
    """Give the statements that are named their labels, places and words."""
    for statement in advisory.statements:
        if statement.id in named:
            yield _sentence(advisory, statement)


def _sentence(advisory: Advisory, statement: Statement) -> Sentence:
    section = advisory.sections[statement.section]
    lead_in = advisory.blocks[statement.block].lead_in
    block = advisory.blocks[lead_in] if lead_in is not None else None
    themes = sorted(statement.themes, key=lambda each: each.inherited)
    return Sentence(
        advisory=advisory.id,
        id=statement.id,
        start=statement.start,
        end=statement.end,
        section=section.number,
        section_title=section.title,
        place=place_of(statement.origin),
        position=statement.position or "none",
        strength=statement.strength,
        confidence=statement.confidence,
        speaker=statement.speaker,
        actors=list(dict.fromkeys(each.id for each in statement.actors)),
        addressees=statement.addressees,
        implied=statement.implied,
        themes=list(dict.fromkeys(each.id for each in themes)),
        footnotes=statement.footnotes,
        lead_in=advisory.text[block.start : block.end] if block is not None else None,
        text=statement.text,
    )
