"""Train the models of the NLP stage: `python -m vlortool.train`.

Deterministic: the same files give the same models. Needs scikit-learn (extra `train`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from vlortool.resources.frames import addressee_weights
from vlortool.tag.labels import feature_reader, position_judge, position_model
from vlortool.tag.linear import Linear
from vlortool.tag.positions import PositionModel
from vlortool.train.addressees import train_addressees, write_weights
from vlortool.train.alignment import train_alignment
from vlortool.train.data import held_out, read_labelled
from vlortool.train.evidence import measure, write_evidence
from vlortool.train.pairs import read_diffs, read_examples, read_texts
from vlortool.train.positions import train_positions
from vlortool.train.themes import train_themes

RESOURCES = Path(__file__).parents[1] / "resources"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and write the models; return the exit status."""
    options = _parser().parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.alignment:
        return _alignment(options)
    paths = [
        path
        for folder in options.corpus
        for path in sorted(folder.glob("*.json"))
        if path.name not in held_out(folder)
    ]
    if not options.without_seeds:
        paths += sorted(options.gold.glob("*.json"))
    labelled = read_labelled(paths, options.raw)
    write_model(train_positions(labelled, feature_reader()), options.out / "positions.json")
    write_weights(train_addressees(labelled), options.out / "addressees.json")
    write_themes(train_themes(labelled), options.out / "theme_model.json")
    if options.out == RESOURCES:
        # By the models just written: a process has read the old ones at most once, before.
        position_model.cache_clear()
        position_judge.cache_clear()
        addressee_weights.cache_clear()
        write_evidence(measure(labelled), options.out / "evidence.json")
    count = sum(len(each.units) for each in labelled)
    sys.stderr.write(f"{len(labelled)} advisories, {count} sentences -> {options.out}\n")
    return 0


def _alignment(options: argparse.Namespace) -> int:
    """Train the alignment, by the labels that the models of this version give."""
    paths = [path for folder in options.corpus for path in sorted(folder.glob("*.json"))]
    seeds = [] if options.without_seeds else sorted(options.gold.glob("*.json"))
    diffs = read_diffs([*paths, *options.pairs.glob("*.json"), *seeds], options.pairs)
    examples = read_examples(diffs, options.raw)
    texts = read_texts([*paths, *options.pairs.glob("*.json")], options.pairs)
    model, vectors = train_alignment(texts.paragraphs, texts.sentences, examples)
    for name, content in (("alignment.json", model), ("vectors.json", vectors)):
        (options.out / name).write_text(f"{_json(content)}\n", "utf-8")
    count = sum(sum(each.pairs.values()) for each in examples)
    sys.stderr.write(
        f"{len(examples)} pairs of advisories, {count} of positions -> {options.out}\n"
    )
    return 0


def write_model(model: PositionModel, path: Path) -> None:
    """Write the models as JSON, one feature a line."""
    parts = {name: _lines(getattr(model, name)) for name in ("sentence", "context", "strength")}
    body = ",\n".join(f'"{name}": {lines}' for name, lines in parts.items())
    path.write_text(f"{{\n{body}\n}}\n", "utf-8")


def write_themes(model: dict[str, Any], path: Path) -> None:
    """Write the model of themes as JSON, one theme a line."""
    parts = []
    for name, value in model.items():
        if isinstance(value, dict) and all(isinstance(row, dict) for row in value.values()):
            rows = (f"{json.dumps(key)}: {_json(row)}" for key, row in value.items())
            parts.append(f"{json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n}")
        else:
            parts.append(f"{json.dumps(name)}: {_json(value)}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(model: Linear) -> str:
    rows = (
        f"{msgspec.json.encode(name).decode()}:{msgspec.json.encode(row).decode()}"
        for name, row in sorted(model.weights.items())
    )
    labels = msgspec.json.encode(model.labels).decode()
    bias = msgspec.json.encode(model.bias).decode()
    return f'{{"labels":{labels},"bias":{bias},"weights":{{\n' + ",\n".join(rows) + "\n}}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m vlortool.train", description=__doc__)
    parser.add_argument(
        "--corpus",
        type=Path,
        nargs="+",
        default=[Path("corpus"), Path("corpus/more")],
        help="folders with labelled advisories; the held-out ones in them are left out",
    )
    parser.add_argument(
        "--gold", type=Path, default=Path("gold"), help="folder with the gold of the seeds"
    )
    parser.add_argument(
        "--raw", type=Path, default=Path("data/raw"), help="folder with the texts of the seeds"
    )
    parser.add_argument(
        "--alignment",
        action="store_true",
        help="train what `vlortool diff` aligns by, and nothing else",
    )
    parser.add_argument(
        "--pairs",
        type=Path,
        default=Path("corpus/pairs"),
        help="folder with labelled pairs of advisories; those that its dev.txt lists are left out",
    )
    parser.add_argument(
        "--without-seeds", action="store_true", help="leave the seeds out, to measure on them"
    )
    parser.add_argument(
        "--out", type=Path, default=RESOURCES, help="folder for the models (default: the package)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
