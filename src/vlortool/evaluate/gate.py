"""The accuracy gate: floors that no change may fall under, and what each sentence got before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from vlortool.errors import GoldError
from vlortool.evaluate.metrics import Pair, Score

# Confidence is an error: there the floor is a ceiling.
_LOWER_IS_BETTER = frozenset({"ece"})


class Gate(Struct, frozen=True, kw_only=True):
    """Floors for one set of gold files.

    Attributes:
        gold: Hash of the gold files; other gold is another gate.
        floors: The least value of each label.
        n: How many labels or cases each floor rests on.
        positions: The position that each sentence got, by advisory and gold id.
    """

    gold: str
    floors: dict[str, float]
    n: dict[str, int]
    positions: dict[str, dict[str, str]]


class Change(Struct, frozen=True, kw_only=True):
    """A sentence whose position changed since the gate was pinned.

    Attributes:
        advisory: Advisory id.
        unit: Gold id of the sentence.
        gold: What careful readers say.
        before: What was found when the gate was pinned.
        now: What is found now.
        text: Its words.
    """

    advisory: str
    unit: str
    gold: str
    before: str
    now: str
    text: str

    @property
    def kind(self) -> str:
        """Return `gain`, `loss` or `other error`."""
        if self.now == self.gold:
            return "gain"
        return "loss" if self.before == self.gold else "other error"


def gold_hash(paths: Sequence[Path]) -> str:
    """Return the hash of gold files, the same in whatever order they are named."""
    digests = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:16]


def read_gate(path: Path) -> Gate | None:
    """Read a gate; None if there is none yet.

    Raises:
        GoldError: The file is damaged.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Gate)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, OSError) as error:
        wrong = f"{path}: can't be read as a gate ({error})"
        raise GoldError(wrong, "Restore it, or pin a new one with --pin") from error


def pin(gold: str, scores: Sequence[Score], pairs: Sequence[Pair]) -> Gate:
    """Return a gate whose floors are what is reached now."""
    return Gate(
        gold=gold,
        floors={each.label: each.value for each in scores},
        n={each.label: each.n for each in scores},
        positions=found_positions(pairs),
    )


def write_gate(gate: Gate, path: Path) -> None:
    """Write a gate, one entry a line."""
    document = msgspec.json.format(msgspec.json.encode(gate), indent=1)
    path.write_bytes(document + b"\n")


def drops(gate: Gate, scores: Sequence[Score]) -> list[tuple[Score, float]]:
    """Return the figures that are worse than their floor, with the floor."""
    found = []
    for each in scores:
        floor = gate.floors.get(each.label)
        if floor is None:
            continue
        worse = each.value > floor if each.measure in _LOWER_IS_BETTER else each.value < floor
        if worse:
            found.append((each, floor))
    return found


def changes(gate: Gate, pairs: Sequence[Pair]) -> list[Change]:
    """Return the sentences whose position is another than when the gate was pinned."""
    found = []
    for pair in pairs:
        if pair.gold is None:
            continue
        before = gate.positions.get(pair.advisory, {}).get(pair.gold.id, "missing")
        now = _found(pair)
        if before != now:
            found.append(
                Change(
                    advisory=pair.advisory,
                    unit=pair.gold.id,
                    gold=pair.gold.position,
                    before=before,
                    now=now,
                    text=pair.gold.text,
                )
            )
    return found


def found_positions(pairs: Sequence[Pair]) -> dict[str, dict[str, str]]:
    """Return the position found for each sentence of the gold."""
    positions: dict[str, dict[str, str]] = {}
    for pair in pairs:
        if pair.gold is not None:
            positions.setdefault(pair.advisory, {})[pair.gold.id] = _found(pair)
    return positions


def _found(pair: Pair) -> str:
    return (pair.found.position or "none") if pair.found is not None else "missing"
