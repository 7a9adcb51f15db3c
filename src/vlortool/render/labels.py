"""Dutch words for labels."""

from __future__ import annotations

POSITION_LABELS = {
    "recommendation": "aanbeveling",
    "support": "steun",
    "concern": "bezorgdheid",
    "view": "visie",
    "none": "geen standpunt",
}
STRENGTH_LABELS = {"urge": "dringend", "must": "moet", "ask": "vraag", "suggest": "suggestie"}
STRENGTH_STYLES = {"urge": "bold red", "must": "red", "ask": "yellow", "suggest": "green"}


def force(position: str, strength: str | None) -> str:
    """Say what a statement does: how strongly it recommends, else its position."""
    return STRENGTH_LABELS[strength] if strength else POSITION_LABELS[position]
