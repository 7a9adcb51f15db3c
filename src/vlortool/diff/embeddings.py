"""Trained sentence embeddings, where the user has a model: further evidence, never required.

Needs the extra `embeddings`. The model is a folder on this machine; nothing is fetched or sent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from vlortool.errors import ResourceError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# What one standard deviation above the mean of all candidates adds to the log odds. With an English
# model (MiniLM, 384 dimensions) F1 of the pairs that were trained on rises by .004, recall by .04;
# twice as much lowers F1. What a Dutch model is worth was not measured: none can be had here.
_WEIGHT = 0.25


class Embedding:
    """A model that turns sentences into vectors."""

    def __init__(self, folder: Path) -> None:
        self._model = _load(folder)

    def similarities(
        self, old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]
    ) -> list[float]:
        """Return the cosine of the sentences of each pair.

        Args:
            old: Sentences of the older advisory.
            new: Sentences of the newer one.
            pairs: Indexes of both.
        """
        ours, theirs = (
            self._model.encode(
                list(some), normalize_embeddings=True, show_progress_bar=False
            ).tolist()
            for some in (old, new)
        )
        return [
            sum(one * other for one, other in zip(ours[first], theirs[second], strict=True))
            for first, second in pairs
        ]


def evidence_of(similarities: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Return what the similarities of candidates add to their log odds."""
    values = list(similarities.values())
    if len(values) < 2:
        return dict.fromkeys(similarities, 0.0)
    mean, spread = fmean(values), pstdev(values)
    return {
        pair: _WEIGHT * (value - mean) / spread if spread else 0.0
        for pair, value in similarities.items()
    }


def _load(folder: Path) -> SentenceTransformer:
    if not folder.is_dir():
        raise ResourceError(
            f"{folder}: is no folder with a model",
            "Name the folder of a sentence-transformers model; names of models are not looked up",
        )
    # Before the libraries are loaded: they would ask a server what the model is.
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["TQDM_DISABLE"] = "1"
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ResourceError(
            "--embeddings needs sentence-transformers",
            "Install it: pip install 'vlortool[embeddings]', or '.[embeddings]' in a clone",
        ) from error
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(
            f"{folder}: can't be loaded as a model ({error})",
            "Name the folder of a sentence-transformers model",
        ) from error
