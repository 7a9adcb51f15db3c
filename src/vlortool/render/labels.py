"""Dutch words for labels."""

from __future__ import annotations

from vlortool.query.names import POSITION_LABELS, STRENGTH_LABELS

STRENGTH_STYLES = {"urge": "bold red", "must": "red", "ask": "yellow", "suggest": "green"}


def force(position: str, strength: str | None) -> str:
    """Say what a statement does: how strongly it recommends, else its position."""
    return STRENGTH_LABELS[strength] if strength else POSITION_LABELS[position]
