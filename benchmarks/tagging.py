"""Speed of the NLP stage: `python benchmarks/tagging.py [--repeat N]`.

Characters a second in `find_statements` over the labelled advisories, beside the work that any
spaCy user does (the blank Dutch tokenizer over the same blocks), in one run; medians over the
repeats. The first pass, in which each word form is looked up once, is reported apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from vlortool.evaluate.gold import read_gold
from vlortool.tag.statements import find_statements

CORPUS = Path(__file__).parents[1] / "corpus"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    golds = [read_gold(path) for path in sorted(CORPUS.glob("*.json"))]
    documents = [gold.document for gold in golds if gold.document is not None]
    size = sum(len(document.text) for document in documents)
    nlp = spacy.blank("nl")

    def tokenize() -> None:
        for document in documents:
            for block in document.blocks:
                nlp.make_doc(document.text[block.start : block.end])

    def tag() -> None:
        for document in documents:
            find_statements(document)

    first = _seconds(tag)
    _seconds(tokenize)
    tagging = statistics.median(_seconds(tag) for _ in range(options.repeat))
    tokens = statistics.median(_seconds(tokenize) for _ in range(options.repeat))
    print(f"{len(documents)} advisories, {size:,} characters, n={options.repeat}")
    print(f"first pass   {size / first:12,.0f} characters a second")
    print(f"later passes {size / tagging:12,.0f} characters a second")
    print(f"tokenizer    {size / tokens:12,.0f} characters a second")
    print(f"the stage takes {tagging / tokens:.1f} times the tokenizer")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
