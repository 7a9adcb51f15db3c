"""`vlortool eval`: how well the labels agree with gold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from vlortool.cli.settings import resources_folder
from vlortool.cli.shared import Form, PdfReader, Resources, guarded
from vlortool.cli.status import Status
from vlortool.errors import GoldError
from vlortool.evaluate.alignment import Case, cases, gold_diffs, score_pairs, unit_names
from vlortool.evaluate.gate import changes, drops, gold_hash, pin, read_gate, write_gate
from vlortool.evaluate.gold import Gold, read_gold
from vlortool.evaluate.labelled import labelled_here
from vlortool.evaluate.metrics import Pair, Score, align, score
from vlortool.evaluate.sources import gold_files
from vlortool.model.layout import Reader
from vlortool.render.output import Format, emit, talk
from vlortool.render.plain import visible
from vlortool.render.table import Column
from vlortool.resources.overlay import use_resources

if TYPE_CHECKING:
    from vlortool.model.advisory import Advisory

_COLUMNS = [
    Column("advisory", "advies"),
    Column("label", "label"),
    Column("measure", "maat"),
    Column("value", "waarde", right=True),
    Column("precision", "precisie", right=True),
    Column("recall", "dekking", right=True),
    Column("n", "n", right=True),
]
_ALL = "(alle)"

Names = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[GOLD...]",
        help="Gold files, folders of them, or a list of them (.txt); by default the folder gold.",
        show_default=False,
    ),
]
Raw = Annotated[
    Path,
    typer.Option("--raw", metavar="DIR", help="Sources of gold files that hold no text."),
]
Each = Annotated[bool, typer.Option("--each", help="Figures for each advisory as well.")]
Errors = Annotated[bool, typer.Option("--errors", help="List the sentences judged wrongly.")]
Pairs = Annotated[
    bool,
    typer.Option(
        "--pairs", help="Measure diff instead: which positions of two advisories are a pair."
    ),
]
GateFile = Annotated[
    Path | None,
    typer.Option(
        "--gate",
        metavar="FILE",
        help="Compare with pinned floors; exit with 1 if a figure is under its floor.",
        show_default=False,
    ),
]
Pin = Annotated[
    bool, typer.Option("--pin", help="Pin the floors at what is reached now, if none is lowered.")
]
Lower = Annotated[bool, typer.Option("--lower", help="With --pin: lower floors too.")]


class Row(Struct, frozen=True, kw_only=True):
    """A figure of one advisory, or of all."""

    advisory: str
    label: str
    measure: str
    value: float
    precision: float | None
    recall: float | None
    n: int


class Wrong(Struct, frozen=True, kw_only=True):
    """A sentence whose position is not that of the gold."""

    advisory: str
    unit: str
    gold: str
    found: str
    confidence: float | None
    text: str


_WRONG_COLUMNS = [
    Column("unit", "eenheid"),
    Column("gold", "goud"),
    Column("found", "gevonden"),
    Column("confidence", "zekerheid", right=True),
    Column("text", "zin", share=1),
]
_CASE_COLUMNS = [
    Column("old", "oudere"),
    Column("new", "nieuwere"),
    Column("gold", "goud"),
    Column("found", "gevonden"),
]


def evaluate(
    context: typer.Context,
    names: Names = None,
    raw: Raw = Path("data/raw"),
    reader: PdfReader = Reader.PDFIUM,
    each: Each = False,
    errors: Errors = False,
    pairs: Pairs = False,
    gate: GateFile = None,
    pin_it: Pin = False,
    lower: Lower = False,
    resources: Resources = None,
    form: Form = Format.TABLE,
) -> None:
    """Measure the labels against gold: F1, with n.

    Precision and recall as well, and the accuracy of strength, speaker and confidence. With
    --pairs: F1 of the pairs that diff finds, and the accuracy of their relations.

    A gold file in the shape of gold/ is compared with what is found in its source, which is
    parsed afresh; one in the shape of corpus/ holds its own sentences.

    Example: vlortool eval corpus/dev.txt --gate evaluation/dev.json
    """
    with guarded(context):
        use_resources(resources_folder(resources))
        files = gold_files(names or [Path("gold")])
        golds = [read_gold(path) for path in files]
        if pairs:
            measured = _diffs(golds, raw, reader)
            scores, kept = score_pairs([case for _, some in measured for case in some]), []
            wrong: list[Struct] = [case for _, some in measured for case in _missed(some)]
            parts = [(name, score_pairs(some)) for name, some in measured]
        else:
            found = [(gold.id, _pairs(gold, raw, reader)) for gold in golds]
            kept = [pair for _, some in found for pair in some]
            scores = score(kept)
            wrong = list(_wrong(kept))
            parts = [(name, score(some)) for name, some in found]
        if errors:
            emit(wrong, _CASE_COLUMNS if pairs else _WRONG_COLUMNS, form, Case if pairs else Wrong)
        else:
            rows = [row for name, some in parts for row in _rows(some, name)] if each else []
            emit([*rows, *_rows(scores, _ALL)], _COLUMNS, form, Row)
        if gate is not None:
            _check(gate, gold_hash(files), scores, kept, pin_it=pin_it, lower=lower)


def _diffs(golds: list[Gold], raw: Path, reader: Reader) -> list[tuple[str, list[Case]]]:
    """Compare the advisories that have labelled pairs, by the labels that they get here."""
    from vlortool.diff.compare import compare

    advisories: dict[str, Advisory] = {}
    names: dict[str, dict[str, str]] = {}
    found = []
    for gold in gold_diffs(golds):
        for one in (gold.old, gold.new):
            if one.id not in advisories:
                advisories[one.id] = labelled_here(one, raw, reader)
                names[one.id] = unit_names(one, advisories[one.id])
        diff = compare(advisories[gold.old.id], advisories[gold.new.id])
        if diff.old != gold.old.id:
            wrong = f"{gold.old.path}: is labelled as older than {gold.new.id}, but is newer"
            raise GoldError(wrong, "Correct its date, or exchange a and b in its pairs")
        found.append((f"{gold.old.id} > {gold.new.id}", cases(gold, diff, names)))
    if not found:
        raise GoldError(
            "No pairs of positions are labelled there", "Name both advisories of a pair"
        )
    return found


def _missed(found: list[Case]) -> list[Case]:
    return [case for case in found if case.gold != case.found]


def _pairs(gold: Gold, raw: Path, reader: Reader) -> list[Pair]:
    return align(gold.id, gold.units, labelled_here(gold, raw, reader).statements)


def _rows(scores: list[Score], name: str) -> list[Row]:
    return [
        Row(
            advisory=name,
            label=each.label,
            measure=each.measure,
            value=each.value,
            precision=each.precision,
            recall=each.recall,
            n=each.n,
        )
        for each in scores
    ]


def _wrong(pairs: list[Pair]) -> list[Wrong]:
    return [
        Wrong(
            advisory=pair.advisory,
            unit=pair.gold.id,
            gold=pair.gold.position,
            found=(pair.found.position or "none") if pair.found else "missing",
            confidence=pair.found.confidence if pair.found else None,
            text=pair.gold.text,
        )
        for pair in pairs
        if pair.gold is not None
        if pair.found is None or pair.found.position != pair.gold.position
    ]


def _check(
    path: Path,
    fingerprint: str,
    scores: list[Score],
    pairs: list[Pair],
    *,
    pin_it: bool,
    lower: bool,
) -> None:
    """Compare with the pinned floors, or pin them anew."""
    pinned = read_gate(path)
    if pinned is not None and pinned.gold != fingerprint and not (pin_it and lower):
        wrong = f"{path}: its floors are of other gold ({pinned.gold}, now {fingerprint})"
        raise GoldError(wrong, "Name the same gold, or pin anew with --pin --lower")
    if pinned is None and not pin_it:
        raise GoldError(f"{path}: there is no such gate", "Pin one with --pin")
    fallen = drops(pinned, scores) if pinned is not None else []
    if pinned is not None:
        for change in changes(pinned, pairs):
            talk().print(
                f"{change.kind}: {change.unit} {change.before} -> {change.now}"
                f" (gold {change.gold}): {visible(change.text)}"
            )
    for each, floor in fallen:
        talk().print(
            f"{each.label}: {each.measure} {each.value:.3f}, floor {floor:.3f} (n={each.n})",
            style="red",
        )
    if pin_it and (lower or not fallen):
        write_gate(pin(fingerprint, scores, pairs), path)
        talk().print(f"{path}: pinned")
    elif fallen:
        raise typer.Exit(Status.FOUND)
    else:
        talk().print(f"{path}: all {len(scores)} figures at or above their floors")
