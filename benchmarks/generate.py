"""A store of made-up advisories: `python benchmarks/generate.py FOLDER [--count N] [--seed N]`.

Each is composed of sections of the advisories in this repository, with other words in them and
new compounds, so that a large store has the vocabulary of one. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from compose import Composer
from heads import draw_heads
from templates import read_templates

from vlortool.model.advisory import Advisory
from vlortool.store import encode, prepare, record_path

ROOT = Path(__file__).parents[1]


def sources() -> list[Path]:
    """Return the real advisories and the labelled ones."""
    raw = [path for path in (ROOT / "data" / "raw").iterdir() if path.suffix in (".txt", ".pdf")]
    corpus = ROOT / "corpus"
    return [*sorted(raw), *sorted(corpus.glob("*.json")), *sorted(corpus.glob("more/*.json"))]


def generate(count: int, seed: int, paths: Sequence[Path]) -> Iterator[Advisory]:
    """Make advisories of documents.

    Args:
        count: How many.
        seed: What they are drawn from.
        paths: The documents that they are made of.
    """
    templates, vocabulary = read_templates(paths)
    heads = draw_heads(count, templates, vocabulary, seed)
    composer = Composer(templates, vocabulary, heads, seed)
    for head in heads:
        yield composer.compose(head)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if any(options.folder.glob("*.json")):
        parser.error(f"{options.folder} holds advisories already")
    prepare(options.folder)
    is_watched = sys.stderr.isatty()
    for number, advisory in enumerate(generate(options.count, options.seed, sources()), start=1):
        # Not write_advisory: it waits for the disk with each record, and these can be made again.
        record_path(options.folder, advisory.id).write_bytes(encode(advisory))
        if is_watched:
            print(f"\r{number}/{options.count}", end="", file=sys.stderr, flush=True)
    if is_watched:
        print(file=sys.stderr)


if __name__ == "__main__":
    main()
