"""Pairs of positions against gold: F1 of the pairs, accuracy of their relations, with n."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct, convert

from vlortool.diff.records import Diff, Relation
from vlortool.errors import GoldError
from vlortool.evaluate.gold import Gold
from vlortool.evaluate.metrics import Score, accuracy, align, f1
from vlortool.model.advisory import Advisory

# The pairs of the seeds stand beside them, as one file for all.
SEED_PAIRS = "pairs.jsonl"


class GoldPair(Struct, frozen=True, kw_only=True):
    """Two units on the same thing.

    Attributes:
        old: Gold id of the older advisory's unit.
        new: Gold id of the newer one's.
        relation: What became of the position.
        core: Whether both annotators saw it; one that only one saw is neither right nor wrong.
    """

    old: str
    new: str
    relation: Relation
    core: bool = True


class GoldDiff(Struct, frozen=True):
    """Two labelled advisories with their pairs.

    Attributes:
        old: The older one.
        new: The newer one.
        pairs: The pairs, those that count for nothing included.
    """

    old: Gold
    new: Gold
    pairs: list[GoldPair]


_Label = tuple[str, str, Relation, bool]


class Case(Struct, frozen=True, kw_only=True):
    """A pair of the gold, of the output, or of both.

    Attributes:
        old: Gold id of the older advisory's unit, or the id of its statement.
        new: The same of the newer one.
        gold: Its relation in the gold; None if it is no pair there.
        found: The relation found; None if it was not.
    """

    old: str
    new: str
    gold: Relation | None
    found: Relation | None


def gold_diffs(golds: Sequence[Gold]) -> list[GoldDiff]:
    """Return the pairs of advisories, among those given, whose positions are labelled as pairs.

    Args:
        golds: Labelled advisories, in any order.

    Raises:
        GoldError: The pairs can't be read.
    """
    labelled = {gold.id: list(_labelled(gold)) for gold in golds}
    found = []
    for one, other in combinations(golds, 2):
        old, new = _ordered(one, other, labelled[one.id])
        mine, theirs = ({unit.id for unit in gold.units} for gold in (old, new))
        pairs = {
            (first, second): GoldPair(old=first, new=second, relation=relation, core=core)
            for a, b, relation, core in (*labelled[old.id], *labelled[new.id])
            for first, second in ((a, b), (b, a))
            if first in mine and second in theirs
        }
        if pairs:
            found.append(GoldDiff(old, new, list(pairs.values())))
    return found


def _ordered(one: Gold, other: Gold, labelled: Sequence[_Label]) -> tuple[Gold, Gold]:
    """Return the older one first: by their days; the seeds, which have none, as labelled."""
    days = [gold.document.metadata.date if gold.document else None for gold in (one, other)]
    if days[0] is not None and days[1] is not None:
        return (one, other) if days[0] <= days[1] else (other, one)
    ours = {unit.id for unit in one.units}
    theirs = {unit.id for unit in other.units}
    is_first = any(a in ours and b in theirs for a, b, _, _ in labelled)
    return (one, other) if is_first else (other, one)


def _labelled(gold: Gold) -> Iterator[_Label]:
    """Read the pairs that are labelled in a gold file, or beside it for all of its folder."""
    beside = gold.path.with_name(SEED_PAIRS)
    path = beside if gold.document is None else gold.path
    try:
        if gold.document is not None:
            rows = json.loads(path.read_text("utf-8")).get("pairs", [])
        else:
            lines = path.read_text("utf-8").splitlines() if path.is_file() else []
            rows = [json.loads(line) for line in lines if line.strip()]
        for row in rows:
            yield row["a"], row["b"], convert(row["relation"], Relation), row.get("core", True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = f"{path}: its pairs can't be read ({type(error).__name__}: {error})"
        raise GoldError(wrong, "corpus/FORMAT.md and gold/pairs.jsonl show the shape") from error


def unit_names(gold: Gold, advisory: Advisory) -> dict[str, str]:
    """Return the gold id of each statement that is a unit of the gold, by the statement's id."""
    aligned = align(gold.id, gold.units, advisory.statements)
    return {pair.found.id: pair.gold.id for pair in aligned if pair.found and pair.gold}


def cases(gold: GoldDiff, diff: Diff, names: Mapping[str, Mapping[str, str]]) -> list[Case]:
    """Compare a diff with its gold.

    Args:
        gold: The gold.
        diff: What was found, in the same order of the advisories.
        names: For each advisory, the gold id of each statement that is a unit of the gold.

    Returns:
        Every pair of either, but for those of the gold that only one annotator saw.
    """
    wanted = {(pair.old, pair.new): pair for pair in gold.pairs}
    old, new = names[gold.old.id], names[gold.new.id]
    found = {
        (old.get(pair.old, pair.old), new.get(pair.new, pair.new)): pair.relation
        for pair in diff.pairs
    }
    return [
        Case(
            old=key[0],
            new=key[1],
            gold=wanted[key].relation if key in wanted else None,
            found=found.get(key),
        )
        for key in dict.fromkeys((*wanted, *found))
        if key not in wanted or wanted[key].core
    ]


def score_pairs(found: Sequence[Case]) -> list[Score]:
    """Return F1 of the pairs, and the accuracy of the relations of those that are right."""
    right = [case for case in found if case.gold is not None and case.found is not None]
    return [
        f1(
            "pairs",
            len(right),
            sum(case.found is not None for case in found),
            sum(case.gold is not None for case in found),
        ),
        accuracy("relation", [case.gold == case.found for case in right]),
    ]
