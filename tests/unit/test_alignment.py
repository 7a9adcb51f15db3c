"""What the alignment rests on: words, resources, embeddings; and how it is measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.seeds import ROOT
from tests.unit.samples import spoken
from vlortool.diff.compare import compare
from vlortool.diff.content import SIGNS, Content, Text, contents, looked_up
from vlortool.diff.embeddings import Embedding, evidence_of
from vlortool.diff.model import alignment_model
from vlortool.diff.records import Diff, OrderBasis, Pair
from vlortool.diff.vectors import normalised, word_vectors
from vlortool.errors import GoldError, ResourceError
from vlortool.evaluate.alignment import Case, cases, gold_diffs, score_pairs
from vlortool.evaluate.gold import read_gold
from vlortool.lexicon import analyse
from vlortool.model.terms import fold
from vlortool.resources.alignment import alignment
from vlortool.resources.overlay import read_toml
from vlortool.resources.relations import relations
from vlortool.resources.thesaurus import thesaurus


def _content(text: str, *actors: tuple[int, int]) -> Content:
    return contents([Text(text, actors)], looked_up)[0]


def _common(one: str, other: str) -> set[str]:
    return set(_content(one).index) & set(_content(other).index)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kosteloos", "gratis"),
        ("een leerwerkplek", "de werkplekken"),
        ("verankeren", "de verankering"),
        ("mentoropleidingen", "mentorenopleidingen"),
        ("loopbaan- en leerbegeleiding", "loopbaanbegeleiding"),
        ("het beleid invoeren", "inwerkingtreding"),
        ("wordt van kracht", "invoeren"),
    ],
)
def test_words_that_stand_for_each_other(one: str, other: str) -> None:
    assert _common(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("de leraar", "de directie"),
        ("basisonderwijs", "secundair"),
        ("er moet worden nagedacht", "de Vlor vindt dat het kan"),
        ("vergaderen", "verankeren"),
    ],
)
def test_words_that_do_not(one: str, other: str) -> None:
    common = {key for key in _common(one, other) if key[0] in SIGNS}
    assert not common


def test_names_of_actors_and_the_frame_count_for_less() -> None:
    text = "De Vlor vraagt scholen om overleg."
    terms = {term.lemma: term.weight for term in _content(text, (15, 22)).terms}
    assert terms["overleg"] == 1.0
    assert terms["vragen"] < terms["school"] < terms["overleg"]


def test_what_is_enumerated_is_looked_at_item_by_item() -> None:
    content = _content("Nodig zijn mentoren, stageplaatsen voor leerlingen (en tijd).")
    items = [[term.lemma for term in content.terms[first:last]] for first, last in content.asks]
    assert items[1:] == [["stageplaats", "leerling"], ["tijd"]]


def test_the_thesaurus_is_in_order() -> None:
    raw = read_toml("thesaurus.toml")
    assert set(raw) == {"same", "near", "related", "opposite"}
    lines = [
        line
        for name in ("same", "near", "related")
        for text in raw[name].values()
        for line in text.splitlines()
        if line
    ]
    groups = [tuple(word.strip() for word in line.split(",")) for line in lines]
    assert len(groups) > 1000
    for group in groups:
        assert len(group) == len(set(group)) >= 2, group
        assert all(word and word == word.lower() for word in group), group
    assert len({frozenset(group) for group in groups}) == len(groups)


def test_contraries_are_not_of_one_group() -> None:
    known = thesaurus()
    assert known.are_opposite("verplicht", "vrijwillig")
    assert known.are_opposite("vrijwillig", "verplicht")
    assert not known.are_opposite("verplicht", "verplichten")
    for word, numbers in known.opposites.items():
        assert not {-number for number in numbers} & set(numbers), word


def test_no_word_of_the_frame_is_a_stop_word() -> None:
    known = alignment()
    assert not known.stop & known.frame
    assert all(word == fold(word) for word in known.stop | known.frame)


@pytest.mark.parametrize(
    ("kind", "found", "missed"),
    [
        ("against", "de raad is geen vragende partij", "de raad is partij"),
        ("forbids", "dat mag in de klas niet", "dat mag en iets anders is er niet"),
        ("ends", "de toets wordt afgeschaft", "de toets wordt geschat"),
        ("unless", "niet zonder mentor", "de bijzondere mentor"),
        ("whole", "alle leerlingen", "de talloze leerlingen"),
        ("part", "in de eerste plaats", "in de klas"),
        ("exempt", "niet alleen leraren", "leraren alleen"),
    ],
)
def test_phrases_of_relations(kind: str, found: str, missed: str) -> None:
    pattern = getattr(relations(), kind)
    assert pattern.search(found)
    assert not pattern.search(missed)


def test_the_models_fit_each_other() -> None:
    model = alignment_model()
    assert 0 < model.possible < model.sure < 1
    words = _content("Leraren vragen meer leerwerkplekken.")
    vector = word_vectors().mean(words.terms, [1.0] * len(words.terms))
    assert sum(value * value for value in vector) == pytest.approx(1)
    assert word_vectors().mean([], []) == ()
    assert normalised([0.0, 0.0]) == ()


def test_the_lexicon_gives_parts_as_the_alignment_counts_them() -> None:
    parts = analyse("onderwijsloopbaanbegeleiding").parts
    assert parts[:3] == ("onderwijs", "loopbaan", "begeleiding")
    assert "+onderwijs+loopbaan+begeleiding" in _content("onderwijsloopbaanbegeleiding").index


class _Model(Embedding):
    """An embedding that finds two sentences alike and all others different."""

    def __init__(self, one: str, other: str) -> None:
        self._alike = {one, other}

    def similarities(
        self, old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]
    ) -> list[float]:
        return [float({old[first], new[second]} == self._alike) for first, second in pairs]


def test_an_embedding_is_evidence_that_is_shown() -> None:
    one, other = "Scholen krijgen meer middelen.", "Scholen vragen meer middelen."
    old = spoken("a", one, "Scholen bouwen.", "Scholen sparen middelen.")
    new = spoken("b", other, "Scholen rijden.", "Scholen zoeken middelen.")
    without, with_ = compare(old, new), compare(old, new, embedding=_Model(one, other))
    assert _found(with_, "00000000") > _found(without, "00000000")
    bases = [basis.kind for pair in (*with_.pairs, *with_.possible) for basis in pair.basis]
    assert "embedding" in bases


def _found(diff: Diff, name: str) -> float:
    pairs = (*diff.pairs, *diff.possible)
    return max((pair.similarity for pair in pairs if pair.old == pair.new == name), default=0.0)


def test_similarities_weigh_by_how_they_stand_out() -> None:
    added = evidence_of({(0, 0): 0.9, (0, 1): 0.1, (1, 0): 0.1, (1, 1): 0.1})
    assert added[0, 0] > 0 > added[1, 1]
    assert sum(added.values()) == pytest.approx(0)
    assert evidence_of({(0, 0): 0.9}) == {(0, 0): 0.0}
    assert set(evidence_of({(0, 0): 0.5, (1, 1): 0.5}).values()) == {0.0}


def test_a_model_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="is no folder with a model"):
        Embedding(tmp_path / "all-MiniLM")


def _pair(old: str, new: str) -> Pair:
    return Pair(old=old, new=new, relation="reworded", similarity=0.5, basis=[])


def _gold_file(folder: Path, slug: str, date: str, pairs: list[dict[str, object]]) -> Path:
    sentence: dict[str, object] = {
        "position": "view",
        "strength": None,
        "speaker": "vlor",
        "actors": [],
    }
    sentences = [
        {"id": f"{slug}-{number}", "text": f"Zin {number}.", "notes": [], **sentence}
        | {"addressees": [], "themes": []}
        for number in (1, 2, 3)
    ]
    raw = {
        "slug": slug,
        "council": "vlor",
        "title": "Advies",
        "date": date,
        "body": None,
        "requested_by": None,
        "footnotes": [],
        "blocks": [{"kind": "paragraph", "sentences": sentences}],
        "pairs": pairs,
    }
    path = folder / f"{slug}.json"
    path.write_text(json.dumps(raw), "utf-8")
    return path


def test_pairs_are_measured_by_hand(tmp_path: Path) -> None:
    labelled: list[dict[str, object]] = [
        {"other": "b", "a": "a-1", "b": "b-1", "relation": "reworded"},
        {"other": "b", "a": "a-2", "b": "b-2", "relation": "weakened"},
        {"other": "b", "a": "a-3", "b": "b-3", "relation": "widened", "core": False},
    ]
    files = [
        # Named the other way round, as in the newer one of corpus/.
        _gold_file(tmp_path, "b", "2020-01-01", [{**labelled[0], "a": "b-1", "b": "a-1"}]),
        _gold_file(tmp_path, "a", "2019-01-01", labelled),
    ]
    (gold,) = gold_diffs([read_gold(path) for path in files])
    assert (gold.old.id, gold.new.id, len(gold.pairs)) == ("a", "b", 3)
    diff = Diff(
        old="a",
        new="b",
        order_basis=[OrderBasis(by="date")],
        pairs=[_pair("s1", "t1"), _pair("s2", "t2"), _pair("s3", "t3"), _pair("s1", "t3")],
        only_old=[],
        only_new=[],
        repeats=[],
        possible=[_pair("s2", "t1")],
        statements=[],
    )
    names = {one: {f"{letter}{n}": f"{one}-{n}" for n in (1, 2, 3)} for one, letter in ("as", "bt")}
    found = cases(gold, diff, names)
    assert Case(old="a-2", new="b-2", gold="weakened", found="reworded") in found
    assert Case(old="a-1", new="b-3", gold=None, found="reworded") in found
    # Right: 2 of 3 found and of 2 wanted; what one annotator saw counts for nothing.
    pairs, relation = score_pairs(found)
    assert (pairs.precision, pairs.recall, pairs.n) == (0.667, 1.0, 2)
    assert (relation.value, relation.n) == (0.5, 2)


def test_the_pairs_of_the_seeds_are_read() -> None:
    (gold,) = gold_diffs([read_gold(path) for path in sorted((ROOT / "gold").glob("*.json"))])
    assert gold.old.id == "generalistische-benadering"
    assert sum(pair.core for pair in gold.pairs) == 26


def test_wrong_pairs_are_named_with_their_file(tmp_path: Path) -> None:
    wrong: list[dict[str, object]] = [{"other": "b", "a": "a-1", "b": "b-1", "relation": "same"}]
    path = _gold_file(tmp_path, "a", "2019-01-01", wrong)
    other = _gold_file(tmp_path, "b", "2020-01-01", [])
    with pytest.raises(GoldError, match=r"a\.json: its pairs can't be read"):
        gold_diffs([read_gold(path), read_gold(other)])


def test_an_advisory_without_statements_is_compared() -> None:
    empty = replace(spoken("a", "Zo is het."), statements=[])
    other = spoken("b", "Zo is het.")
    found = compare(empty, other)
    assert (found.pairs, found.only_old, found.only_new) == ([], [], ["00000000"])
