"""Rows of numbers, one a sentence of a document."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def moved(rows: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Return the row of another sentence for each; none beyond the edges.

    Args:
        rows: One a sentence.
        step: How many sentences before it, or behind it if negative.
    """
    found = np.zeros_like(rows)
    if step > 0:
        found[step:] = rows[:-step]
    else:
        found[:step] = rows[-step:]
    return found
